"""Reads of sets of answers: lists, the pages of one set, what changed in a correction, what waits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission, Side, held_by
from accounts.states import OrganisationKind
from core import countries
from core.models import AuditLine
from core.queries import history_of, one
from core.summary import Waiting
from core.text import clean
from questionnaires.models import (
    Answer,
    AnswerSet,
    AnswerSetQuerySet,
    AnswerShare,
    Evidence,
    Question,
    QuestionnaireVersion,
)
from questionnaires.queries.questions import sections_of
from questionnaires.states import AnswerKind, AnswerState, VersionState

#: How many sets the home page names before it counts the rest.
NAMED = 5


def visible_answer_set(user: User, ref: str) -> AnswerSet:
    """The set of answers with this reference; 404 for what the person may not see."""
    rows = AnswerSet.objects.visible_to(user)
    return one(rows.select_related("version__questionnaire", "submitted_by", "previous"), ref)


@dataclass(frozen=True)
class Asked:
    """One question of a set of answers."""

    answer_set: AnswerSet
    question: Question

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards the set."""
        return self.answer_set.sides_of(user)


def visible_question(user: User, ref: str, key: UUID) -> Asked:
    """A question of a set that the person sees; 404 when there is none."""
    answer_set = visible_answer_set(user, ref)
    question = Question.objects.filter(version=answer_set.version_id, key=key).first()
    if question is None:
        raise Http404
    return Asked(answer_set, question)


@dataclass(frozen=True)
class Proof:
    """One piece of evidence of a set of answers."""

    answer_set: AnswerSet
    evidence: Evidence

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards the set."""
        return self.answer_set.sides_of(user)


def visible_evidence(user: User, ref: str, pk: int) -> Proof:
    """A piece of evidence of a set that the person sees; 404 when there is none."""
    answer_set = visible_answer_set(user, ref)
    rows = Evidence.objects.filter(answer__answer_set=answer_set, pk=pk)
    found = rows.select_related("stored", "answer__question").first()
    if found is None:
        raise Http404
    return Proof(answer_set, found)


# --- Rows ----------------------------------------------------------------------------------------------------------


def in_words(question: Question, value: str) -> str:
    """An answer as people read it: with its unit, yes or no, a date written out."""
    if not value:
        return ""
    if question.kind == AnswerKind.YES_NO:
        return _("Yes") if value == "yes" else _("No")
    if question.kind == AnswerKind.PERCENT:
        return _("%(number)s %%") % {"number": _number(value)}
    if question.kind == AnswerKind.NUMBER:
        return f"{_number(value)} {question.unit}".strip()
    if question.kind == AnswerKind.DAY:
        return formats.date_format(date.fromisoformat(value), "j F Y")
    return value


def _number(value: str) -> str:
    try:
        return formats.localize(Decimal(value))
    except InvalidOperation:
        return value


@dataclass(frozen=True)
class AnswerRow:
    """A question with its answer and what proves it. `number` counts through the whole questionnaire."""

    number: int
    question: Question
    answer: Answer | None
    evidence: list[Evidence]

    @property
    def is_answered(self) -> bool:
        """Something was said, be it that nothing is known."""
        return bool(self.answer and (self.answer.value or self.answer.note))

    @property
    def is_unknown(self) -> bool:
        """It was said that nothing is known or that there is no such thing."""
        return bool(self.answer and not self.answer.value and self.answer.note)

    @property
    def text(self) -> str:
        """The answer in words."""
        return in_words(self.question, self.answer.value) if self.answer else ""

    @property
    def note(self) -> str:
        """The remark."""
        return self.answer.note if self.answer else ""

    @property
    def said(self) -> tuple[str, str, frozenset[tuple[str, str]]]:
        """What counts when two sets are compared: answer, remark, evidence."""
        proofs = frozenset(
            (one.title, one.link or (one.stored.sha256 if one.stored else "")) for one in self.evidence
        )
        return (self.answer.value if self.answer else "", self.note, proofs)


@dataclass(frozen=True)
class Part:
    """A heading of a set of answers: one page of the form."""

    number: int
    heading: str
    rows: list[AnswerRow]

    @property
    def answered(self) -> int:
        """How many of its questions say something."""
        return sum(row.is_answered for row in self.rows)


def answers_of(answer_set: AnswerSet | None, version: QuestionnaireVersion | None = None) -> list[Part]:
    """All questions under their headings with answers and evidence; three queries.

    Args:
        answer_set: None where nobody has begun; then `version` says which questions there are.
    """
    asked = answer_set.version_id if answer_set else version.pk if version else None
    questions = list(Question.objects.filter(version=asked).order_by("position"))
    answers = rows_of(answer_set)
    number = 0
    parts = []
    for section in sections_of(questions):
        rows = []
        for question in section.questions:
            number += 1
            answer, evidence = answers.get(question.pk, (None, []))
            rows.append(AnswerRow(number, question, answer, evidence))
        parts.append(Part(section.number, section.heading, rows))
    return parts


def rows_of(answer_set: AnswerSet | None) -> dict[int, tuple[Answer, list[Evidence]]]:
    """Answers of a set with their evidence, by question."""
    if answer_set is None:
        return {}
    evidence = defaultdict(list)
    for proof in Evidence.objects.filter(answer__answer_set=answer_set).select_related("stored"):
        evidence[proof.answer_id].append(proof)
    answers = Answer.objects.filter(answer_set=answer_set).select_related("by", "question")
    return {answer.question_id: (answer, evidence[answer.pk]) for answer in answers}


def row_of(answer_set: AnswerSet, question: Question) -> AnswerRow:
    """One question of a set."""
    answer = answer_set.answers.filter(question=question).select_related("by").first()
    evidence = list(answer.evidence.select_related("stored")) if answer else []
    number = Question.objects.filter(version=question.version_id, position__lte=question.position).count()
    return AnswerRow(number, question, answer, evidence)


def flat(parts: Iterable[Part]) -> list[AnswerRow]:
    """The rows of all headings."""
    return [row for part in parts for row in part.rows]


@dataclass(frozen=True)
class AnswerChange:
    """A question whose answer a correction changed."""

    before: AnswerRow
    after: AnswerRow


def changes_between(before: AnswerSet, after: AnswerSet) -> list[AnswerChange]:
    """The questions that a newer set answers otherwise, in words or evidence (same version of the questionnaire)."""
    old = {row.question.key: row for row in flat(answers_of(before))}
    rows = flat(answers_of(after))
    pairs = [(old[row.question.key], row) for row in rows if row.question.key in old]
    return [AnswerChange(was, now) for was, now in pairs if was.said != now.said]


def newest_after(answer_set: AnswerSet) -> AnswerSet | None:
    """The submitted set that replaced this one, following corrections of corrections; None while this one stands."""
    found = None
    here = answer_set
    while here.state == AnswerState.SUPERSEDED:
        following = AnswerSet.objects.filter(previous=here).select_related("version__questionnaire").first()
        if following is None or following.state == AnswerState.DRAFT:
            break
        found = here = following
    return found


# --- Lists ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SetFilter:
    """What the list is narrowed to; empty means everything."""

    q: str = ""
    whose: str = ""
    purpose: str = ""
    state: str = ""

    @property
    def is_set(self) -> bool:
        """Whether anything is narrowed."""
        return bool(self.q or self.whose or self.purpose or self.state)


def listed(user: User, wanted: SetFilter) -> QuerySet[AnswerSet]:
    """Sets that the person sees, newest first, with `answered` and `asked` for the progress."""
    rows = with_progress(AnswerSet.objects.visible_to(user)).select_related("version__questionnaire")
    if wanted.whose == "own":
        rows = rows.filter(country=user.country or "-")
    if wanted.whose == "others":
        rows = rows.exclude(country=user.country or "-")
    if wanted.purpose:
        rows = rows.filter(version__questionnaire__purpose=wanted.purpose)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    for word in clean(wanted.q).split():
        codes = [
            code for code, name in countries.COUNTRIES.items() if word.casefold() in str(name).casefold()
        ]
        titled = Q(version__questionnaire__title__icontains=word)
        rows = rows.filter(Q(topic__icontains=word) | titled | Q(country__in=codes))
    return rows.order_by("-created_at", "-pk")


def with_progress(rows: AnswerSetQuerySet) -> AnswerSetQuerySet:
    """The sets with `answered` and `asked`: how many questions say something, and how many there are."""
    said = Answer.objects.filter(answer_set=OuterRef("pk")).exclude(value="", note="")
    asked = Question.objects.filter(version=OuterRef("version"))
    return rows.annotate(answered=_count(said, "answer_set"), asked=_count(asked, "version"))


def _count(rows: QuerySet[Answer] | QuerySet[Question], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def progress_of(answer_set: AnswerSet) -> tuple[int, int]:
    """How many questions of a set say something, and how many there are."""
    found = with_progress(AnswerSet.objects.filter(pk=answer_set.pk)).get()
    return getattr(found, "answered"), getattr(found, "asked")  # noqa: B009  # annotated


def topics(user: User) -> list[str]:
    """Topics of sets that the person sees, to choose from."""
    seen = AnswerSet.objects.visible_to(user).order_by("topic")
    return list(seen.values_list("topic", flat=True).distinct()[:50])


def submitted_set(version: QuestionnaireVersion, country: str, topic: str) -> AnswerSet | None:
    """What a country has submitted to a version about a topic."""
    sets = AnswerSet.objects.filter(version=version, country=country, topic=topic)
    return sets.filter(state=AnswerState.SUBMITTED).first()


def readers_of(answer_set: AnswerSet) -> list[str]:
    """Names of the countries that read the set once it is submitted, in English alphabetical order."""
    codes = answer_set.shares.values_list("country", flat=True)
    return sorted(countries.name_of(code) for code in codes)


def following_of(answer_set: AnswerSet, user: User) -> AnswerSet | None:
    """The correction of this set, if the person sees it."""
    return AnswerSet.objects.visible_to(user).filter(previous=answer_set).first()


def newer_version_of(answer_set: AnswerSet) -> QuestionnaireVersion | None:
    """The version in use where this set answers an earlier one."""
    if answer_set.version.state == VersionState.PUBLISHED:
        return None
    versions = answer_set.version.questionnaire.versions.filter(state=VersionState.PUBLISHED)
    return versions.filter(number__gt=answer_set.version.number).first()


def history_for(answer_set: AnswerSet, user: User) -> QuerySet[AuditLine]:
    """The set's history, for its own country alone: it tells of drafts."""
    if user.country != answer_set.country:
        return AuditLine.objects.none()
    return history_of(answer_set).select_related("by")


def waiting_for(user: User) -> list[Waiting]:
    """Sets of one's own country that somebody has asked for and that are not submitted yet."""
    government = user.organisation.kind == OrganisationKind.GOVERNMENT
    if not government or not held_by(user.roles, Side.OWNER, Permission.ANSWER):
        return []
    asked_for = Exists(AnswerShare.objects.filter(answer_set=OuterRef("pk")))
    open_sets = AnswerSet.objects.visible_to(user).filter(
        asked_for, country=user.country, state=AnswerState.DRAFT
    )
    found = list(
        with_progress(open_sets).select_related("version__questionnaire").order_by("created_at")[: NAMED + 1]
    )
    items = [_waiting(one) for one in found[:NAMED]]
    if len(found) > NAMED:
        url = reverse("questionnaires:list") + "?whose=own&state=draft"
        items.append(Waiting(_("More questionnaires wait for your country's answers"), url))
    return items


def _waiting(answer_set: AnswerSet) -> Waiting:
    values = {
        "title": answer_set.version.questionnaire.title,
        "topic": answer_set.topic,
        "done": getattr(answer_set, "answered"),  # noqa: B009  # annotated
        "total": getattr(answer_set, "asked"),  # noqa: B009
    }
    return Waiting(
        _("Answer the questionnaire “%(title)s”: %(topic)s") % values,
        reverse("questionnaires:answer", kwargs={"ref": answer_set.ref}),
        _("%(done)s of %(total)s questions answered. It is read once you submit it.") % values,
        since=answer_set.created_at,
    )
