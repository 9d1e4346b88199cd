"""What differs between two lists of lines: two editions, or a draft and what would be written over it.

Pure: rows in, changes out; no ORM, no clock. A line is followed by its key; where a key is missing or new, by the
rules by which the lines of a draft keep their keys (`standards.lines.carried_keys`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby
from typing import Literal
from uuid import UUID, uuid4

from core.linebreaks import word_pieces
from core.text import lang_of
from standards.lines import carried_keys, fingerprint, parents_of
from standards.states import LineKind, TranslationStatus, UnitType

#: Work for the word marks of one text: pieces before x pieces after; beyond it the differing middle is one mark.
_MOST_PAIRS = 400_000
_SPACE = re.compile(r"\s+")
#: Below this share of letters that stayed, marks word by word read worse than the old text and the new one.
_LEAST_KEPT = 0.3


class Change(StrEnum):
    """What became of a line."""

    SAME = "same"
    CHANGED = "changed"
    MOVED = "moved"
    NEW = "new"
    REMOVED = "removed"


@dataclass(frozen=True)
class Row:
    """One line of either side. `depth` is its distance from the root; rows come in reading order."""

    key: UUID | None
    kind: str
    number: str
    text: str
    text_original: str = ""
    critical: bool = False
    marks: str = ""
    unit_type: str = ""
    translation: str = ""
    depth: int = 0

    @property
    def kind_words(self) -> str:
        """The kind in words."""
        return str(LineKind(self.kind).label)

    @property
    def group_words(self) -> str:
        """The group of a unit in words."""
        return str(UnitType(self.unit_type).label)

    @property
    def translation_words(self) -> str:
        """How far the English wording can be trusted, in words."""
        return str(TranslationStatus(self.translation).label)

    @property
    def lang(self) -> str:
        """Language tag of the original text, by its script."""
        return lang_of(self.text_original)


#: What of a line can differ; its place (order and depth) is told by `LineChange.moved`.
FIELDS = ("kind", "number", "text", "text_original", "critical", "marks", "unit_type", "translation")

Mark = Literal["same", "added", "removed"]


@dataclass(frozen=True)
class Word:
    """A stretch of text: it stands in both texts, only in the new one, or only in the old one."""

    text: str
    mark: Mark


@dataclass(frozen=True)
class LineChange:
    """One line and what became of it. `before` is None for a new line, `after` for a removed one.

    A changed line may have moved as well; `fields` names what of `FIELDS` differs.
    """

    change: Change
    before: Row | None
    after: Row | None
    fields: tuple[str, ...] = ()
    moved: bool = False

    @property
    def row(self) -> Row:
        """The line as it is now, or as it was last."""
        row = self.after or self.before
        assert row is not None  # noqa: S101 - one of the two is always there
        return row

    @property
    def text_words(self) -> list[Word]:
        """Word marks of the English text, for a changed line."""
        return words(self.before.text, self.after.text) if self.before and self.after else []

    @property
    def original_words(self) -> list[Word]:
        """Word marks of the text in the original language, for a changed line."""
        return (
            words(self.before.text_original, self.after.text_original) if self.before and self.after else []
        )


def compare(before: Sequence[Row], after: Sequence[Row]) -> list[LineChange]:
    """What became of every line, in the reading order of `after`; removed lines stand where they stood.

    Applying the answer to `before` gives `after`: the `after` rows of the answer, in its order, are exactly `after`,
    and every row of `before` is in it once.
    """
    partner = _partners(before, after)
    pairs = [(partner[index], index) for index in range(len(after)) if index in partner]
    in_order = {pairs[place] for place in _longest_rising([old for old, _ in pairs])}
    kept = [
        _change(
            before[partner[index]] if index in partner else None, row, (partner.get(index), index) in in_order
        )
        for index, row in enumerate(after)
    ]
    gone = _removed(before, set(partner.values()), dict(in_order))
    found = [LineChange(Change.REMOVED, row, None) for row in gone.get(-1, ())]
    for index, change in enumerate(kept):
        found.append(change)
        found += [LineChange(Change.REMOVED, row, None) for row in gone.get(index, ())]
    return found


def _change(before: Row | None, after: Row, in_order: bool) -> LineChange:
    if before is None:
        return LineChange(Change.NEW, None, after)
    fields = tuple(name for name in FIELDS if getattr(before, name) != getattr(after, name))
    moved = not in_order or before.depth != after.depth
    change = Change.CHANGED if fields else Change.MOVED if moved else Change.SAME
    return LineChange(change, before, after, fields, moved)


def _partners(before: Sequence[Row], after: Sequence[Row]) -> dict[int, int]:
    """Index in `after` -> index in `before` of the same line."""
    old_keys = _keys_once(before)
    index_of = {key: index for index, key in enumerate(old_keys)}
    known: dict[int, UUID] = {}
    taken: set[UUID] = set()
    for index, row in enumerate(after):
        if row.key in index_of and row.key not in taken and row.key is not None:
            known[index] = row.key
            taken.add(row.key)
    parents = parents_of([row.depth for row in before])
    old = [
        _Stored(index + 1, None if parent is None else parent + 1, key, row.kind, row.number, _content(row))
        for index, (row, parent, key) in enumerate(zip(before, parents, old_keys, strict=True))
    ]
    marks = [(row.kind, row.number, _content(row)) for row in after]
    keys = carried_keys(old, marks, parents_of([row.depth for row in after]), known)
    return {index: index_of[key] for index, key in enumerate(keys) if key in index_of}


@dataclass
class _Stored:
    """An earlier line as `carried_keys` asks for it; `pk` counts from 1, for 0 is no row."""

    pk: int
    parent_id: int | None
    key: UUID
    kind: str
    number: str
    content_hash: str


def _keys_once(rows: Sequence[Row]) -> list[UUID]:
    """The rows' keys, with a fresh one where a key is missing or used before."""
    seen: set[UUID] = set()
    keys = []
    for row in rows:
        key = row.key if row.key is not None and row.key not in seen else uuid4()
        seen.add(key)
        keys.append(key)
    return keys


def _content(row: Row) -> str:
    return fingerprint(row.kind, row.number, row.text, row.text_original, row.critical)


def _removed(before: Sequence[Row], kept: set[int], in_order: dict[int, int]) -> dict[int, list[Row]]:
    """Removed rows by the index in `after` that they stand behind; -1 is the very beginning.

    The nearest earlier line that did not move is what they stand behind.
    """
    gone: dict[int, list[Row]] = defaultdict(list)
    anchor = -1
    for index, row in enumerate(before):
        if index in in_order:
            anchor = in_order[index]
        elif index not in kept:
            gone[anchor].append(row)
    return gone


def _longest_rising(values: Sequence[int]) -> list[int]:
    """Places of a longest rising run among `values` (all different): the lines that did not move."""
    ends: list[int] = []  # place where a run of that length ends lowest
    lows: list[int] = []
    earlier: list[int] = []
    for place, value in enumerate(values):
        length = bisect_left(lows, value)
        earlier.append(ends[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        lows[length : length + 1] = [value]
    run = []
    place = ends[-1] if ends else -1
    while place >= 0:
        run.append(place)
        place = earlier[place]
    return run[::-1]


def counts(changes: Iterable[LineChange]) -> dict[Change, int]:
    """How many lines of each fate; a changed line that also moved counts as changed."""
    found = dict.fromkeys(Change, 0)
    for one in changes:
        found[one.change] += 1
    return found


def words(before: str, after: str) -> list[Word]:
    """Both texts in one, with marks on what went and what came, word by word, also in scripts without spaces.

    The pieces marked same and removed are exactly `before`, those marked same and added exactly `after`.
    """
    old, new = word_pieces(before), word_pieces(after)
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    marks: list[tuple[Mark, str]] = [("same", piece) for piece in old[:head]]
    marks += _middle(middle_old, middle_new)
    marks += [("same", piece) for piece in old[len(old) - tail :]]
    found = _runs(marks)
    kept = sum(len(one.text) for one in found if one.mark == "same")
    if kept < _LEAST_KEPT * max(len(before), len(after)):
        return list(_exchange(before, after))
    return found


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many first pieces are the same."""
    for index, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return index
    return min(len(one), len(other))


def _middle(old: list[str], new: list[str]) -> Iterator[tuple[Mark, str]]:
    if len(old) * len(new) > _MOST_PAIRS:
        yield "removed", "".join(old)
        yield "added", "".join(new)
        return
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            yield from (("same", piece) for piece in old[a:b])
        else:
            yield "removed", "".join(old[a:b])
            yield "added", "".join(new[c:d])


def _runs(marks: Iterable[tuple[Mark, str]]) -> list[Word]:
    """Neighbours put together; a lone space between two marked stretches joins both of them.

    So "two old words" -> "two new ones" reads as one exchange of a phrase, not as a chequered line.
    """
    pieces = [
        (same, "".join(text for mark, text in group if mark != "added"), group)
        for same, grouped in groupby(marks, key=lambda one: one[0] == "same")
        for group in [list(grouped)]
    ]
    found: list[Word] = []
    gone = came = ""
    for place, (same, text, group) in enumerate(pieces):
        between = 0 < place < len(pieces) - 1
        if not same:
            gone += text
            came += "".join(text for mark, text in group if mark == "added")
        elif between and _SPACE.fullmatch(text):
            gone, came = gone + text, came + text
        else:
            found += _exchange(gone, came)
            gone = came = ""
            found.append(Word(text, "same"))
    return [*found, *_exchange(gone, came)]


def _exchange(gone: str, came: str) -> Iterator[Word]:
    if gone:
        yield Word(gone, "removed")
    if came:
        yield Word(came, "added")
