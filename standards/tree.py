"""The lines of one edition as a tree. Pure: plain rows in, nodes out; no ORM, no clock.

A section is what verdicts, maps and tables run on: a unit, or where a standard has no units, a level's
knowledge, skill or attitude heading (product.md section 3). A rateable line is a leaf of a rateable kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar, cast

from standards.states import RATEABLE_KINDS, LineKind


class Row(Protocol):
    """What the tree asks of a line."""

    pk: int
    parent_id: int | None
    kind: str


RowT = TypeVar("RowT")  # a Row; not bound to it, for mypy does not see a model's fields as plain attributes


def _row(line: object) -> Row:
    return cast(Row, line)


@dataclass
class Node(Generic[RowT]):
    """A line with its children, in the order of the standard. `depth` counts from 0."""

    line: RowT
    depth: int = 0
    children: list[Node[RowT]] = field(default_factory=list)
    section: RowT | None = None

    @property
    def is_rateable(self) -> bool:
        """Whether a judgement is due on this line."""
        return not self.children and _row(self.line).kind in RATEABLE_KINDS

    def walk(self) -> Iterator[Node[RowT]]:
        """This node and everything below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


def tree_of(rows: Iterable[RowT]) -> list[Node[RowT]]:
    """Roots of the tree over `rows`, which come in reading order (parents before children)."""
    nodes: dict[int, Node[RowT]] = {}
    roots: list[Node[RowT]] = []
    for row in rows:
        known = _row(row)
        parent = nodes.get(known.parent_id) if known.parent_id is not None else None
        node = Node(row, depth=parent.depth + 1 if parent else 0)
        nodes[known.pk] = node
        (parent.children if parent else roots).append(node)
    has_units = any(_row(node.line).kind == LineKind.UNIT for node in nodes.values())
    for root in roots:
        _assign_sections(root, None, has_units)
    return roots


def flat(roots: Iterable[Node[RowT]]) -> list[Node[RowT]]:
    """All nodes in reading order."""
    return [node for root in roots for node in root.walk()]


def sections_of(roots: Iterable[Node[RowT]]) -> list[Node[RowT]]:
    """The sections in reading order; rateable lines outside any section belong to the nearest root."""
    found = []
    for node in flat(roots):
        if node.section is node.line:
            found.append(node)
    return found


def rateable(roots: Iterable[Node[RowT]]) -> list[Node[RowT]]:
    """The rateable lines in reading order."""
    return [node for node in flat(roots) if node.is_rateable]


def _assign_sections(node: Node[RowT], section: RowT | None, has_units: bool) -> None:
    if _opens_section(node, section, has_units):
        section = node.line
    node.section = section
    for child in node.children:
        _assign_sections(child, section, has_units)


def _opens_section(node: Node[RowT], section: RowT | None, has_units: bool) -> bool:
    kind = _row(node.line).kind
    heads = kind in RATEABLE_KINDS and bool(node.children) and section is None
    opens = kind == LineKind.UNIT if has_units else heads
    # A rateable line that stands outside every section is shown under itself rather than lost.
    return opens or (section is None and node.is_rateable)
