"""The rules for whole files: blocks in order, tables by their columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from standards.intake import columns, items, patterns
from standards.intake.blocks import Block, Cell, Row, Sheet, Span, Table
from standards.intake.columns import Columns, Role
from standards.intake.kinds import LineKind
from standards.intake.outline import Draft
from standards.intake.textrules import TextReader

_LIST_ROLES = {
    Role.KNOWLEDGE: LineKind.KNOWLEDGE,
    Role.SKILL: LineKind.SKILL,
    Role.ATTITUDE: LineKind.ATTITUDE,
    Role.RANGE: LineKind.RANGE,
}
_INSTRUCTION = re.compile(
    r"describes? (?:what needs|the (?:required |essential )?(?:performance|outcomes?))", re.I
)


class Reader(TextReader):
    """Reads one source. `outline` holds the lines; `unread` the tables' text that no rule wanted."""

    def read(self, blocks: Sequence[Block]) -> None:
        """All blocks in order."""
        for block in blocks:
            if isinstance(block, Table):
                self.table(block)
            elif isinstance(block, Sheet):
                self.columns, self.section, self.keys = None, None, {}
            else:
                self.line(block)

    def table(self, table: Table) -> None:
        """One table: by columns where it holds criteria or a list, else as lines of text."""
        self.unread.extend(table.unread)
        if self._unit_list(table):
            return
        body: list[Row] = []
        named: Columns | None = None
        for row in table.rows:
            heading = columns.heading_columns(row)
            if heading:
                self._rows(body, named)
                body, named, self.keys = [], heading, {}
                self._open_criteria(heading)
                self.columns = heading
            else:
                body.append(row)
        self._rows(body, named)

    def _open_criteria(self, heading: Columns) -> None:
        self.outline.open = (
            None if heading.has(Role.UNIT, Role.ELEMENT) and not self.columns else self.outline.open
        )
        self.section = LineKind.CRITERION if heading.of_criteria else None

    def _unit_list(self, table: Table) -> bool:
        """A summary table of units (code and title, no criteria): kept for the completeness check."""
        flat = [[text for _, text in columns.distinct(row)] for row in table.rows]
        coded = [row for row in flat if any(patterns.CODE.fullmatch(text) for text in row)]
        wide = [row for row in flat if any(patterns.NUMBERED.match(text) for text in row)]
        if len(coded) < 2 or len(coded) * 2 < len(flat) or wide:
            return False
        if any(columns.heading_columns(row) for row in table.rows[:4]):
            return False
        for row in coded:
            code = next(text for text in row if patterns.CODE.fullmatch(text))
            self.listed.append((code, max((text for text in row if text != code), key=len, default="")))
        return True

    def _rows(self, body: Sequence[Row], named: Columns | None) -> None:
        if not body:
            return
        chosen = columns.choose(named, self.columns, body)
        if chosen is None and self.section is LineKind.CRITERION:
            chosen = columns.checklist_columns(body)
        if chosen is None:
            for row in body:
                self._text_row(row)
            return
        self.columns = chosen
        in_list = self.section not in (None, LineKind.CRITERION)
        if chosen.has(Role.CRITERION) and in_list and named is None:
            self._list_rows(body)
            return
        if chosen.has(Role.CRITERION):
            self.section = LineKind.CRITERION
        bulleted = _bulleted_share(body, chosen)
        self.checklist = bulleted >= (0.1 if self.checklist and named is None else 0.4)
        for row in body:
            self._row(row, chosen)

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
            for item in items.split(cells[-1].spans):
                self.outline.add(kind or part or LineKind.EVIDENCE, item.number or "", item.spans)
        self.outline.open, self.columns = None, None

    def _text_row(self, row: Row) -> None:
        """A row of a table that is not understood: its lines are read like text."""
        cells = [cell for cell in _distinct_cells(row) if cell.text]
        if self.section and self.section is not LineKind.CRITERION and len(cells) > 1:
            self._list_rows([row])
            return
        self.in_row = len(cells) > 1
        if len(cells) == 2 and cells[0].text.endswith(":"):  # "Qualification:" and its value
            first, *rest = cells[1].spans
            self.line(items.with_text(first, f"{cells[0].text} {first.text}"))
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
            return
        if len(filled) == 1 and self._ends_table(filled[0]):
            return
        if len(filled) > 1 and patterns.FORM_LABEL.match(patterns.clean(filled[0].text)):
            self.section = None
        if self.section is None and cols.has(Role.CRITERION):
            self._text_row(row)
            return
        self._unit_cells(row, cols)
        if cols.has(Role.CRITERION):
            self._element_cell(row, cols)
            self._criteria(row, cols)
        self._list_cells(row, cols)

    def _ends_table(self, cell: Cell) -> bool:
        """A row that spans the table and opens another part ("Evidence guide", a declaration, a unit)."""
        first = cell.spans[0]
        text = patterns.clean(cell.text)
        if patterns.CRITERIA_PART.fullmatch(text.strip(" :-*")):
            return False
        is_part = patterns.OTHER_PART.fullmatch(text.strip(" :-*")) or patterns.part_of(text)
        if is_part:
            self._part_line(first, text)
            return True
        if (
            patterns.UNIT_TITLE.match(text)
            or patterns.UNIT_CODE.match(text)
            or patterns.CODE_COLON.match(text)
        ):
            kept = self.columns
            self._unit_line(items.with_text(first, text), text)
            self.columns, self.section = kept, LineKind.CRITERION
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
        before = self.outline.unit_now
        self.outline.unit(title=title, code=number)
        if self.outline.unit_now is not before:
            self.keys.pop(Role.ELEMENT, None)

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
        if self.checklist:
            self.outline.element("", item.spans)
            self.outline.open = None
        elif item.spans and not item.spans[0].flows:
            self.outline.add(LineKind.CRITERION, "", item.spans)
        elif before := self.outline.open or self.outline.latest(LineKind.CRITERION):
            before.spans.extend(item.spans)
        else:
            self.outline.add(LineKind.CRITERION, "", item.spans)

    def _marks(self, row: Row, cols: Columns, draft: Draft) -> None:
        index = cols.first(Role.CRITICAL)
        if index is not None and row[index].text.strip().lower() in ("yes", "x", "\u2713", "critical", "y"):
            draft.critical = True

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
