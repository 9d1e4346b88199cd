"""Lines before they are rows: their place in the tree, what makes two of them the same. Pure: no ORM, no clock."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID, uuid4

from standards.states import LineKind

#: A line hangs under the nearest line above it that has a smaller rank (the same order as the intake's).
RANK: dict[str, int] = {
    LineKind.LEVEL: 0,
    LineKind.UNIT: 1,
    LineKind.ELEMENT: 2,
    LineKind.CRITERION: 3,
    LineKind.DESCRIPTOR: 2,
    LineKind.KNOWLEDGE: 2,
    LineKind.SKILL: 2,
    LineKind.ATTITUDE: 2,
    LineKind.RANGE: 2,
    LineKind.EVIDENCE: 2,
    LineKind.ASSESSMENT: 2,
}
#: Kinds that may stand under a heading of their own kind: "1.1 Knowledge" over "1.1.1 Kinds of bricks" (Thai form).
_NESTED_BY_NUMBER = frozenset({LineKind.KNOWLEDGE, LineKind.SKILL, LineKind.ATTITUDE})
#: Kinds that say enough by their number or code alone.
_HEADINGS = frozenset({LineKind.LEVEL, LineKind.UNIT, LineKind.ELEMENT})

NUMBER_LENGTH = 40  # characters of a printed number or code; room of the column


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line that is about to be written. `depth` is its distance from the root; rows come in reading order."""

    kind: str
    number: str
    text: str
    text_original: str = ""
    depth: int = 0
    critical: bool = False
    marks: str = ""
    unit_type: str = ""
    translation: str = ""
    checked_by: int | None = None  # key of the person who checked the translation
    key: UUID | None = None  # of the line that it continues, where that is known
    page: int | None = None
    box: list[float] | None = None


class Known(Protocol):
    """What is asked of a line that is already stored."""

    pk: int
    parent_id: int | None
    key: UUID
    kind: str
    number: str
    content_hash: str


def has_words(kind: str, number: str, text: str, text_original: str) -> bool:
    """Whether the line says anything; a unit, element or level may be only its code."""
    return bool(text or text_original or (number and kind in _HEADINGS))


def depths_of(rows: Iterable[tuple[str, str]]) -> list[int]:
    """Depth of each (kind, number) in reading order: by kind, and "1.1.1" under "1.1" among the parts of a level."""
    open_rows: list[tuple[str, str]] = []
    depths = []
    for row in rows:
        while open_rows and not goes_under(open_rows[-1], row):
            open_rows.pop()
        depths.append(len(open_rows))
        open_rows.append(row)
    return depths


def goes_under(above: tuple[str, str], row: tuple[str, str]) -> bool:
    """Whether a line (kind, number) hangs under the one above it, going by what the two are."""
    (above_kind, above_number), (kind, number) = above, row
    if RANK[above_kind] < RANK[kind]:
        return above_kind in _HEADINGS  # a criterion after a list of knowledge belongs to the unit again
    return (
        kind == above_kind
        and kind in _NESTED_BY_NUMBER
        and bool(above_number)
        and number.startswith(f"{above_number}.")
    )


def parents_of(depths: Sequence[int]) -> list[int | None]:
    """Index of each line's parent; a depth that jumps is taken as one step down."""
    stack: list[int] = []
    parents: list[int | None] = []
    for index, depth in enumerate(depths):
        del stack[max(depth, 0) :]
        parents.append(stack[-1] if stack else None)
        stack.append(index)
    return parents


def tree_hash(parts: Iterable[tuple[int, str]]) -> str:
    """SHA-256 over (depth, content hash) of all lines in reading order: the edition's own hash."""
    digest = hashlib.sha256()
    for depth, content_hash in parts:
        digest.update(f"{depth}:{content_hash}\n".encode())
    return digest.hexdigest()


def fingerprint(*values: object) -> str:
    """A short mark of what a form showed, to notice that somebody else saved in between."""
    return hashlib.sha256("\x1f".join(map(str, values)).encode()).hexdigest()[:16]


def carried_keys(
    old: Sequence[Known],
    new: Sequence[tuple[str, str, str]],
    parents: Sequence[int | None],
    known: Mapping[int, UUID] | None = None,
) -> list[UUID]:
    """A key for each new (kind, number, content hash): the old line's where it is the same line, else a fresh one.

    The same line is one with the same words, or one with the same kind and number under the same numbers. What is
    not unique is not guessed.

    Args:
        known: keys of new lines (by index) that are certain and go before every guess.
    """
    paths = _paths([(kind, number) for kind, number, _ in new], parents)
    index_of = {line.pk: index for index, line in enumerate(old)}
    old_parents = [index_of.get(line.parent_id) if line.parent_id else None for line in old]
    old_paths = _paths([(line.kind, line.number) for line in old], old_parents)
    found: dict[int, UUID] = dict(known or {})
    by_both = [(path, line[2]) for path, line in zip(paths, new, strict=True)]
    old_both = [(path, line.content_hash) for path, line in zip(old_paths, old, strict=True)]
    keys = [line.key for line in old]
    _match(found, keys, old_both, by_both)
    _match(found, keys, [line.content_hash for line in old], [line[2] for line in new])
    _match(
        found, keys, [p if p[-1][1] else None for p in old_paths], [p if p[-1][1] else None for p in paths]
    )
    return [found.get(index) or uuid4() for index in range(len(new))]


def _paths(
    rows: Sequence[tuple[str, str]], parents: Sequence[int | None]
) -> list[tuple[tuple[str, str], ...]]:
    paths: list[tuple[tuple[str, str], ...]] = []
    for row, parent in zip(rows, parents, strict=True):
        paths.append((*(paths[parent] if parent is not None else ()), row))
    return paths


def _match(
    found: dict[int, UUID], keys: Sequence[UUID], old: Sequence[object], new: Sequence[object]
) -> None:
    """Pair what is still unpaired where a mark is there exactly once on either side."""
    taken = set(found.values())
    free = [(mark, key) for mark, key in zip(old, keys, strict=True) if mark is not None and key not in taken]
    open_ = [(mark, index) for index, mark in enumerate(new) if mark is not None and index not in found]
    once_old, once_new = Counter(m for m, _ in free), Counter(m for m, _ in open_)
    by_mark = {mark: key for mark, key in free if once_old[mark] == 1}
    for mark, index in open_:
        if once_new[mark] == 1 and mark in by_mark:
            found[index] = by_mark[mark]
