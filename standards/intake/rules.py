"""The rules for whole files: blocks in order, tables by their columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from standards.intake import columns, items, patterns
from standards.intake.blocks import Block, Cell, Row, Sheet, Source, Span, Table
from standards.intake.columns import Columns, Role
from standards.intake.kinds import LineKind
from standards.intake.outline import Draft
from standards.intake.textrules import TextReader
from standards.intake.unitrules import LISTS

_LIST_ROLES = {
    Role.KNOWLEDGE: LineKind.KNOWLEDGE,
    Role.SKILL: LineKind.SKILL,
    Role.ATTITUDE: LineKind.ATTITUDE,
    Role.RANGE: LineKind.RANGE,
}
_INSTRUCTION = re.compile(
    r"describes? (?:what needs|the (?:required |essential )?(?:performance|outcomes?))", re.I
)
_MARKS = re.compile(r"^\s*(\d{1,4}(?:[.,]\d{1,2})?)\s*%?\s*$")


class Reader(TextReader):
    """Reads one source. `outline` holds the lines; `unread` the tables' text that no rule wanted."""

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.heads: set[str] = set()  # heading rows so far, for those that are printed again on each page
        self.strong_rows = False  # the table that is read tells its headings by bold type
        self.depth = 0  # of the numbers in the criteria column

    def read(self, blocks: Sequence[Block]) -> None:
        """All blocks in order."""
        for block in blocks:
            if isinstance(block, Table):
                self.table(block)
            elif isinstance(block, Sheet):
                self.close_part()
                self.columns, self.section, self.keys = None, None, {}
            else:
                self.line(block)
        self.close_part()

    def table(self, table: Table) -> None:
        """One table: by columns where it holds criteria or a list, else as lines of text."""
        self.unread.extend(table.unread)
        if self._unit_list(table):
            return
        self.loose = []
        body: list[Row] = []
        named: Columns | None = None
        for at, row in enumerate(table.rows):
            typed = named is not None and named.has(Role.KIND)
            heading = None if typed else self._heading_row(row, table.rows[at + 1 :], first=at == 0)
            if heading:
                self._rows(body, named)
                body, named, self.keys = [], heading, {}
                self._open_criteria(heading)
                self.columns = heading
                self.note(_spans(row))
            elif _words(row) in self.heads:
                self.note(_spans(row))
            else:
                body.append(row)
        self._rows(body, named)

    def _heading_row(self, row: Row, below: Sequence[Row], *, first: bool) -> Columns | None:
        heading = columns.heading_columns(row)
        if heading is None and first and below and self.section not in LISTS and _may_head(row):
            shown = columns.content_columns(below)
            named = {row[at].text for at in (shown.roles if shown else ())}
            if shown and shown.has(Role.ELEMENT) and len(below) > 1 and all(named) and len(named) > 1:
                heading = shown
        if heading:
            self.heads.add(_words(row))
        return heading

    def _open_criteria(self, heading: Columns) -> None:
        self.marked = True  # what stood above the table introduces it
        self.close_part()
        self.outline.open = (
            None if heading.has(Role.UNIT, Role.ELEMENT) and not self.columns else self.outline.open
        )
        self.section = LineKind.CRITERION if heading.of_criteria else None
        self.aside = False

    def _unit_list(self, table: Table) -> bool:
        """A summary table of units (code and title, no criteria): kept for the completeness check."""
        flat = [[text for _, text in columns.distinct(row)] for row in table.rows]
        coded = [row for row in flat if any(patterns.CODE.fullmatch(text) for text in row)]
        wide = [row for row in flat if any(patterns.NUMBERED.match(text) for text in row)]
        if len(coded) < 2 or len(coded) * 2 < len(flat) or wide:
            return False
        if any(columns.heading_columns(row) for row in table.rows[:4]):
            return False
        kind = self.unit_kind
        for row in flat:
            code = next((text for text in row if patterns.CODE.fullmatch(text)), "")
            found = patterns.UNIT_KIND.match(row[0]) if row else None
            kind = found[1].lower() if found else kind
            if code:
                self.listed.append((code, max((text for text in row if text != code), key=len, default="")))
                self.kinds_by_code[patterns.squash(code)] = kind
        self.note([span for row in table.rows for span in _spans(row)])
        return True

    def _rows(self, body: Sequence[Row], named: Columns | None) -> None:
        if not body:
            return
        chosen = columns.choose(named, self.columns, body)
        if chosen is None and self.section is LineKind.CRITERION:
            chosen = columns.lettered_columns(body) or columns.checklist_columns(body)
        if chosen and chosen.has(Role.KIND) and not self._typed_rows(body, chosen):
            return
        if chosen is None or chosen.has(Role.KIND):
            for row in body:
                self._text_row(row)
            return
        self.columns = chosen
        in_list = self.section in LISTS
        if chosen.has(Role.CRITERION) and in_list and named is None:
            self._list_rows(body)
            return
        if chosen.has(Role.CRITERION):
            self.section, self.aside = LineKind.CRITERION, False
        bulleted = _bulleted_share(body, chosen)
        self.checklist = bulleted >= (0.1 if self.checklist and named is None else 0.4)
        strong = [all(span.strong for span in _worded(row)) for row in body if _worded(row)]
        self.strong_rows = 0 < sum(strong) <= 0.6 * len(strong)
        self.depth = _usual_depth(body, chosen)
        for row in body:
            self._row(row, chosen)

    def _typed_rows(self, body: Sequence[Row], cols: Columns) -> bool:
        """Rows of any kind, which is named in a column. Gives back whether they must still be read as text."""
        at = cols.first(Role.KIND)
        kinds = [columns.line_kind(row[at].text) if at is not None else None for row in body]
        if at is None or sum(kind is not None for kind in kinds) < 0.6 * len(kinds):
            return True
        number = next((i for r in (Role.NUMBER, Role.CODE) if (i := cols.first(r)) is not None), None)
        number = (
            number
            if number is not None
            else next((i for i, r in cols.roles.items() if r is Role.OTHER), None)
        )
        for row, kind in zip(body, kinds, strict=True):
            rest = [i for i in range(len(row)) if i not in (at, number) and row[i].text]
            if kind is None or not rest:
                continue
            text = max((row[i] for i in rest), key=lambda cell: len(cell.text))
            self._typed(kind, row[number].text if number is not None else "", text)
        return False

    def _typed(self, kind: LineKind, number: str, text: Cell) -> None:
        if kind is LineKind.UNIT:
            self.make_unit(_one_span(text), code=number if patterns.CODE.fullmatch(number) else "")
        elif kind is LineKind.ELEMENT:
            self.outline.element(number, text.spans)
        else:
            self.outline.add(kind, number, text.spans)

    def _list_rows(self, body: Sequence[Row]) -> None:
        """A table in a list part (an evidence guide, a range of variables): label and items."""
        part = self.section
        for row in body:
            cells = [cell for index, cell in enumerate(row) if (index, cell.text) in columns.distinct(row)]
            if not cells:
                continue
            kind = patterns.part_of(cells[0].text) if len(cells) > 1 else None
            if kind is LineKind.ASSESSMENT and part is LineKind.EVIDENCE:
                kind = LineKind.EVIDENCE
            self.note(_spans(row))
            self.marked = True
            for item in items.split(cells[-1].spans):
                self.outline.add(kind or part or LineKind.EVIDENCE, item.number or "", item.spans)
        self.outline.open, self.columns = None, None

    def _text_row(self, row: Row) -> None:
        """A row of a table that is not understood: its lines are read like text."""
        cells = [cell for cell in _distinct_cells(row) if cell.text]
        self.in_row = len(cells) > 1
        label = cells[0].text.strip(" :") if len(cells) == 2 else ""
        if self.section in LISTS and len(cells) > 1 and not (label and _is_label(label)):
            self._list_rows([row])
            return
        if label and (cells[0].text.endswith(":") or _is_label(label)):  # "Qualification:" and its value
            first, *rest = cells[1].spans
            self.note(_spans(row))
            self.line(items.with_text(first, f"{label}: {first.text}"))
            spans = rest
        else:
            spans = [span for cell in cells for span in cell.spans]
        for span in spans:
            self.line(span)
        self.in_row = False

    def _row(self, row: Row, cols: Columns) -> None:
        cells = _distinct_cells(row)
        filled = [cell for cell in cells if cell.text]
        if not filled or _INSTRUCTION.search(filled[-1].text) or columns.only_side_headings(row):
            self.note(_spans(row))
            return
        if len(filled) == 1 and self._ends_table(filled[0]):
            return
        if len(filled) > 1 and _is_label(filled[0].text.strip(" :")):
            self._text_row(row)
            return
        if len(filled) > 1 and patterns.FORM_LABEL.match(patterns.clean(filled[0].text)):
            self.section, self.aside = None, True
        if self.section is not LineKind.CRITERION and cols.has(Role.CRITERION):
            self._text_row(row)
            return
        if self._element_row(row, filled, cols):
            return
        self._unit_cells(row, cols)
        if cols.has(Role.CRITERION):
            self._element_cell(row, cols)
            self._criteria(row, cols)
        self._list_cells(row, cols)

    def _element_row(self, row: Row, filled: Sequence[Cell], cols: Columns) -> bool:
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

    def _ends_table(self, cell: Cell) -> bool:
        """A row that spans the table and opens another part ("Evidence guide", a declaration, a unit)."""
        first = cell.spans[0]
        text = patterns.clean(cell.text)
        if patterns.CRITERIA_PART.fullmatch(text.strip(" :-*")):
            self.note(cell.spans)
            self.section, self.aside = LineKind.CRITERION, False
            return True
        bare = text.strip(" :-*")
        if patterns.OTHER_PART.fullmatch(bare) or patterns.DESCRIPTOR.match(bare) or patterns.part_of(text):
            self._part_line(first, text)
            self.note(cell.spans)
            return True
        if (
            patterns.UNIT_TITLE.match(text)
            or patterns.UNIT_CODE.match(text)
            or patterns.CODE_COLON.match(text)
            or patterns.UNIT_NUMBER.match(text)
        ):
            kept = self.columns
            self.unit_line(items.with_text(first, text), text)
            self.columns, self.section = kept, LineKind.CRITERION
            self.note(cell.spans)
            return True
        return False

    def _changed(self, role: Role, cell: Cell) -> bool:
        """Whether a cell that repeats down its column now says something new."""
        key = f"{cell.key}|{patterns.squash(cell.text)}"
        if not cell.text or self.keys.get(role) == key:
            return False
        self.keys[role] = key
        return True

    def _unit_cells(self, row: Row, cols: Columns) -> None:
        unit, code = cols.first(Role.UNIT), cols.first(Role.CODE)
        changed = [
            role
            for role, index in ((Role.UNIT, unit), (Role.CODE, code))
            if index is not None and self._changed(role, row[index])
        ]
        if not changed:
            return
        title = _one_span(row[unit]) if unit is not None else None
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

    def _element_cell(self, row: Row, cols: Columns) -> None:
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
        if not found and (match := patterns.NUMBERED.match(text)) and patterns.depth_of(match[1]) < self.depth:
            found = match
        if found:
            self.outline.element(number or found[1], _after_number(spans, found[1]))
        elif self.outline.element_now and self._elements_are_numbered() and not number:
            self.outline.element_now.spans.extend(spans)  # the rest of a title from above
        else:
            self.outline.element(number, spans)
        if self.outline.open is self.outline.element_now:
            self.outline.open = None

    def _elements_are_numbered(self) -> bool:
        now = self.outline.element_now
        return bool(now and now.number and self.outline.elements_in_unit)

    def _criteria(self, row: Row, cols: Columns) -> None:
        at = cols.first(Role.NUMBER)
        numbers = row[at].spans if at is not None else ()
        texts = [
            span
            for cell in _distinct_cells([row[i] for i in cols.span(Role.CRITERION)])
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

    def _list_cells(self, row: Row, cols: Columns) -> None:
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
            title = _one_span(name)
            label = [items.with_text(title, title.text.rstrip(": ") + ":")] if title else []
            self.outline.add(kind, "", [*label, *spans])
        else:
            for span in spans:
                self.outline.extend(span)


def _spans(row: Sequence[Cell]) -> list[Span]:
    return [span for cell in _distinct_cells(row) for span in cell.spans]


def _worded(row: Row) -> list[Span]:
    """The lines of a row that are more than a number."""
    return [span for span in _spans(row) if len(span.text) > 4]


def _words(row: Row) -> str:
    return "|".join(patterns.squash(cell.text) for cell in _distinct_cells(row) if cell.text)


def _may_head(row: Row) -> bool:
    first = next((cell.text for cell in row if cell.text), "")
    return columns.may_head(row) and not _is_label(first.strip(" :"))


def _is_label(text: str) -> bool:
    labels = (patterns.UNIT_TITLE, patterns.UNIT_CODE, patterns.DESCRIPTOR, patterns.QUALIFICATION)
    return any(label.match(text) for label in labels) and len(text) < 40


def _usual_depth(body: Sequence[Row], cols: Columns) -> int:
    """How many parts the numbers of the criteria have; 0 where they have none."""
    at = cols.first(Role.NUMBER)
    at = at if at is not None else cols.first(Role.CRITERION)
    texts = [row[at].text for row in body if at is not None and row[at].text]
    found = (patterns.NUMBERED.match(text) for text in texts)
    depths = Counter(patterns.depth_of(match[1]) for match in found if match)
    return depths.most_common(1)[0][0] if depths else 0


def _is_rest(before: Draft, item: items.Item) -> bool:
    """Whether a text without a mark is the rest of a criterion that a page break cut."""
    if not _next_page(before, item) or (item.spans[0].strong and not before.spans[-1].strong):
        return False
    return item.text[:1].islower() or not before.text.rstrip().endswith((".", "*"))


def _distinct_cells(row: Sequence[Cell]) -> list[Cell]:
    seen: set[str] = set()
    found = []
    for cell in row:
        if not cell.key or cell.key not in seen:
            found.append(cell)
        seen.add(cell.key)
    return found


def _next_page(before: Draft, item: items.Item) -> bool:
    """Whether an item without a mark is the rest of a line that a page break cut."""
    return bool(before.spans and item.spans[0].flows and item.spans[0].page != before.spans[-1].page)


def _one_span(cell: Cell) -> Span | None:
    if not cell.spans:
        return None
    return items.with_text(cell.spans[0], " ".join(span.text for span in cell.spans))


def _after_number(spans: Sequence[Span], number: str) -> list[Span]:
    """The title without its "LO 1:" or "1."; the number is the first one in the text."""
    pattern = re.compile(rf"^\D{{0,24}}?{re.escape(number)}\s*[.:)\-\u2013]?\s*", re.S)
    first = pattern.sub("", spans[0].text, count=1)
    if first == spans[0].text and len(spans) > 1:  # "LO" and the number on two lines
        return _after_number(
            [items.with_text(spans[0], spans[0].text + " " + spans[1].text), *spans[2:]], number
        )
    return [span for span in (items.with_text(spans[0], first), *spans[1:]) if span.text]


def _bulleted_share(body: Sequence[Row], cols: Columns) -> float:
    index = cols.first(Role.CRITERION)
    if index is None:
        return 0.0
    texts = [row[index].text for row in body if row[index].text]
    return sum(patterns.without_bullet(text) is not None for text in texts) / len(texts) if texts else 0.0
