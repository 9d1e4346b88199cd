"""Text that stands side by side on a PDF page without rules: columns of the page, or a table that nobody drew.

Both have a gutter: a place where many lines have a gap and no word stands across. Columns of a page are about equally
wide and leave no gap between their lines that a row of a table would; a table has its items on one side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from standards.intake.blocks import Block, Cell, Span, Table, union
from standards.intake.fronts.pdf_words import Word, rows_of, span_of, with_bullets
from standards.intake.rules import columns, patterns

_GAP = 1.2  # of the line's height; a wider gap in a line may be a gutter
_NARROW = 3.0  # points; the least gap at a gutter that other lines have shown
_FEWEST = 3  # lines with text on both sides
_PAGE_SHARE = 0.08  # of the words must stand on each side of the gutter between columns of a page
_CROSSING = 0.04  # of the words may stand across it (titles over both columns)
Row = list[Word]


def blocks_of(words: Sequence[Word], page: int) -> list[Block]:
    """The text outside ruled tables as lines and tables, in reading order."""
    rows = rows_of(words)
    middle = _page_gutter(words, rows)
    if middle is not None:
        return _bulleted(_in_columns(words, middle, page))
    found: list[Block] = []
    start = 0
    while start < len(rows):
        gutter, end = _region(rows, start)
        made = _table(rows[start:end], gutter, page) if gutter is not None else None
        if made:
            found.append(made)
            start = end
        else:
            found.append(span_of(rows[start], page))
            start += 1
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
    found += with_bullets(spans)
    return [block for block in found if not isinstance(block, Span) or block.text]


# --------------------------------------------------------------- columns of a page
def _gaps(row: Row) -> list[tuple[Word, Word]]:
    """The wide gaps of a line, without those behind a number or a bullet."""
    return [
        (before, word)
        for at, (before, word) in enumerate(pairwise(row))
        if word.box[0] - before.box[2] > _GAP * (before.box[3] - before.box[1])
        and not _is_mark(" ".join(w.text for w in row[: at + 1]))
    ]


def _is_mark(text: str) -> bool:
    """A number or bullet that belongs to the text behind it."""
    marks = (patterns.NUMBER_ONLY, patterns.ORDINAL_ONLY, patterns.MARK_ONLY)
    return patterns.is_bullet_alone(text) or any(mark.match(text) for mark in marks)


def _page_gutter(words: Sequence[Word], rows: Sequence[Row]) -> float | None:
    """Where the two columns of a page part, or None for a page with one column."""
    if len(words) < 60:
        return None
    box = union(word.box for word in words)
    width = box[2] - box[0]
    middle = range(int(box[0] + 0.4 * width), int(box[0] + 0.6 * width), 2)
    across = {x: sum(word.box[0] < x < word.box[2] for word in words) for x in middle}
    gutter = _widest([x for x in middle if across[x] <= _CROSSING * len(words)], across)
    if gutter is None:
        return None
    left, right = sum(w.box[2] <= gutter for w in words), sum(w.box[0] >= gutter for w in words)
    if min(left, right) < _PAGE_SHARE * len(words) or _is_table(rows, gutter):
        return None
    return gutter


def _widest(places: Sequence[int], across: dict[int, int]) -> float | None:
    """The middle of the longest run of places that fewest words cross; None where it is too narrow."""
    least = min((across[x] for x in places), default=0)
    runs: list[list[int]] = []
    for x in places:
        if across[x] > least + 1:
            continue
        if runs and x - runs[-1][-1] == 2:
            runs[-1].append(x)
        else:
            runs.append([x])
    longest = max(runs, key=len, default=[])
    emptiest = [x for x in longest if across[x] == min(across[y] for y in longest)]
    return float(emptiest[len(emptiest) // 2]) if len(longest) >= 4 else None


def _is_table(rows: Sequence[Row], gutter: float) -> bool:
    """Whether a heading row or items on one side only show that the two sides belong together."""
    halves = [([w for w in row if w.box[0] < gutter], [w for w in row if w.box[0] >= gutter]) for row in rows]
    cells = [tuple(Cell((span_of(side, 0),)) if side else Cell() for side in half) for half in halves]
    for row in cells:
        heading = columns.heading_columns(row) if all(cell.text for cell in row) else None
        if heading and heading.has(columns.Role.CRITERION) and len(heading.roles) == 2:
            return not heading.has(columns.Role.UNKNOWN)
    left, right = (sum(patterns.starts_item(row[side].text) for row in cells) for side in (0, 1))
    return right >= 4 and left == 0 and not _has_prose([row[0].text for row in cells])


def _has_prose(lines: Sequence[str]) -> bool:
    """Whether several full lines follow each other: a paragraph, not the name of an element."""
    full = "".join("x" if len(line.split()) >= 5 else "." for line in lines)
    return "xxx" in full


def _in_columns(words: Sequence[Word], gutter: float, page: int) -> list[Block]:
    """Bands between lines that stand across the gutter; in each, the left column and then the right one."""
    edges = [row for row in rows_of(words) if _is_across(row, gutter)]
    taken = {id(word) for row in edges for word in row}
    found: list[Block] = []
    top = float("-inf")
    for edge in [*edges, None]:
        bottom = edge[0].centre[1] if edge else float("inf")
        here = [w for w in words if id(w) not in taken and top <= w.centre[1] < bottom]
        for side in ([w for w in here if w.box[0] < gutter], [w for w in here if w.box[0] >= gutter]):
            found += [span_of(row, page) for row in rows_of(side)]
        if edge:
            found.append(span_of(edge, page))
        top = bottom
    return found


def _is_across(row: Row, gutter: float) -> bool:
    """A line over both columns: a word on the gutter, or no more than a space there."""
    if any(word.box[0] < gutter < word.box[2] for word in row):
        return True
    return any(
        before.box[2] <= gutter <= word.box[0]
        and word.box[0] - before.box[2] < 0.6 * (word.box[3] - word.box[1])
        for before, word in pairwise(row)
    )


# ------------------------------------------------------------- tables without rules
def _sides(row: Row, gutter: float) -> tuple[Row, Row] | None:
    """The words left and right of the gutter; None for a line with a word across it."""
    left = [word for word in row if word.box[2] <= gutter - _NARROW]
    right = [word for word in row if word.box[0] >= gutter - 2]
    return (left, right) if len(left) + len(right) == len(row) else None


def _region(rows: Sequence[Row], start: int) -> tuple[float | None, int]:
    """The gutter of the lines that begin at `start`, and where they end; None where there is none."""
    for _, word in _gaps(rows[start]):
        gutter = word.box[0]
        end = start
        while end < len(rows) and _belongs(rows, end, gutter, start):
            end += 1
        both = [sides for row in rows[start:end] if (sides := _sides(row, gutter)) and all(sides)]
        at_gutter = sum(abs(right[0].box[0] - gutter) < 2 for _, right in both)
        if len(both) >= _FEWEST and at_gutter >= 0.6 * len(both):
            return gutter, end
    return None, start


def _belongs(rows: Sequence[Row], at: int, gutter: float, start: int) -> bool:
    sides = _sides(rows[at], gutter)
    if sides is None:
        return False
    left, right = sides
    if right or at == start:
        return True
    text = " ".join(word.text for word in left)
    below = rows[at][0].box[1] - rows[at - 1][0].box[3]
    apart = below > 2 * (left[0].box[3] - left[0].box[1])
    named = patterns.part_of(text) or patterns.CRITERIA_PART.fullmatch(text.strip(" :-"))
    unit = (
        patterns.UNIT_CODE.match(text) or patterns.UNIT_TITLE.match(text) or patterns.UNIT_NUMBER.match(text)
    )
    return not (apart or named or unit or patterns.CODE_TITLE.match(text) or all(word.bold for word in left))


def _marks(spans: Sequence[Span]) -> int:
    return sum(patterns.starts_item(span.text) for span in spans)


def _table(rows: Sequence[Row], gutter: float, page: int) -> Table | None:
    """The table; None where the text on both sides does not look like one. Rows begin with new text on the left."""
    lines = [_spans(row, gutter, page) for row in rows]
    left = [span for span, _ in lines if span]
    right = [span for _, span in lines if span]
    first = (Cell(tuple(filter(None, lines[0][:1]))), Cell(tuple(filter(None, lines[0][1:]))))
    headed = columns.heading_columns(first) is not None
    if not headed and (_marks(right) < 2 or _marks(left) >= _marks(right)):
        return None
    made: list[tuple[list[Span], list[Span]]] = []
    usual = _usual_step(rows)
    before: Span | None = None
    for at, (one, other) in enumerate(lines):
        if not made or (one and _begins(before, one, usual)) or (headed and at == 1):
            made.append(([], []))
        made[-1][0].extend([one] if one else [])
        made[-1][1].extend([other] if other else [])
        before = one or before
    return Table(tuple((Cell(tuple(a)), Cell(tuple(b))) for a, b in made), page)


def _spans(row: Row, gutter: float, page: int) -> tuple[Span | None, Span | None]:
    left, right = _sides(row, gutter) or (row, [])
    return span_of(left, page) if left else None, span_of(right, page) if right else None


def _usual_step(rows: Sequence[Row]) -> float:
    """The most frequent distance between two lines, in points."""
    tops = [row[0].centre[1] for row in rows]
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
