"""The content that is signed: one spelling, one hash, and every difference found."""

from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking import signing

texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=8)
values = st.one_of(st.none(), st.booleans(), st.integers(-5, 5), texts, st.lists(texts, max_size=3))
fields = st.dictionaries(texts, values, max_size=4)
records = st.dictionaries(texts, fields, max_size=3)
states = st.fixed_dictionaries(
    {"benchmark": fields, "rules": fields},
    optional=dict.fromkeys(sorted(signing.RECORDS), records),
)


def shuffled(value):
    """The same content with every mapping in the opposite order."""
    if isinstance(value, dict):
        return {key: shuffled(value[key]) for key in reversed(list(value))}
    return [shuffled(one) for one in value] if isinstance(value, list) else value


class TestCanonical:
    @given(states)
    def test_the_order_of_fields_does_not_matter(self, state):
        assert signing.canonical(shuffled(state)) == signing.canonical(state)

    @given(states)
    def test_it_can_be_read_back_and_hashes_to_the_same(self, state):
        again = json.loads(signing.canonical(state))
        assert again == state
        assert signing.fingerprint(again) == signing.fingerprint(state)

    @given(states)
    def test_anybody_can_compute_the_hash_from_the_file(self, state):
        assert signing.fingerprint(state) == hashlib.sha256(signing.canonical(state)).hexdigest()

    @pytest.mark.parametrize("value", [1.5, float("nan"), object(), b"x"])
    def test_what_has_no_certain_spelling_is_refused(self, value):
        with pytest.raises(ValueError, match="signed state"):
            signing.canonical({"benchmark": {"one": value}})

    def test_a_key_that_is_no_text_is_refused(self):
        with pytest.raises(ValueError, match="signed state"):
            signing.canonical({"lines": {1: {}}})

    def test_khmer_and_thai_stay_readable(self):
        assert "ឥដ្ឋ".encode() in signing.canonical({"lines": {"1": {"name": "ឥដ្ឋ"}}})


class TestDifferences:
    @given(states)
    def test_a_state_does_not_differ_from_itself(self, state):
        assert signing.differences(state, shuffled(state)) == []

    @given(states, states)
    def test_they_are_found_exactly_when_the_hashes_differ(self, before, after):
        same = signing.fingerprint(before) == signing.fingerprint(after)
        assert (signing.differences(before, after) == []) == same

    @given(states, states)
    def test_there_and_back_are_the_same_differences(self, before, after):
        there = [(one.part, one.key, one.field) for one in signing.differences(before, after)]
        back = [(one.part, one.key, one.field) for one in signing.differences(after, before)]
        assert there == back

    def test_one_changed_rating_is_one_difference_with_its_line(self):
        before = {"lines": {"7": {"name": "1.2.3 Lay a wall", "rating": "F", "reason": ""}}}
        after = {"lines": {"7": {"name": "1.2.3 Lay a wall", "rating": "P", "reason": ""}}}
        (one,) = signing.differences(before, after)
        assert (one.part, one.key, one.name) == ("lines", "7", "1.2.3 Lay a wall")
        assert (one.field, one.before, one.after) == ("rating", "F", "P")

    def test_a_record_that_came_is_one_difference(self):
        (one,) = signing.differences({"verdicts": {}}, {"verdicts": {"3": {"name": "1.1 Knowledge"}}})
        assert (one.field, one.before, one.name) == ("", None, "1.1 Knowledge")

    def test_yes_and_one_are_not_the_same(self):
        assert signing.differences({"rules": {"a": True}}, {"rules": {"a": 1}})


@given(st.binary(max_size=10))
def test_groups_hold_the_whole_hash(content):
    digest = hashlib.sha256(content).hexdigest()
    found = signing.groups(digest)
    assert "".join(found) == digest
    assert {len(one) for one in found} == {4}
