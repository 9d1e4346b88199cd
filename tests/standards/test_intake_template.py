"""The XLSX template: nothing is cut, nothing becomes a formula, errors name row and column."""

from __future__ import annotations

import datetime
import io
import unicodedata
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from standards.intake import LineKind, Problem, ReadLine, ReadResult, Refused, read, template_workbook
from standards.intake.ours.template import COLUMNS, SHEET, storable
from tests.standards import intake_files as files

HEAD = list(COLUMNS)


def round_trip(folder: Path, lines: list[ReadLine]) -> ReadResult:
    return read(files.put(folder, "lines.xlsx", template_workbook(lines)))


def problems(folder: Path, rows: list[list[object]], head: list[str] | None = None) -> tuple[Problem, ...]:
    with pytest.raises(Refused) as caught:
        read(files.put(folder, "lines.xlsx", files.xlsx([head or HEAD, *rows], SHEET)))
    assert caught.value.code == "template_rows"
    return caught.value.problems


def test_an_empty_template_has_headings_help_and_allowed_values() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(template_workbook()))
    sheet = workbook[SHEET]
    assert [cell.value for cell in sheet[1]] == HEAD
    assert sheet.freeze_panes == "A2"
    assert any("criterion" in str(rule.formula1) for rule in sheet.data_validations.dataValidation)
    assert "Help" in workbook.sheetnames


def test_an_empty_template_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        round_trip(tmp_path, [])
    assert caught.value.code == "no_table"


def test_numbers_formulas_and_scripts_of_five_languages_come_back_as_text(tmp_path: Path) -> None:
    lines = [
        ReadLine("level", "1", "Level 1", depth=0),
        ReadLine("unit", "CON/AB/001", "Bricklaying", "ការរៀបឥដ្ឋ", depth=1),
        ReadLine("element", "1", "Lay bricks", "วางอิฐ", depth=2),
        ReadLine("criterion", "1.10", "=1+1", "ວາງດິນຈີ່", depth=3, critical=True, marks=Decimal("4.50")),
        ReadLine("criterion", "1.20", '=HYPERLINK("x")', "အုတ်စီ", depth=3),
        ReadLine("knowledge", "", "+1 and -1 and @SUM", depth=2),
    ]
    result = round_trip(tmp_path, lines)
    assert result.lines == tuple(lines)
    assert result.layout == "template"
    sheet = openpyxl.load_workbook(tmp_path / "lines.xlsx")[SHEET]
    assert {cell.data_type for row in sheet for cell in row if cell.value} == {"s"}


def test_a_text_longer_than_a_cell_goes_on_in_a_second_column(tmp_path: Path) -> None:
    long = "x" * 32_767 + "y" * 100
    wide = "\U0001f9f1" * 20_000  # two units each
    result = round_trip(tmp_path, [ReadLine("criterion", "1.1", long, wide)])
    assert (result.lines[0].text, result.lines[0].text_original) == (long, wide)


def test_characters_that_cannot_be_stored_are_replaced_and_noted() -> None:
    workbook = openpyxl.load_workbook(
        io.BytesIO(template_workbook([ReadLine("criterion", "1", "a\x00b\x1fc")]))
    )
    assert workbook[SHEET]["C2"].value == "a\ufffdb\ufffdc"
    assert "Row 2, column Text (English)" in [cell.value for cell in workbook["Notes"]["A"]]


def test_every_wrong_cell_is_named_with_row_and_column(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        [
            ["unit", "U1", "Bricklaying"],
            ["criteron", "1.1", "Lay bricks"],
            ["criterion", "1.2", ""],
            ["criterion", "1.3", "Lay", "", "perhaps"],
            ["criterion", "1.4", "Lay", "", "", "many"],
            ["criterion", datetime.date(2025, 2, 1), "Lay"],
        ],
    )
    assert [(p.code, p.params["row"], p.params["column"]) for p in found] == [
        ("row_kind", 3, "Kind"),
        ("row_text", 4, "Text (English)"),
        ("row_critical", 5, "Critical"),
        ("row_marks", 6, "Marks"),
        ("row_date", 7, "Number"),
    ]
    assert found[0].message.startswith("Row 3, column Kind: “criteron” is not a kind of line.")


def test_the_column_level_of_older_templates_is_told_not_lost(tmp_path: Path) -> None:
    rows: list[list[object]] = [[*HEAD, "Level"], ["criterion", "1.1", "Lay", "", "", "", "", "", "2"]]
    result = read(files.put(tmp_path, "lines.xlsx", files.xlsx(rows, SHEET)))
    assert [(one.code, one.params) for one in result.not_kept] == [("level_column", {"count": 1})]
    assert "kind level" in result.not_kept[0].message


def test_a_cell_that_is_full_may_have_been_cut_and_is_named(tmp_path: Path) -> None:
    found = problems(tmp_path, [["criterion", "1.1", "x" * 32_767], ["criterion", "1.2", "y" * 32_766]])
    assert [(p.code, p.params["row"], p.params["column"]) for p in found] == [
        ("row_full", 2, "Text (English)")
    ]


def test_a_formula_without_a_stored_result_is_named(tmp_path: Path) -> None:
    assert [p.code for p in problems(tmp_path, [["criterion", "1.1", '=CONCAT("a","b")']])] == ["row_formula"]


def test_missing_and_double_headings_are_named(tmp_path: Path) -> None:
    row: list[object] = ["criterion", "1.1", "Lay"]
    assert [p.params["column"] for p in problems(tmp_path, [row], ["Kind", "Number", "Words"])] == [
        "Text (English)"
    ]
    assert [p.code for p in problems(tmp_path, [row], ["Kind", "Number", "Text (English)", "Kind"])] == [
        "template_twice"
    ]


def test_columns_may_be_moved_and_rows_left_empty(tmp_path: Path) -> None:
    rows = [
        ["A title"],
        ["Text (English)", "kind"],
        ["Lay bricks", "Criterion"],
        [],
        ["Fill joints", "criterion"],
    ]
    result = read(files.put(tmp_path, "lines.xlsx", files.xlsx(rows, SHEET)))
    assert [line.text for line in result.lines] == ["Lay bricks", "Fill joints"]


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cn"]), max_size=60)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(list(LineKind)), TEXTS, TEXTS, TEXTS), min_size=1, max_size=8))
@example([(LineKind.CRITERION, "1.10", "_x000D_ _x0041_", "=A1")])
def test_the_template_keeps_every_text(tmp_path: Path, rows: list[tuple[LineKind, str, str, str]]) -> None:
    lines = [ReadLine(kind, number, "T" + text, original) for kind, number, text, original in rows]

    def kept(text: str) -> str:
        return unicodedata.normalize("NFC", storable(text)).strip()

    found = round_trip(tmp_path, lines).lines
    wanted = [(line.kind, kept(line.number), kept(line.text), kept(line.text_original)) for line in lines]
    assert [(line.kind, line.number, line.text, line.text_original) for line in found] == wanted


@given(
    st.builds(
        ReadLine,
        st.sampled_from(list(LineKind)),
        TEXTS,
        TEXTS,
        marks=st.none() | st.decimals(0, 99, places=2),
    )
)
def test_a_result_survives_json(line: ReadLine) -> None:
    result = ReadResult((line,), (), 3, "pdf")
    assert ReadResult.from_json(result.to_json()) == result
