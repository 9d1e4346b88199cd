"""PDF to blocks: words become lines, ruled grids become tables, running heads and feet are dropped."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pdfplumber
from pypdfium2 import PdfDocument

from standards.intake import limits
from standards.intake.blocks import Block, Cell, Source, Span, Table
from standards.intake.fronts.pdf_columns import blocks_of
from standards.intake.fronts.pdf_heads import Page, place, running_heads
from standards.intake.fronts.pdf_words import Word, lines_of, words_of
from standards.intake.kinds import Box, Refused

Progress = Callable[[int, int, str], None]
_RULE_TOLERANCE = 3.0  # points


def read(path: Path, progress: Progress | None = None) -> Source:
    """The blocks of all pages. Raises Refused: damaged, or without any text."""
    pages: list[Page] = []
    size = 0
    try:
        with path.open("rb") as stream, pdfplumber.open(stream) as document, PdfDocument(path) as twin:
            total = len(document.pages)
            for number, page in enumerate(document.pages, 1):
                pages.append(_page(page, twin[number - 1], number))
                size += sum(len(span.text) for block in pages[-1].blocks for span in _texts(block))
                page.close()
                if size > limits.PDF_TEXT_BYTES:
                    raise Refused("unpacked")
                if progress:
                    progress(number, total, f"page {number}")
    except (Refused, MemoryError):
        raise
    except Exception as error:  # whatever a damaged file makes the library raise
        raise Refused("damaged") from error
    if not size:
        raise Refused("no_text")
    drop = running_heads(pages)
    blocks = [
        block
        for page in pages
        for block in page.blocks
        if not (isinstance(block, Span) and place(block) in drop)
    ]
    return Source(blocks, pages=len(pages))


def _texts(block: Block) -> list[Span]:
    if isinstance(block, Span):
        return [block]
    if isinstance(block, Table):
        return [span for row in block.rows for cell in row for span in cell.spans]
    return []


def _page(page: Any, twin: Any, number: int) -> Page:
    words = words_of(page, twin)
    settings = {"explicit_horizontal_lines": _missing_rules(page)}
    grids = [g for g in page.find_tables(settings) if len(g.rows) > 1 or len(g.rows[0].cells) > 1]
    grids.sort(key=lambda grid: float(grid.bbox[1]))
    tables: list[tuple[float, Block]] = []
    for grid in grids:
        inside = [word for word in words if _contains(grid.bbox, word)]
        if not inside:
            continue
        beside = [word for word in words if _is_left_of(grid.bbox, word)]
        taken = set(map(id, inside + beside))
        words = [word for word in words if id(word) not in taken]
        tables.append((float(grid.bbox[1]), _table(grid, inside, beside, number)))
    return Page(number, float(page.height), list(_in_order(tables, words, number)))


def _in_order(tables: Sequence[tuple[float, Block]], words: Sequence[Word], number: int) -> Iterator[Block]:
    """The text above, between and below the tables, and the tables."""
    above = float("-inf")
    for top, table in [*tables, (float("inf"), None)]:
        yield from blocks_of([word for word in words if above <= word.centre[1] < top], number)
        if table:
            yield table
        above = top


def _missing_rules(page: Any) -> list[float]:
    """Heights where the page cuts a row: its upright rules end at the top or the foot without a level one."""
    edges = page.edges
    upright = [e for e in edges if e["orientation"] == "v" and e["bottom"] - e["top"] > _RULE_TOLERANCE]
    level = [float(e["top"]) for e in edges if e["orientation"] == "h"]
    if not upright:
        return []
    ends = (min(float(e["top"]) for e in upright), max(float(e["bottom"]) for e in upright))
    return [end for end in ends if not any(abs(end - y) <= _RULE_TOLERANCE for y in level)]


def _contains(box: Sequence[float], word: Word) -> bool:
    x, y = word.centre
    return float(box[0]) - 1 <= x <= float(box[2]) + 1 and float(box[1]) - 1 <= y <= float(box[3]) + 1


def _is_left_of(box: Sequence[float], word: Word) -> bool:
    """Beside the table: a first column whose rules were not drawn."""
    return word.box[2] <= float(box[0]) + 1 and float(box[1]) <= word.centre[1] <= float(box[3])


def _table(grid: Any, words: Sequence[Word], beside: Sequence[Word], page: int) -> Table:
    """The grid's cells filled with the words whose middle lies in them; words beside it as a first column."""
    rows: list[list[Box | None]] = [list(row.cells) for row in grid.rows]
    if beside:
        rows = [[_left_cell(row, float(grid.bbox[0])), *row] for row in rows]
        words = [*words, *beside]
    cells = sorted({cell for row in rows for cell in row if cell}, key=lambda c: (c[1], c[0]))
    tops = [cell[1] for cell in cells]
    filled: dict[Box, list[Word]] = defaultdict(list)
    stray: list[Word] = []
    for word in words:
        x, y = word.centre
        before = bisect_right(tops, y)
        home = next((c for c in reversed(cells[:before]) if c[0] <= x <= c[2] and y <= c[3]), None)
        if home:
            filled[home].append(word)
        else:
            stray.append(word)
    width = max(len(row) for row in rows)
    made = {cell: Cell(tuple(lines_of(inside, page)), f"{page}:{cell}") for cell, inside in filled.items()}
    full = [
        [made.get(cell, Cell()) if cell else Cell() for cell in row] + [Cell()] * (width - len(row))
        for row in rows
    ]
    unread = _put_strays(full, rows, stray, page)
    return Table(tuple(map(tuple, full)), page, tuple(lines_of(unread, page)))


def _left_cell(row: Sequence[Box | None], right: float) -> Box | None:
    cells = [cell for cell in row if cell]
    return (0.0, min(cell[1] for cell in cells), right, max(cell[3] for cell in cells)) if cells else None


def _put_strays(
    full: list[list[Cell]], rows: Sequence[Sequence[Box | None]], stray: Sequence[Word], page: int
) -> list[Word]:
    """Words of the table's area outside every cell (a grid with missing rules): by height and column.

    Gives back the words that fit no column.
    """
    columns: dict[int, tuple[float, float]] = {}
    for row in rows:
        for index, cell in enumerate(row):
            if cell:
                left, right = columns.get(index, (cell[0], cell[2]))
                columns[index] = (max(left, cell[0]), min(right, cell[2]))
    tops = [min((cell[1] for cell in row if cell), default=0.0) for row in rows]
    found: dict[tuple[int, int], list[Word]] = defaultdict(list)
    unread = []
    for word in stray:
        x, y = word.centre
        column = next((index for index, (left, right) in columns.items() if left <= x <= right), None)
        if column is None:
            unread.append(word)
        else:
            found[max(0, bisect_right(tops, y) - 1), column].append(word)
    for (at, column), words in found.items():
        old = full[at][column]
        full[at][column] = Cell(
            (*old.spans, *lines_of(words, page)), old.key or f"{page}:stray:{at}:{column}"
        )
    return unread
