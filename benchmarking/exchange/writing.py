"""Writes the spreadsheet. Every cell is text: nothing that a person wrote ever becomes a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from benchmarking.exchange import form
from benchmarking.exchange.form import About, OutRow, TheirRow
from standards.intake import limits
from standards.intake.ours.template import storable

RATINGS = ("F", "P", "N")
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # what Excel would take for an escaped character
_FORMULA = ("=", "+", "-", "@")
_WIDTHS = {
    form.SECTION: 24,
    form.NUMBER: 12,
    form.LINE: 60,
    form.ORIGINAL: 40,
    form.RATING: 9,
    form.COUNTERPARTS: 22,
    form.DIFFERENCE: 50,
    form.SUBSTANTIAL: 12,
    form.REASON: 40,
    form.RECOMMENDATION: 40,
    "Edition": 30,
}
_HELP = (
    "How to work with this file without network",
    "The sheet “Lines” has every line of the receiving side that is compared. Fill in the white columns only; the grey "
    "ones are locked. The order of the rows does not matter, and rows that you do not touch change nothing.",
    "Rating: F fully covered (same work outcome, differences insignificant); P partly covered (same focus, something "
    "significant missing or weaker); N not covered (looked for, no counterpart). Empty means nobody has looked yet.",
    "Counterparts: codes of lines from the sheet “Sending lines”, with a semicolon between them, such as 2.1; 2.3. N has "
    "none.",
    "Difference: what is missing or weaker, in a sentence; needed for P and N. F needs a counterpart, or a reason that "
    "says where the line is covered.",
    "Substantial: yes or no. Yes means that the difference blocks safe, correct work; it then needs a gap code from the "
    "list below and becomes a gap.",
    "When you are back: on the page of the benchmark choose “Spreadsheet” and upload this file. You are shown what it "
    "would change before anything is saved. Where somebody else has changed a line meanwhile, you see both and choose; "
    "nothing is overwritten unseen. Uploading the same file twice changes nothing.",
    "Do not change the hidden columns and the hidden sheet “Base”. The portal knows every row again by them.",
)
_HELP_READ = (
    "This file is for reading",
    "Your role does not write this view, so the file cannot be sent back.",
)


def workbook(
    about: About, rows: Sequence[OutRow], theirs: Sequence[TheirRow], gap_codes: Sequence[tuple[str, str]]
) -> bytes:
    """The file as bytes.

    Args:
        gap_codes: (code, meaning) in the order of the list.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    _lines(book.create_sheet(form.SHEET), about, rows, [code for code, _meaning in gap_codes])
    _theirs(book.create_sheet(form.THEIRS), theirs)
    _help(book.create_sheet(form.HELP), about, gap_codes)
    base = book.create_sheet(form.BASE)
    facts = ((form.MARK, form.MARK_TEXT), (form.BENCHMARK, about.benchmark), (form.VIEW, about.view))
    for number, (name, value) in enumerate(facts, 1):
        _write(base, number, 1, name)
        _write(base, number, 2, value)
    base.sheet_state = "hidden"
    base.protection.sheet = True
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _cells(row: OutRow) -> dict[str, str]:
    return {
        form.KEY: str(row.key),
        form.REVISION: str(row.revision),
        form.SECTION: row.section,
        form.NUMBER: row.number,
        form.LINE: row.text,
        form.ORIGINAL: row.original,
        form.KIND: row.kind,
        form.CRITICAL: "yes" if row.critical else "",
        form.RATING: row.rating,
        form.COUNTERPARTS: "; ".join(row.counterparts),
        form.DIFFERENCE: row.difference,
        form.SUBSTANTIAL: "yes" if row.substantial else "",
        form.GAP_CODE: row.gap_code,
        form.REASON: row.reason,
        form.RECOMMENDATION: row.recommendation,
    }


def _lines(sheet: Worksheet, about: About, rows: Sequence[OutRow], codes: Sequence[str]) -> None:
    _head(sheet, form.COLUMNS)
    for number, row in enumerate(rows, 2):
        for column, (name, text) in enumerate(_cells(row).items(), 1):
            _write(sheet, number, column, text, open_to_all=about.can_write and name in form.FILLED)
    for name in form.HIDDEN:
        sheet.column_dimensions[_letter(name)].hidden = True
    sheet.freeze_panes = f"{_letter(form.RATING)}2"
    last = max(len(rows) + 1, 2)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(form.COLUMNS))}{last}"
    lists = {form.RATING: RATINGS, form.SUBSTANTIAL: ("yes", "no"), form.GAP_CODE: codes}
    for name, values in lists.items():
        rule = DataValidation(
            type="list", formula1=f'"{",".join(values)}"', allow_blank=True, showErrorMessage=True
        )
        rule.error = f"Choose one of: {', '.join(values)}."[:225]
        rule.add(f"{_letter(name)}2:{_letter(name)}{last}")
        sheet.add_data_validation(rule)
    _protect(sheet)


def _theirs(sheet: Worksheet, theirs: Sequence[TheirRow]) -> None:
    _head(sheet, form.THEIR_COLUMNS)
    for number, row in enumerate(theirs, 2):
        critical = "yes" if row.critical else ""
        texts = (row.code, row.edition, row.number, row.text, row.original, row.kind, critical)
        for column, text in enumerate(texts, 1):
            _write(sheet, number, column, text)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(form.THEIR_COLUMNS))}{max(len(theirs) + 1, 2)}"
    _protect(sheet)


def _help(sheet: Worksheet, about: About, gap_codes: Sequence[tuple[str, str]]) -> None:
    sheet.column_dimensions["A"].width = 22
    sheet.column_dimensions["B"].width = 110
    for number, (name, text) in enumerate(
        (("Benchmark", about.title), ("View", about.view_words), ("Made", about.made)), 1
    ):
        _write(sheet, number, 1, name)
        _write(sheet, number, 2, text)
    row = 5
    for place, text in enumerate(_HELP if about.can_write else _HELP_READ):
        cell = sheet.cell(row, 2, text)
        cell.font = Font(bold=place == 0)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        row += 1
    row += 1
    sheet.cell(row, 1, "Gap code").font = Font(bold=True)
    for number, (code, meaning) in enumerate(gap_codes, row + 1):
        _write(sheet, number, 1, code)
        _write(sheet, number, 2, meaning)


def _head(sheet: Worksheet, columns: Sequence[str]) -> None:
    for column, name in enumerate(columns, 1):
        cell = sheet.cell(1, column, name)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDE6EE")
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        width = sheet.column_dimensions[get_column_letter(column)]
        width.width = _WIDTHS.get(name, 12)
        width.number_format = "@"


def _protect(sheet: Worksheet) -> None:
    """Locked but for open cells; widths, heights, sorting and filtering stay free. There is no password."""
    sheet.protection.sheet = True
    for name in ("formatColumns", "formatRows", "autoFilter", "sort"):
        setattr(sheet.protection, name, False)


def _letter(name: str) -> str:
    return get_column_letter(form.COLUMNS.index(name) + 1)


def _write(sheet: Worksheet, row: int, column: int, text: str, *, open_to_all: bool = False) -> None:
    cell = sheet.cell(row, column)
    safe = _ESCAPED.sub("_x005F_", storable(text))
    if (
        len(safe) > limits.CELL_CHARACTERS // 2
    ):  # only a line of a standard is ever that long, and it is for reading
        safe = safe[: limits.CELL_CHARACTERS // 2] + "…"
    if safe:
        cell.value = safe
        cell.data_type = "s"  # also for "=1+1", which the library would write as a formula
    cell.number_format = "@"
    cell.quotePrefix = safe[:1] in _FORMULA
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if open_to_all:
        cell.protection = Protection(locked=False)
    elif row > 1:
        cell.fill = PatternFill("solid", fgColor="F2F4F6")
