"""Two people worked on the same lines: what both say, put together. No ORM, no clock.

Base is what both began with. What only one of them changed is taken from that one; where both changed a line, a
person chooses. A line that one removed and the other changed is such a choice, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from standards.changes import FIELDS
from standards.lines import NewLine

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Clash:
    """A line that both changed. None means: it is not there on that side."""

    key: UUID
    base: NewLine | None
    mine: NewLine | None
    theirs: NewLine | None
    take: str = MINE


@dataclass(frozen=True)
class Merged:
    """The lines put together, the lines that both changed, and whether both also moved lines (then mine stand)."""

    rows: list[NewLine]
    clashes: list[Clash] = field(default_factory=list)
    from_theirs: int = 0
    order_was_mine: bool = False


def merge(
    base: Sequence[NewLine],
    mine: Sequence[NewLine],
    theirs: Sequence[NewLine],
    take: Mapping[UUID, str] | None = None,
) -> Merged:
    """Put two lists together that both came from `base`; lines are the same when their keys are.

    Args:
        take: for lines that both changed: "mine" or "theirs"; mine where nothing is said.
    """
    take = take or {}
    were, ours, others = _by_key(base), _by_key(mine), _by_key(theirs)
    clashes: list[Clash] = []
    chosen: dict[UUID, NewLine | None] = {}
    from_theirs = 0
    for key in {**were, **ours, **others}:
        was, our, other = were.get(key), ours.get(key), others.get(key)
        if _same(our, other) or _same(other, was):
            chosen[key] = our
        elif _same(our, was):
            chosen[key] = other
            from_theirs += 1
        else:
            clash = Clash(key, was, our, other, THEIRS if take.get(key) == THEIRS else MINE)
            clashes.append(clash)
            chosen[key] = other if clash.take == THEIRS else our
    i_moved = _places(base, ours) != _places(mine, were)
    they_moved = _places(base, others) != _places(theirs, were)
    first, second = (mine, theirs) if i_moved or not they_moved else (theirs, mine)
    rows = _in_order(first, second, chosen)
    return Merged(rows, clashes, from_theirs, i_moved and they_moved)


def _by_key(rows: Sequence[NewLine]) -> dict[UUID, NewLine]:
    found: dict[UUID, NewLine] = {}
    for row in rows:
        if row.key is not None:
            found.setdefault(row.key, row)
    return found


def _same(one: NewLine | None, other: NewLine | None) -> bool:
    if one is None or other is None:
        return one is other
    return all(getattr(one, name) == getattr(other, name) for name in FIELDS)


def _places(rows: Sequence[NewLine], there: Mapping[UUID, NewLine]) -> list[tuple[UUID, int]]:
    """The lines that are on both sides, in order and with their depth."""
    return [(row.key, row.depth) for row in rows if row.key is not None and row.key in there]


def _in_order(
    first: Sequence[NewLine], second: Sequence[NewLine], chosen: Mapping[UUID, NewLine | None]
) -> list[NewLine]:
    """The lines of `first` in their order; what only `second` has comes after the line that it stands after there."""
    rows = [row for one in first if (row := _as_chosen(one, chosen)) is not None]
    there = {row.key for row in first if row.key is not None}
    after: dict[UUID | None, list[NewLine]] = {}
    last: UUID | None = None  # the nearest line above, in `second`, that stands in `rows`
    standing = {row.key for row in rows if row.key is not None}
    for one in second:
        if one.key is not None and one.key in there:
            last = one.key if one.key in standing else last
        elif (row := _as_chosen(one, chosen)) is not None:
            after.setdefault(last, []).append(row)
    together = list(after.get(None, []))
    for row in rows:
        together.append(row)
        together += after.get(row.key, []) if row.key is not None else []
    return together


def _as_chosen(row: NewLine, chosen: Mapping[UUID, NewLine | None]) -> NewLine | None:
    """The line at its place here, with the words of the side that was chosen."""
    if row.key is None:
        return row
    words = chosen.get(row.key)
    return replace(words, depth=row.depth) if words and words.kind == row.kind else words
