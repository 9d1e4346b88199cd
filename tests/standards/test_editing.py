"""Acts on candidate lines as plain lists: nothing is lost, everything can be taken back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from core.states import IllegalMove
from standards import editing
from standards.editing import Edited, Row, apply, patch, placed
from standards.editing.merging import merge
from standards.editing.rows import hints_of, parents
from standards.lines import NewLine
from standards.states import LineKind, TranslationStatus

TEXTS = [
    "Cement is measured",
    "1.2 Sand is sieved",
    "ខ្សែកោង ត្រូវ បាន",
    "ก่ออิฐ",
    "မြန်မာ စာ",
    "a b",
    "",
    "(a) Level",
]


def rows_of(*lines: tuple[str, str, str, int]) -> list[Row]:
    """Rows with keys 1, 2, 3 and so on from (kind, number, text, depth)."""
    return [
        Row(pk, kind, number, text, depth=depth) for pk, (kind, number, text, depth) in enumerate(lines, 1)
    ]


def tree(rows: list[Row]) -> list[tuple[str, int]]:
    return [(row.text, row.depth) for row in rows]


@st.composite
def lists(draw: st.DrawFn) -> list[Row]:
    """Lists as readers, packages and people leave them: by kind, some lines put elsewhere, some left out."""
    rows = []
    for pk in range(1, draw(st.integers(1, 9)) + 1):
        rows.append(
            Row(
                pk,
                draw(st.sampled_from(LineKind.values)),
                draw(st.sampled_from(["", "1", "1.1", "1.1.1", "2", "B-7"])),
                draw(st.sampled_from(TEXTS)),
                draw(st.sampled_from(TEXTS)),
                kept=draw(st.integers(0, 5)) > 0,
                critical=draw(st.booleans()),
                marks=draw(st.sampled_from(["", "5"])),
                translation=draw(st.sampled_from(TranslationStatus.values)),
                key=draw(st.sampled_from([None, str(uuid4())])),
                page=1,
                box=draw(st.sampled_from([None, (1.0, 2.0, 3.0, 4.0)])),
            )
        )
    wild = {row.pk: draw(st.integers(0, len(rows))) for row in rows if draw(st.integers(0, 3)) == 0}
    return placed(rows, wild)


def acts(draw: st.DrawFn, rows: list[Row]) -> Callable[[], Edited]:
    picks = draw(st.lists(st.sampled_from([row.pk for row in rows]), min_size=1, max_size=4, unique=True))
    one = picks[0]
    kind = draw(st.sampled_from(list(LineKind)))
    return draw(
        st.sampled_from(
            [
                lambda: editing.split(
                    rows, one, at=draw(st.integers(0, 20)), in_original=draw(st.booleans())
                ),
                lambda: editing.merged(rows, picks),
                lambda: editing.moved(rows, picks, down=draw(st.booleans())),
                lambda: editing.shifted(rows, picks, promote=draw(st.booleans())),
                lambda: editing.retyped(rows, picks, kind),
                lambda: editing.changed(rows, one, kind=kind.value, critical=draw(st.booleans())),
                lambda: editing.kept(rows, picks, draw(st.booleans())),
                lambda: editing.marked_critical(rows, picks),
                lambda: editing.translated(rows, picks, TranslationStatus.CHECKED, 7),
                lambda: editing.added(rows, one, draw(st.sampled_from([None, kind]))),
                lambda: editing.removed(rows, picks),
            ]
        )
    )


def letters(rows: list[Row]) -> Counter[str]:
    said = "".join(row.number + row.text + row.text_original for row in rows)
    return Counter(letter for letter in said if letter.isalnum() or not letter.isascii())


def is_tree(rows: list[Row]) -> bool:
    last = -1
    for row in rows:
        if row.kept:
            if not 0 <= row.depth <= last + 1:
                return False
            last = row.depth
    return True


@st.composite
def edits(draw: st.DrawFn) -> tuple[list[Row], Edited]:
    rows = draw(lists())
    try:
        return rows, acts(draw, rows)()
    except IllegalMove:
        assume(False)
        raise


class TestEveryAct:
    @given(edits())
    @settings(max_examples=80, suppress_health_check=[HealthCheck.filter_too_much])
    def test_can_be_taken_back_and_done_again(self, edit: tuple[list[Row], Edited]) -> None:
        before, after = edit[0], edit[1].rows
        back = json.loads(json.dumps(patch(before, after)))
        forth = json.loads(json.dumps(patch(after, before)))

        assert apply(after, back) == before
        assert apply(before, forth) == after

    @given(edits())
    @settings(max_examples=80, suppress_health_check=[HealthCheck.filter_too_much])
    def test_loses_no_letter_and_leaves_a_tree(self, edit: tuple[list[Row], Edited]) -> None:
        before, done = edit

        assert letters(done.rows) == letters(before)
        assert is_tree(done.rows)
        assert len({row.pk for row in done.rows}) == len(done.rows)
        assert done.focus in {row.pk for row in done.rows}

    @given(lists())
    @settings(max_examples=60)
    def test_depths_alone_tell_the_whole_tree(self, rows: list[Row]) -> None:
        assert placed(rows, hints_of(rows)) == rows

    @given(lists(), st.data())
    @settings(max_examples=60)
    def test_down_and_up_again_among_siblings_is_nothing(self, some: list[Row], data: st.DataObject) -> None:
        rows = placed([replace(row, kept=True) for row in some])
        place = data.draw(st.integers(0, len(rows) - 1))
        pk = rows[place].pk
        try:
            there = editing.moved(rows, [pk], down=True).rows
        except IllegalMove:
            return
        assume(above(there) == above(rows))  # else it took others in, or went elsewhere

        assert editing.moved(there, [pk], down=False).rows == rows


def above(rows: list[Row]) -> dict[int, int | None]:
    found = parents(rows)
    return {row.pk: None if (one := found[place]) is None else rows[one].pk for place, row in enumerate(rows)}


class TestSplit:
    def test_a_printed_number_becomes_the_number_of_the_second_line(self) -> None:
        rows = rows_of(("criterion", "1.1", "Cement is measured 1.2 Sand is sieved", 0))

        done = editing.split(rows, 1, at=18)

        assert [(row.number, row.text) for row in done.rows] == [
            ("1.1", "Cement is measured"),
            ("1.2", "Sand is sieved"),
        ]
        assert done.focus == done.rows[1].pk

    @pytest.mark.parametrize(
        ("text", "number"),
        [
            ("2) Plaster", "2"),
            ("(3) Plaster", "3"),
            ("PC4 Plaster", "PC4"),
            ("Plaster", ""),
            ("12", ""),
            ("2019", ""),
        ],
    )
    def test_what_counts_as_a_number(self, text: str, number: str) -> None:
        done = editing.split(rows_of(("criterion", "", f"Lay bricks {text}", 0)), 1, at=10)

        assert done.rows[1].number == number

    def test_no_letter_is_parted_from_its_marks(self) -> None:
        text = "ก่อ อิฐ"

        done = editing.split(rows_of(("criterion", "", text, 0)), 1, at=1)

        assert done.rows[0].text == "ก่"

    @pytest.mark.parametrize("at", [0, 4, 99])
    def test_both_parts_need_a_text(self, at: int) -> None:
        with pytest.raises(IllegalMove, match="each of the two parts"):
            editing.split(rows_of(("criterion", "", "Clay", 0)), 1, at=at)

    def test_the_original_text_is_split_alone_and_nobody_has_checked_either_part(self) -> None:
        row = Row(1, "criterion", "1", "Both", "មួយ ពីរ", translation="checked", translation_checked_by=4)

        done = editing.split([row], 1, at=4, in_original=True)

        assert [(one.text, one.text_original) for one in done.rows] == [("Both", "មួយ"), ("", "ពីរ")]
        assert [(one.translation, one.translation_checked_by) for one in done.rows] == [("draft", None)] * 2


class TestMerge:
    def test_the_next_line_comes_in_with_a_space(self) -> None:
        rows = rows_of(("criterion", "1.1", "Cement is", 0), ("criterion", "", "measured", 0))

        done = editing.merged(rows, [1])

        assert [(row.number, row.text) for row in done.rows] == [("1.1", "Cement is measured")]
        assert done.went_into == {2: 1}

    def test_scripts_without_spaces_are_joined_without_one(self) -> None:
        rows = [Row(1, "criterion", text_original="ก่อ"), Row(2, "criterion", text_original="อิฐ")]

        assert editing.merged(rows, [1, 2]).rows[0].text_original == "ก่ออิฐ"

    def test_a_second_number_stays_in_the_text(self) -> None:
        rows = rows_of(("criterion", "1.1", "Cement", 0), ("criterion", "1.2", "Sand", 0))

        assert editing.merged(rows, [1, 2]).rows[0].text == "Cement 1.2 Sand"

    def test_what_hung_below_the_second_heading_hangs_below_the_first(self) -> None:
        rows = rows_of(
            ("knowledge", "", "Walls", 0), ("knowledge", "", "and roofs", 0), ("knowledge", "", "Bricks", 1)
        )

        assert tree(editing.merged(rows, [1, 2]).rows) == [("Walls and roofs", 0), ("Bricks", 1)]

    def test_a_merged_translation_is_only_as_good_as_its_worst_part(self) -> None:
        good = Row(
            1, "criterion", text="A", text_original="ក", translation="checked", translation_checked_by=2
        )
        machine = Row(2, "criterion", text="B", text_original="ខ", translation="machine")

        row = editing.merged([good, machine], [1, 2]).rows[0]

        assert (row.translation, row.translation_checked_by) == ("machine", None)

    def test_the_last_line_has_nothing_to_merge_with(self) -> None:
        with pytest.raises(IllegalMove, match="no line after"):
            editing.merged(rows_of(("criterion", "", "Only", 0)), [1])


UNIT = (
    ("unit", "U1", "Unit", 0),
    ("element", "1", "First", 1),
    ("criterion", "1.1", "a", 2),
    ("element", "2", "Second", 1),
    ("criterion", "2.1", "b", 2),
    ("knowledge", "", "K", 1),
)


class TestMoveAndShift:
    def test_a_heading_takes_its_lines_along(self) -> None:
        done = editing.moved(rows_of(*UNIT), [4], down=False)

        assert [row.text for row in done.rows] == ["Unit", "Second", "b", "First", "a", "K"]

    def test_the_first_line_of_an_element_moves_into_the_one_before(self) -> None:
        done = editing.moved(rows_of(*UNIT), [5], down=False)

        assert tree(done.rows)[1:5] == [("First", 1), ("a", 2), ("b", 2), ("Second", 1)]

    def test_ticked_lines_move_together(self) -> None:
        rows = rows_of(*(("criterion", "", letter, 0) for letter in "abcd"))

        up = editing.moved(rows, [2, 3], down=False)
        down = editing.moved(rows, [2, 3], down=True)

        assert [row.text for row in up.rows] == ["b", "c", "a", "d"]
        assert [row.text for row in down.rows] == ["a", "d", "b", "c"]

    @pytest.mark.parametrize(("pk", "down"), [(1, False), (6, True)])
    def test_the_ends_are_the_ends(self, pk: int, down: bool) -> None:
        with pytest.raises(IllegalMove, match="already"):
            editing.moved(rows_of(*UNIT), [pk], down=down)

    def test_a_promoted_element_is_a_unit_with_its_criteria(self) -> None:
        done = editing.shifted(rows_of(*UNIT), [4], promote=True)

        assert tree(done.rows)[3:] == [("Second", 0), ("b", 1), ("K", 1)]
        assert done.rows[3].kind == "unit"

    def test_promoting_and_demoting_again_is_nothing(self) -> None:
        rows = rows_of(*UNIT)

        there = editing.shifted(rows, [2, 4], promote=True)

        assert editing.shifted(there.rows, [2, 4], promote=False).rows == rows

    def test_the_ladder_has_two_ends(self) -> None:
        with pytest.raises(IllegalMove, match="highest"):
            editing.shifted(rows_of(("level", "1", "One", 0)), [1], promote=True)
        with pytest.raises(IllegalMove, match="lowest"):
            editing.shifted(rows_of(*UNIT), [3], promote=False)

    def test_knowledge_goes_under_the_knowledge_above_it_and_out_again(self) -> None:
        rows = rows_of(
            ("level", "1", "One", 0),
            ("knowledge", "", "Walls", 1),
            ("knowledge", "", "Bricks", 1),
            ("skill", "", "S", 1),
        )

        under = editing.shifted(rows, [3], promote=False)

        assert tree(under.rows) == [("One", 0), ("Walls", 1), ("Bricks", 2), ("S", 1)]
        assert editing.shifted(under.rows, [3], promote=True).rows == rows
        with pytest.raises(IllegalMove, match="same kind right above"):
            editing.shifted(rows, [4], promote=False)
        with pytest.raises(IllegalMove, match="does not stand under"):
            editing.shifted(rows, [3], promote=True)

    def test_lines_that_were_put_elsewhere_stay_there_when_others_change(self) -> None:
        """A package has a criterion right below the unit, after an element; kinds alone would hang it below that."""
        rows = rows_of(
            ("unit", "", "U", 0),
            ("element", "", "E", 1),
            ("criterion", "", "c", 1),
            ("criterion", "", "d", 1),
        )

        done = editing.kept(editing.marked_critical(rows, [4]).rows, [2], False)

        assert [row.depth for row in done.rows] == [0, 1, 1, 1]

    def test_a_heading_and_its_lines_of_another_kind_keep_their_tree(self) -> None:
        rows = rows_of(
            ("level", "1", "One", 0), ("knowledge", "", "Walls", 1), ("knowledge", "", "Bricks", 2)
        )

        done = editing.retyped(rows, [2, 3], LineKind.SKILL)

        assert [row.depth for row in done.rows] == [0, 1, 2]

    def test_a_criterion_that_becomes_an_element_takes_in_what_follows(self) -> None:
        rows = rows_of(("unit", "", "U", 0), *(("criterion", "", letter, 1) for letter in "abc"))

        done = editing.retyped(rows, [2], LineKind.ELEMENT)

        assert [row.depth for row in done.rows] == [0, 1, 2, 2]


class TestAddAndRemove:
    @pytest.mark.parametrize(
        ("pk", "kind", "depth"),
        [(1, "element", 1), (2, "criterion", 2), (3, "criterion", 2), (6, "knowledge", 1)],
    )
    def test_an_added_line_is_what_belongs_there(self, pk: int, kind: str, depth: int) -> None:
        done = editing.added(rows_of(*UNIT), pk)

        made = next(row for row in done.rows if row.pk == done.focus)
        assert (made.kind, made.depth, made.has_words) == (kind, depth, False)

    def test_an_empty_list_begins_with_a_unit(self) -> None:
        assert editing.added([], None).rows[0].kind == "unit"

    def test_a_line_with_words_is_left_out_not_removed(self) -> None:
        with pytest.raises(IllegalMove, match="Leave it out"):
            editing.removed(rows_of(*UNIT), [3])

    def test_typed_lines_can_be_removed_but_not_those_of_the_draft(self) -> None:
        rows = rows_of(*UNIT)
        rows[3] = replace(rows[3], key=str(uuid4()))

        assert len(editing.removed(rows, [3], with_words=True).rows) == 5
        with pytest.raises(IllegalMove):
            editing.removed(rows, [4], with_words=True)


class TestTexts:
    def test_a_check_falls_when_the_english_changes_and_only_then(self) -> None:
        row = Row(1, "criterion", "1", "Old", "ចាស់", translation="checked", translation_checked_by=3)

        changed = editing.changed([row], 1, text="New").rows[0]
        other = editing.changed([row], 1, number="2").rows[0]

        assert (changed.translation, changed.translation_checked_by) == ("draft", None)
        assert (other.translation, other.translation_checked_by) == ("checked", 3)

    def test_a_line_that_is_gone_is_said_so(self) -> None:
        with pytest.raises(IllegalMove, match="no longer there"):
            editing.changed(rows_of(*UNIT), 99, text="x")
        with pytest.raises(IllegalMove, match="no longer there"):
            editing.kept(rows_of(*UNIT), [1, 99], False)

    def test_nothing_ticked_is_said_so(self) -> None:
        with pytest.raises(IllegalMove, match="Tick the lines"):
            editing.kept(rows_of(*UNIT), [], False)


KEYS = [uuid4() for _ in range(6)]


def line(n: int, text: str, depth: int = 0) -> NewLine:
    return NewLine("criterion", str(n), text, depth=depth, key=KEYS[n])


class TestMerging:
    BASE = (line(0, "a"), line(1, "b"), line(2, "c"))

    def test_what_only_one_changed_is_taken_from_that_one(self) -> None:
        mine = [line(0, "A"), line(1, "b"), line(2, "c"), NewLine("criterion", "9", "new mine")]
        theirs = [line(0, "a"), line(1, "b"), line(3, "new theirs"), line(2, "C")]

        done = merge(self.BASE, mine, theirs)

        assert [row.text for row in done.rows] == ["A", "b", "new theirs", "C", "new mine"]
        assert not done.clashes

    def test_what_both_changed_is_a_choice_and_mine_until_somebody_chooses(self) -> None:
        mine, theirs = [line(0, "mine"), *self.BASE[1:]], [line(0, "theirs"), *self.BASE[1:]]

        asked = merge(self.BASE, mine, theirs)
        chosen = merge(self.BASE, mine, theirs, {KEYS[0]: "theirs"})

        assert [clash.key for clash in asked.clashes] == [KEYS[0]]
        assert asked.rows[0].text == "mine"
        assert chosen.rows[0].text == "theirs"

    def test_removed_here_and_changed_there_is_a_choice(self) -> None:
        mine, theirs = list(self.BASE[1:]), [line(0, "changed"), *self.BASE[1:]]

        assert len(merge(self.BASE, mine, theirs).clashes) == 1
        assert merge(self.BASE, mine, theirs, {KEYS[0]: "theirs"}).rows[0].text == "changed"

    def test_removed_by_one_alone_is_removed(self) -> None:
        assert [row.text for row in merge(self.BASE, self.BASE, self.BASE[1:]).rows] == ["b", "c"]
        assert [row.text for row in merge(self.BASE, self.BASE[:2], self.BASE).rows] == ["a", "b"]

    def test_an_order_that_only_they_changed_is_taken_over(self) -> None:
        theirs = [self.BASE[2], self.BASE[0], self.BASE[1]]

        assert merge(self.BASE, self.BASE, theirs).rows == theirs
        assert merge(self.BASE, theirs, self.BASE).rows == theirs

    @given(st.data())
    @settings(max_examples=60)
    def test_no_line_of_either_side_is_lost_or_doubled(self, data: st.DataObject) -> None:
        def side() -> list[NewLine]:
            order = data.draw(st.permutations(range(6)))[: data.draw(st.integers(0, 6))]
            fresh = [NewLine("skill", "", f"fresh {n}") for n in range(data.draw(st.integers(0, 2)))]
            return [*(line(n, data.draw(st.sampled_from("xyz"))) for n in order), *fresh]

        base = [line(n, "x") for n in range(3)]
        mine, theirs = side(), side()

        done = merge(base, mine, theirs)

        keys = [row.key for row in done.rows if row.key]
        both = {row.key for row in mine} & {row.key for row in theirs} - {None}
        new = ({row.key for row in mine} | {row.key for row in theirs}) - {row.key for row in base} - {None}
        assert len(keys) == len(set(keys))
        assert both | new <= set(keys)
        assert sum(row.key is None for row in done.rows) == sum(r.key is None for r in [*mine, *theirs])
