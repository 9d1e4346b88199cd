"""Where a question stands, and what differs between two lists of questions."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from questionnaires.changes import FIELDS, Said, difference
from questionnaires.ordering import Place, moved, put, together, without

_PLACES = st.lists(st.sampled_from("ABC"), min_size=1, max_size=12).map(
    lambda sections: [Place(key, section) for key, section in enumerate(sorted(sections))]
)  # as they are stored: those of one heading together


def _headings_together(places: list[Place]) -> bool:
    seen = [one.section for one in places]
    runs = [name for place, name in enumerate(seen) if place == 0 or seen[place - 1] != name]
    return len(runs) == len(set(runs))


@given(_PLACES, st.integers(0, 14), st.booleans())
def test_moving_keeps_every_question_and_headings_together(places: list[Place], key: int, up: bool) -> None:
    after = moved(places, key, up=up)

    assert sorted(one.key for one in after) == [one.key for one in places]
    assert _headings_together(after)


@given(_PLACES, st.integers(0, 14), st.sampled_from("ABCD"))
def test_putting_a_question_under_a_heading_leaves_the_others_as_they_were(
    places: list[Place], key: int, section: str
) -> None:
    after = put(places, key, section)

    assert _headings_together(after)
    assert next(one.section for one in after if one.key == key) == section
    others = [one for one in after if one.key != key]
    assert others == together([one for one in places if one.key != key])


@given(_PLACES, st.integers(0, 14))
def test_taking_a_question_out_leaves_the_others(places: list[Place], key: int) -> None:
    assert {one.key for one in without(places, key)} == {one.key for one in places} - {key}


def test_a_question_at_the_edge_of_its_heading_goes_over_to_the_next() -> None:
    places = [Place(1, "A"), Place(2, "B")]

    assert moved(places, 2, up=True) == [Place(1, "A"), Place(2, "A")]
    assert moved(places, 1, up=True) == places


def _said(key: int, text: str) -> Said:
    return Said(key, dict.fromkeys(FIELDS, "") | {"text": text})


@given(st.lists(st.integers(0, 9), unique=True), st.lists(st.integers(0, 9), unique=True))
def test_what_differs_is_what_was_added_and_removed(before: list[int], after: list[int]) -> None:
    found = difference([_said(key, "x") for key in before], [_said(key, "x") for key in after])

    assert {one.key for one in found.added} == set(after) - set(before)
    assert {one.key for one in found.removed} == set(before) - set(after)
    assert found.changed == []
    assert bool(found) == (before != after)


def test_a_changed_question_is_told_field_by_field() -> None:
    found = difference([_said(1, "Old?")], [_said(1, "New?")])

    assert found.changed[0].fields == (("text", "Old?", "New?"),)
