"""The outline under construction: which unit, element and line is open, and what belongs to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher

from standards.intake.blocks import Span, union
from standards.intake.kinds import RANK, LineKind, ReadLine
from standards.intake.rules import patterns


@dataclass(slots=True, eq=False)
class Draft:
    """A line that may still grow by continuation."""

    kind: LineKind
    number: str = ""
    spans: list[Span] = field(default_factory=list)
    critical: bool = False
    marks: Decimal | None = None
    unit_number: int | None = None
    unit_type: str = ""  # of a unit, as in `standards.states.UnitType`
    family: bool = False  # a unit made from the title of the qualification; a real unit takes its place

    @property
    def text(self) -> str:
        """The text as it will be kept."""
        return patterns.clean(join(span.text for span in self.spans))


def join(pieces: Iterable[str]) -> str:
    """Joins wrapped lines; a word that was broken at a hyphen keeps the hyphen."""
    text = ""
    for raw in pieces:
        piece = raw.strip()
        glue = "" if text.endswith("-") and not text.endswith(" -") and piece[:1].islower() else " "
        text = f"{text}{glue}{piece}" if text else piece
    return text


def similar(left: str, right: str) -> bool:
    """Whether two titles name the same unit: one begins with the other, or they differ in a few letters."""
    a, b = patterns.squash(left), patterns.squash(right)
    if not a or not b:
        return False
    return a[:25] == b[:25] or SequenceMatcher(None, a, b, autojunk=False).ratio() > 0.8


class Outline:
    """Lines in reading order, with the unit, element and line that are open now."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.unit_now: Draft | None = None
        self.element_now: Draft | None = None
        self.open: Draft | None = None
        self.lines_in_unit = 0
        self.elements_in_unit = 0
        self.kept: list[Draft] = []  # the drafts of the finished lines, in their order
        self.dropped: list[Draft] = []  # elements that got no criteria
        self.named_again: tuple[int, Span] | None = None  # a unit's title that was printed again, and when

    # ---------------------------------------------------------------- growing
    def add(self, kind: LineKind, number: str, spans: Sequence[Span]) -> Draft:
        """A new line; it becomes the open one."""
        draft = Draft(kind, patterns.tidy_number(number), list(spans))
        self.drafts.append(draft)
        self.open = draft
        if kind not in (LineKind.UNIT, LineKind.LEVEL):
            self.lines_in_unit += kind in (
                LineKind.CRITERION,
                LineKind.KNOWLEDGE,
                LineKind.SKILL,
                LineKind.ATTITUDE,
            )
        return draft

    def unit(self, *, title: Span | None = None, code: str = "", number: int | None = None) -> None:
        """A unit heading or a part of one: title, code and number often stand in different places."""
        title = title if title and patterns.clean(title.text) else None
        if self.unit_now and self.unit_now.family and not self.lines_in_unit and not self.elements_in_unit:
            self.drafts.remove(self.unit_now)
            self.unit_now = None
        now = self.unit_now
        if self.named_again and self.named_again[0] == len(self.drafts):
            title = title or self.named_again[1]  # two units with one title and different codes
        self.named_again = None
        if now and self._same_unit(now, title, code, number):
            self.named_again = (len(self.drafts), title) if title and self.lines_in_unit else None
            now.spans = now.spans or ([title] if title else [])
            now.number = now.number or code
            now.unit_number = now.unit_number if now.unit_number is not None else number
            self.open = None
            return
        self.unit_now = self.add(LineKind.UNIT, code, [title] if title else [])
        self.unit_now.unit_number = number
        self.element_now = self.open = None
        self.lines_in_unit = self.elements_in_unit = 0

    def _same_unit(self, now: Draft, title: Span | None, code: str, number: int | None) -> bool:
        if code and now.number:
            return patterns.squash(code) == patterns.squash(now.number)
        if number is not None and now.unit_number is not None:
            return number == now.unit_number
        if title and not code and now.number and not now.spans:
            return True  # a page break between the code and the title of one cell
        if title and now.spans and similar(title.text, now.text):
            return True
        fresh = not self.lines_in_unit and not self.elements_in_unit
        clash = (title and now.spans) or (code and now.number)
        return fresh and not clash

    def element(self, number: str, spans: Sequence[Span]) -> Draft:
        """A new element."""
        self.element_now = self.add(LineKind.ELEMENT, number, spans)
        self.elements_in_unit += 1
        return self.element_now

    def latest(self, kind: LineKind) -> Draft | None:
        """The last line of a kind in the unit that is open now."""
        for draft in reversed(self.drafts):
            if draft.kind is kind:
                return draft
            if draft.kind in (LineKind.UNIT, LineKind.LEVEL):
                return None
        return None

    def extend(self, span: Span) -> None:
        """The open line goes on."""
        if self.open:
            self.open.spans.append(span)

    def take_back(self, spans: Sequence[Span]) -> None:
        """Removes lines that were taken for a continuation and were a heading."""
        for draft in reversed(self.drafts[-3:]):
            draft.spans = [span for span in draft.spans if span not in spans]

    # --------------------------------------------------------------- finishing
    def lines(self) -> tuple[ReadLine, ...]:
        """The finished lines with their depth in the tree."""
        self.drafts = _in_their_element(self.drafts)
        drafts = self.kept = self._worth_keeping()
        lines: list[ReadLine] = []
        open_ranks: list[int] = []
        for draft in drafts:
            rank = RANK[draft.kind]
            while open_ranks and open_ranks[-1] >= rank:
                open_ranks.pop()
            lines.append(_finished(draft, len(open_ranks)))
            open_ranks.append(rank)
        return tuple(lines)

    def _worth_keeping(self) -> list[Draft]:
        drafts = [draft for draft in self.drafts if draft.number or len(draft.text) > 2]
        drafts = [d for d in drafts if d.text or d.kind in (LineKind.UNIT, LineKind.ELEMENT, LineKind.LEVEL)]
        kept: list[Draft] = []
        below = 9  # the smallest rank seen below the line that is looked at, from the end backwards
        for draft in reversed(drafts):
            rank = RANK[draft.kind]
            needs_children = draft.kind in (LineKind.ELEMENT, LineKind.LEVEL)
            has_children = below > rank and below != 9
            if draft.kind is LineKind.LEVEL and below == RANK[LineKind.UNIT]:
                has_children = len({d.number for d in drafts if d.kind is LineKind.LEVEL}) > 1
            if draft.kind is LineKind.ELEMENT:
                has_children = below == RANK[LineKind.CRITERION]
            if needs_children and not has_children:
                if draft.kind is LineKind.ELEMENT:
                    self.dropped.append(draft)
                continue
            kept.append(draft)
            below = rank
        return kept[::-1]


def _in_their_element(drafts: Sequence[Draft]) -> list[Draft]:
    """Criteria that stand before the title of their own element (a row that a page cut) go below it.

    "3.1" right before the element "3" belongs there if the element above has another number.
    """
    found: list[Draft] = []
    for draft in drafts:
        found.append(draft)
        if draft.kind is not LineKind.ELEMENT or not draft.number.isdecimal():
            continue
        at = len(found) - 1
        while at and found[at - 1].kind is LineKind.CRITERION and _head(found[at - 1]) == int(draft.number):
            at -= 1
        above = next(
            (one for one in reversed(found[:at]) if one.kind in (LineKind.ELEMENT, LineKind.UNIT)), None
        )
        if at < len(found) - 1 and above and above.kind is LineKind.ELEMENT and above.number.isdecimal():
            found.insert(at, found.pop())
    return found


def _head(draft: Draft) -> int | None:
    """The number of the element that a criterion's number names: 3 for "3.1"."""
    parts = draft.number.split(".")
    return int(parts[0]) if len(parts) == 2 and parts[0].isdecimal() else None


def _finished(draft: Draft, depth: int) -> ReadLine:
    text, star = patterns.without_star(draft.text)
    text = text.strip(":- ") if draft.kind in (LineKind.UNIT, LineKind.ELEMENT) else text
    page = draft.spans[0].page if draft.spans else None
    boxes = [span.box for span in draft.spans if span.box and span.page == page]
    latin = patterns.is_latin(text)
    return ReadLine(
        kind=draft.kind.value,
        number=draft.number,
        text=text if latin else "",
        text_original="" if latin else text,
        depth=depth,
        critical=draft.critical or star,
        marks=draft.marks,
        unit_type=draft.unit_type,
        page=page,
        box=union(boxes) if boxes else None,
    )
