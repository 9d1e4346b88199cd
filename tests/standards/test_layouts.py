"""Standards set in many layouts come back as the same lines. The texts are made up of a list of words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.extraction import ours, structure
from benchmarks.layouts import CATALOGUE, make
from benchmarks.layouts.structure import Standard, made_up
from benchmarks.scoring import Reading as Outcome
from benchmarks.scoring import measured
from standards.intake import LineKind, ReadResult, read
from standards.intake.blocks import Source, Span, numbered
from standards.intake.rules.judging import judge
from standards.intake.rules.rules import Reader
from tests.standards import intake_files as files

WORD = [name for name, entry in CATALOGUE.items() if "docx" in entry.formats]
SHEETS = [name for name, entry in CATALOGUE.items() if "xlsx" in entry.formats]
PAPER = (
    "two_columns",
    "one_row_each",
    "without_rules",
    "two_column_pages",
    "can_i",
    "web_print",
    "unit_card",
    "four_columns",
)


def outcome(
    folder: Path, name: str, kind: str, standard: Standard, seed: int
) -> tuple[Outcome, dict[str, object]]:
    content, gold = make(CATALOGUE[name], kind, standard, seed)
    return ours(files.put(folder, f"{name}.{kind}", content)), gold


def assert_read_whole(folder: Path, name: str, kind: str, standard: Standard, seed: int) -> None:
    reading, gold = outcome(folder, name, kind, standard, seed)
    score = measured(gold, reading, name)
    assert (score.f1, score.placed) == (1, 1), (name, kind, seed)
    assert score.lists["unit_titles"] == 1
    assert not score.false_alarm, score.warnings


@pytest.mark.parametrize("name", PAPER)
def test_printed_layouts_give_back_the_same_criteria(tmp_path: Path, name: str) -> None:
    assert_read_whole(tmp_path, name, "pdf", made_up(len(name)), seed=1)


@pytest.mark.parametrize("name", WORD)
def test_word_layouts_give_back_the_same_criteria(tmp_path: Path, name: str) -> None:
    assert_read_whole(tmp_path, name, "docx", made_up(len(name)), seed=2)


@pytest.mark.parametrize("seed", [5, 287])
def test_an_element_printed_beside_each_of_its_criteria_is_one_element(tmp_path: Path, seed: int) -> None:
    assert_read_whole(tmp_path, "one_row_each", "docx", made_up(50), seed=seed)


@pytest.mark.parametrize("name", SHEETS)
def test_sheets_give_back_the_same_criteria(tmp_path: Path, name: str) -> None:
    assert_read_whole(tmp_path, name, "xlsx", made_up(len(name)), seed=3)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_small_structure_comes_back_from_any_layout(tmp_path: Path, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(WORD))
    standard = made_up(
        data.draw(st.integers(0, 10_000)),
        units=data.draw(st.integers(1, 3)),
        elements=data.draw(st.integers(2, 4)),
        criteria=data.draw(st.integers(3, 6)),
    )
    assert_read_whole(tmp_path, name, "docx", standard, seed=data.draw(st.integers(0, 500)))


def lines_of(*spans: Span) -> tuple[Reader, Source]:
    source = Source(numbered(list(spans)))
    reader = Reader(source)
    reader.read(source.blocks)
    return reader, source


def judged(*spans: Span) -> tuple[set[str], set[str]]:
    reader, source = lines_of(*spans)
    warnings, remarks = judge(reader, reader.outline.lines(), source)
    return {one.code for one in warnings}, {one.code for one in remarks}


def criteria(*numbers: str) -> list[Span]:
    return [Span(f"{number} Check the boards and cables before work begins") for number in numbers]


UNIT = (Span("Unit 1: Lay bricks"), Span("Element 1: Prepare the site"))
TWENTY = criteria(*(f"1.{n}" for n in range(1, 21)))


def test_a_number_that_the_source_left_out_is_a_remark_and_no_alarm() -> None:
    warnings, remarks = judged(*UNIT, *TWENTY[:10], *TWENTY[11:])
    assert remarks == {"source_gap"}
    assert not warnings & {"number_gap", "much_unread", "text_unread"}


def test_a_gap_beside_text_that_was_not_read_is_an_alarm() -> None:
    lost = Span("This is a line of the source that no rule could place anywhere")
    warnings, remarks = judged(*UNIT, *TWENTY[:10], lost, *TWENTY[11:])
    assert "number_gap" in warnings
    assert not remarks


def test_many_gaps_are_an_alarm_even_if_nothing_was_left_unread() -> None:
    warnings, _ = judged(*UNIT, *TWENTY[::2])
    assert "number_gap" in warnings


def test_a_criterion_that_swallowed_another_one_is_named() -> None:
    glued = Span("1.3 Check the boards 1.4 Store the tiles")
    warnings, _ = judged(*UNIT, *TWENTY[:2], glued, *TWENTY[4:])
    assert "glued_line" in warnings


def test_an_element_that_got_no_criteria_is_named() -> None:
    warnings, _ = judged(
        *UNIT, *TWENTY[:4], Span("Element 2: Mix mortar"), Span("Element 3: Lay"), *criteria("3.1", "3.2")
    )
    assert "element_without_criteria" in warnings


def test_units_know_their_group_from_headings_and_from_codes() -> None:
    reader, _ = lines_of(
        Span("CORE COMPETENCIES"),
        Span("Unit 1: Lay bricks"),
        *criteria("1.1", "1.2"),
        Span("COMMON COMPETENCIES"),
        Span("Unit 2: Work safely"),
        *criteria("1.1", "1.2"),
        Span("EE-ELC-101T1 Install cables"),
        *criteria("1.1", "1.2"),
    )
    units = [line for line in reader.outline.lines() if line.kind == LineKind.UNIT]
    assert [unit.unit_type for unit in units] == ["core", "common", "technical"]


def test_a_descriptor_stands_below_its_unit(tmp_path: Path) -> None:
    result = read(
        files.put(
            tmp_path,
            "standard.docx",
            files.word(
                "Unit 1: Lay bricks",
                "Unit descriptor: This unit covers laying bricks in courses.",
                "Element 1: Prepare",
                "1.1 Clean the surface",
                "1.2 Wet the bricks",
            ),
        )
    )
    assert [(line.kind, line.depth) for line in result.lines[:3]] == [
        ("unit", 0),
        ("descriptor", 1),
        ("element", 1),
    ]
    assert result.lines[1].text == "This unit covers laying bricks in courses."
    assert ReadResult.from_json(result.to_json()) == result


@pytest.mark.parametrize("digits", ["๐๑๒๓๔", "០១២៣៤", "໐໑໒໓໔", "၀၁၂၃၄"])
def test_digits_of_the_region_count_and_stay_as_printed(digits: str) -> None:
    own = str.maketrans("01234", digits)
    spans = [Span(span.text.translate(own)) for span in (*UNIT, *TWENTY[:2], *criteria("1.4"))]
    reader, source = lines_of(*spans)
    lines = reader.outline.lines()
    assert [line.number for line in lines if line.kind == "criterion"] == [
        n.translate(own) for n in ("1.1", "1.2", "1.4")
    ]
    assert "number_gap" in {one.code for one in judge(reader, lines, source)[0]}


def test_marks_and_critical_signs_in_columns_are_kept(tmp_path: Path) -> None:
    table = [
        ["Element", "Performance criteria", "Critical", "Marks"],
        ["1. Prepare", "1.1 Clean the surface", "Yes", "10"],
        ["", "1.2 Wet the bricks", "", "2.5"],
    ]
    result = read(files.put(tmp_path, "marks.docx", files.word("Unit 1: Lay bricks", table)))
    found = [(line.critical, str(line.marks)) for line in result.lines if line.kind == "criterion"]
    assert found == [(True, "10"), (False, "2.5")]
    assert structure(result.lines)["units"][0]["title"] == "Lay bricks"
