"""The rules for lines that name a unit, a level or a kind of unit. They look at content only, never at an agency's name."""

from __future__ import annotations

from collections.abc import Sequence

from standards.intake.blocks import Span
from standards.intake.kinds import LineKind
from standards.intake.rules import items, patterns
from standards.intake.rules.columns import Columns, Role
from standards.intake.rules.outline import Draft, Outline

LISTS = frozenset(
    {
        LineKind.KNOWLEDGE,
        LineKind.SKILL,
        LineKind.ATTITUDE,
        LineKind.RANGE,
        LineKind.EVIDENCE,
        LineKind.ASSESSMENT,
    }
)
_KIND_LETTERS = {"T": "technical", "I": "industry", "B": "basic"}
_KIND_WORDS = {"industrial": "industry", "functional": "technical"}


class UnitReader:
    """Remembers which unit and which part of it is open."""

    def __init__(self) -> None:
        self.outline = Outline()
        self.section: LineKind | None = None  # CRITERION, a list kind, or None for text that is not kept
        self.aside = False  # in a part that is known and not kept (contents, instructions, signatures)
        self.columns: Columns | None = None
        self.keys: dict[Role, str] = {}
        self.pending = ""  # a label whose value stands on the next line
        self.title: Draft | None = None  # a unit title that may go on in the next line
        self.in_row = False  # reading a table row of several cells as text
        self.known: set[int] = set()  # places of headings, labels and the like: read, but no lines themselves
        self.plain: list[list[Span]] = []  # paragraphs without a mark in the list that is open
        self.marked = False  # whether the list that is open has items with a mark
        self.unit_kind = ""
        self.kinds_by_code: dict[str, str] = {}

    def note(self, spans: Sequence[Span]) -> None:
        """These lines were understood, though they become no lines."""
        self.known.update(span.at for span in spans)

    # ------------------------------------------------------------------- units
    def unit_line(self, span: Span, text: str) -> bool:
        """Whether the line names a unit, a level, or the kind of the units that follow."""
        if "covered" in text.lower()[:40]:
            return False
        if self._labelled(span, text) or self._kind_line(text):
            return True
        if match := patterns.UNIT_NUMBER.match(text):
            title = items.with_text(span, match[2]) if match[2] else None
            count = int(match[1]) if match[1].isdecimal() else ord(match[1].upper()) - 64
            return self.titled(title, code=match[3] or "", number=count)
        return self._unit_by_code(span, text) or self._whole_standard(span, text)

    def _labelled(self, span: Span, text: str) -> bool:
        """ "Unit code: X", "Unit title: Y", or the label alone, with its value on the next line."""
        if match := patterns.UNIT_CODE.match(text):
            code = match[1].strip()
            self.pending = "" if code else "code"
            if code and len(code) < 40:
                return self.titled(None, code=code)
            return self.new_part()
        if match := patterns.UNIT_TITLE.match(text):
            self.pending = "" if match[1] else "title"
            return self.titled(items.with_text(span, match[1])) if match[1] else self.new_part()
        return False

    def value_of_label(self, span: Span, text: str) -> bool:
        """Whether the line is the value of the label above it."""
        label, self.pending = self.pending, ""
        if label == "code" and patterns.CODE.fullmatch(text):
            self.make_unit(code=text)
            return True
        if label == "title" and len(text) < 160 and not patterns.UNIT_CODE.match(text):
            self.titled(span)
            return True
        return False

    def make_unit(self, title: Span | None = None, code: str = "", number: int | None = None) -> bool:
        """A unit or a part of its heading; whether it is a new one."""
        before = self.outline.unit_now
        self.close_part()
        self.outline.unit(title=title, code=code, number=number)
        now = self.outline.unit_now
        if now:
            now.unit_type = now.unit_type or self._kind_of(now.number)
        return now is not before

    def _kind_of(self, code: str) -> str:
        letter = patterns.UNIT_KIND_CODE.search(code)
        listed = self.kinds_by_code.get(patterns.squash(code), "") if code else ""
        return _KIND_LETTERS[letter[1]] if letter else listed or self.unit_kind

    def titled(
        self, title: Span | None, code: str = "", number: int | None = None, *, family: bool = False
    ) -> bool:
        """A unit found in running text; a wrapped title goes on in the next line. Always true.

        A unit that is named again (a running head) closes nothing.
        """
        section, columns, aside = self.section, self.columns, self.aside
        new = self.make_unit(title, code, number)
        now = self.outline.unit_now
        if now and family:
            now.family = True
        self.title = now if now and title and now.spans[-1:] == [title] else None
        self.new_part()
        if not new and not aside:
            self.section, self.columns = section, columns
        return True

    def _unit_by_code(self, span: Span, text: str) -> bool:
        match = patterns.CODE_COLON.match(text) or patterns.CODE_TITLE.match(text)
        if not match or len(text) > 200 or text.endswith(";") or self.in_row:
            return False
        return self.titled(items.with_text(span, match[2]), code=match[1])

    def _whole_standard(self, span: Span, text: str) -> bool:
        if (match := patterns.LEVEL.match(text)) and len(text) < 60:
            if self.outline.unit_now and not (self.outline.lines_in_unit or self.outline.elements_in_unit):
                return True  # a fact about the unit whose title stands above
            self.close_part()
            self.outline.add(LineKind.LEVEL, match[1], [span])
            self.outline.unit_now = self.outline.element_now = None
            return self.new_part()
        if match := patterns.QUALIFICATION.match(text):
            if not self.outline.lines_in_unit:
                self.titled(items.with_text(span, match[1]), family=True)
            return self.new_part()
        if match := patterns.CERTIFICATE.match(text):
            return self.titled(items.with_text(span, match[1]))
        return False

    def _kind_line(self, text: str) -> bool:
        if match := patterns.UNIT_KIND_LABEL.match(text):
            if self.outline.unit_now:
                self.outline.unit_now.unit_type = match[1].lower()
            return True
        match = patterns.UNIT_KIND.match(text)
        if not match:
            return False
        word = match[1].lower()
        self.unit_kind = _KIND_WORDS.get(word, word)
        return self.new_part()

    # ------------------------------------------------------------------- parts
    def new_part(self) -> bool:
        """Nothing is open any more. Always true."""
        self.close_part()
        self.section, self.aside = None, False
        self.outline.open = None
        self.keys = {}
        return True

    def open_part(self, kind: LineKind | None) -> None:
        """A part of a unit begins: criteria, a list, or (None) something that is not kept."""
        self.close_part()
        self.section, self.outline.open, self.columns = kind, None, None
        self.aside = kind is None
        self.keys = {}

    def close_part(self) -> None:
        """Paragraphs of a list without any marks are its items; those below a descriptor's heading are the descriptor."""
        plain, self.plain = self.plain, []
        marked, self.marked = self.marked, False
        if self.section is LineKind.DESCRIPTOR and plain and self.outline.unit_now:
            self.outline.add(LineKind.DESCRIPTOR, "", [span for spans in plain for span in spans])
        elif self.section in LISTS and not marked:
            for spans in plain:
                if not spans[-1].text.endswith(":"):
                    self.outline.add(self.section, "", spans)
        self.outline.open = None
