"""Steps 3 to 5 and the level table as they are printed: both countries' answers side by side, rated."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AnswerText:
    """What one country answered. `evidence` are titles of files and addresses."""

    text: str = ""
    note: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ArrangementRow:
    """One question. `rating` is the printed word, "" while it is not rated; `section` the heading it stands under."""

    number: int
    question: str
    section: str = ""
    receiving: AnswerText = AnswerText()
    sending: AnswerText = AnswerText()
    rating: str = ""
    difference: str = ""
    reason: str = ""
    is_substantial: bool = False
    gap_ref: str = ""
    recommendation: str = ""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """One step of the roadmap: the overall rating in words, its reason, and the questions."""

    step: str
    title: str
    questionnaire: str = ""
    rating: str = ""
    reason: str = ""
    rows: tuple[ArrangementRow, ...] = ()


@dataclass(frozen=True, slots=True)
class LevelText:
    """A level of a framework; `lines` are the lines of a standard that support it, with their numbers."""

    framework: str = ""
    label: str = ""
    descriptor: str = ""
    source: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One row of the level table: sending country, AQRF, receiving country."""

    sending: LevelText = LevelText()
    regional: LevelText = LevelText()
    receiving: LevelText = LevelText()
    rating: str = ""
    justification: str = ""
