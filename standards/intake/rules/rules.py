"""The rules for whole files: blocks in order, tables by their columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from standards.intake.blocks import Block, Cell, Row, Sheet, Span, Table
from standards.intake.kinds import LineKind
from standards.intake.rules import columns, items, patterns
from standards.intake.rules.columns import Columns, Role
from standards.intake.rules.rowrules import RowReader, distinct_cells, one_span, spans_in
from standards.intake.rules.unitrules import LISTS

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


class Reader(RowReader):
    """Reads one source. `outline` holds the lines; `unread` the tables' text that no rule wanted."""

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
        self.above, self.loose = self.loose[-1:], []
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
                self.note(spans_in(row))
            elif _words(row) in self.heads:
                self.note(spans_in(row))
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
        self.note([span for row in table.rows for span in spans_in(row)])
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
            self._element_above(chosen)
        bulleted = _bulleted_share(body, chosen)
        self.checklist = bulleted >= (0.1 if self.checklist and named is None else 0.4)
        strong = [all(span.strong for span in _worded(row)) for row in body if _worded(row)]
        self.strong_rows = 0 < sum(strong) <= 0.6 * len(strong)
        self.depth = _usual_depth(body, chosen)
        for row in body:
            self._row(row, chosen)

    def _element_above(self, cols: Columns) -> None:
        """ "2. Lay courses" in bold right above a table of criteria names their element."""
        above, self.above = self.above, []
        found = patterns.ORDINAL.match(above[0].text) if above and above[0].strong else None
        if found and not cols.has(Role.ELEMENT, Role.UNIT):
            self.outline.element(found[1], [items.with_text(above[0], found[2])])
            self.outline.open = None

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
            self.make_unit(one_span(text), code=number if patterns.CODE.fullmatch(number) else "")
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
            self.note(spans_in(row))
            self.marked = True
            for item in items.split(cells[-1].spans):
                self.outline.add(kind or part or LineKind.EVIDENCE, item.number or "", item.spans)
        self.outline.open, self.columns = None, None

    def _text_row(self, row: Row) -> None:
        """A row of a table that is not understood: its lines are read like text."""
        cells = [cell for cell in distinct_cells(row) if cell.text]
        self.in_row = len(cells) > 1
        label = cells[0].text.strip(" :") if len(cells) == 2 else ""
        if self.section in LISTS and len(cells) > 1 and not (label and _is_label(label)):
            self._list_rows([row])
            return
        if label and (cells[0].text.endswith(":") or _is_label(label)):  # "Qualification:" and its value
            first, *rest = cells[1].spans
            self.note(spans_in(row))
            self.line(items.with_text(first, f"{label}: {first.text}"))
            spans = rest
        else:
            spans = [span for cell in cells for span in cell.spans]
        for span in spans:
            self.line(span)
        self.in_row = False

    def _row(self, row: Row, cols: Columns) -> None:
        cells = distinct_cells(row)
        filled = [cell for cell in cells if cell.text]
        if not filled or _INSTRUCTION.search(filled[-1].text) or columns.only_side_headings(row):
            self.note(spans_in(row))
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
        self.in_columns.update(span.at for span in spans_in(row))
        self.note([span for at, role in cols.roles.items() if role is Role.OTHER for span in row[at].spans])
        if self.element_row(row, filled, cols):
            return
        self.unit_cells(row, cols)
        if cols.has(Role.CRITERION):
            self.element_cell(row, cols)
            self.criteria(row, cols)
        self.list_cells(row, cols)

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


def _worded(row: Row) -> list[Span]:
    """The lines of a row that are more than a number."""
    return [span for span in spans_in(row) if len(span.text) > 4]


def _words(row: Row) -> str:
    return "|".join(patterns.squash(cell.text) for cell in distinct_cells(row) if cell.text)


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


def _bulleted_share(body: Sequence[Row], cols: Columns) -> float:
    index = cols.first(Role.CRITERION)
    if index is None:
        return 0.0
    texts = [row[index].text for row in body if row[index].text]
    return sum(patterns.without_bullet(text) is not None for text in texts) / len(texts) if texts else 0.0
