"""Rows of any sheet to blocks for the rules: units from sheet names, depth from indents, numbers put right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from standards.intake import columns, patterns
from standards.intake.blocks import LOOKS_LIKE_HEADING, Block, Cell, Row, Sheet, Source, Span, Table
from standards.intake.columns import Role
from standards.intake.grid import Grid, Place, Value, column_letter
from standards.intake.kinds import Refused

_GENERIC_TITLE = re.compile(r"(?:sheet|table|tabelle|feuil|hoja|แผ่น|ชีต|ឯកសារ|lines?|data)?\s*\d*", re.I)
_UNIT_CODE_FIRST = re.compile(rf"((?=\S*\d){patterns.CODE_TEXT})[\s_:\u2013-]+(\S.*)", re.S)
_DEPTH_HEADINGS = {
    2: ("Element", "Performance criteria"),
    3: ("Unit of competency", "Element", "Performance criteria"),
}
_ROWS_THAT_TELL = 4
_HEAD_ROWS = 12
_NOTES = {"row_date": "cell_date", "row_error": "cell_error", "row_formula": "cell_formula"}


def source_of(grids: Sequence[Grid]) -> Source:
    """Every visible sheet with text as one table. Raises Refused where there is none."""
    blocks: list[Block] = []
    source = Source(blocks)
    shown = [grid for grid in grids if not grid.hidden and _has_text(grid)]
    for grid in grids:
        if grid.hidden:
            source.notes.append(("sheet_hidden", {"sheet": grid.title[:60]}))
    name_units = len(shown) > 1
    for grid in shown:
        _restore_zeros(grid)
        source.notes += [*grid.notes, *_cell_notes(grid, several=len(shown) > 1)]
        table = _table(_by_depth(grid))
        blocks.append(Sheet(grid.title))
        if name_units and not _names_its_unit(table) and _holds_lines(table):
            blocks += _unit_from_title(grid.title)
        blocks.append(table)
    if not blocks:
        raise Refused("no_table")
    return source


def _has_text(grid: Grid) -> bool:
    return any(value.text.strip() for cells in grid.rows.values() for value in cells.values())


def _cell_notes(grid: Grid, *, several: bool) -> Iterator[tuple[str, dict[str, str | int | None]]]:
    for row, cells in grid.rows.items():
        for column, value in cells.items():
            if value.problem:
                place = f"{column_letter(column)}{row}"
                params = {
                    "cell": f"{grid.title[:60]}!{place}" if several else place,
                    "value": value.text[:40],
                }
                yield _NOTES[value.problem], dict(params)


# ------------------------------------------------------------------------ numbers
def _restore_zeros(grid: Grid) -> None:
    """ "1.10" typed as a number is stored as 1.1; below 1.9 in the same column it can only be 1.10."""
    last: dict[int, str] = {}
    for row, cells in grid.rows.items():
        for column, value in cells.items():
            text = value.text
            if not value.number or not re.fullmatch(r"\d{1,2}\.\d{1,2}", text):
                continue
            head, _, tail = text.partition(".")
            before, _, before_tail = last.get(column, "").partition(".")
            if before == head and int(before_tail or 0) + 1 == int(tail) * 10:
                text = f"{head}.{tail}0"
                cells[column] = Value(text, value.problem, value.indent, number=True, bold=value.bold)
                place = f"{column_letter(column)}{row}"
                grid.notes.append(("number_zero", {"cell": place, "value": value.text, "number": text}))
            last[column] = text


# -------------------------------------------------------------------------- depth
def _by_depth(grid: Grid) -> Grid:
    """A sheet without headings whose rows go deeper by column or by indent, as one with a heading for each depth."""
    head = Grid(grid.title, dict(islice(grid.rows.items(), _HEAD_ROWS)), merged=grid.merged)
    if any(columns.heading_columns(row) for row in _table(head).rows):
        return grid
    steps = _steps(grid)
    if not steps:
        return grid
    depths = sorted({depth for _, depth, _ in steps})
    names = _DEPTH_HEADINGS.get(len(depths))
    numbered = sum(bool(patterns.NUMBERED.match(value.text)) for _, _, value in steps)
    if not names or numbered * 3 > len(steps) or not _goes_down(steps, depths):
        return grid
    first = steps[0][0]
    rows = {row: cells for row, cells in grid.rows.items() if row < first}
    rows |= {row: {depths.index(depth) + 1: value} for row, depth, value in steps}
    heading = {at: Value(name, bold=True) for at, name in enumerate(names, 1)}
    made = Grid(grid.title, rows, grid.hidden)
    made.rows = {
        **{r: c for r, c in rows.items() if r < first},
        0: heading,
        **{r: rows[r] for r in rows if r >= first},
    }
    return made


def _steps(grid: Grid) -> list[tuple[int, int, Value]]:
    """Row, depth and text of rows with one filled cell; nothing where other rows are common."""
    single = [(row, *next(iter(cells.items()))) for row, cells in grid.rows.items() if len(cells) == 1]
    if len(single) < _ROWS_THAT_TELL or len(single) < 0.9 * len(grid.rows):
        return []
    used = {column for _, column, _ in single}
    if len(used) == 1:
        return [(row, value.indent, value) for row, _, value in single]
    return [(row, column, value) for row, column, value in single]


def _goes_down(steps: Sequence[tuple[int, int, Value]], depths: Sequence[int]) -> bool:
    """Whether the sheet begins at the top depth and never skips one on the way down."""
    ranks = [depths.index(depth) for _, depth, _ in steps]
    skips = sum(later > before + 1 for before, later in pairwise(ranks))
    return ranks[0] == 0 and skips == 0 and ranks.count(len(depths) - 1) >= ranks.count(0)


# -------------------------------------------------------------------------- units
def _holds_lines(table: Table) -> bool:
    """Whether the sheet has criteria, or a list of knowledge or skills, under a heading or by their numbers."""
    if any(columns.heading_columns(row) for row in table.rows[:_HEAD_ROWS]):
        return True
    return columns.content_columns(table.rows) is not None


def _names_its_unit(table: Table) -> bool:
    for row in table.rows[:_HEAD_ROWS]:
        heading = columns.heading_columns(row)
        if heading:
            return heading.has(Role.UNIT, Role.CODE)
        for _, text in columns.distinct(row):
            found = (
                patterns.UNIT_TITLE,
                patterns.UNIT_CODE,
                patterns.UNIT_NUMBER,
                patterns.CODE,
                patterns.CODE_TITLE,
            )
            if any(pattern.match(text) for pattern in found) or _heading_word(text):
                return True
    return False


def _heading_word(text: str) -> bool:
    return bool(re.fullmatch(r"(?:unit|competency)(?: of competenc\w+)?(?: title| code)?\s*:?", text, re.I))


def _unit_from_title(title: str) -> list[Block]:
    """The unit that a sheet's name stands for: a code, a code and a title, or a title."""
    if _GENERIC_TITLE.fullmatch(title):
        return []
    if patterns.CODE.fullmatch(title):
        return [Span(f"Unit code: {title}")]
    if match := _UNIT_CODE_FIRST.fullmatch(title):
        return [Span(f"Unit code: {match[1]}"), Span(f"Unit title: {match[2]}")]
    if patterns.UNIT_NUMBER.match(title):
        return [Span(title)]
    return [Span(f"Unit title: {title}")]


# -------------------------------------------------------------------------- table
def _table(grid: Grid) -> Table:
    filled = {
        (row, column): value
        for row, cells in grid.rows.items()
        for column, value in cells.items()
        if value.text.strip()
    }
    width = max((column for _, column in filled), default=0)
    rows = list(dict.fromkeys(row for row, _ in filled))
    return Table(tuple(_row(row, width, filled, grid.merged) for row in rows))


def _row(row: int, width: int, filled: dict[Place, Value], merged: dict[Place, Place]) -> Row:
    cells = []
    for column in range(1, width + 1):
        home = merged.get((row, column), (row, column))
        value = filled.get(home, Value())
        lines = [line for line in value.text.split("\n") if line.strip()]
        key = f"{home[0]}:{home[1]}" if (row, column) in merged else ""
        mark = LOOKS_LIKE_HEADING if value.bold else 0
        cells.append(Cell(tuple(Span(patterns.clean(line), heading=mark) for line in lines), key))
    return tuple(cells)
