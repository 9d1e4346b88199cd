"""Reads of the paper review: its check-list with the findings, by heading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from accounts.models import User
from benchmarking.models import PaperReview
from core.queries import one
from corridors.models import Corridor
from questionnaires.models import Answer, AnswerSet, Evidence, Question

#: The three answers of the standard check-list, and the grade that each stands for. The words are those of
#: questionnaires/standard/paper_review.json; an answer in other words has no grade.
GRADES: dict[str, str] = {"Found": "found", "Partly found": "partly", "Not found": "not"}
OPEN = "open"


@dataclass(frozen=True)
class Finding:
    """One item of the check-list with what was found, if anything."""

    number: str
    question: Question
    answer: Answer | None
    evidence: tuple[Evidence, ...]

    @property
    def grade(self) -> str:
        """ "found", "partly", "not", "open" while nobody has answered, "" for an answer in other words."""
        if self.answer is None or not (self.answer.value or self.answer.note):
            return OPEN
        return GRADES.get(self.answer.value, "")


@dataclass(frozen=True)
class Heading:
    """A heading of the check-list with its items."""

    number: int
    title: str
    findings: tuple[Finding, ...]

    @property
    def answered(self) -> int:
        """Items that somebody has answered."""
        return sum(finding.grade != OPEN for finding in self.findings)

    @property
    def to_clear_up(self) -> tuple[Finding, ...]:
        """Items that the mission has to ask about."""
        return tuple(one for one in self.findings if one.grade in ("partly", "not", OPEN))


def visible_corridor(user: User, ref: str) -> Corridor:
    """The corridor with what its pages name; 404 for what this person may not see."""
    return one(Corridor.objects.visible_to(user).select_related("pilot", "skill_area"), ref)


def paper_review_of(corridor: Corridor, user: User) -> PaperReview | None:
    """The paper review of the corridor, None where there is none that this person sees."""
    rows = PaperReview.objects.visible_to(user).filter(corridor=corridor)
    return rows.select_related(
        "answers__version__questionnaire", "answers__created_by__organisation", "released_by__organisation"
    ).first()


def headings_of(answers: AnswerSet) -> list[Heading]:
    """The check-list in reading order, with the findings so far: three queries."""
    given = Answer.objects.filter(answer_set=answers).prefetch_related("evidence")
    by_question = {answer.question_id: answer for answer in given}
    questions = Question.objects.filter(version=answers.version_id).order_by("position")
    return list(_headings(questions, by_question))


def _headings(questions: Iterable[Question], given: dict[int, Answer]) -> Iterator[Heading]:
    for place, (title, group) in enumerate(groupby(questions, key=lambda one: one.section), start=1):
        findings = []
        for number, question in enumerate(group, start=1):
            answer = given.get(question.pk)
            evidence = tuple(answer.evidence.all()) if answer else ()
            findings.append(Finding(f"{place}.{number}", question, answer, evidence))
        yield Heading(place, title, tuple(findings))
