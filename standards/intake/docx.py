"""DOCX to blocks: paragraphs and tables in body order, merged cells once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.table import Table as DocxTable
from docx.text.paragraph import Paragraph

from standards.intake import patterns
from standards.intake.blocks import Block, Cell, Source, Span, Table
from standards.intake.kinds import Refused
from standards.intake.xmlscan import Totals

_HEADING = re.compile(r"heading (\d)")


def read(path: Path, totals: Totals) -> Source:
    """The blocks of the body. Headers, footers, comments and text boxes are not read. Raises Refused."""
    try:
        document = docx.Document(str(path))
        blocks = list(_blocks(document))
    except Refused:
        raise
    except Exception as error:  # whatever a damaged package makes the library raise
        raise Refused("damaged") from error
    source = Source(blocks)
    if totals.tracked_changes:
        source.notes.append(("tracked", {}))
    return source


def _blocks(document: Any) -> Iterator[Block]:
    for element in document.element.body.iterchildren():
        tag = str(element.tag).rpartition("}")[2]
        if tag == "p":
            yield from _spans(Paragraph(element, document))
        elif tag == "tbl":
            yield _table(DocxTable(element, document))
        elif tag == "sdt":  # a content control wraps ordinary paragraphs and tables
            yield from _controlled(element, document)


def _controlled(element: Any, document: Any) -> Iterator[Block]:
    for child in element.iter():
        tag = str(child.tag).rpartition("}")[2]
        inside = any(str(up.tag).endswith("}tbl") for up in child.iterancestors())
        if tag == "p" and not inside:
            yield from _spans(Paragraph(child, document))
        elif tag == "tbl" and not inside:
            yield _table(DocxTable(child, document))


def _spans(paragraph: Paragraph) -> list[Span]:
    """A paragraph; one with line breaks becomes several lines. A list paragraph gets a bullet."""
    text = paragraph.text
    style = (paragraph.style.name or "").lower() if paragraph.style is not None else ""
    heading = _HEADING.match(style)
    listed = paragraph._p.pPr is not None and paragraph._p.pPr.numPr is not None
    lines = [line for line in text.split("\n") if line.strip()]
    if lines and (listed or style.startswith("list")) and not heading and not _starts_itself(lines[0]):
        lines[0] = f"\u2022 {lines[0]}"
    return [Span(patterns.clean(line), heading=int(heading[1]) if heading else 0) for line in lines]


def _starts_itself(text: str) -> bool:
    """A list paragraph whose number or bullet was typed by hand."""
    return bool(
        patterns.NUMBERED.match(text)
        or patterns.ORDINAL.match(text)
        or patterns.ELEMENT.match(text)
        or patterns.ORDINAL_ONLY.match(text)
        or patterns.CODED.match(text)
        or patterns.without_bullet(text) is not None
    )


def _table(table: DocxTable) -> Table:
    rows = []
    for row in table.rows:
        cells = []
        for cell in row.cells:
            spans = tuple(span for paragraph in _paragraphs(cell) for span in _spans(paragraph))
            cells.append(Cell(spans, str(id(cell._tc))))
        rows.append(cells)
    width = max((len(row) for row in rows), default=0)
    return Table(tuple((*row, *[Cell()] * (width - len(row))) for row in rows))


def _paragraphs(cell: Any) -> Iterator[Paragraph]:
    """The paragraphs of a cell and of tables inside it, in order."""
    for item in cell.iter_inner_content():
        if isinstance(item, Paragraph):
            yield item
        else:
            for row in item.rows:
                for inner in row.cells:
                    yield from _paragraphs(inner)
