"""The depth of lines by their kinds: what a table without a tree means. The same rule as in `standards.lines`."""

from __future__ import annotations

from collections.abc import Iterable

from standards.intake.kinds import RANK, LineKind

#: Kinds that may stand under a heading of their own kind: "1.1 Knowledge" over "1.1.1 Kinds of bricks" (Thai form).
_NESTED_BY_NUMBER = frozenset({LineKind.KNOWLEDGE, LineKind.SKILL, LineKind.ATTITUDE})
_HEADINGS = frozenset({LineKind.LEVEL, LineKind.UNIT, LineKind.ELEMENT})


def depths_of(rows: Iterable[tuple[str, str]]) -> list[int]:
    """Depth of each (kind, number) in reading order."""
    above: list[tuple[str, str]] = []
    depths = []
    for kind, number in rows:
        while above and not _goes_under(*above[-1], kind, number):
            above.pop()
        depths.append(len(above))
        above.append((kind, number))
    return depths


def _goes_under(above_kind: str, above_number: str, kind: str, number: str) -> bool:
    if RANK[above_kind] < RANK[kind]:
        return above_kind in _HEADINGS  # a criterion after a list of knowledge belongs to the unit again
    nested = kind == above_kind and kind in _NESTED_BY_NUMBER and bool(above_number)
    return nested and number.startswith(f"{above_number}.")
