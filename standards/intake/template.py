"""The spreadsheet template: how its sheet "Lines" looks, and writing it.

Every cell is written as text. A text that begins with "=" stays text, "1.10" keeps its zero, and a text longer than
a cell can hold goes on in a column "... (2)" instead of being cut.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from standards.intake import limits
from standards.intake.kinds import LineKind, ReadLine

SHEET = "Lines"
KIND, NUMBER, TEXT, ORIGINAL = "Kind", "Number", "Text (English)", "Text (original language)"
CRITICAL, MARKS, LEVEL = "Critical", "Marks", "Level"
COLUMNS = (KIND, NUMBER, TEXT, ORIGINAL, CRITICAL, MARKS, LEVEL)
REQUIRED = (KIND, TEXT)
LONG_COLUMNS = (TEXT, ORIGINAL)
_WIDTHS = {KIND: 14, NUMBER: 18, TEXT: 80, ORIGINAL: 60, CRITICAL: 10, MARKS: 10, LEVEL: 10}
_FORMATTED_ROWS = 2_000  # rows with validation and text format for those who fill in by hand

# What an XML file cannot hold. A lone half of a surrogate pair cannot even be encoded.
_NOT_STORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# Excel's own escape: "_x000D_" in a cell is read back as a carriage return unless its underscore is escaped.
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

_KIND_HELP = {
    LineKind.LEVEL: "A skill level, for standards that are divided into levels.",
    LineKind.UNIT: "A unit of competency. The number is its code.",
    LineKind.DESCRIPTOR: "The descriptor (summary) of the unit above.",
    LineKind.ELEMENT: "An element (or learning outcome) of the unit above.",
    LineKind.CRITERION: "A performance criterion of the element or unit above.",
    LineKind.KNOWLEDGE: "Something to know, in the unit or level above.",
    LineKind.SKILL: "A skill, in the unit or level above.",
    LineKind.ATTITUDE: "An attitude or behaviour, in the unit or level above.",
    LineKind.RANGE: "Part of the range of variables.",
    LineKind.EVIDENCE: "Part of the evidence guide.",
    LineKind.ASSESSMENT: "A method or condition of assessment.",
}
_HELP = (
    "How to fill in the sheet “Lines”",
    "Write one line of the standard in each row, in the order of the printed standard. Do not change the headings.",
    "A line belongs to the nearest line above it that it can belong to: a criterion to the element above it, an "
    "element to the unit above it.",
    "Number: as printed, for example 1.10 or CON/001. Units have their code here.",
    "Text (English): the wording in English. Text (original language): the wording in the national language. One "
    "of the two is enough.",
    "Critical: yes or no. Marks: a number, if the standard gives marks. Level: the skill level of the line, if lines "
    "of one unit have different levels.",
    f"At most {limits.SHEET_ROWS:,} rows. Macros and formulas are not read.",
)


def storable(text: str) -> str:
    """The text with characters that no spreadsheet can hold replaced by U+FFFD, and line ends as line feeds."""
    return _NOT_STORABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def template_workbook(lines: Sequence[ReadLine] = ()) -> bytes:
    """The template as XLSX bytes, empty or filled with lines. Nothing is ever cut or turned into a formula."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    sheet = workbook.create_sheet(SHEET)
    rows = [_texts(line) for line in lines]
    headings = _headings(rows)
    changed = _fill(sheet, headings, rows)
    _format(sheet, headings, len(rows))
    _help(workbook.create_sheet("Help"))
    if changed:
        notes = workbook.create_sheet("Notes")
        notes.append(["Characters that a spreadsheet cannot hold were replaced in the sheet “Lines”:"])
        for place in changed:
            notes.append([place])
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _texts(line: ReadLine) -> dict[str, str]:
    return {
        KIND: line.kind,
        NUMBER: line.number,
        TEXT: line.text,
        ORIGINAL: line.text_original,
        CRITICAL: "yes" if line.critical else "",
        MARKS: marks_text(line.marks),
        LEVEL: line.level,
    }


def marks_text(marks: Decimal | None) -> str:
    """Marks as printed, without an exponent."""
    return "" if marks is None else format(marks, "f")


def chunks(text: str) -> list[str]:
    """The text in pieces that fit into a cell; a cell's room is counted in UTF-16 units."""
    room = limits.CELL_CHARACTERS
    if len(text) <= room and len(text.encode("utf-16-le", "surrogatepass")) // 2 <= room:
        return [text]
    half = room // 2  # a character takes at most two units
    return [text[start : start + half] for start in range(0, len(text), half)]


def _escaped(text: str) -> str:
    return _ESCAPED.sub("_x005F_", text)


def _headings(rows: Iterable[dict[str, str]]) -> list[str]:
    """The seven columns, and "... (2)" columns only where a text needs them."""
    most = dict.fromkeys(LONG_COLUMNS, 1)
    for row in rows:
        for name in LONG_COLUMNS:
            if len(row[name]) > limits.CELL_CHARACTERS // 2:
                most[name] = max(most[name], len(chunks(_escaped(storable(row[name])))))
    extra = [f"{name} ({part})" for name in LONG_COLUMNS for part in range(2, most[name] + 1)]
    return [*COLUMNS, *extra]


def _fill(sheet: Worksheet, headings: Sequence[str], rows: Sequence[dict[str, str]]) -> list[str]:
    """Writes heading and rows as text; gives the places where a character had to be replaced."""
    for column, name in enumerate(headings, 1):
        sheet.cell(1, column, name)
    changed = []
    for number, row in enumerate(rows, 2):
        for name in COLUMNS:
            text = storable(row[name])
            if text != row[name].replace("\r\n", "\n").replace("\r", "\n"):
                changed.append(f"Row {number}, column {name}")
            for part, piece in enumerate(chunks(_escaped(text)), 1):
                if piece:
                    heading = name if part == 1 else f"{name} ({part})"
                    _write_text(sheet, number, headings.index(heading) + 1, piece)
    return changed


def _write_text(sheet: Worksheet, row: int, column: int, text: str) -> None:
    cell = sheet.cell(row, column)
    cell.value = text
    cell.data_type = "s"  # also for "=1+1", which the library would write as a formula
    cell.number_format = "@"
    cell.quotePrefix = text[:1] in ("=", "+", "-", "@")


def _format(sheet: Worksheet, headings: Sequence[str], rows: int) -> None:
    last = max(rows + 1, _FORMATTED_ROWS)
    for column, name in enumerate(headings, 1):
        head = sheet.cell(1, column)
        head.font = Font(bold=True)
        head.fill = PatternFill("solid", fgColor="DDE6EE")
        head.alignment = Alignment(vertical="top", wrap_text=True)
        width = sheet.column_dimensions[get_column_letter(column)]
        width.width = _WIDTHS.get(name, 40)
        width.number_format = "@"
    sheet.freeze_panes = "A2"
    allowed = ",".join(kind.value for kind in LineKind)
    for name, values in ((KIND, allowed), (CRITICAL, "yes,no")):
        rule = DataValidation(type="list", formula1=f'"{values}"', allow_blank=True, showErrorMessage=True)
        rule.error = f"Choose one of: {values.replace(',', ', ')}."
        letter = get_column_letter(headings.index(name) + 1)
        rule.add(f"{letter}2:{letter}{last}")
        sheet.add_data_validation(rule)


def _help(sheet: Worksheet) -> None:
    sheet.column_dimensions["A"].width = 18
    sheet.column_dimensions["B"].width = 100
    for number, text in enumerate(_HELP, 1):
        cell = sheet.cell(number, 1, text)
        cell.font = Font(bold=number == 1)
    start = len(_HELP) + 2
    sheet.cell(start, 1, "Kind").font = Font(bold=True)
    sheet.cell(start, 2, "What it is").font = Font(bold=True)
    for offset, (kind, meaning) in enumerate(_KIND_HELP.items(), 1):
        sheet.cell(start + offset, 1, kind.value)
        sheet.cell(start + offset, 2, meaning)
