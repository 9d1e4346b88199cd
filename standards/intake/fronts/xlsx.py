"""XLSX to rows: every sheet's filled cells as a person sees them.

Only the parts that hold cells are read. Pictures, charts, comments, links and pivot tables are not opened: they are
no text of a standard, and a part that the library does not understand would make it refuse a sound file.
"""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from standards.intake import limits
from standards.intake.fronts.grid import Grid, Place, Value, column_letter
from standards.intake.gates.xmlscan import Totals, cell_position
from standards.intake.kinds import Refused

_DECIMALS = re.compile(r"0\.(0+)")
_LITERAL = re.compile(r'"([^"]{1,12})"(0[0.]*)')
_NOT_SHOWN = re.compile(r"\[[^\]]*\]|\\.|\"[^\"]*\"")
_UNESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_STRING = f"{{{SHEET_MAIN_NS}}}si"
_MOST_INDENT = 15  # what spreadsheet programs offer


def grids(path: Path, totals: Totals) -> list[Grid]:
    """Every worksheet, hidden ones too, with stored results instead of formulas. Raises Refused damaged."""
    try:
        with path.open("rb") as stream, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the library tells what it leaves out
            return list(_grids(ExcelReader(stream, data_only=True, keep_links=False), totals))
    except (Refused, MemoryError):
        raise
    except Exception as error:  # whatever a damaged package makes the library raise
        raise Refused("damaged") from error


def _grids(reader: Any, totals: Totals) -> Iterator[Grid]:
    reader.read_manifest()
    reader.shared_strings = _shared_strings(reader)
    reader.read_workbook()
    apply_stylesheet(reader.archive, reader.wb)
    missing: dict[str, set[Place]] = {}
    for part, reference in totals.formulas_without_value:
        missing.setdefault(part, set()).add(cell_position(reference))
    for sheet, relation in reader.parser.find_sheets():
        if "chartsheet" in relation.Type or relation.target not in reader.valid_files:
            continue
        with reader.archive.open(relation.target) as source:
            yield _grid(reader, source, sheet, missing.get(relation.target, set()))


def _shared_strings(reader: Any) -> list[str]:
    """The texts that cells point to, as they are written. The library's own reader takes "x005F_" out of every text."""
    part = reader.package.find(SHARED_STRINGS)
    texts: list[str] = []
    if part is None:
        return texts
    with reader.archive.open(part.PartName[1:]) as source:
        for _, node in iterparse(source):
            if node.tag == _STRING:
                text = Text.from_tree(node)
                texts.append(str(text.content) if text else "")
                node.clear()
    return texts


def _grid(reader: Any, source: Any, sheet: Any, missing: set[Place]) -> Grid:
    book = reader.wb
    parser = WorkSheetParser(
        source,
        reader.shared_strings,
        data_only=True,
        epoch=book.epoch,
        date_formats=book._date_formats,
        timedelta_formats=book._timedelta_formats,
    )
    styles = _Styles(book)
    found: dict[int, dict[int, Value]] = {}
    for _, cells in parser.parse():
        for cell in cells:
            row, column = cell["row"], cell["column"]
            if column > limits.SHEET_COLUMNS:
                continue
            if (row, column) in missing and cell["value"] is None:
                found.setdefault(row, {})[column] = Value("", "row_formula")
            elif cell["value"] is not None:
                found.setdefault(row, {})[column] = styles.shown(cell)
    grid = Grid(
        title=unicodedata.normalize("NFC", str(sheet.name)).strip(),
        rows={row: dict(sorted(found[row].items())) for row in sorted(found)},
        hidden=str(sheet.state or "visible") != "visible",
        merged=_merged(parser),
    )
    _outline(parser, grid)
    return grid


def _merged(parser: Any) -> dict[Place, Place]:
    places: dict[Place, Place] = {}
    for area in parser.merged_cells.mergeCell if parser.merged_cells else ():
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, min(area.max_col, limits.SHEET_COLUMNS) + 1):
                places[row, column] = (area.min_row, area.min_col)
    return places


def _outline(parser: Any, grid: Grid) -> None:
    """Rows grouped under others count as indented; hidden rows and columns with text are told."""
    for row, marks in parser.row_dimensions.items():
        level = marks.get("outlineLevel", "0")
        if level.isdecimal() and int(level) and int(row) in grid.rows:
            cells = grid.rows[int(row)]
            for at, value in cells.items():
                cells[at] = Value(value.text, value.problem, int(level[:2]), value.number, value.bold)
    hidden_rows = {int(row) for row, marks in parser.row_dimensions.items() if marks.get("hidden") == "1"}
    names = [str(row) for row in grid.rows if row in hidden_rows]
    columns = [
        column
        for marks in parser.column_dimensions.values()
        if marks.get("hidden") == "1"
        for column in range(int(marks["min"]), min(int(marks["max"]), limits.SHEET_COLUMNS) + 1)
    ]
    names += [column_letter(at) for at in columns if any(at in cells for cells in grid.rows.values())]
    if names:
        more = ", …" if len(names) > 10 else ""
        grid.notes.append(
            ("hidden_cells", {"places": ", ".join(names[:10]) + more, "sheet": grid.title[:60]})
        )


class _Styles:
    """Number format, indent and weight of a cell by its style."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.known: dict[int, tuple[str, int, bool]] = {}

    def of(self, number: int) -> tuple[str, int, bool]:
        """Number format, indent, bold; a style that is not there is the standard style."""
        if number not in self.known:
            try:
                self.known[number] = self._look_up(self.book._cell_styles[number])
            except (IndexError, TypeError):
                self.known[number] = ("General", 0, False)
        return self.known[number]

    def _look_up(self, style: Any) -> tuple[str, int, bool]:
        number = style.numFmtId
        shown = BUILTIN_FORMATS.get(number, "") if number < 164 else self.book._number_formats[number - 164]
        indent = int(self.book._alignments[style.alignmentId].indent or 0)
        bold = bool(self.book._fonts[style.fontId].b)
        return str(shown or "General"), min(max(indent, 0), _MOST_INDENT), bold

    def shown(self, cell: dict[str, Any]) -> Value:
        """The text of a cell as a person sees it: "1.10" for a number formatted with two decimals."""
        value, kind = cell["value"], cell["data_type"]
        number_format, indent, bold = self.of(int(cell["style_id"]))
        if kind == "e":
            return Value(str(value), "row_error", indent, bold=bold)
        if isinstance(value, bool):
            return Value("yes" if value else "no", indent=indent, bold=bold)
        if isinstance(value, (datetime.datetime, datetime.date, datetime.time, datetime.timedelta)):
            return Value(_date(value, number_format), "row_date", indent, bold=bold)
        if isinstance(value, (int, float)):
            if not math.isfinite(value):
                return Value(str(value), "row_error", indent, bold=bold)
            return Value(_number(value, number_format), "", indent, number=True, bold=bold)
        text = _UNESCAPE.sub(lambda match: chr(int(match[1], 16)), str(value))
        text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
        spaces = len(text) - len(text.lstrip(" \u00a0\u3000"))
        return Value(text, "", indent or min(spaces // 2, _MOST_INDENT), bold=bold)


def _number(value: int | float, number_format: str) -> str:
    if literal := _LITERAL.fullmatch(number_format):  # "PC "0 shows "PC 1"
        return literal[1] + _number(value, literal[2])
    shown = _NOT_SHOWN.sub("", number_format.partition(";")[0])
    decimals = _DECIMALS.search(shown)
    if "%" in shown:
        return f"{value * 100:.{len(decimals[1]) if decimals else 0}f}%"
    if decimals and "E" not in shown:
        return f"{value:.{len(decimals[1])}f}"
    if float(value).is_integer() and abs(value) < 1e15:
        zeros = len(shown) if re.fullmatch("0{2,12}", shown) else 0  # codes such as 0001
        return str(int(value)).zfill(zeros)
    return repr(value)


def _date(value: Any, number_format: str) -> str:
    """A date as the number that a spreadsheet program made it of, where its format tells; else as ISO 8601.

    "1.1" becomes 1 January of this year, shown without the year; "1.13" becomes January 2013, shown without the day.
    """
    if isinstance(value, (datetime.datetime, datetime.date)):
        marks = _NOT_SHOWN.sub("", number_format.partition(";")[0]).lower()
        if "h" not in marks and "d" in marks and "m" in marks and "y" not in marks:
            return f"{value.day}.{value.month}"
        if "h" not in marks and "y" in marks and "m" in marks and "d" not in marks:
            return f"{value.month}.{value.year % 100:02d}"
        if isinstance(value, datetime.datetime) and value.time() == datetime.time():
            return value.date().isoformat()
    return str(value)
