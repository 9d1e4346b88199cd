"""DOCX to blocks: paragraphs and tables in body order, merged cells once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import docx
from docx.table import Table as DocxTable
from docx.text.paragraph import Paragraph

from standards.intake import patterns
from standards.intake.blocks import Block, Cell, Source, Span, Table
from standards.intake.kinds import Refused
from standards.intake.xmlscan import Totals

Styles = Mapping[str | None, str]  # lower-case name by style id
_HEADING = re.compile(r"heading (\d)")


def read(path: Path, totals: Totals) -> Source:
    """The blocks of the body. Headers, footers, comments and text boxes are not read. Raises Refused."""
    try:
        document = docx.Document(str(path))
        blocks = list(_blocks(document))
    except (Refused, MemoryError):
        raise
    except Exception as error:  # whatever a damaged package makes the library raise
        raise Refused("damaged") from error
    source = Source(blocks)
    if totals.tracked_changes:
        source.notes.append(("tracked", {}))
    return source


def _blocks(document: Any) -> Iterator[Block]:
    # Read once: the library looks through all styles for every paragraph, which takes minutes in long documents.
    styles = {style.style_id: (style.name or "").lower() for style in document.styles}
    for element in document.element.body.iterchildren():
        tag = str(element.tag).rpartition("}")[2]
        if tag == "p":
            yield from _spans(Paragraph(element, document), styles)
        elif tag == "tbl":
            yield _table(DocxTable(element, document), styles)
        elif tag == "sdt":  # a content control wraps ordinary paragraphs and tables
            yield from _controlled(element, document, styles)


def _controlled(element: Any, document: Any, styles: Styles) -> Iterator[Block]:
    for child in element.iter():
        tag = str(child.tag).rpartition("}")[2]
        inside = any(str(up.tag).endswith("}tbl") for up in child.iterancestors())
        if tag == "p" and not inside:
            yield from _spans(Paragraph(child, document), styles)
        elif tag == "tbl" and not inside:
            yield _table(DocxTable(child, document), styles)


def _spans(paragraph: Paragraph, styles: Styles) -> list[Span]:
    """A paragraph; one with line breaks becomes several lines. A list paragraph gets a bullet."""
    text = paragraph.text
    properties = paragraph._p.pPr
    style = styles.get(properties.style if properties is not None else None, "")
    heading = _HEADING.match(style)
    listed = properties is not None and properties.numPr is not None
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


def _table(table: DocxTable, styles: Styles) -> Table:
    rows = []
    for row in table.rows:
        cells = []
        for cell in row.cells:
            spans = tuple(span for paragraph in _paragraphs(cell) for span in _spans(paragraph, styles))
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
