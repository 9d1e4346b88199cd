"""What differs between two lists of lines, and the words that say it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from time import process_time
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from standards import actions
from standards.changes import Change, Row, compare, counts, words
from standards.lines import NewLine
from standards.models import Edition
from standards.states import LineKind
from tests.conftest import World

SignIn = Callable[[User], Client]

_KEYS = [UUID(int=number) for number in range(1, 12)]
_TEXTS = st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from("กข ាកໍກ ကို\u200b 1.a"), max_size=40)
_ROWS = st.lists(
    st.builds(
        Row,
        key=st.sampled_from([None, *_KEYS]),
        kind=st.sampled_from([kind.value for kind in LineKind]),
        number=st.sampled_from(["", "1", "1.1", "2"]),
        text=st.sampled_from(["", "Lay bricks", "Mix mortar", "Read drawings"]),
        critical=st.booleans(),
        translation=st.sampled_from(["", "machine", "checked"]),
        depth=st.integers(0, 4),
    ),
    max_size=14,
)


def row(
    text: str, *, key: UUID | None = None, number: str = "", depth: int = 0, kind: str = "criterion"
) -> Row:
    return Row(key, kind, number, text, depth=depth)


def fates(before: list[Row], after: list[Row]) -> list[tuple[str, str]]:
    return [(one.change.value, one.row.text) for one in compare(before, after)]


@given(_ROWS, _ROWS)
@settings(max_examples=300, deadline=None)
def test_applying_the_changes_to_before_gives_after(before: list[Row], after: list[Row]) -> None:
    found = compare(before, after)
    assert [one.after for one in found if one.after is not None] == after
    stood = [one.before for one in found if one.before is not None]
    assert sorted(map(repr, stood)) == sorted(map(repr, before))
    unmoved = [one.before for one in found if one.before is not None and one.after and not one.moved]
    places = {id(line): place for place, line in enumerate(before)}
    assert [places[id(line)] for line in unmoved] == sorted(places[id(line)] for line in unmoved)
    for one in found:
        if one.change == Change.CHANGED:
            assert one.fields
        if one.change == Change.SAME:
            assert one.before is not None
            assert one.after is not None
            assert replace(one.before, key=None) == replace(one.after, key=None)


@given(_ROWS, _ROWS)
@settings(max_examples=100, deadline=None)
def test_counts_add_up_on_both_sides(before: list[Row], after: list[Row]) -> None:
    found = counts(compare(before, after))
    kept = found[Change.SAME] + found[Change.CHANGED] + found[Change.MOVED]
    assert kept + found[Change.NEW] == len(after)
    assert kept + found[Change.REMOVED] == len(before)


@given(_ROWS)
def test_a_list_with_its_own_keys_against_itself_is_all_the_same(rows: list[Row]) -> None:
    keyed = [replace(one, key=uuid4()) for one in rows]
    assert {one.change for one in compare(keyed, list(keyed))} <= {Change.SAME}


def test_without_keys_the_same_words_and_the_same_numbers_are_followed() -> None:
    before = [row("Unit", number="U1", kind="unit"), row("Lay bricks", number="1.1", depth=1)]
    after = [row("Unit", number="U1", kind="unit"), row("Lay blocks", number="1.1", depth=1)]
    found = compare(before, after)
    assert [one.change for one in found] == [Change.SAME, Change.CHANGED]
    assert found[1].fields == ("text",)


def test_a_removed_line_stands_where_it_stood_and_one_moved_line_is_one_move() -> None:
    a, b, c, d = (row(text, key=key) for text, key in zip("abcd", _KEYS, strict=False))
    assert fates([a, b, c, d], [d, a, c]) == [("moved", "d"), ("same", "a"), ("removed", "b"), ("same", "c")]
    assert fates([a, b], [b]) == [("removed", "a"), ("same", "b")]
    assert fates([a, b], []) == [("removed", "a"), ("removed", "b")]


def test_a_line_one_step_deeper_has_moved() -> None:
    a, b = row("a", key=_KEYS[0]), row("b", key=_KEYS[1])
    assert fates([a, b], [a, replace(b, depth=1)]) == [("same", "a"), ("moved", "b")]


@given(_TEXTS, _TEXTS)
@settings(max_examples=400, deadline=None)
def test_word_marks_rebuild_both_texts_exactly(before: str, after: str) -> None:
    found = words(before, after)
    assert "".join(one.text for one in found if one.mark != "added") == before
    assert "".join(one.text for one in found if one.mark != "removed") == after
    assert all(one.text for one in found)


@pytest.mark.parametrize(
    ("before", "after", "removed", "added"),
    [
        ("Mix the mortar by hand", "Mix the mortar by machine", "hand", "machine"),
        ("ก่ออิฐตามแบบที่กำหนด", "ก่ออิฐตามขนาดที่กำหนด", "แบบ", "ขนาด"),
        ("រៀបឥដ្ឋ តាមគំនូរ", "រៀបថ្ម តាមគំនូរ", "ឥដ្ឋ", "ថ្ម"),
        ("ອ່ານແບບກໍ່ສ້າງ", "ຂຽນແບບກໍ່ສ້າງ", "ອ່ານ", "ຂຽນ"),
        ("အုတ်စီခြင်း လုပ်ငန်း", "အုတ်စီခြင်း နည်းလမ်း", "လုပ်ငန်း", "နည်းလမ်း"),
    ],
)
def test_only_the_word_that_differs_is_marked(before: str, after: str, removed: str, added: str) -> None:
    found = words(before, after)
    assert "".join(one.text for one in found if one.mark == "removed") == removed
    assert "".join(one.text for one in found if one.mark == "added") == added
    assert "".join(one.text for one in found if one.mark != "added") == before


def test_an_exchanged_phrase_is_one_exchange() -> None:
    found = [(one.mark, one.text) for one in words("use a trowel here", "use some tools here")]
    assert found == [("same", "use "), ("removed", "a trowel"), ("added", "some tools"), ("same", " here")]


def test_two_different_sentences_are_one_exchange_not_a_chequered_line() -> None:
    found = words("Mix the mortar by hand in a clean tub", "Set out the wall with a line and a level")
    assert [one.mark for one in found] == ["removed", "added"]


def test_long_texts_and_long_lists_stay_quick() -> None:
    chance = random.Random(3)
    one = " ".join(chance.choice("abcdefgh") * 3 for _ in range(8000))
    other = " ".join(chance.choice("abcdefgh") * 3 for _ in range(8000))
    began = process_time()
    found = words(one, other)
    assert "".join(w.text for w in found if w.mark != "removed") == other
    rows = [row(f"line {number}", key=uuid4()) for number in range(5000)]
    compare(rows, rows[::-1])
    assert process_time() - began < 5


def test_the_marks_are_words_and_elements_not_colours() -> None:
    before = [row("Lay bricks", key=_KEYS[0]), row("Gone", key=_KEYS[1])]
    after = [row("Lay <b>", key=_KEYS[0]), row("Fresh", key=_KEYS[2])]
    html = render_to_string("standards/_changes.html", {"changes": compare(before, after)})
    assert "<del>" in html
    assert "<ins>" in html
    assert "[removed:" in html
    assert "[added:" in html
    assert "&lt;b&gt;" in html
    for word in ("New", "Removed", "Changed"):
        assert word in html


# --- The page of two editions ----------------------------------------------------------------------------


@pytest.fixture
def pair(small_world: World) -> tuple[Edition, Edition]:
    """The accepted Cambodian edition, and a newer draft with one line of each fate."""
    old, by = small_world.cambodian, small_world.cast.focal_kh
    new = actions.new_edition(edition=old, by=by)
    lines = {line.number: line for line in new.lines.all()}

    def kept(number: str, depth: int, **changes: str) -> NewLine:
        line = lines[number]
        text = changes.get("text", line.text)
        return NewLine(line.kind, line.number, text, critical=line.critical, depth=depth, key=line.key)

    rows = [
        kept("CON-02", 0),
        kept("2", 1),
        kept("2.2", 2),
        kept("2.1", 2, text="The wall is laid in English bond"),
        NewLine("criterion", "2.3", "Joints are raked", depth=2),
        kept("CON-01", 0),
        kept("1", 1),
        kept("1.1", 2),
    ]
    actions.write_lines(edition=new, rows=rows, by=by)
    return old, new


def test_the_page_says_what_became_of_every_line(
    small_world: World, pair: tuple[Edition, Edition], as_user: SignIn
) -> None:
    old, new = pair
    client = as_user(small_world.cast.focal_kh)
    address = reverse("standards:changes", args=[new.ref])

    content = client.get(address).content.decode()
    assert "stretcher" in content.split("<del>")[1]
    assert "Joints are raked" in content
    assert "Mortar is used within the working time" in content
    assert "CON-02 Lay bricks" in content
    assert address in client.get(reverse("standards:detail", args=[new.ref])).content.decode()
    only_new = client.get(address, {"show": "new"}).content.decode()
    assert "Joints are raked" in only_new
    assert "Mortar is used" not in only_new
    moved = client.get(address, {"show": "moved"}).content.decode()
    assert "Joints are raked" not in moved
    back = client.get(reverse("standards:changes", args=[old.ref]), {"from": new.ref, "show": "removed"})
    assert "Joints are raked" in back.content.decode()


def test_another_standard_or_an_edition_one_may_not_see_is_not_there(
    small_world: World, pair: tuple[Edition, Edition], as_user: SignIn
) -> None:
    old, new = pair
    cast = small_world.cast
    address = reverse("standards:changes", args=[old.ref])
    assert as_user(cast.coordinator).get(address, {"from": new.ref}).status_code == 404
    assert as_user(cast.focal_kh).get(address, {"from": new.ref}).status_code == 200
    for ref in (small_world.thai.ref, "nothing", old.ref):
        assert as_user(cast.focal_kh).get(address, {"from": ref}).status_code == 404
    alone = as_user(cast.coordinator).get(address).content.decode()
    assert "no other edition to compare with" in alone
    assert (
        new.ref
        not in as_user(cast.coordinator).get(reverse("standards:detail", args=[old.ref])).content.decode()
    )


@pytest.mark.parametrize("size", [1, 10, 1_000])
def test_the_page_takes_the_same_queries_for_any_number_of_lines(
    small_world: World, as_user: SignIn, size: int
) -> None:
    old, by = small_world.cambodian, small_world.cast.focal_kh
    new = actions.new_edition(edition=old, by=by)
    actions.write_lines(
        edition=new, rows=[NewLine("criterion", str(n), f"Line {n}") for n in range(size)], by=by
    )
    client = as_user(by)
    address = reverse("standards:changes", args=[new.ref])
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        content = client.get(address).content.decode()
    assert len(captured) <= 7
    assert content.count('<li class="change ') <= 50
