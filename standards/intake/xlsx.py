"""XLSX: our own template row by row with exact errors, any other workbook as blocks for the rules."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell as XlsxCell
from openpyxl.worksheet.worksheet import Worksheet

from standards.intake import limits, patterns, template
from standards.intake.blocks import Block, Cell, Sheet, Source, Span, Table
from standards.intake.kinds import RANK, LineKind, Problem, ReadLine, Refused
from standards.intake.xmlscan import Totals

_MAX_PROBLEMS = 50
_HEADING_ROWS = 5  # the headings of the template may stand below a title
_YES = {"yes", "y", "x", "true", "1", "\u2713"}
_NO = {"", "no", "n", "false", "0"}
_DECIMALS = re.compile(r"0\.(0+)")
_UNESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MOST_MARKS = Decimal(100_000)


@dataclass(frozen=True, slots=True)
class Value:
    """What a cell shows as text, and what is wrong with it, if anything."""

    text: str = ""
    problem: str = ""


def open_workbook(path: Path) -> Any:
    """The workbook with stored results instead of formulas. Raises Refused damaged."""
    try:
        with path.open("rb") as stream:  # the library leaves a file open that it cannot read
            return openpyxl.load_workbook(stream, data_only=True, keep_links=False)
    except MemoryError:
        raise
    except Exception as error:  # whatever a damaged package makes the library raise
        raise Refused("damaged") from error


@dataclass(frozen=True, slots=True)
class Form:
    """Our sheet in a workbook: its heading row, the column of each heading, headings that are there twice."""

    sheet: Worksheet
    row: int
    columns: dict[str, int]
    twice: list[Problem]


def find_template(workbook: Any) -> Form | None:
    """Our sheet, if the workbook has it with at least a "Kind" heading."""
    return _headings(workbook[template.SHEET]) if template.SHEET in workbook.sheetnames else None


def shown(cell: XlsxCell) -> Value:
    """The text of a cell as a person sees it: "1.10" for a number formatted with two decimals."""
    value: Any = cell.value
    if value is None:
        return Value()
    if cell.data_type == "e":
        return Value(str(value), "row_error")
    if isinstance(value, bool):
        return Value("yes" if value else "no")
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time, datetime.timedelta)):
        return Value(str(value), "row_date")
    if isinstance(value, (int, float)):
        return Value(_number(value, str(cell.number_format or "")))
    text = _UNESCAPE.sub(lambda match: chr(int(match[1], 16)), str(value))
    return Value(unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")))


def _number(value: int | float, number_format: str) -> str:
    decimals = _DECIMALS.search(number_format)
    if decimals:
        return f"{value:.{len(decimals[1])}f}"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value)


# ------------------------------------------------------------------ our template
def read_template(form: Form, totals: Totals) -> tuple[ReadLine, ...]:
    """The lines of our sheet. Raises Refused with every wrong row and column, or for wrong headings."""
    problems = form.twice or _missing(form)
    if problems:
        raise Refused("template_rows", problems=problems)
    missing = {reference.upper() for _, reference in totals.formulas_without_value}
    lines: list[ReadLine] = []
    for row, cells in _rows(form.sheet):
        if row > form.row:
            line, wrong = _line(row, {name: cells.get(at) for name, at in form.columns.items()}, missing)
            problems += wrong
            lines += [line] if line else []
    if len(problems) > _MAX_PROBLEMS:
        more = len(problems) - _MAX_PROBLEMS
        problems = [*problems[:_MAX_PROBLEMS], Problem("problems_more", {"count": more})]
    if problems:
        raise Refused("template_rows", problems=problems)
    return tuple(_with_depth(lines))


def _rows(sheet: Worksheet) -> Iterator[tuple[int, dict[int, XlsxCell]]]:
    """Rows by number with their cells by column. Only cells that exist: walking a range would make millions."""
    rows: dict[int, dict[int, XlsxCell]] = {}
    for (row, column), cell in sheet._cells.items():
        if column <= limits.SHEET_COLUMNS and isinstance(cell, XlsxCell):
            rows.setdefault(row, {})[column] = cell
    for row in sorted(rows):
        yield row, rows[row]


def _headings(sheet: Worksheet) -> Form | None:
    known = {name.lower(): name for name in template.COLUMNS}
    for row, cells in _rows(sheet):
        if row > _HEADING_ROWS:
            return None
        names = {at: patterns.clean(shown(cell).text).lower() for at, cell in cells.items()}
        if template.KIND.lower() not in names.values():
            continue
        columns: dict[str, int] = {}
        twice = []
        for at, name in sorted(names.items()):
            base = re.sub(r" \((\d+)\)$", "", name)
            title = known.get(name) or (known[base] + name[len(base) :] if base in known else "")
            if title in columns:
                twice.append(Problem("template_twice", {"row": row, "column": title}))
            elif title:
                columns[title] = at
        return Form(sheet, row, columns, twice)
    return None


def _missing(form: Form) -> list[Problem]:
    return [
        Problem("template_column", {"row": form.row, "column": name, "sheet": template.SHEET})
        for name in template.REQUIRED
        if name not in form.columns
    ]


def _line(
    row: int, cells: dict[str, XlsxCell | None], missing: set[str]
) -> tuple[ReadLine | None, list[Problem]]:
    """The line of one row, or what is wrong with it; neither for an empty row."""
    values = {name: shown(cell) if cell is not None else Value() for name, cell in cells.items()}
    problems = [
        Problem(value.problem, {"row": row, "column": name, "value": value.text})
        for name, value in values.items()
        if value.problem
    ]
    problems += [
        Problem("row_formula", {"row": row, "column": name})
        for name, cell in cells.items()
        if cell is not None and cell.coordinate in missing
    ]
    texts = {name: values[name].text.strip() if name in values else "" for name in template.COLUMNS}
    texts |= {name: _whole(values, name) for name in template.LONG_COLUMNS}
    if not problems and any(texts.values()):
        problems = _wrong(row, texts)
        if not problems:
            return _good(texts), []
    return None, problems


def _good(texts: dict[str, str]) -> ReadLine:
    return ReadLine(
        kind=texts[template.KIND].lower(),
        number=texts[template.NUMBER],
        text=texts[template.TEXT],
        text_original=texts[template.ORIGINAL],
        critical=texts[template.CRITICAL].lower() in _YES,
        marks=_marks(texts[template.MARKS]) if texts[template.MARKS] else None,
        level=texts[template.LEVEL],
    )


def _wrong(row: int, texts: dict[str, str]) -> list[Problem]:
    problems = []

    def add(code: str, column: str, **more: str) -> None:
        problems.append(Problem(code, {"row": row, "column": column, "value": texts[column][:40], **more}))

    kind = texts[template.KIND].lower()
    if kind not in RANK:
        add("row_kind", template.KIND, allowed=", ".join(item.value for item in LineKind))
    needs_text = not texts[template.NUMBER] or kind not in ("unit", "element", "level")
    if needs_text and not texts[template.TEXT] and not texts[template.ORIGINAL]:
        add("row_text", template.TEXT)
    for name in template.LONG_COLUMNS:
        if len(texts[name]) > limits.LINE_CHARACTERS:
            add("row_long", name, limit=f"{limits.LINE_CHARACTERS:,}")
    if texts[template.CRITICAL].lower() not in _YES | _NO:
        add("row_critical", template.CRITICAL)
    if texts[template.MARKS] and _marks(texts[template.MARKS]) is None:
        add("row_marks", template.MARKS)
    return problems


def _whole(values: dict[str, Value], name: str) -> str:
    """A text with its continuation columns."""
    parts = [values[name].text] if name in values else []
    part = 2
    while f"{name} ({part})" in values:
        parts.append(values[f"{name} ({part})"].text)
        part += 1
    return unicodedata.normalize("NFC", "".join(parts)).strip()


def _marks(text: str) -> Decimal | None:
    """Marks, or None for what is no number. A comma may be the decimal sign."""
    try:
        marks = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    return marks if marks.is_finite() and 0 <= marks <= _MOST_MARKS else None


def _with_depth(lines: list[ReadLine]) -> Iterator[ReadLine]:
    open_ranks: list[int] = []
    for line in lines:
        rank = RANK[line.kind]
        while open_ranks and open_ranks[-1] >= rank:
            open_ranks.pop()
        yield replace(line, depth=len(open_ranks))
        open_ranks.append(rank)


# ---------------------------------------------------------------- other workbooks
def read_flat(workbook: Any) -> Source:
    """Every visible sheet as one table. Raises Refused where there is none."""
    blocks: list[Block] = []
    source = Source(blocks)
    for sheet in workbook.worksheets:
        if sheet.sheet_state != "visible":
            source.notes.append(("sheet_hidden", {"sheet": str(sheet.title)[:60]}))
            continue
        table = _table(sheet)
        if table.rows:
            blocks += [Sheet(str(sheet.title)), table]
    if not blocks:
        raise Refused("no_table")
    return source


def _table(sheet: Worksheet) -> Table:
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, min(area.max_col, limits.SHEET_COLUMNS) + 1):
                merged[row, column] = (area.min_row, area.min_col)
    filled = {
        (row, column): shown(cell).text
        for row, cells in _rows(sheet)
        for column, cell in cells.items()
        if cell.value is not None
    }
    filled = {place: text for place, text in filled.items() if text.strip()}
    width = max((column for _, column in filled), default=0)
    rows = sorted({row for row, _ in filled})
    return Table(tuple(_row(row, width, filled, merged) for row in rows))


def _row(
    row: int, width: int, filled: dict[tuple[int, int], str], merged: dict[tuple[int, int], tuple[int, int]]
) -> tuple[Cell, ...]:
    cells = []
    for column in range(1, width + 1):
        home = merged.get((row, column), (row, column))
        lines = [line for line in filled.get(home, "").split("\n") if line.strip()]
        key = f"{home[0]}:{home[1]}" if (row, column) in merged else ""
        cells.append(Cell(tuple(Span(patterns.clean(line)) for line in lines), key))
    return tuple(cells)
