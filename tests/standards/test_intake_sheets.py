"""Spreadsheets of any make: sheets as units, depth by indent or column, headings anywhere, numbers and dates."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import openpyxl
from openpyxl.styles import Alignment, Font

from standards.intake import ReadResult, read
from standards.intake.fronts import xlsx
from standards.intake.gates import gate
from tests.standards import intake_files as files

HEAD: list[object] = ["Element", "No.", "Performance criteria"]


def short(result: ReadResult) -> list[tuple[str, str, str]]:
    return [(line.kind, line.number, line.text or line.text_original) for line in result.lines]


def codes(result: ReadResult) -> list[str]:
    return [warning.code for warning in result.warnings]


def saved(folder: Path, workbook: openpyxl.Workbook) -> ReadResult:
    stream = io.BytesIO()
    workbook.save(stream)
    return read(files.put(folder, "a.xlsx", stream.getvalue()))


def from_rows(folder: Path, rows: list[list[object]], **sheets: list[list[object]]) -> ReadResult:
    return read(files.put(folder, "a.xlsx", files.xlsx(rows, "Standard", **sheets)))


def test_several_sheets_are_units_by_their_names(tmp_path: Path) -> None:
    sheets: dict[str, list[list[object]]] = {
        "CON001 Prepare": [HEAD, ["Sort", "1.1", "Sort bricks"], ["", "1.2", "Stack bricks"]],
        "Lay bricks": [HEAD, ["Mix", "1.1", "Mix mortar"]],
        "Notes": [["Made for the workshop"]],
    }
    first = sheets.pop("CON001 Prepare")
    result = read(files.put(tmp_path, "a.xlsx", files.xlsx(first, "CON001 Prepare", **sheets)))
    assert short(result) == [
        ("unit", "CON001", "Prepare"),
        ("element", "", "Sort"),
        ("criterion", "1.1", "Sort bricks"),
        ("criterion", "1.2", "Stack bricks"),
        ("unit", "", "Lay bricks"),
        ("element", "", "Mix"),
        ("criterion", "1.1", "Mix mortar"),
    ]


def test_a_sheet_that_names_its_unit_keeps_it(tmp_path: Path) -> None:
    head = ["Unit", *HEAD]
    rows: list[list[object]] = [head, ["Masonry", "Sort", "1.1", "Sort bricks"]]
    result = from_rows(tmp_path, rows, Two=[head, ["Tiling", "Set", "1.1", "Set tiles"]])
    assert [text for kind, _, text in short(result) if kind == "unit"] == ["Masonry", "Tiling"]


def test_titles_above_the_heading_and_blank_repeated_cells(tmp_path: Path) -> None:
    result = from_rows(
        tmp_path,
        [
            ["Ministry of Labour"],
            ["Bricklaying, level 2"],
            [],
            ["Unit", *HEAD],
            ["Masonry", "1 Sort", "1.1", "Sort bricks"],
            [None, None, "1.2", "Stack bricks"],
            [None, "2 Lay", "2.1", "Lay bricks"],
        ],
    )
    assert short(result) == [
        ("unit", "", "Masonry"),
        ("element", "1", "Sort"),
        ("criterion", "1.1", "Sort bricks"),
        ("criterion", "1.2", "Stack bricks"),
        ("element", "2", "Lay"),
        ("criterion", "2.1", "Lay bricks"),
    ]


def test_a_sheet_without_headings_is_read_by_its_content(tmp_path: Path) -> None:
    result = from_rows(
        tmp_path,
        [
            ["Sort", "1.1", "Sort bricks by size"],
            ["", "1.2", "Stack bricks in rows"],
            ["Lay", "2.1", "Lay the bricks"],
        ],
    )
    assert [(kind, text) for kind, _, text in short(result) if kind == "criterion"] == [
        ("criterion", "Sort bricks by size"),
        ("criterion", "Stack bricks in rows"),
        ("criterion", "Lay the bricks"),
    ]


DEEP = [
    ("unit", "", "Masonry"),
    ("element", "", "Sort"),
    ("criterion", "", "Sort bricks by size"),
    ("criterion", "", "Stack bricks in rows"),
    ("element", "", "Lay"),
    ("criterion", "", "Lay the bricks"),
]
_DEPTH = {"unit": 0, "element": 1, "criterion": 2}


def test_one_column_for_each_depth(tmp_path: Path) -> None:
    rows: list[list[object]] = [[None] * _DEPTH[kind] + [text] for kind, _, text in DEEP]
    assert short(from_rows(tmp_path, rows)) == DEEP


def test_one_column_with_indents_or_leading_spaces(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row, (kind, _, text) in enumerate(DEEP, 1):
        sheet.cell(row, 1, text).alignment = Alignment(indent=_DEPTH[kind])
    assert short(saved(tmp_path, workbook)) == DEEP
    assert short(from_rows(tmp_path, [["    " * _DEPTH[kind] + text] for kind, _, text in DEEP])) == DEEP


def test_rows_grouped_under_others_are_deeper(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row, (kind, _, text) in enumerate(DEEP, 1):
        sheet.cell(row, 1, text)
        sheet.row_dimensions[row].outlineLevel = _DEPTH[kind]
    assert short(saved(tmp_path, workbook)) == DEEP


def test_merged_cells_count_for_all_their_rows(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in (HEAD, ["1 Sort", "1.1", "Sort bricks"], [None, "1.2", "Stack bricks"]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    assert [kind for kind, _, _ in short(saved(tmp_path, workbook))] == ["element", "criterion", "criterion"]


def test_numbers_keep_their_zero(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(HEAD)
    for number in range(1, 12):
        sheet.append(["Sort", float(f"1.{number}"), f"Sort bricks of kind {number}"])
        sheet.cell(number + 1, 2).number_format = "General" if number < 11 else "0.00"
    result = saved(tmp_path, workbook)
    assert [number for kind, number, _ in short(result) if kind == "criterion"][-3:] == [
        "1.9",
        "1.10",
        "1.11",
    ]
    assert codes(result) == ["number_zero"]


def test_formats_of_numbers_are_kept(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for value, number_format in ((1.1, "0.00"), (7, "0000"), (0.25, "0%"), (3, '"PC "0'), (2562, "General")):
        sheet.append([value])
        sheet.cell(sheet.max_row, 1).number_format = number_format
    stream = io.BytesIO()
    workbook.save(stream)
    path = files.put(tmp_path, "a.xlsx", stream.getvalue())
    (grid,) = xlsx.grids(path, gate.inspect(path).totals)
    assert [cells[1].text for cells in grid.rows.values()] == ["1.10", "0007", "25%", "PC 3", "2562"]


def test_a_number_that_became_a_date_is_read_back_and_told(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in (HEAD, ["Sort", None, "Sort bricks"], ["Sort", "1.2", "Stack bricks"]):
        sheet.append(row)
    sheet["B2"] = datetime.datetime(2026, 1, 1)
    sheet["B2"].number_format = "d-mmm"
    result = saved(tmp_path, workbook)
    assert [number for kind, number, _ in short(result) if kind == "criterion"] == ["1.1", "1.2"]
    assert [w.params["cell"] for w in result.warnings if w.code == "cell_date"] == ["B2"]


def test_errors_and_formulas_without_result_are_told(tmp_path: Path) -> None:
    result = from_rows(
        tmp_path,
        [HEAD, ["Sort", "1.1", "#REF!"], ["Sort", "1.2", '=CONCAT("a","b")'], ["Sort", "1.3", "Sort bricks"]],
    )
    assert {"cell_error", "cell_formula"} <= set(codes(result))
    assert any("C3" in warning.message for warning in result.warnings)


def test_hidden_sheets_are_listed_and_hidden_rows_are_read_and_told(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in (HEAD, ["Sort", "1.1", "Sort bricks"], ["Sort", "1.2", "Stack bricks"]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    for state in ("hidden", "veryHidden"):
        more = workbook.create_sheet(state)
        more.append(["Secret"])
        more.sheet_state = state
    result = saved(tmp_path, workbook)
    assert len([line for line in result.lines if line.kind == "criterion"]) == 2
    assert sorted(codes(result)) == ["hidden_cells", "sheet_hidden", "sheet_hidden"]


def test_thai_digits_and_buddhist_years_stay_as_text(tmp_path: Path) -> None:
    result = from_rows(tmp_path, [HEAD, ["เตรียม", "๑.๑", "ทำตามประกาศ พ.ศ. ๒๕๖๒"]])
    assert short(result)[-1] == ("criterion", "๑.๑", "ทำตามประกาศ พ.ศ. ๒๕๖๒")


def test_pictures_links_and_bold_words_do_not_disturb(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in (HEAD, ["Sort", "1.1", "Sort bricks"]):
        sheet.append(row)
    sheet["C2"].hyperlink = "https://example.org/"
    sheet["A1"].font = Font(bold=True)
    assert [kind for kind, _, _ in short(saved(tmp_path, workbook))] == ["element", "criterion"]


def test_two_heading_rows_count_as_one(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in (
        ["Unit", "Element", "Performance criteria", None, "Required knowledge"],
        [None, None, "No.", "Text", None],
        ["Masonry", "1. Sort", "1.1", "Sort the bricks by size", "Kinds of brick"],
        [None, None, "1.2", "Stack the bricks in rows", None],
    ):
        sheet.append(row)
    for area in ("A1:A2", "B1:B2", "C1:D1", "E1:E2", "A3:A4", "B3:B4"):
        sheet.merge_cells(area)
    assert short(saved(tmp_path, workbook)) == [
        ("unit", "", "Masonry"),
        ("element", "1", "Sort"),
        ("criterion", "1.1", "Sort the bricks by size"),
        ("knowledge", "", "Kinds of brick"),
        ("criterion", "1.2", "Stack the bricks in rows"),
    ]


def test_number_and_title_in_two_columns_for_each_depth(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["CON001", "Masonry"],
        ["", "1", "Sort"],
        ["", "", "1.1", "Sort bricks"],
        ["", "", "1.2", "Stack bricks"],
    ]
    assert short(from_rows(tmp_path, rows)) == [
        ("unit", "CON001", "Masonry"),
        ("element", "1", "Sort"),
        ("criterion", "1.1", "Sort bricks"),
        ("criterion", "1.2", "Stack bricks"),
    ]


def test_a_column_of_levels_divides_the_sheet(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Level", "Unit", *HEAD], [1, "Masonry", "Sort", "1.1", "Sort bricks"]]
    rows += [["", "", "", "1.2", "Stack bricks"], ["II", "Tiling", "Set", "1.1", "Set tiles"]]
    assert [
        (kind, text) for kind, _, text in short(from_rows(tmp_path, rows)) if kind in ("level", "unit")
    ] == [
        ("level", "Level 1"),
        ("unit", "Masonry"),
        ("level", "Level II"),
        ("unit", "Tiling"),
    ]


def test_sheets_that_are_only_counted_are_units_too(tmp_path: Path) -> None:
    sheets: dict[str, list[list[object]]] = {"Unit 2": [HEAD, ["Set", "1.1", "Set tiles"]]}
    result = read(
        files.put(tmp_path, "a.xlsx", files.xlsx([HEAD, ["Sort", "1.1", "Sort bricks"]], "Unit 1", **sheets))
    )
    assert [text for kind, _, text in short(result) if kind == "unit"] == ["Unit 1", "Unit 2"]
    assert codes(result) == []
