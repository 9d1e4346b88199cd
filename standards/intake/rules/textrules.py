"""The rules for running text: parts, numbered and bulleted lines. They look at content only, never at an agency's
name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from standards.intake.blocks import Source, Span, spans_of
from standards.intake.kinds import LineKind
from standards.intake.rules import items, patterns
from standards.intake.rules.unitrules import LISTS, UnitReader

_TITLE = 140  # characters; a longer line is no heading


class TextReader(UnitReader):
    """Reads lines of text into `outline`."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self.loose: list[Span] = []  # lines that belonged to nothing; perhaps a heading of what follows
        self.asides: set[int] = set()  # places of lines in parts that are not kept
        self.astray: set[int] = set()  # places of lines among criteria or lists that became no lines
        self.in_columns: set[int] = set()  # places of lines in tables that were read by columns
        self.tail: list[Span] = []  # a line that was taken for the rest of the one above
        self.listed: list[tuple[str, str]] = []  # units named in a summary table: code, title
        self.unread: list[Span] = []
        self.checklist = False  # bulleted criteria with headings between them
        texts = [span.text for span in spans_of(source.blocks)]
        self.criterion_depth = _criterion_depth(texts)
        self.codes = _codes(texts)

    def line(self, span: Span) -> None:
        """One line outside the tables that are read by columns."""
        text = patterns.clean(span.text)
        if not text or patterns.PAGE_NUMBER.fullmatch(text):
            self.note([span])
            return
        span = items.with_text(span, text)
        title, self.title = self.title, None
        if self._goes_on_small(span, text):
            return
        if self.value_of_label(span, text) or self.unit_line(span, text) or self._part_line(span, text):
            self.note([span])
            self.loose = []
            return
        if self._item_line(span, text):
            self.loose = []
            return
        if self.aside:
            self.asides.add(span.at)
        if title and title.spans and _title_goes_on(title.spans[-1], span):
            title.spans.append(span)
            self.title = title
            return
        self._other_line(span, text)

    def _goes_on_small(self, span: Span, text: str) -> bool:
        """A line in small letters right below an open one is the rest of it, whatever words it begins with."""
        now = self.outline.open
        if not now or not text[:1].islower() or patterns.starts_item(text) or patterns.ABLE_TO.search(text):
            return False
        if not _flows_on(now.spans, span):
            return False
        self.outline.extend(span)
        self.loose, self.tail = [], [span]
        return True

    def _part_line(self, span: Span, text: str) -> bool:
        bare = text.strip(" :-\u2013*")
        if patterns.CRITERIA_PART.fullmatch(bare):
            self.open_part(LineKind.CRITERION)
        elif kind := patterns.part_of(text):
            self.open_part(kind)
        elif (
            (match := patterns.DESCRIPTOR.match(bare))
            and self.outline.unit_now
            and not self.outline.lines_in_unit
        ):
            self.open_part(LineKind.DESCRIPTOR)
            if match[1]:
                self.outline.add(LineKind.DESCRIPTOR, "", [items.with_text(span, match[1])])
        elif patterns.DESCRIPTOR.match(bare) or (patterns.OTHER_PART.fullmatch(bare) and len(bare) < 200):
            self.open_part(None)
        else:
            return False
        return True

    # -------------------------------------------------------------------- items
    def _item_line(self, span: Span, text: str) -> bool:
        if (match := patterns.CODED.match(text)) and (match[3] or match[1] in self.codes):
            kind = patterns.CODED_KINDS[match[1]]
            self._coded(kind, match[1] + match[2], items.with_text(span, match[4]))
            return True
        if match := patterns.PC_DOTTED.match(text):
            self._coded(LineKind.CRITERION, match[1], items.with_text(span, match[2]))
            return True
        if match := patterns.NUMBERED.match(text):
            return self._numbered(span, match[1], match[2])
        if match := patterns.ELEMENT.match(text):
            self.element(match[1], items.with_text(span, match[2]))
            return True
        if (match := patterns.ORDINAL.match(text)) and self._ordinal(span, match[1], match[2]):
            return True
        bare = patterns.without_bullet(text)
        if bare is not None and self.section:
            self._bulleted(items.with_text(span, bare), patterns.letter_of(text))
            return True
        return False

    def _coded(self, kind: LineKind, number: str, piece: Span) -> None:
        if kind is LineKind.CRITERION:
            self._heading_above()
        if kind is not self.section:
            self.close_part()
        self.section, self.marked, self.aside = kind, True, False
        self.outline.add(kind, number, [piece])

    def element(self, number: str, title: Span) -> None:
        """An element found in running text."""
        self.close_part()
        self.outline.element(number, [title] if title.text else [])
        self.section, self.aside = LineKind.CRITERION, False

    def _numbered(self, span: Span, number: str, rest: str) -> bool:
        if not (rest[:1].isalpha() or rest.startswith(('"', "'", "(", "\u201c"))):
            return False
        piece = items.with_text(span, rest)
        now = self.outline.open
        if now and now.number and _flows_on(now.spans, span) and not patterns.follows(now.number, number):
            return False  # "25.4 mm" at the start of a wrapped line
        if self.section in LISTS:
            self._listed(number, piece)
        elif patterns.depth_of(number) < self.criterion_depth:
            self.element(number, piece)
        else:
            self._heading_above()
            self.section, self.aside = LineKind.CRITERION, False
            self.outline.add(LineKind.CRITERION, number, [piece])
        return True

    def _listed(self, number: str, piece: Span) -> None:
        self.outline.add(self.section or LineKind.KNOWLEDGE, number, [piece])
        self.marked = True

    def _ordinal(self, span: Span, number: str, rest: str) -> bool:
        """ "3. Title": an element where elements are counted, an item where a list is open."""
        piece = items.with_text(span, rest)
        if self.section in LISTS:
            self._listed(number, piece)
            return True
        if len(rest) > _TITLE:
            return False
        if self.criterion_depth == 3 and (span.strong or (self.section and not self.aside)):
            return self.titled(piece, number=int(number))
        if self.section is not LineKind.CRITERION:
            return False
        before = self.outline.element_now.number if self.outline.element_now else "0"
        expected = int(before) + 1 if before.isdecimal() else 1
        if int(number) == expected or (self.outline.open is None and not self.outline.lines_in_unit):
            self.element(number, piece)
            return True
        return False

    def _bulleted(self, piece: Span, letter: str) -> None:
        if self.section in LISTS:
            self._listed(letter, piece)
        elif self.section is LineKind.DESCRIPTOR:
            self.plain.append([piece])
        elif self._belongs_to_number(letter):
            self.outline.extend(items.with_text(piece, f"\u2022 {piece.text}"))
        else:
            self._heading_above()
            self.outline.add(LineKind.CRITERION, letter, [piece])

    def _belongs_to_number(self, letter: str) -> bool:
        """Whether a bullet stands below a numbered criterion (a list of examples)."""
        now = self.outline.open
        return bool(now and now.kind is LineKind.CRITERION and now.number[:1].isdecimal() and not letter)

    def _heading_above(self) -> None:
        """A line in bold or in a heading style right above criteria names their element."""
        heading, self.loose = self.loose, []
        while heading and not (heading[-1].strong or heading[-1].heading):
            if len(heading[-1].text) > 60 and not heading[-1].text.endswith(":"):
                return
            heading = heading[:-1]  # "The trainee must:" between the heading and the items
        strong = [span for span in heading if span.strong or span.heading]
        if not strong or len(" ".join(span.text for span in strong)) > _TITLE:
            return
        self.element("", strong[0])
        for span in strong[1:]:
            self.outline.extend(span)
        self.outline.open = None

    # --------------------------------------------------------------- other lines
    def _other_line(self, span: Span, text: str) -> None:
        tail, self.tail = self.tail, []
        if patterns.ABLE_TO.search(text) and (self.loose or tail):
            self.note([span])
            heading = self.loose or tail
            self.outline.take_back(heading)
            self.element("", heading[0])
            for piece in heading[1:]:
                self.outline.extend(piece)
            self.outline.open, self.loose = None, []
            return
        open_line = self.outline.open
        if open_line and _flows_on(open_line.spans, span):
            self.outline.extend(span)
            self.loose, self.tail = [], [span]
            return
        if self.section in LISTS or self.section is LineKind.DESCRIPTOR:
            self._paragraph(span)
        elif self.section is LineKind.CRITERION:
            self.astray.add(span.at)
        self.loose = [*self.loose[-2:], span]
        self.outline.open = None

    def _paragraph(self, span: Span) -> None:
        if self.plain and _flows_on(self.plain[-1], span):
            self.plain[-1].append(span)
        else:
            self.plain.append([span])


def _flows_on(before: Sequence[Span], span: Span) -> bool:
    """Whether a line without number or bullet continues the wrapped text above it (PDF only)."""
    if not before or not span.box or not before[0].box or not before[-1].box:
        return False
    if span.box[0] < before[0].box[0] - 3 or (span.strong and not before[-1].strong):
        return False
    above = span.box[3] < before[-1].box[1]  # at the top of the next column
    if span.page != before[-1].page or above:
        hanging = (
            len(before) > 1 and abs(span.box[0] - before[-1].box[0]) < 2 < span.box[0] - before[0].box[0]
        )
        return span.text[:1].islower() or (hanging and not span.strong)
    height = before[-1].box[3] - before[-1].box[1]
    return span.box[1] - before[-1].box[3] < height * 1.2


def _title_goes_on(before: Span, span: Span) -> bool:
    """Whether a line is the second line of a wrapped title: as large, close below, not further left (PDF only)."""
    if not before.box or not span.box or before.page != span.page or before.text.endswith("."):
        return False
    height, next_height = before.box[3] - before.box[1], span.box[3] - span.box[1]
    close = span.box[1] - before.box[3] < height * 0.6 and before.strong == span.strong
    return close and abs(height - next_height) <= height * 0.1 and span.box[0] >= before.box[0] - 3


def _criterion_depth(texts: Sequence[str]) -> int:
    """Criteria are "1.1" in most standards, "1.1.1" in those that number their units as well."""
    found = (patterns.NUMBERED.match(text) or patterns.NUMBER_ONLY.match(text) for text in texts)
    counts = Counter(patterns.depth_of(match[(match.lastindex and 1) or 0]) for match in found if match)
    return 3 if counts[3] > counts[2] else 2


def _codes(texts: Sequence[str]) -> set[str]:
    """The letters that this document numbers its items with; a single "S 355" is not a skill."""
    found = (patterns.CODED.match(text) for text in texts)
    counts = Counter(match[1] for match in found if match)
    return {code for code, count in counts.items() if count >= 3}
