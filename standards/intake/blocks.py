"""The intermediate form: what every kind of file becomes before the rules read it.

A source is a sequence of blocks in reading order: lines of text (`Span`) and tables (`Table`). A cell keeps its
lines, and a key that is the same for all places that one merged cell covers.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from standards.intake.kinds import Box, Param

LOOKS_LIKE_HEADING = 9  # no heading style, but all of the line is bold


@dataclass(frozen=True, slots=True)
class Span:
    """One line of text with its place.

    `heading` is the outline level (1 to 8) of a heading style, `LOOKS_LIKE_HEADING` for a bold line, 0 for none. `at`
    is the place in reading order, so that text which became no line can be told from text that did.
    """

    text: str
    page: int | None = None
    box: Box | None = None
    heading: int = 0
    at: int = -1

    @property
    def strong(self) -> bool:
        """Whether the line stands out from running text, by a heading style or by bold type."""
        return self.heading > 0

    @property
    def flows(self) -> bool:
        """Whether the line is a piece of a wrapped paragraph (PDF), not a whole paragraph (DOCX, XLSX)."""
        return self.box is not None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table row."""

    spans: tuple[Span, ...] = ()
    key: str = ""

    @property
    def text(self) -> str:
        """All lines on one line."""
        return " ".join(span.text for span in self.spans).strip()


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; every row has the same number of cells. `unread` is text in its area outside all cells."""

    rows: tuple[Row, ...]
    page: int | None = None
    unread: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The start of a sheet of a workbook."""

    title: str


Block = Span | Table | Sheet


@dataclass(slots=True)
class Source:
    """A whole file as blocks. `notes` are warnings of the front end: (code, params)."""

    blocks: list[Block]
    pages: int = 0
    notes: list[tuple[str, dict[str, Param]]] = field(default_factory=list)


def numbered(blocks: Sequence[Block]) -> list[Block]:
    """The same blocks with `at` filled in; the places that one merged cell covers count once."""
    count = itertools.count()
    places: dict[tuple[int, str, str], tuple[Span, ...]] = {}

    def line(span: Span) -> Span:
        return replace(span, at=next(count))

    def cell(table: int, one: Cell) -> Cell:
        if not one.spans:
            return one
        key = (table, one.key, one.text)
        if not one.key or key not in places:
            places[key] = tuple(line(span) for span in one.spans)
        return Cell(places[key], one.key)

    found: list[Block] = []
    for index, block in enumerate(blocks):
        if isinstance(block, Span):
            found.append(line(block))
        elif isinstance(block, Table):
            rows = tuple(tuple(cell(index, one) for one in row) for row in block.rows)
            found.append(Table(rows, block.page, tuple(map(line, block.unread))))
        else:
            found.append(block)
    return found


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box around all of them."""
    some = list(boxes)
    return (
        round(min(box[0] for box in some), 1),
        round(min(box[1] for box in some), 1),
        round(max(box[2] for box in some), 1),
        round(max(box[3] for box in some), 1),
    )


def spans_of(blocks: Iterable[Block]) -> Iterable[Span]:
    """Every line of text, also those in tables; a merged cell counts once."""
    for block in blocks:
        if isinstance(block, Span):
            yield block
        elif isinstance(block, Table):
            seen: set[str] = set()
            for row in block.rows:
                for cell in row:
                    if cell.key not in seen:
                        yield from cell.spans
                    if cell.key:
                        seen.add(cell.key)
            yield from block.unread
