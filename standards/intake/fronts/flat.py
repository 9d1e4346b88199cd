"""Rows of any sheet to blocks for the rules: units from sheet names, depth from indents, numbers put right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from standards.intake.blocks import LOOKS_LIKE_HEADING, Block, Cell, Row, Sheet, Source, Span, Table
from standards.intake.fronts.grid import Grid, Place, Value, column_letter
from standards.intake.kinds import Refused
from standards.intake.rules import columns, patterns
from standards.intake.rules.columns import Role

_GENERIC_TITLE = re.compile(r"(?:sheet|table|tabelle|feuil|hoja|แผ่น|ชีต|ឯកសារ|lines?|data)?\s*\d*", re.I)
_UNIT_CODE_FIRST = re.compile(rf"((?=\S*\d){patterns.CODE_TEXT})[\s_:\u2013-]+(\S.*)", re.S)
_DEPTH_HEADINGS = {  # number and title of each depth
    2: (("Element no.", "Element"), ("No.", "Performance criteria")),
    3: (("Unit code", "Unit of competency"), ("Element no.", "Element"), ("No.", "Performance criteria")),
}
_LEVEL_HEADING = re.compile(r"(?:skills? |competency |qualification )?levels?|ระดับ(?:ทักษะ)?", re.I)
_MOST_LEVELS = 10
_SHORT_HEADING = 60  # characters
_TELLING = (
    Role.NUMBER,
    Role.CODE,
    Role.ELEMENT,
    Role.ELEMENT_NUMBER,
    Role.KNOWLEDGE,
    Role.SKILL,
    Role.ATTITUDE,
    Role.MARKS,
)
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
        blocks += _by_level(table)
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
    depths = sorted({depth for _, depth, _, _ in steps})
    names = _DEPTH_HEADINGS.get(len(depths))
    if not names or not _goes_down([depths.index(depth) for _, depth, _, _ in steps], len(depths)):
        return grid
    with_numbers = any(number.text for _, _, number, _ in steps)
    numbered = sum(bool(patterns.NUMBERED.match(title.text)) for _, _, _, title in steps)
    if numbered * 3 > len(steps):
        return grid
    first = steps[0][0]
    rows = {row: cells for row, cells in grid.rows.items() if row < first}
    rows[0] = {
        2 * at + part: Value(name, bold=True)
        for at, pair in enumerate(names)
        for part, name in enumerate(pair, 1)
        if part == 2 or with_numbers
    }
    for row, depth, number, title in steps:
        at = 2 * depths.index(depth)
        rows[row] = {at + 1: number, at + 2: title} if number.text else {at + 2: title}
    return Grid(grid.title, rows, grid.hidden)


def _steps(grid: Grid) -> list[tuple[int, int, Value, Value]]:
    """Row, depth, number and title of rows with a title and at most a number or code before it; or nothing."""
    found = [(row, *step) for row, cells in grid.rows.items() if (step := _step(cells))]
    if len(found) < _ROWS_THAT_TELL or len(found) < 0.9 * len(grid.rows):
        return []
    if len({column for _, column, _, _ in found}) == 1:
        return [(row, title.indent, number, title) for row, _, number, title in found]
    return found


def _step(cells: dict[int, Value]) -> tuple[int, Value, Value] | None:
    places = sorted(cells)
    if len(places) == 1:
        return places[0], Value(), cells[places[0]]
    first = cells[places[0]]
    is_number = any(
        pattern.match(first.text.strip())
        for pattern in (patterns.NUMBER_ONLY, patterns.ORDINAL_ONLY, patterns.CODE)
    )
    if len(places) == 2 and places[1] == places[0] + 1 and is_number:
        return places[0], first, cells[places[1]]
    return None


def _goes_down(ranks: Sequence[int], depth: int) -> bool:
    """Whether the sheet begins at the top depth and never skips one on the way down."""
    skips = sum(later > before + 1 for before, later in pairwise(ranks))
    return ranks[0] == 0 and skips == 0 and ranks.count(depth - 1) >= ranks.count(0)


# ------------------------------------------------------------------------- levels
def _by_level(table: Table) -> list[Block]:
    """The table, or one for each level where a column "Level" divides it, each under a line that names the level."""
    for at, row in enumerate(table.rows[:_HEAD_ROWS]):
        if not columns.heading_columns(row):
            continue
        column = next(
            (n for n, cell in enumerate(row) if _LEVEL_HEADING.fullmatch(cell.text.strip(" :"))), None
        )
        parts = _parts(table.rows[at + 1 :], column) if column is not None else []
        if not parts or column is None:
            return [table]
        heading = _without(row, column)
        blocks: list[Block] = [Table(table.rows[:at])] if at else []
        for name, rows in parts:
            blocks += [Span(name), Table((heading, *(_without(one, column) for one in rows)))]
        return blocks
    return [table]


def _parts(rows: Sequence[Row], column: int) -> list[tuple[str, list[Row]]]:
    """The rows of each level in order; nothing where levels come back or are no levels."""
    parts: list[tuple[str, list[Row]]] = []
    for row in rows:
        text = row[column].text.strip()
        name = text if not text or text.lower().startswith("level") else f"Level {text}"
        if name and (not parts or parts[-1][0] != name):
            parts.append((name, []))
        if not parts or not patterns.LEVEL.match(parts[-1][0]):
            return []
        parts[-1][1].append(row)
    names = [name for name, _ in parts]
    return parts if len(set(names)) == len(names) <= _MOST_LEVELS else []


def _without(row: Row, column: int) -> Row:
    return (*row[:column], Cell(), *row[column + 1 :])


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
    return Table(_one_heading([_row(row, width, filled, grid.merged) for row in rows]))


def _one_heading(rows: list[Row]) -> tuple[Row, ...]:
    """Two heading rows, the upper one merged over columns or down to the lower one, as one row."""
    for at, (upper, lower) in enumerate(pairwise(rows[: _HEAD_ROWS + 1])):
        if not columns.heading_columns(upper):
            continue
        wide = {a.key for a, b in pairwise(upper) if a.key and a.key == b.key}
        below = [
            (one, two)
            for one, two in zip(upper, lower, strict=True)
            if two.text and (not two.key or two.key != one.key)
        ]
        fits = all(one.key in wide and len(two.text) <= _SHORT_HEADING for one, two in below)
        if not wide or not below or not fits or patterns.NUMBERED.match(below[0][1].text):
            break
        heading = tuple(
            _heading_cell(one, two) if one.key in wide else Cell(one.spans)
            for one, two in zip(upper, lower, strict=True)
        )
        return (*rows[:at], heading, *rows[at + 2 :])
    return tuple(rows)


def _heading_cell(upper: Cell, lower: Cell) -> Cell:
    """The lower heading where it says what the column holds ("No."), else the upper one."""
    known = columns.heading_columns((Cell(lower.spans), Cell((Span("Performance criteria"),))))
    return Cell(lower.spans if known and known.roles.get(0) in _TELLING else upper.spans)


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
