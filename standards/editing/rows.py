"""A candidate line as a plain row, and the place of every row in the tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from standards.lines import goes_under

_ROOT = 0  # "hangs under nothing"; no stored row has this key
Hints = dict[int, int]  # row -> the row that it was put under, where its kind alone says otherwise


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate line. `pk` is negative until the row is stored; `depth` is its distance from the root."""

    pk: int
    kind: str
    number: str = ""
    text: str = ""
    text_original: str = ""
    depth: int = 0
    kept: bool = True
    critical: bool = False
    marks: str = ""
    unit_type: str = ""
    translation: str = ""
    translation_checked_by: int | None = None
    key: str | None = None
    page: int | None = None
    box: tuple[float, ...] | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain values for storing."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Row:
        """The row that `to_json` wrote."""
        box = values.get("box")
        return cls(**{**values, "box": None if box is None else tuple(box)})

    @property
    def has_words(self) -> bool:
        """Whether anything stands in it."""
        return bool(self.text or self.text_original or self.number)


FIELDS = tuple(field.name for field in fields(Row))


def parents(rows: Sequence[Row]) -> list[int | None]:
    """Index of each row's parent. A line that is left out is nobody's parent."""
    stack: list[int] = []
    found: list[int | None] = []
    for index, row in enumerate(rows):
        above = stack[: max(row.depth, 0)]
        found.append(above[-1] if above else None)
        if row.kept:
            stack = [*above, index]
    return found


def hints_of(rows: Sequence[Row]) -> Hints:
    """The rows that somebody put elsewhere than their kind says, with the row they were put under."""
    hints: Hints = {}
    stack: list[Row] = []
    for row in rows:
        above = stack[: max(row.depth, 0)]
        if len(above) != len(_usual(stack, row)):
            hints[row.pk] = above[-1].pk if above else _ROOT
        if row.kept:
            stack = [*above, row]
    return hints


def placed(rows: Sequence[Row], hints: Hints | None = None) -> list[Row]:
    """The rows with their depth: under the row they were put under while that is open above them, else by their kind.

    A line that is left out shows where it would stand; it opens nothing, so that the depths of the kept lines are
    those of the edition.
    """
    hints = hints or {}
    stack: list[Row] = []
    done = []
    for row in rows:
        above = _under(stack, hints[row.pk]) if row.pk in hints else None
        if above is None:
            above = _usual(stack, row)
        new = row if row.depth == len(above) else replace(row, depth=len(above))
        done.append(new)
        if row.kept:
            stack = [*above, new]
    return done


def _under(stack: list[Row], pk: int) -> list[Row] | None:
    if pk == _ROOT:
        return []
    for index, row in enumerate(stack):
        if row.pk == pk:
            return stack[: index + 1]
    return None


def _usual(stack: list[Row], row: Row) -> list[Row]:
    end = len(stack)
    while end and not goes_under((stack[end - 1].kind, stack[end - 1].number), (row.kind, row.number)):
        end -= 1
    return stack[:end]


def end_of_block(rows: Sequence[Row], start: int) -> int:
    """Index after the last row that hangs below the row at `start`."""
    end = start + 1
    if rows[start].kept:
        while end < len(rows) and rows[end].depth > rows[start].depth:
            end += 1
    return end
