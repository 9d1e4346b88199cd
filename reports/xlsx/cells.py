"""One cell of a workbook: text stays text, numbers stay numbers, nothing is ever a formula."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell as BookCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from reports.documents.sheets import Cell

#: What a cell of the format can hold, in UTF-16 units.
LONGEST = 32_767
#: Signs with which a spreadsheet program would begin a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
# Excel's own escape: "_x000D_" in a cell is read back as a carriage return unless its underscore is escaped.
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NOT_STORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
BOLD = Font(name="Calibri", size=11, bold=True)  # like the usual font of a cell, which has these
HEAD = PatternFill("solid", fgColor="DDE6EE")
_TOP = Alignment(vertical="top", wrap_text=True)
_LEFT = Alignment(vertical="top", horizontal="left", wrap_text=True)
_NARROWEST, _WIDEST = 8, 60


def cell_of(
    sheet: Worksheet, value: Cell, *, head: bool = False, bold: bool = False, left: bool = False
) -> BookCell:
    """The value as a cell. A text that is longer than a cell can hold ends with "…"."""
    made = WriteOnlyCell(sheet)
    made.alignment = _LEFT if left else _TOP
    if isinstance(value, str) and value:
        made.value = text_of(value)
        made.data_type = "s"  # also for "=1+1", which the library would write as a formula
        made.number_format = "@"
        made.quotePrefix = value.startswith(_FORMULA)
    elif value not in (None, ""):
        made.value = value
    if head or bold:
        made.font = BOLD
    if head:
        made.fill = HEAD
    return made


def text_of(text: str) -> str:
    """The text as a cell can hold it: line feeds for line ends, U+FFFD for what no workbook can store."""
    plain = _NOT_STORABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    safe = _ESCAPED.sub("_x005F_", plain)
    if len(safe) > LONGEST // 2 and len(safe.encode("utf-16-le")) // 2 > LONGEST:
        cut = safe.encode("utf-16-le")[: 2 * (LONGEST - 1)].decode("utf-16-le", "ignore")
        safe = f"{cut}…"
    return safe


def width_of(values: Iterable[Cell]) -> int:
    """Width of a column in characters: its longest line, never below or above what can be read."""
    longest = 0
    for value in values:
        for line in str(value if value is not None else "").splitlines():
            longest = max(longest, _letters(line))
        if longest >= _WIDEST:
            return _WIDEST
    return max(_NARROWEST, longest + 2)


def _letters(line: str) -> int:
    """Characters that take room: vowel signs and tone marks stand above or below a letter."""
    return sum(unicodedata.category(char) != "Mn" for char in line[: 2 * _WIDEST])
