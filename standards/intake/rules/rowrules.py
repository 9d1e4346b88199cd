"""The rules for one row of a table whose columns are known: unit, element, criteria, lists beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from standards.intake.blocks import Cell, Row, Source, Span
from standards.intake.kinds import LineKind
from standards.intake.rules import items, patterns
from standards.intake.rules.columns import Columns, Role
from standards.intake.rules.outline import Draft
from standards.intake.rules.textrules import TextReader

_LIST_ROLES = {
    Role.KNOWLEDGE: LineKind.KNOWLEDGE,
    Role.SKILL: LineKind.SKILL,
    Role.ATTITUDE: LineKind.ATTITUDE,
    Role.RANGE: LineKind.RANGE,
}
_MARKS = re.compile(r"^\s*(\d{1,4}(?:[.,]\d{1,2})?)\s*%?\s*$")


class RowReader(TextReader):
    """Reads rows into `outline`; a value that repeats down its column counts once."""

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.heads: set[str] = set()  # heading rows so far, for those that are printed again on each page
        self.strong_rows = False  # the table that is read tells its headings by bold type
        self.above: list[Span] = []  # the line right above the table, if nothing is known about it
        self.depth = 0  # of the numbers in the criteria column

    def element_row(self, row: Row, filled: Sequence[Cell], cols: Columns) -> bool:
        """A row that only names the element of the rows below: "2" and a title in bold, or across the table."""
        if not cols.has(Role.CRITERION) or len(filled) > 2 or not all(span.text for span in filled[-1].spans):
            return False
        spans = list(filled[-1].spans)
        number = ""
        if len(filled) == 2:
            alone = patterns.ORDINAL_ONLY.match(filled[0].text)
            if not alone or cols.first(Role.NUMBER) is None:
                return False
            number = alone[1]
        text = filled[-1].text
        found = patterns.ELEMENT.match(text) or patterns.ORDINAL.match(text)
        deeper = self.depth > 1 and bool(number or (found and found[1].isdecimal()))
        higher = patterns.NUMBERED.match(text)
        if higher and patterns.depth_of(higher[1]) < self.depth:
            number, spans, deeper = higher[1], _after_number(spans, higher[1]), True
        elif found and not number and (deeper or patterns.ELEMENT.match(text) or self._stands_out(spans)):
            number, spans, deeper = found[1], _after_number(spans, found[1]), True
        if not deeper and (not self._stands_out(spans) or patterns.starts_item(text)):
            return False
        self.outline.element(number, spans)
        self.outline.open = None
        self.keys.pop(Role.ELEMENT, None)
        return True

    def _stands_out(self, spans: Sequence[Span]) -> bool:
        return self.strong_rows and all(span.strong for span in spans)

    def _changed(self, role: Role, cell: Cell) -> bool:
        """Whether a cell that repeats down its column now says something new."""
        key = f"{cell.key}|{patterns.squash(cell.text)}"
        if not cell.text or self.keys.get(role) == key:
            self.note(cell.spans)
            return False
        self.keys[role] = key
        return True

    def unit_cells(self, row: Row, cols: Columns) -> None:
        """Unit and code of the row, where they say something new."""
        unit, code = cols.first(Role.UNIT), cols.first(Role.CODE)
        changed = [
            role
            for role, index in ((Role.UNIT, unit), (Role.CODE, code))
            if index is not None and self._changed(role, row[index])
        ]
        if not changed:
            return
        title = one_span(row[unit]) if unit is not None else None
        number = row[code].text if code is not None else ""
        if title and code is None:
            match = re.match(rf"\s*((?=\S*\d){patterns.CODE_TEXT})\s*[:\-\u2013]?\s+(.*)$", title.text, re.S)
            number, title = (match[1], items.with_text(title, match[2])) if match else ("", title)
            if title and patterns.CODE.fullmatch(title.text):
                number, title = title.text, None
        if title and not number and self._title_goes_on(title, row, cols):
            return
        self.note(
            [*(row[unit].spans if unit is not None else ()), *(row[code].spans if code is not None else ())]
        )
        section = self.section
        if self.make_unit(title, code=number):
            self.keys.pop(Role.ELEMENT, None)
        self.section = section

    def _title_goes_on(self, title: Span, row: Row, cols: Columns) -> bool:
        """Whether a page break cut the unit's title: the numbers go on beside the rest of it."""
        now = self.outline.unit_now
        if not now or not now.spans or not title.flows or title.page == now.spans[-1].page:
            return False
        texts = [
            row[at].text for role in (Role.NUMBER, Role.CRITERION) if (at := cols.first(role)) is not None
        ]
        if len(texts) == 2 and texts[1] and not texts[0] and title.text[:1].islower():
            now.spans.append(title)
            return True
        found = next((match for text in texts if (match := patterns.NUMBERED.match(text))), None)
        if found and not patterns.is_first(found[1]):
            now.spans.append(title)
            return True
        return False

    def element_cell(self, row: Row, cols: Columns) -> None:
        """The element of the row, where it says something new; a number stands in front of it or in a column of its own."""
        index, numbers = cols.first(Role.ELEMENT), cols.first(Role.ELEMENT_NUMBER)
        if index is None:
            return
        spans = [span for at in cols.span(Role.ELEMENT) for span in row[at].spans] or list(row[index].spans)
        cell = Cell(tuple(spans), "|".join(row[at].key for at in cols.span(Role.ELEMENT)))
        number = row[numbers].text if numbers is not None else ""
        whole = Cell((*cell.spans, Span(number)), cell.key)
        if not self._changed(Role.ELEMENT, whole if number else cell):
            return
        text = patterns.clean(" ".join(span.text for span in spans))
        found = (
            patterns.ELEMENT.match(text) or patterns.ORDINAL.match(text) or patterns.ORDINAL_ONLY.match(text)
        )
        if (
            not found
            and (match := patterns.NUMBERED.match(text))
            and patterns.depth_of(match[1]) < self.depth
        ):
            found = match
        if found:
            number, spans = number or found[1], _after_number(spans, found[1])
            if self._is_named_again(number, spans):
                self.note(cell.spans)
                return
            self.outline.element(number, spans)
        elif self.outline.element_now and self._elements_are_numbered() and not number:
            self.outline.element_now.spans.extend(spans)  # the rest of a title from above
        else:
            self.outline.element(number, spans)
        if self.outline.open is self.outline.element_now:
            self.outline.open = None

    def _is_named_again(self, number: str, spans: Sequence[Span]) -> bool:
        """Whether the row names the element above once more: some tables print it beside each of its criteria."""
        now = self.outline.element_now
        return now is not None and now.number == number != "" and _squashed(now.spans) == _squashed(spans)

    def _elements_are_numbered(self) -> bool:
        now = self.outline.element_now
        return bool(now and now.number and self.outline.elements_in_unit)

    def criteria(self, row: Row, cols: Columns) -> None:
        """The criteria of the row, with their numbers and marks."""
        at = cols.first(Role.NUMBER)
        numbers = row[at].spans if at is not None else ()
        self.note(numbers)
        texts = [
            span
            for cell in distinct_cells([row[i] for i in cols.span(Role.CRITERION)])
            for span in cell.spans
        ]
        if at is not None and cols.by_content:
            texts = [span for span in texts if span not in numbers]
        for item in items.zip_numbers(numbers, texts):
            if item.number is None:
                self._unnumbered(item)
            elif item.text or item.number:
                draft = self.outline.add(LineKind.CRITERION, item.number, item.spans)
                self._marks(row, cols, draft)

    def _unnumbered(self, item: items.Item) -> None:
        """Text without number or bullet in the criteria column: the rest of the line above, or a heading."""
        before = self.outline.open or self.outline.latest(LineKind.CRITERION)
        if before and before.kind is LineKind.CRITERION and _is_rest(before, item):
            before.spans.extend(item.spans)
        elif self.checklist:
            self.outline.element("", item.spans)
            self.outline.open = None
        elif before and item.spans and item.spans[0].flows and before.number:
            before.spans.extend(item.spans)
        else:
            self.outline.add(LineKind.CRITERION, "", item.spans)

    def _marks(self, row: Row, cols: Columns, draft: Draft) -> None:
        index = cols.first(Role.CRITICAL)
        if index is not None and row[index].text.strip().lower() in (
            "yes",
            "x",
            "\u2713",
            "critical",
            "y",
            "*",
        ):
            draft.critical = True
        marks = cols.first(Role.MARKS)
        if marks is not None and (found := _MARKS.match(row[marks].text)):
            draft.marks = Decimal(found[1].replace(",", "."))
        self.note([span for at in (index, marks) if at is not None for span in row[at].spans])

    def list_cells(self, row: Row, cols: Columns) -> None:
        """Knowledge, skills and the like that stand in columns of the row."""
        description = cols.first(Role.DESCRIPTION)
        for role, kind in _LIST_ROLES.items():
            index = cols.first(role)
            if index is None:
                continue
            if description is not None:
                self._described(row[index], row[description], kind)
                continue
            for item in items.split(row[index].spans) if self._changed(role, row[index]) else ():
                before = self.outline.latest(kind)
                if item.number is None and before and _next_page(before, item):
                    before.spans.extend(item.spans)
                else:
                    self.outline.add(kind, item.number or "", item.spans)
            self.outline.open = None

    def _described(self, name: Cell, text: Cell, kind: LineKind) -> None:
        """A skill and its description in two columns: one line, "Reading: Analyses ..."."""
        spans = [items.with_text(s, patterns.without_bullet(s.text) or s.text) for s in text.spans]
        if name.text:
            title = one_span(name)
            label = [items.with_text(title, title.text.rstrip(": ") + ":")] if title else []
            self.outline.add(kind, "", [*label, *spans])
        else:
            for span in spans:
                self.outline.extend(span)


def spans_in(row: Sequence[Cell]) -> list[Span]:
    return [span for cell in distinct_cells(row) for span in cell.spans]


def distinct_cells(row: Sequence[Cell]) -> list[Cell]:
    seen: set[str] = set()
    found = []
    for cell in row:
        if not cell.key or cell.key not in seen:
            found.append(cell)
        seen.add(cell.key)
    return found


def one_span(cell: Cell) -> Span | None:
    if not cell.spans:
        return None
    return items.with_text(cell.spans[0], " ".join(span.text for span in cell.spans))


def _is_rest(before: Draft, item: items.Item) -> bool:
    """Whether a text without a mark is the rest of a criterion that a page break cut."""
    if not _next_page(before, item) or (item.spans[0].strong and not before.spans[-1].strong):
        return False
    return item.text[:1].islower() or not before.text.rstrip().endswith((".", "*"))


def _next_page(before: Draft, item: items.Item) -> bool:
    """Whether an item without a mark is the rest of a line that a page break cut."""
    return bool(before.spans and item.spans[0].flows and item.spans[0].page != before.spans[-1].page)


def _after_number(spans: Sequence[Span], number: str) -> list[Span]:
    """The title without its "LO 1:" or "1."; the number is the first one in the text."""
    pattern = re.compile(rf"^\D{{0,24}}?{re.escape(number)}\s*[.:)\-\u2013]?\s*", re.S)
    first = pattern.sub("", spans[0].text, count=1)
    if first == spans[0].text and len(spans) > 1:  # "LO" and the number on two lines
        return _after_number(
            [items.with_text(spans[0], spans[0].text + " " + spans[1].text), *spans[2:]], number
        )
    return [span for span in (items.with_text(spans[0], first), *spans[1:]) if span.text]


def _squashed(spans: Sequence[Span]) -> str:
    return patterns.squash(" ".join(span.text for span in spans))
