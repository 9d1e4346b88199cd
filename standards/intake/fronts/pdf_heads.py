"""Running heads and feet of a PDF: lines that come back at the same height of many pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from standards.intake.blocks import Block, Span
from standards.intake.kinds import Box
from standards.intake.rules import patterns

_EDGE_LINES = 3  # how many lines at the top and the foot of a page may be running heads
_DIGITS = re.compile(r"\d+")
Place = tuple[int | None, Box | None]


@dataclass(slots=True)
class Page:
    """One page as blocks from top to bottom."""

    number: int
    height: float
    blocks: list[Block]


def place(span: Span) -> Place:
    """Where a line stands."""
    return span.page, span.box


def running_heads(pages: Sequence[Page]) -> set[Place]:
    """Places of running heads and feet.

    Digits may differ only if they count the pages; otherwise "Unit 1" and "Unit 2" at the top of two pages would be
    lost. A unit's title that is printed on each of its pages stays on the first of them.
    """
    if len(pages) < 2:
        return set()
    groups: dict[tuple[str, int], list[Span]] = defaultdict(list)
    for page in pages:
        spans = [block for block in page.blocks if isinstance(block, Span)]
        for span in {place(s): s for s in spans[:_EDGE_LINES] + spans[-_EDGE_LINES:]}.values():
            if span.box and (span.box[1] < page.height * 0.15 or span.box[3] > page.height * 0.85):
                groups[_DIGITS.sub("#", span.text), round(span.box[1] / 8)].append(span)
    needed = max(2, 0.4 * len(pages))
    drop: set[Place] = set()
    for group in groups.values():
        if _titles_unit(group):
            drop.update(place(span) for span in group[1:])
        elif len(group) >= needed and _same_or_counting(group):
            drop.update(place(span) for span in group)
    return drop


def _titles_unit(group: Sequence[Span]) -> bool:
    """One unit's code and title on pages that follow each other."""
    text = group[0].text
    if len({span.text for span in group}) > 1:
        return False
    return bool(
        patterns.CODE_TITLE.match(text) or patterns.CODE_COLON.match(text) or patterns.UNIT_TITLE.match(text)
    )


def _same_or_counting(group: Sequence[Span]) -> bool:
    if _is_body(group[0].text):
        return False
    if len({span.text for span in group}) == 1:
        return True
    if patterns.UNIT_NUMBER.match(group[0].text) or patterns.UNIT_CODE.match(group[0].text):
        return False
    shifts: dict[int, int] = defaultdict(int)
    for span in group:
        found = {int(digits) - (span.page or 0) for digits in _DIGITS.findall(span.text) if len(digits) < 6}
        for shift in found:
            shifts[shift] += 1
    return max(shifts.values(), default=0) >= 0.8 * len(group)


def _is_body(text: str) -> bool:
    """Items and headings of parts: every unit may have the same ones at the top of its page."""
    return (
        patterns.starts_item(text)
        or bool(patterns.ELEMENT.match(text) or patterns.CRITERIA_PART.fullmatch(text.strip(" :-")))
        or patterns.part_of(text) is not None
        or any(label.match(text) for label in (patterns.UNIT_TITLE, patterns.UNIT_CODE, patterns.DESCRIPTOR))
    )
