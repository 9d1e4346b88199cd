"""The tree of an edition as the page shows it: headings, foldable parts, lines.

A long edition (up to thousands of lines) is shown folded: only the heads of its parts travel at first, the lines of
a part when somebody opens it. One query in any case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from core.text import lang_of
from standards.models import Line
from standards.queries.comments import Talk
from standards.searching import words_of
from standards.states import LineKind, TranslationStatus
from standards.tree import Node, flat, rateable, tree_of

OPEN_UP_TO = 200  # lines; above that the parts come folded and empty
ALL = -1  # as `open_part`: all parts are to be open
_SILENT = Talk(0, 0)
_FOUND = 200  # search hits shown

LineNode = Node[Line]


@dataclass(frozen=True)
class Shown:
    """One line as the page prints it; `level` counts from 0 inside its part."""

    line: Line
    level: int
    is_rateable: bool
    says_kind: bool = True  # the first line of its kind in a row of them
    talk: Talk = _SILENT

    @property
    def lang(self) -> str:
        """Language of the original text, by its script."""
        return lang_of(self.line.text_original)

    @property
    def kind(self) -> str:
        """The kind in words."""
        return str(LineKind(self.line.kind).label)

    @property
    def translation(self) -> str:
        """How far the English wording can be trusted, in words; empty where it is no translation."""
        return str(TranslationStatus(self.line.translation).label) if self.line.translation else ""


@dataclass
class Block:
    """Part of the page: a heading (no rows), a foldable part (head and rows), or loose rows (no head)."""

    head: Shown | None
    rows: list[Shown] = field(default_factory=list)
    folds: bool = False
    is_open: bool = False
    is_filled: bool = True
    rateable: int = 0
    open_threads: int = 0

    @property
    def count(self) -> int:
        """How many lines the part has, its head not counted."""
        return len(self.rows)


@dataclass
class Outline:
    """Everything that the edition page says about the lines."""

    blocks: list[Block]
    total: int
    rateable: int
    kinds: list[tuple[str, int]]
    is_folded: bool
    translations: list[tuple[str, int]] = field(default_factory=list)
    found: list[tuple[Shown, str]] | None = None
    found_total: int = 0

    @property
    def folds(self) -> bool:
        """Whether any part can be folded."""
        return any(block.folds for block in self.blocks)


def outline_of(
    lines: Sequence[Line],
    *,
    open_part: int | None = None,
    line: int | None = None,
    q: str = "",
    talks: Mapping[UUID, Talk] | None = None,
) -> Outline:
    """The outline over all lines of one edition.

    Args:
        open_part: key of a part's head that is to be open with its lines; ALL opens every part.
        line: key of a line whose part is to be open.
        q: words to look for in the lines; fills `found`.
        talks: how much is said about each line.
    """
    roots = tree_of(lines)
    nodes = flat(roots)
    counts = Counter(node.line.kind for node in nodes)
    folded = len(nodes) > OPEN_UP_TO
    said = talks or {}
    states = Counter(node.line.translation for node in nodes)
    outline = Outline(
        blocks=list(_blocks(roots, said)),
        total=len(nodes),
        rateable=len(rateable(roots)),
        kinds=[(str(kind.label), counts[kind]) for kind in LineKind if counts[kind]],
        is_folded=folded,
        translations=[(str(one.label), states[one]) for one in TranslationStatus if one and states[one]],
    )
    for block in outline.blocks:
        if block.folds:
            block.is_open = open_part == ALL or _holds(block, open_part, line)
            block.is_filled = block.is_open or not folded
    if q:
        hits = _search(nodes, q)
        outline.found, outline.found_total = hits[:_FOUND], len(hits)
    return outline


def _holds(block: Block, open_part: int | None, line: int | None) -> bool:
    head = block.head.line.pk if block.head else None
    if open_part is not None and head == open_part:
        return True
    return line is not None and (head == line or any(row.line.pk == line for row in block.rows))


def _shown(
    node: LineNode, base: int = 0, before: Shown | None = None, said: Mapping[UUID, Talk] | None = None
) -> Shown:
    says_kind = before is None or (before.line.kind, before.line.parent_id) != (
        node.line.kind,
        node.line.parent_id,
    )
    talk = (said or {}).get(node.line.key, _SILENT)
    return Shown(node.line, max(node.depth - base, 0), node.is_rateable, says_kind, talk)


def _in_a_row(nodes: Iterable[LineNode], base: int, said: Mapping[UUID, Talk]) -> list[Shown]:
    rows: list[Shown] = []
    for node in nodes:
        rows.append(_shown(node, base, rows[-1] if rows else None, said))
    return rows


def _blocks(nodes: Iterable[LineNode], said: Mapping[UUID, Talk]) -> Iterator[Block]:
    loose = Block(None)
    for node in nodes:
        if not node.children:
            loose.rows.append(_shown(node, node.depth, loose.rows[-1] if loose.rows else None, said))
            loose.rateable += node.is_rateable
            continue
        if loose.rows:
            yield loose
            loose = Block(None)
        if any(_is_part(below) for below in node.walk() if below is not node):
            yield Block(_shown(node, said=said))
            yield from _blocks(node.children, said)
        else:
            below = [n for n in node.walk() if n is not node]
            rows = _in_a_row(below, node.depth + 1, said)
            head = _shown(node, said=said)
            yield Block(
                head,
                rows,
                folds=True,
                rateable=sum(n.is_rateable for n in below),
                open_threads=head.talk.open + sum(row.talk.open for row in rows),
            )
    if loose.rows:
        yield loose


def _is_part(node: LineNode) -> bool:
    """A section that has lines below it."""
    return bool(node.children) and node.section is node.line


def _search(nodes: Sequence[LineNode], q: str) -> list[tuple[Shown, str]]:
    words = words_of(q)
    found = []
    for node in nodes:
        line = node.line
        if words and all(word in line.search for word in words):
            part = node.section if node.section is not None and node.section is not line else None
            found.append((_shown(node, node.depth), str(part) if part is not None else ""))
    return found


def printed(lines: Sequence[Line]) -> list[Shown]:
    """All lines in reading order, for paper."""
    return _in_a_row(flat(tree_of(lines)), 0, {})
