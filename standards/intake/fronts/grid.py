"""Rows of a sheet, whichever kind of file they come from: the one form that the template reader and the rules take."""

from __future__ import annotations

from dataclasses import dataclass, field

from standards.intake.kinds import Param

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Value:
    """What a cell shows as text.

    `problem` is the code of what is wrong with it ("row_date", "row_error", "row_formula"), if anything. `indent` is
    how far the cell or its row is indented, `number` whether it was stored as a number, `bold` whether all of it is.
    """

    text: str = ""
    problem: str = ""
    indent: int = 0
    number: bool = False
    bold: bool = False


@dataclass(slots=True)
class Grid:
    """One sheet: its filled cells by row and column, both counted from 1, in order.

    `merged` gives for each place inside a merged area the place of its first cell. `notes` are warnings: code, params.
    """

    title: str
    rows: dict[int, dict[int, Value]]
    hidden: bool = False
    merged: dict[Place, Place] = field(default_factory=dict)
    notes: list[tuple[str, dict[str, Param]]] = field(default_factory=list)


def column_letter(column: int) -> str:
    """The name of a column as spreadsheet programs show it: 28 is "AB"."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
