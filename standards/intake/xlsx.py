"""XLSX: our own template row by row with exact errors, any other workbook as blocks for the rules."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
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
        return openpyxl.load_workbook(path, data_only=True, keep_links=False)
    except Exception as error:  # whatever a damaged package makes the library raise
        raise Refused("damaged") from error


def is_template(workbook: Any) -> bool:
    """Whether the workbook has our sheet with at least a "Kind" heading."""
    if template.SHEET not in workbook.sheetnames:
        return False
    return _headings(workbook[template.SHEET]) is not None


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
def read_template(workbook: Any, totals: Totals) -> tuple[ReadLine, ...]:
    """The lines of the sheet "Lines". Raises Refused with every wrong row and column, or for wrong headings."""
    sheet = workbook[template.SHEET]
    found = _headings(sheet)
    assert found is not None
    head, columns, problems = found
    if not problems:
        problems = _missing(head, columns)
    if problems:
        raise Refused("template_rows", problems=problems)
    missing = {reference.upper() for _, reference in totals.formulas_without_value}
    lines: list[ReadLine] = []
    for row, cells in _rows(sheet):
        if row > head:
            line, wrong = _line(row, {name: cells.get(at) for name, at in columns.items()}, missing)
            problems += wrong
            lines += [line] if line else []
        if len(problems) > _MAX_PROBLEMS:
            problems[_MAX_PROBLEMS:] = [Problem("problems_more", {"count": len(problems) - _MAX_PROBLEMS})]
            break
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


def _headings(sheet: Worksheet) -> tuple[int, dict[str, int], list[Problem]] | None:
    """The heading row, the column of each heading, and headings that are there twice."""
    known = {name.lower(): name for name in template.COLUMNS}
    for row, cells in _rows(sheet):
        if row > _HEADING_ROWS:
            return None
        names = {at: patterns.clean(shown(cell).text).lower() for at, cell in cells.items()}
        if template.KIND.lower() not in names.values():
            continue
        columns: dict[str, int] = {}
        problems = []
        for at, name in sorted(names.items()):
            base = re.sub(r" \((\d+)\)$", "", name)
            title = known.get(name) or (known[base] + name[len(base) :] if base in known and name != base else "")
            if title in columns:
                problems.append(Problem("template_twice", {"row": row, "column": title}))
            elif title:
                columns[title] = at
        return row, columns, problems
    return None


def _missing(row: int, columns: dict[str, int]) -> list[Problem]:
    return [
        Problem("template_column", {"row": row, "column": name, "sheet": template.SHEET})
        for name in template.REQUIRED
        if name not in columns
    ]


def _line(
    row: int, cells: dict[str, XlsxCell | None], missing: set[str]
) -> tuple[ReadLine | None, list[Problem]]:
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
    texts = {name: value.text.strip() for name, value in values.items()}
    if problems or not any(texts.values()):
        return None, problems
    text, original = _whole(values, template.TEXT), _whole(values, template.ORIGINAL)
    kind = texts[template.KIND].lower()
    critical = texts.get(template.CRITICAL, "").lower()
    problems = _wrong(row, texts, kind, critical, text, original)
    marks = _marks(texts.get(template.MARKS, ""))
    if problems or marks is False:
        extra = {"row": row, "column": template.MARKS, "value": texts.get(template.MARKS, "")[:40]}
        return None, problems + ([Problem("row_marks", dict(extra))] if marks is False else [])
    line = ReadLine(
        kind=kind,
        number=texts.get(template.NUMBER, ""),
        text=text,
        text_original=original,
        critical=critical in _YES,
        marks=marks if isinstance(marks, Decimal) else None,
        level=texts.get(template.LEVEL, ""),
    )
    return line, []


def _wrong(row: int, texts: dict[str, str], kind: str, critical: str, text: str, original: str) -> list[Problem]:
    problems = []
    if kind not in RANK:
        allowed = ", ".join(item.value for item in LineKind)
        value = texts[template.KIND][:40]
        problems.append(
            Problem("row_kind", {"row": row, "column": template.KIND, "value": value, "allowed": allowed})
        )
    if not text and not original and not (texts.get(template.NUMBER) and kind in ("unit", "element", "level")):
        problems.append(Problem("row_text", {"row": row, "column": template.TEXT}))
    for name, written in ((template.TEXT, text), (template.ORIGINAL, original)):
        if len(written) > limits.LINE_CHARACTERS * 10:
            problems.append(
                Problem("row_long", {"row": row, "column": name, "limit": f"{limits.LINE_CHARACTERS * 10:,}"})
            )
    if critical not in _YES | _NO:
        problems.append(Problem("row_critical", {"row": row, "column": template.CRITICAL, "value": critical[:40]}))
    return problems


def _whole(values: dict[str, Value], name: str) -> str:
    """A text with its continuation columns."""
    parts = [values[name].text] if name in values else []
    part = 2
    while f"{name} ({part})" in values:
        parts.append(values[f"{name} ({part})"].text)
        part += 1
    return "".join(parts).strip()


def _marks(text: str) -> Decimal | None | bool:
    """Marks, None for an empty cell, False for what is no number. A comma may be the decimal sign."""
    if not text:
        return None
    try:
        marks = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return False
    return marks if marks.is_finite() and 0 <= marks <= _MOST_MARKS else False


def _with_depth(lines: list[ReadLine]) -> Iterator[ReadLine]:
    open_ranks: list[int] = []
    for line in lines:
        rank = RANK[line.kind]
        while open_ranks and open_ranks[-1] >= rank:
            open_ranks.pop()
        yield ReadLine(
            kind=line.kind,
            number=line.number,
            text=line.text,
            text_original=line.text_original,
            depth=len(open_ranks),
            critical=line.critical,
            marks=line.marks,
            level=line.level,
        )
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
