"""A spreadsheet or CSV file in our own form, with what it says about the edition that it was exported from."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from standards.intake.blocks import Source
from standards.intake.fronts.grid import Grid, Value, column_letter
from standards.intake.kinds import (
    Base,
    LineKind,
    Problem,
    ReadLine,
    ReadResult,
    ReadWarning,
    Refused,
    warning,
)
from standards.intake.ours import form, template
from standards.intake.rules import checks, patterns

LAYOUT = "template"
_MARKS = (template.BASE_MARK, template.BASE_EDITION, template.BASE_REVISION, template.BASE_HASH)
_LONGEST_FACT = 200


def read_form(ours: form.Form, grids: Sequence[Grid] = ()) -> ReadResult:
    """The lines of our own form; with keys and base where the file was exported from an edition.

    Raises:
        Refused: rows that could not be read, each with its row and column; or no row at all.
    """
    found = form.read_template(ours)
    if not found.lines:
        raise Refused("no_table")
    base = _base(grids)
    if base and not base.lines:
        found.not_kept.append(Problem("base_unread"))
    lines = form.without_copies(found, {line.key: line for line in base.lines} if base else {})
    source = Source([], notes=[note for note in ours.grid.notes if not _only_key(ours, note[1])])
    warnings = (*_units_twice(lines, found.rows), *checks.look(lines, source, [], []))
    return ReadResult(tuple(lines), warnings, 0, LAYOUT, base=base, not_kept=tuple(found.not_kept))


def _units_twice(lines: Sequence[ReadLine], rows: Sequence[int]) -> list[ReadWarning]:
    """Units with the same code, also where it differs only by case, width, spaces or what cannot be seen."""
    first: dict[str, int] = {}
    doubts = []
    for index, line in enumerate(lines):
        code = patterns.squash(unicodedata.normalize("NFKC", line.number))
        if line.kind != LineKind.UNIT or not code:
            continue
        if code in first:
            here, there = rows[index], rows[first[code]]
            doubts.append(warning("unit_twice", line=index, unit=line.number[:40], first=there, second=here))
        else:
            first[code] = index
    return doubts


def _only_key(ours: form.Form, params: object) -> bool:
    """Whether a note is about our own hidden column."""
    at = ours.columns.get(template.KEY)
    return bool(at) and isinstance(params, dict) and params.get("places") == column_letter(at or 0)


def _base(grids: Sequence[Grid]) -> Base | None:
    """The sheet "Base", if it is there and ours. Lines that somebody made unreadable are left away, all of them."""
    grid = next((grid for grid in grids if grid.title == template.BASE_SHEET), None)
    if grid is None:
        return None
    facts = [grid.rows.get(row, {}) for row in range(1, len(_MARKS) + 1)]
    if tuple(cells.get(1, Value()).text for cells in facts) != _MARKS:
        return None
    edition, revision, content_hash = (cells.get(2, Value()).text[:_LONGEST_FACT] for cells in facts[1:])
    if not revision.isdecimal() or len(revision) > 9:
        return None
    return Base(edition, int(revision), content_hash, _base_lines(grid))


def _base_lines(grid: Grid) -> tuple[ReadLine, ...]:
    rows = {row: cells for row, cells in grid.rows.items() if row >= template.BASE_FIRST}
    ours = form.headings(Grid(grid.title, rows), last=template.BASE_FIRST)
    try:
        return tuple(form.read_template(ours).lines) if ours else ()
    except Refused:
        return ()
