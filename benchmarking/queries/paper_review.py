"""Reads of the paper review: its check-list with the findings, by heading."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.http import Http404

from accounts.models import User
from benchmarking.models import PaperReview
from core.models import AuditLine
from core.queries import history_of
from corridors.models import Corridor
from corridors.queries import visible_corridor
from questionnaires.models import Answer, AnswerSet
from questionnaires.queries.answers import AnswerRow, answers_of

#: The three answers of the standard check-list, and the grade that each stands for. The words are those of
#: questionnaires/standard/paper_review.json; an answer in other words has no grade.
GRADES: dict[str, str] = {"Found": "found", "Partly found": "partly", "Not found": "not"}
OPEN = "open"
#: Grades that the mission has to ask about.
TO_CLEAR_UP = ("partly", "not", OPEN)


@dataclass(frozen=True)
class Finding:
    """One item of the check-list with what was found, if anything."""

    number: str
    row: AnswerRow

    @property
    def grade(self) -> str:
        """ "found", "partly", "not", "open" while nobody has answered, "" for an answer in other words."""
        if not self.row.is_answered:
            return OPEN
        return GRADES.get(self.row.answer.value if self.row.answer else "", "")


@dataclass(frozen=True)
class Heading:
    """A heading of the check-list with its items."""

    number: int
    title: str
    findings: tuple[Finding, ...]

    @cached_property
    def counts(self) -> Counter[str]:
        """Items by grade."""
        return Counter(one.grade for one in self.findings)

    @property
    def total(self) -> int:
        """All items."""
        return len(self.findings)

    @property
    def answered(self) -> int:
        """Items that somebody has answered."""
        return self.total - self.counts[OPEN]


def visible_review(user: User, ref: str) -> PaperReview:
    """The paper review of the corridor with this reference; 404 for what this person may not see."""
    found = review_of(visible_corridor(user, ref), user)
    if found is None:
        raise Http404
    return found


def review_of(corridor: Corridor, user: User) -> PaperReview | None:
    """The paper review of the corridor, None where there is none that this person sees."""
    rows = PaperReview.objects.visible_to(user).filter(corridor=corridor)
    found = rows.select_related(
        "answers__version__questionnaire", "created_by__organisation", "released_by__organisation"
    ).first()
    if found is not None:
        found.corridor = corridor
    return found


def headings_of(answers: AnswerSet) -> list[Heading]:
    """The check-list in reading order, with the findings so far: three queries."""
    return [
        Heading(
            part.number,
            part.heading,
            tuple(Finding(f"{part.number}.{place}", row) for place, row in enumerate(part.rows, start=1)),
        )
        for part in answers_of(answers)
    ]


def points_of(headings: list[Heading]) -> list[Finding]:
    """What the mission has to clear up: items not answered, not found, or found in part."""
    return [one for heading in headings for one in heading.findings if one.grade in TO_CLEAR_UP]


def last_answer(answers: AnswerSet) -> Answer | None:
    """The answer that was saved last, with who saved it: one query."""
    return answers.answers.select_related("by__organisation").order_by("-at", "-pk").first()


def history_for(review: PaperReview) -> list[AuditLine]:
    """What was done with the review, newest first."""
    return list(history_of(review)[:30])
