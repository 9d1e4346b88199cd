"""The rules for running text: units, parts, numbered and bulleted lines. They look at content only, never at an
agency's name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from standards.intake import items, patterns
from standards.intake.blocks import Source, Span, spans_of
from standards.intake.columns import Columns, Role
from standards.intake.kinds import LineKind
from standards.intake.outline import Draft, Outline


class TextReader:
    """Reads lines of text into `outline` and remembers which part of the standard is open."""

    def __init__(self, source: Source) -> None:
        self.outline = Outline()
        self.section: LineKind | None = None  # CRITERION, a list kind, or None for text that is not kept
        self.columns: Columns | None = None
        self.pending = ""  # a label whose value stands on the next line
        self.loose: list[Span] = []  # lines that belonged to nothing; perhaps a heading of what follows
        self.listed: list[tuple[str, str]] = []  # units named in a summary table: code, title
        self.unread: list[Span] = []
        self.keys: dict[Role, str] = {}
        self.checklist = False  # bulleted criteria with headings between them
        self.in_row = False  # reading a table row of several cells as text
        self.title: Draft | None = None  # a unit title that may go on in the next line
        texts = [span.text for span in spans_of(source.blocks)]
        self.criterion_depth = _criterion_depth(texts)
        self.codes = _codes(texts)

    # ------------------------------------------------------------- text lines
    def line(self, span: Span) -> None:
        """One line outside the tables that are read by columns."""
        text = patterns.clean(span.text)
        if not text or patterns.PAGE_NUMBER.fullmatch(text):
            return
        span = items.with_text(span, text)
        title, self.title = self.title, None
        if self._pending(span, text) or self._unit_line(span, text) or self._part_line(span, text):
            self.loose = []
            return
        if self._item_line(span, text):
            self.loose = []
            return
        if title and title.spans and _title_goes_on(title.spans[-1], span):
            title.spans.append(span)
            self.title = title
            return
        self._other_line(span, text)

    def _pending(self, span: Span, text: str) -> bool:
        label, self.pending = self.pending, ""
        if label == "code" and patterns.CODE.fullmatch(text):
            self.outline.unit(code=text)
            return True
        if label == "title" and len(text) < 160 and not patterns.UNIT_CODE.match(text):
            self._titled(span)
            return True
        return False

    def _titled(
        self, title: Span | None, code: str = "", number: int | None = None, *, family: bool = False
    ) -> None:
        """A unit whose title was found in running text; a wrapped title goes on in the next line."""
        self.outline.unit(title=title, code=code, number=number)
        now = self.outline.unit_now
        if now and family:
            now.family = True
        self.title = now if now and title and now.spans[-1:] == [title] else None

    def _unit_line(self, span: Span, text: str) -> bool:
        low = text.lower()
        if "covered" in low[:40]:
            return False
        if match := patterns.UNIT_CODE.match(text):
            code = match[1].strip()
            if code and len(code) < 40:
                self.outline.unit(code=code)
            self.pending = "" if code else "code"
            return self._new_part()
        if match := patterns.UNIT_TITLE.match(text):
            if match[1]:
                self._titled(items.with_text(span, match[1]))
            self.pending = "" if match[1] else "title"
            return self._new_part()
        if match := patterns.UNIT_NUMBER.match(text):
            title = items.with_text(span, match[2]) if match[2] else None
            self._titled(title, code=match[3] or "", number=int(match[1]))
            return self._new_part()
        return self._unit_by_code(span, text) or self._whole_standard(span, text)

    def _unit_by_code(self, span: Span, text: str) -> bool:
        match = patterns.CODE_COLON.match(text) or patterns.CODE_TITLE.match(text)
        if not match or len(text) > 200 or text.endswith(";") or self.in_row:
            return False
        self._titled(items.with_text(span, match[2]), code=match[1])
        return self._new_part()

    def _whole_standard(self, span: Span, text: str) -> bool:
        if (match := patterns.LEVEL.match(text)) and len(text) < 60:
            self.outline.add(LineKind.LEVEL, match[1], [span])
            self.outline.unit_now = self.outline.element_now = None
            return self._new_part()
        if match := patterns.QUALIFICATION.match(text):
            if not self.outline.lines_in_unit:
                self._titled(items.with_text(span, match[1]), family=True)
            return self._new_part()
        if match := patterns.CERTIFICATE.match(text):
            self._titled(items.with_text(span, match[1]))
            return self._new_part()
        return False

    def _new_part(self) -> bool:
        self.section = None
        self.outline.open = None
        self.keys = {}
        return True

    def _part_line(self, span: Span, text: str) -> bool:
        bare = text.strip(" :-\u2013*")
        if patterns.CRITERIA_PART.fullmatch(bare):
            self._open_part(LineKind.CRITERION)
        elif kind := patterns.part_of(text):
            self._open_part(kind)
        elif patterns.OTHER_PART.fullmatch(bare) and len(bare) < 200:
            self._open_part(None)
        else:
            return False
        return True

    def _open_part(self, kind: LineKind | None) -> None:
        self.section, self.outline.open, self.columns = kind, None, None
        self.keys = {}

    def _item_line(self, span: Span, text: str) -> bool:
        if (match := patterns.CODED.match(text)) and (match[3] or match[1] in self.codes):
            kind = patterns.CODED_KINDS[match[1]]
            self.outline.add(kind, match[1] + match[2], [items.with_text(span, match[4])])
            self.section = kind
            return True
        if match := patterns.NUMBERED.match(text):
            return self._numbered(span, match[1], match[2])
        if match := patterns.ELEMENT.match(text):
            self._element(match[1], items.with_text(span, match[2]))
            return True
        if (match := patterns.ORDINAL.match(text)) and self._ordinal(span, match[1], match[2]):
            return True
        bare = patterns.without_bullet(text)
        if bare is not None and self.section:
            self.outline.add(self.section, "", [items.with_text(span, bare)])
            return True
        return False

    def _element(self, number: str, title: Span) -> None:
        self.outline.element(number, [title] if title.text else [])
        self.section = LineKind.CRITERION

    def _numbered(self, span: Span, number: str, rest: str) -> bool:
        if not (rest[:1].isalpha() or rest.startswith(('"', "'", "(", "\u201c"))):
            return False
        piece = items.with_text(span, rest)
        if self.section not in (None, LineKind.CRITERION):
            self.outline.add(self.section, number, [piece])
        elif patterns.depth_of(number) < self.criterion_depth:
            self._element(number, piece)
        else:
            self.section = LineKind.CRITERION
            self.outline.add(LineKind.CRITERION, number, [piece])
        return True

    def _ordinal(self, span: Span, number: str, rest: str) -> bool:
        """ "3. Title": an element where elements are counted, an item where a list is open."""
        piece = items.with_text(span, rest)
        if self.section not in (None, LineKind.CRITERION):
            self.outline.add(self.section, number, [piece])
            return True
        if self.section is None or len(rest) > 140:
            return False
        before = self.outline.element_now.number if self.outline.element_now else "0"
        expected = int(before) + 1 if before.isdecimal() else 1
        if int(number) == expected or (self.outline.open is None and not self.outline.lines_in_unit):
            self._element(number, piece)
            return True
        return False

    def _other_line(self, span: Span, text: str) -> None:
        if patterns.ABLE_TO.search(text) and self.loose:
            self.outline.take_back(self.loose)
            self._element("", self.loose[0])
            for piece in self.loose[1:]:
                self.outline.extend(piece)
            self.outline.open, self.loose = None, []
            return
        open_line = self.outline.open
        if open_line and (self._flows_on(open_line.spans, span)):
            self.outline.extend(span)
            self.loose = [span]
            return
        before = [] if open_line else self.loose  # after an open line, loose lines were its continuation
        self.loose = [*before[-2:], span]
        self.outline.open = None

    @staticmethod
    def _flows_on(before: Sequence[Span], span: Span) -> bool:
        """Whether a line without number or bullet continues the wrapped text above it (PDF only)."""
        if not before or not span.box or not before[0].box or not before[-1].box:
            return False
        if span.box[0] < before[0].box[0] - 3:
            return False
        if span.page != before[-1].page:
            return span.text[:1].islower()
        height = before[-1].box[3] - before[-1].box[1]
        return span.box[1] - before[-1].box[3] < height * 1.2


def _title_goes_on(before: Span, span: Span) -> bool:
    """Whether a line is the second line of a wrapped title: as large, close below, not further left (PDF only)."""
    if not before.box or not span.box or before.page != span.page or before.text.endswith("."):
        return False
    height, next_height = before.box[3] - before.box[1], span.box[3] - span.box[1]
    close = span.box[1] - before.box[3] < height * 0.6
    return close and abs(height - next_height) <= height * 0.1 and span.box[0] >= before.box[0] - 3


def _criterion_depth(texts: Sequence[str]) -> int:
    """Criteria are "1.1" in most standards, "1.1.1" in those that number their units as well."""
    found = (patterns.NUMBERED.match(text) for text in texts)
    counts = Counter(patterns.depth_of(match[1]) for match in found if match)
    return 3 if counts[3] > counts[2] else 2


def _codes(texts: Sequence[str]) -> set[str]:
    """The letters that this document numbers its items with; a single "S 355" is not a skill."""
    found = (patterns.CODED.match(text) for text in texts)
    counts = Counter(match[1] for match in found if match)
    return {code for code, count in counts.items() if count >= 3}
