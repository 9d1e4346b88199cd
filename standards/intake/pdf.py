"""PDF to blocks: words become lines, ruled grids become tables, running heads and feet are dropped."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pdfplumber

from standards.intake import limits, patterns
from standards.intake.blocks import Block, Cell, Source, Span, Table, union
from standards.intake.kinds import Box, Refused

Progress = Callable[[int, int, str], None]
_LINE_TOLERANCE = 3.0  # points between the tops of words on one line
_WORD_GAP = 0.2  # of the font size; in points, large headings would fall apart
_RULE_TOLERANCE = 3.0  # points
_EDGE_LINES = 3  # how many lines at the top and the foot of a page may be running heads
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its place on the page."""

    text: str
    box: Box

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of the word."""
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2


@dataclass(slots=True)
class Page:
    """One page as blocks from top to bottom."""

    number: int
    height: float
    blocks: list[Block]


def read(path: Path, progress: Progress | None = None) -> Source:
    """The blocks of all pages. Raises Refused: damaged, or without any text."""
    pages: list[Page] = []
    size = 0
    try:
        with path.open("rb") as stream, pdfplumber.open(stream) as document:
            total = len(document.pages)
            for number, page in enumerate(document.pages, 1):
                pages.append(_page(page, number))
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
        if not (isinstance(block, Span) and _at(block) in drop)
    ]
    return Source(blocks, pages=len(pages))


def _texts(block: Block) -> list[Span]:
    if isinstance(block, Span):
        return [block]
    if isinstance(block, Table):
        return [span for row in block.rows for cell in row for span in cell.spans]
    return []


def _page(page: Any, number: int) -> Page:
    words = [
        Word(str(w["text"]), (float(w["x0"]), float(w["top"]), float(w["x1"]), float(w["bottom"])))
        for w in page.extract_words(x_tolerance_ratio=_WORD_GAP)
    ]
    settings = {"explicit_horizontal_lines": _missing_rules(page)}
    grids = [g for g in page.find_tables(settings) if len(g.rows) > 1 or len(g.rows[0].cells) > 1]
    grids.sort(key=lambda grid: float(grid.bbox[1]))
    placed: list[tuple[float, Block]] = []
    for grid in grids:
        inside = [word for word in words if _contains(grid.bbox, word)]
        if not inside:
            continue
        beside = [word for word in words if _is_left_of(grid.bbox, word)]
        taken = set(map(id, inside + beside))
        words = [word for word in words if id(word) not in taken]
        placed.append((float(grid.bbox[1]), _table(grid, inside, beside, number)))
    placed += [(span.box[1], span) for span in lines_of(words, number) if span.box]
    placed.sort(key=lambda item: item[0])
    return Page(number, float(page.height), [block for _, block in placed])


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


def lines_of(words: Sequence[Word], page: int) -> list[Span]:
    """Words of nearly the same height as lines, each from left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.box[1], w.box[0])):
        if rows and word.centre[1] - _middle(rows[-1]) < _LINE_TOLERANCE:
            rows[-1].append(word)
        else:
            rows.append([word])
    spans = []
    for row in rows:
        row.sort(key=lambda w: w.box[0])
        text = patterns.clean(" ".join(word.text for word in row))
        if text:
            spans.append(Span(text, page, union(word.box for word in row)))
    return _with_bullets(spans)


def _middle(row: Sequence[Word]) -> float:
    return sum(word.centre[1] for word in row) / len(row)


def _with_bullets(spans: Sequence[Span]) -> list[Span]:
    """A bullet on a line of its own, drawn a little higher or lower, joins the line beside it."""
    joined: list[Span] = []
    waiting: Span | None = None
    for span in spans:
        if patterns.is_bullet_alone(span.text) and waiting is None:
            waiting = span
            continue
        if waiting and waiting.box and span.box:
            if span.box[1] < waiting.box[3]:
                span = Span(f"\u2022 {span.text}", span.page, union((waiting.box, span.box)))
            waiting = None
        joined.append(span)
    return joined


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


# ----------------------------------------------------------------- running heads
def _at(span: Span) -> tuple[int | None, Box | None]:
    return span.page, span.box


def running_heads(pages: Sequence[Page]) -> set[tuple[int | None, Box | None]]:
    """Places of lines that come back at the same height of many pages.

    Digits may differ only if they count the pages; otherwise "Unit 1" and "Unit 2" at the top of two pages
    would be lost.
    """
    if len(pages) < 2:
        return set()
    groups: dict[tuple[str, int], list[Span]] = defaultdict(list)
    for page in pages:
        spans = [block for block in page.blocks if isinstance(block, Span)]
        for span in {_at(s): s for s in spans[:_EDGE_LINES] + spans[-_EDGE_LINES:]}.values():
            if span.box and (span.box[1] < page.height * 0.15 or span.box[3] > page.height * 0.85):
                groups[_DIGITS.sub("#", span.text), round(span.box[1] / 8)].append(span)
    needed = max(2, 0.4 * len(pages))
    drop: set[tuple[int | None, Box | None]] = set()
    for group in groups.values():
        if len(group) >= needed and _same_or_counting(group):
            drop.update(_at(span) for span in group)
    return drop


def _same_or_counting(group: Sequence[Span]) -> bool:
    if patterns.NUMBERED.match(group[0].text):
        return False
    if len({span.text for span in group}) == 1:
        return True
    if patterns.UNIT_NUMBER.match(group[0].text) or patterns.UNIT_CODE.match(group[0].text):
        return False
    shifts: dict[int, int] = defaultdict(int)
    for span in group:
        for shift in {
            int(digits) - (span.page or 0) for digits in _DIGITS.findall(span.text) if len(digits) < 6
        }:
            shifts[shift] += 1
    return max(shifts.values(), default=0) >= 0.8 * len(group)
