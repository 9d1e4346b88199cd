"""The register of gaps as a spreadsheet. Every text is written as text, whatever it begins with."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from standards.intake.ours.template import chunks, storable

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Signs with which a spreadsheet program would begin a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
# Excel's own escape: "_x000D_" in a cell is read back as a carriage return unless its underscore is escaped.
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True)
class Column:
    """A heading with the width of its column in characters."""

    heading: str
    width: int


def write(title: str, columns: Sequence[Column], rows: Iterable[Sequence[str | date | None]]) -> bytes:
    """XLSX with frozen headings and a filter over all rows; days are days, everything else is text.

    A text longer than a cell can hold (32,767 characters) ends with the sign "…"; the page of the gap has all of it.
    """
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)  # noqa: S101  # a new workbook has one
    sheet.title = title[:31]
    last = 1
    _write_head(sheet, columns)
    for last, row in enumerate(rows, 2):
        for place, value in enumerate(row, 1):
            _write_cell(sheet, last, place, value)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _write_head(sheet: Worksheet, columns: Sequence[Column]) -> None:
    for place, column in enumerate(columns, 1):
        _write_cell(sheet, 1, place, column.heading)
        head = sheet.cell(1, place)
        head.font = Font(bold=True)
        head.fill = PatternFill("solid", fgColor="DDE6EE")
        sheet.column_dimensions[get_column_letter(place)].width = column.width


def _write_cell(sheet: Worksheet, row: int, place: int, value: str | date | None) -> None:
    cell = sheet.cell(row, place)
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if isinstance(value, date):
        cell.value = value
        cell.number_format = "yyyy-mm-dd"
    elif value:
        pieces = chunks(storable(value))
        text = pieces[0] if len(pieces) == 1 else f"{pieces[0][:-1]}…"
        cell.value = _ESCAPED.sub("_x005F_", text)
        cell.data_type = "s"  # also for "=1+1", which the library would write as a formula
        cell.number_format = "@"
        cell.quotePrefix = value.startswith(_FORMULA)
