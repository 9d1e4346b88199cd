"""Text that stands side by side on a PDF page without rules: columns of the page, or a table nobody drew.

Lines are cut at wide gaps. Where several lines in a row are cut at the same height of the alphabet, so to say at the
same distance from the edge, there is a gutter. What stands left and right of it tells the two cases apart: in two
columns of a page both sides have items of their own, in a table the items stand on one side only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from standards.intake import columns, patterns
from standards.intake.blocks import Block, Cell, Span, Table, union
from standards.intake.pdf_words import Word, rows_of, span_of, with_bullets

_GAP = 1.2  # of the line's height; a wider gap cuts a line
_FEWEST = 3  # lines with text on both sides
_CLOSE = 3.0  # points


@dataclass(slots=True)
class Line:
    """One line of a page, cut at its wide gaps."""

    parts: list[Span]

    @property
    def whole(self) -> Span:
        """The line without cuts."""
        if len(self.parts) == 1:
            return self.parts[0]
        box = union(part.box for part in self.parts if part.box)
        return Span(
            " ".join(part.text for part in self.parts),
            self.parts[0].page,
            box,
            heading=min(part.heading for part in self.parts),
        )


def blocks_of(words: Sequence[Word], page: int) -> list[Block]:
    """The text outside ruled tables as lines and tables, from top to bottom."""
    lines = [_cut(row, page) for row in rows_of(words)]
    found: list[Block] = []
    start = 0
    while start < len(lines):
        gutter, end = _region(lines, start)
        if gutter is None:
            found.append(lines[start].whole)
            start += 1
        else:
            found += _split(lines[start:end], gutter, page)
            start = end
    return _bulleted(found)


def _bulleted(blocks: Sequence[Block]) -> list[Block]:
    """Bullets that stand on a line of their own join the text beside them."""
    found: list[Block] = []
    spans: list[Span] = []
    for block in blocks:
        if isinstance(block, Span):
            spans.append(block)
        else:
            found += [*with_bullets(spans), block]
            spans = []
    return [span for span in [*found, *with_bullets(spans)] if not isinstance(span, Span) or span.text]


def _cut(row: Sequence[Word], page: int) -> Line:
    parts: list[list[Word]] = [[row[0]]]
    for before, word in pairwise(row):
        height = before.box[3] - before.box[1]
        wide = word.box[0] - before.box[2] > _GAP * height
        text = " ".join(w.text for w in parts[-1])
        if wide and not _is_mark(text):
            parts.append([word])
        else:
            parts[-1].append(word)
    return Line([span_of(part, page) for part in parts])


def _is_mark(text: str) -> bool:
    """A number or bullet that belongs to the text behind it."""
    marks = (patterns.NUMBER_ONLY, patterns.ORDINAL_ONLY, patterns.MARK_ONLY)
    return patterns.is_bullet_alone(text) or any(mark.match(text) for mark in marks)


def _left(line: Line, gutter: float) -> list[Span]:
    return [part for part in line.parts if part.box and part.box[2] <= gutter]


def _right(line: Line, gutter: float) -> list[Span]:
    return [part for part in line.parts if part.box and part.box[0] >= gutter - _CLOSE]


def _region(lines: Sequence[Line], start: int) -> tuple[float | None, int]:
    """The gutter of the lines that begin at `start`, and where they end; None where there is none."""
    first = lines[start]
    if len(first.parts) < 2:
        return None, start
    for part in first.parts[1:]:
        gutter = part.box[0] if part.box else 0.0
        end = start
        while end < len(lines) and all(
            part in _left(lines[end], gutter) or part in _right(lines[end], gutter)
            for part in lines[end].parts
        ):
            end += 1
        both = [line for line in lines[start:end] if _left(line, gutter) and _starts(line, gutter)]
        if len(both) >= _FEWEST:
            return gutter, end
    return None, start


def _starts(line: Line, gutter: float) -> bool:
    return any(part.box and abs(part.box[0] - gutter) <= _CLOSE * 8 for part in _right(line, gutter))


def _marks(spans: Sequence[Span]) -> int:
    return sum(
        bool(patterns.NUMBERED.match(span.text) or patterns.CODED.match(span.text))
        or patterns.without_bullet(span.text) is not None
        for span in spans
    )


def _split(lines: Sequence[Line], gutter: float, page: int) -> list[Block]:
    left = [part for line in lines for part in _left(line, gutter)]
    right = [part for line in lines for part in _right(line, gutter)]
    cells = (Cell(tuple(_left(lines[0], gutter))), Cell(tuple(_right(lines[0], gutter))))
    if not columns.heading_columns(cells):
        if min(_marks(left), _marks(right)) >= 2 or max(_marks(left), _marks(right)) < 2:
            if _about_half(left, right):
                return [*left, *right]
            return [line.whole for line in lines]
        if _marks(left) > _marks(right):
            return [*left, *right] if _about_half(left, right) else [line.whole for line in lines]
    return [_table(lines, gutter, page)]


def _about_half(left: Sequence[Span], right: Sequence[Span]) -> bool:
    """Whether both sides are as wide as columns of a page are."""

    def width(spans: Sequence[Span]) -> float:
        box = union(span.box for span in spans if span.box)
        return box[2] - box[0]

    return 0.6 < width(left) / max(1.0, width(right)) < 1.67


def _table(lines: Sequence[Line], gutter: float, page: int) -> Table:
    """Rows begin where text on the left begins anew."""
    rows: list[tuple[list[Span], list[Span]]] = []
    usual = _usual_step(lines)
    before: Span | None = None
    for line in lines:
        left, right = _left(line, gutter), _right(line, gutter)
        if (
            not rows
            or (left and _begins(before, left[0], usual))
            or (not left and rows and len(rows) == 1 and rows[0][0])
        ):
            rows.append(([], []))
        rows[-1][0].extend(left)
        rows[-1][1].extend(right)
        before = left[-1] if left else before
    return Table(tuple((Cell(tuple(a)), Cell(tuple(b))) for a, b in rows), page)


def _usual_step(lines: Sequence[Line]) -> float:
    """The most frequent distance between the tops of two lines, in points."""
    tops = [line.parts[0].box[1] for line in lines if line.parts[0].box]
    steps = Counter(round(b - a) for a, b in pairwise(tops))
    return float(steps.most_common(1)[0][0]) if steps else 12.0


def _begins(before: Span | None, span: Span, usual: float) -> bool:
    if before is None or not before.box or not span.box or before.strong != span.strong:
        return True
    if (
        patterns.ELEMENT.match(span.text)
        or patterns.ORDINAL.match(span.text)
        or patterns.NUMBERED.match(span.text)
    ):
        return True
    return span.box[1] - before.box[1] > usual * 1.35
