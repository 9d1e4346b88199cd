"""The frozen content of a paper review: the receiving country's own desk review of one corridor, as a check-list.

Dates are ISO text, "" where unknown. Free text is `str` in any of the five scripts.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from .changes import Changes
from .codec import LATER
from .common import Corridor, Team
from .outline import INTRODUCTION, Part, chapters_of
from .wording import USUAL, Wording

_FOLDER = "reports/pdf/paper_review"
#: The parts in their usual order. The headings have the numbers of the check-list, so no part has one of its own.
OUTLINE = (
    replace(INTRODUCTION, is_numbered=False),
    Part("summary", lazy("Summary"), f"{_FOLDER}/summary.html", is_numbered=False),
    Part("checklist", lazy("Check-list"), f"{_FOLDER}/checklist.html", is_numbered=False),
    Part("points", lazy("Points for the mission"), f"{_FOLDER}/points.html", is_numbered=False),
)
#: Grades of a finding whose answer is one of the three words of the check-list; other answers have none.
FOUND, PARTLY, NOT_FOUND, OPEN = "found", "partly", "not", "open"
GRADES = (FOUND, PARTLY, NOT_FOUND, OPEN)


@dataclass(frozen=True, slots=True)
class Finding:
    """One item of the check-list. `grade` is one of GRADES, or "" for an answer in other words.

    `evidence` names documents, each with its address where it has one.
    """

    number: str
    question: str
    answer: str = ""
    grade: str = OPEN
    remark: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the check-list with its items."""

    number: str
    title: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition that lay on the desk."""

    country: str
    title: str
    label: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class PaperReview:
    """The whole document. Field order is the order of the paper; common fields as in `common.Document`."""

    number: str
    version: int
    title: str
    status: str
    corridor: Corridor
    pilot: str
    generated_at: str
    dated: str = ""
    is_draft: bool = True
    marking: str = ""
    note: str = ""
    published_by: str = ""
    content_language: str = "en"
    questionnaire: str = ""
    reviewed_by: str = ""
    released_on: str = ""
    mission: str = ""
    teams: tuple[Team, ...] = ()
    editions: tuple[Edition, ...] = ()
    summary: str = ""
    headings: tuple[Heading, ...] = ()
    wording: Wording = field(default=USUAL, metadata=LATER)
    changes: Changes | None = field(default=None, metadata=LATER)
    schema: int = 1


@dataclass(frozen=True, slots=True)
class HeadingCounts:
    """Items of one heading by grade, in the order of GRADES, then those answered in other words, then all."""

    heading: Heading
    by_grade: tuple[int, ...]
    other: int
    total: int


def findings_of(document: PaperReview) -> tuple[Finding, ...]:
    """All items in the order of the paper."""
    return tuple(finding for heading in document.headings for finding in heading.findings)


def counts_of(document: PaperReview) -> tuple[HeadingCounts, ...]:
    """Figures of the summary, one row a heading."""
    rows = []
    for heading in document.headings:
        grades = [finding.grade for finding in heading.findings]
        by_grade = tuple(grades.count(grade) for grade in GRADES)
        rows.append(HeadingCounts(heading, by_grade, len(grades) - sum(by_grade), len(grades)))
    return tuple(rows)


def open_points(document: PaperReview) -> tuple[Finding, ...]:
    """What the mission has to clear up: items not answered, not found, or found in part."""
    return tuple(one for one in findings_of(document) if one.grade in (PARTLY, NOT_FOUND, OPEN))


def context_of(document: PaperReview) -> dict[str, object]:
    """What the template prints beside the document itself."""
    counts = counts_of(document)
    return {
        "counts": counts,
        "has_other": any(row.other for row in counts),
        "open_points": open_points(document),
        "total": sum(row.total for row in counts),
        "answered": sum(row.total - row.by_grade[GRADES.index(OPEN)] for row in counts),
        "grade_labels": grade_labels(),
    }


def grade_labels() -> dict[str, str]:
    """The grades in words."""
    return {
        FOUND: _("Found"),
        PARTLY: _("Partly found"),
        NOT_FOUND: _("Not found"),
        OPEN: _("Not looked at yet"),
    }


def parts_of(document: PaperReview) -> list[str]:
    """The parts that a comment can name, as they stand on paper, at most 120 characters each."""
    headings = [f"{heading.number} {heading.title}"[:120] for heading in document.headings]
    found: list[str] = []
    for chapter in chapters_of(OUTLINE, document.wording):
        found += headings if chapter.key == "checklist" else [chapter.heading]
    return found
