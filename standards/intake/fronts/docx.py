"""DOCX to blocks: paragraphs with the numbers that Word prints, tables with merged cells once, text boxes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE

from standards.intake.blocks import Block, Cell, Row, Source, Span, Table
from standards.intake.fronts.numbering import Numbering, W
from standards.intake.fronts.wordtext import Words
from standards.intake.gates.xmlscan import Totals
from standards.intake.kinds import Refused
from standards.intake.rules import patterns

_WRAPPERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")}
_MOST_COLUMNS = 100


def read(path: Path, totals: Totals) -> Source:
    """The blocks of the body. Headers, footers, comments, footnotes and hidden text are not read. Raises Refused."""
    try:
        document = docx.Document(str(path))
        reader = _Body(document)
        blocks = list(reader.blocks(document.element.body))
    except (Refused, MemoryError):
        raise
    except Exception as error:  # whatever a damaged package makes the library raise
        raise Refused("damaged") from error
    source = Source(blocks)
    if totals.tracked_changes:
        source.notes.append(("tracked", {}))
    if reader.words.hidden:
        source.notes.append(("hidden_text", {"text": patterns.clean(reader.words.hidden[0])[:60]}))
    return source


def _numbering(document: Any) -> Any | None:
    try:
        return document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element
    except (KeyError, AttributeError):
        return None


def _unwrapped(element: Any, name: str) -> Iterator[Any]:
    """The children of one name, also those inside content controls and accepted insertions."""
    for child in element.iterchildren():
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in _WRAPPERS:
            yield from _unwrapped(child, name)


class _Body:
    """Reads the elements of a document in order, so that its lists are counted as Word counts them."""

    def __init__(self, document: Any) -> None:
        self.words = Words(document.styles.element, Numbering(_numbering(document)))
        self.cells = 0

    def blocks(self, parent: Any) -> Iterator[Block]:
        """Everything below an element that holds paragraphs and tables."""
        for element in parent.iterchildren():
            if element.tag == f"{W}p":
                yield from self.words.spans(element)
                for box in self.words.take_boxes():
                    yield from self.blocks(box)
            elif element.tag == f"{W}tbl":
                yield from self.table(element)
            elif element.tag in _WRAPPERS:
                yield from self.blocks(element)

    def table(self, element: Any) -> Iterator[Block]:
        """A table, or the blocks inside it where it only lays out the page."""
        rows = [row for row in _unwrapped(element, "tr") if not _deleted(row)]
        cells = [list(_unwrapped(row, "tc")) for row in rows]
        if all(len(row) <= 1 for row in cells) and any(
            cell.find(f"{W}tbl") is not None for row in cells for cell in row
        ):
            for row in cells:
                for cell in row:
                    yield from self.blocks(cell)
            return
        made: list[list[Cell]] = []
        for row, inside in zip(rows, cells, strict=True):
            made.append(self._row(row, inside, made[-1] if made else []))
        width = max((len(row) for row in made), default=0)
        yield Table(tuple((*row, *[Cell()] * (width - len(row))) for row in made))

    def _row(self, row: Any, cells: list[Any], above: list[Cell]) -> list[Cell]:
        made: list[Cell] = [Cell()] * min(_number(row.find(f"{W}trPr"), "gridBefore", 0), _MOST_COLUMNS)
        for element in cells:
            properties = element.find(f"{W}tcPr")
            span = max(1, min(_number(properties, "gridSpan", 1), _MOST_COLUMNS - len(made)))
            if _continues(properties, "hMerge") and made:
                cell = made[-1]
            elif _continues(properties, "vMerge") and len(made) < len(above):
                cell = above[len(made)]
            else:
                self.cells += 1
                cell = Cell(tuple(self._inside(element)), str(self.cells))
            made += [cell] * span
        return made[:_MOST_COLUMNS]

    def _inside(self, cell: Any) -> Iterator[Span]:
        """The lines of a cell and of tables inside it; a number and the text beside it are one line."""
        for block in self.blocks(cell):
            if isinstance(block, Span):
                yield block
            elif isinstance(block, Table):
                for row in block.rows:
                    yield from _joined(row)


def _joined(row: Row) -> list[Span]:
    seen: dict[str, Cell] = {cell.key or str(at): cell for at, cell in enumerate(row) if cell.text}
    cells = list(seen.values())
    spans = [span for cell in cells for span in cell.spans]
    alone = len(spans) > 1 and len(cells[0].spans) == 1
    if alone and (patterns.NUMBER_ONLY.match(spans[0].text) or patterns.ORDINAL_ONLY.match(spans[0].text)):
        return [Span(f"{spans[0].text} {spans[1].text}", heading=spans[1].heading), *spans[2:]]
    return spans


def _deleted(row: Any) -> bool:
    properties = row.find(f"{W}trPr")
    return properties is not None and properties.find(f"{W}del") is not None


def _number(properties: Any | None, name: str, otherwise: int) -> int:
    found = properties.find(f"{W}{name}") if properties is not None else None
    text = found.get(f"{W}val", "") if found is not None else ""
    return int(text) if text.isdecimal() and len(text) < 6 else otherwise


def _continues(properties: Any | None, name: str) -> bool:
    found = properties.find(f"{W}{name}") if properties is not None else None
    return found is not None and found.get(f"{W}val", "continue") == "continue"
