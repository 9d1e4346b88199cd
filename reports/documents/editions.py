"""The frozen content of a comparison of two editions of one standard, and what it means for the corridor.

Dates are ISO text, "" where unknown. Free text is `str` in any of the five scripts; `original` is the text in the
language of the source.
"""

from __future__ import annotations

from dataclasses import dataclass

from .common import Corridor
from .wording import USUAL
from .wording import Wording as OfficeWords

#: What became of a line.
NEW, REMOVED, CHANGED, MOVED = "new", "removed", "changed", "moved"
FATES = (CHANGED, NEW, REMOVED, MOVED)
#: How a stretch of text stands: in both texts, only in the newer, only in the older one.
SAME, ADDED, GONE = "same", "added", "removed"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two editions; `digits` is the SHA-256 over all its lines."""

    label: str
    state: str
    dated: str = ""
    lines: int = 0
    digits: str = ""
    is_provisional: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with its mark."""

    text: str
    mark: str = SAME


@dataclass(frozen=True, slots=True)
class Wording:
    """What a line says in one edition. `facts` are other things that differ, in words."""

    number: str
    text: tuple[Piece, ...] = ()
    original: tuple[Piece, ...] = ()
    is_critical: bool = False
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A line that differs. `older` is None for a new line, `newer` for a removed one; a changed one may have moved."""

    fate: str
    kind: str
    older: Wording | None = None
    newer: Wording | None = None
    has_moved: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A section with its lines that differ, in reading order."""

    title: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """Lines by what became of them; a changed line that also moved counts as changed."""

    new: int = 0
    removed: int = 0
    changed: int = 0
    moved: int = 0
    same: int = 0


@dataclass(frozen=True, slots=True)
class OpenAgain:
    """A judged line whose judgement does not go on. `rating` is the one that it had, "F", "P" or "N"."""

    number: str
    text: str
    rating: str
    why: str
    original: str = ""


@dataclass(frozen=True, slots=True)
class LineRef:
    """A line by number and text."""

    number: str
    text: str


@dataclass(frozen=True, slots=True)
class TouchedGap:
    """A gap that is not settled and that the newer edition may close or changes."""

    ref: str
    title: str
    severity: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class Impact:
    """What the newer edition means for a comparison of the corridor that compares the older one.

    `following` names the comparison that has taken it over already, "" while there is none.
    """

    comparison: str
    state: str
    carried: int = 0
    reopened: int = 0
    added: int = 0
    waiting: int = 0
    removed: int = 0
    verdicts: int = 0
    following: str = ""
    again: tuple[OpenAgain, ...] = ()
    new_lines: tuple[LineRef, ...] = ()
    gone_lines: tuple[LineRef, ...] = ()
    gaps: tuple[TouchedGap, ...] = ()

    @property
    def total(self) -> int:
        """Lines that the next comparison rates."""
        return self.carried + self.reopened + self.added + self.waiting


@dataclass(frozen=True, slots=True)
class Editions:
    """The whole document. Field order is the order of the paper; common fields as in `common.Document`.

    `is_reference` says that it is the receiving country's standard, so that its lines are what is judged.
    """

    number: str
    version: int
    title: str
    status: str
    corridor: Corridor
    pilot: str
    generated_at: str
    standard: str
    body: str
    country: str
    older: Side
    newer: Side
    counts: Counts
    dated: str = ""
    is_draft: bool = False
    marking: str = ""
    note: str = ""
    published_by: str = ""
    content_language: str = "en"
    original_title: str = ""
    is_reference: bool = False
    sections: tuple[Section, ...] = ()
    impact: Impact | None = None
    wording: OfficeWords = USUAL
    schema: int = 1
