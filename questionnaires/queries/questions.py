"""Reads of questionnaires and their versions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Prefetch, QuerySet
from django.http import Http404

from accounts.models import User
from accounts.permissions import Side
from accounts.states import OrganisationKind
from core.models import AuditLine
from core.queries import history_of, one
from questionnaires.changes import FIELDS, Difference, Said, difference
from questionnaires.models import (
    Question,
    Questionnaire,
    QuestionnaireQuerySet,
    QuestionnaireVersion,
)
from questionnaires.states import Purpose, VersionState


@dataclass(frozen=True)
class OwnCountry:
    """Scope of what a government makes for its own country: questionnaires and answers that are not there yet."""

    country: str

    def sides_of(self, user: User) -> frozenset[Side]:
        """OWNER for the government of the country."""
        government = user.organisation.kind == OrganisationKind.GOVERNMENT
        return frozenset({Side.OWNER}) if government and user.country == self.country else frozenset()


def own_country(user: User) -> OwnCountry:
    """The scope of a person's own country."""
    return OwnCountry(user.country)


def visible_questionnaire(user: User, ref: str) -> Questionnaire:
    """The questionnaire with this reference; 404 for what the person may not see."""
    return one(Questionnaire.objects.visible_to(user).select_related("created_by"), ref)


def questionnaires(user: User) -> QuestionnaireQuerySet:
    """Those that the person sees, with the versions that the person sees, newest first."""
    seen = Questionnaire.objects.visible_to(user).order_by("country", "purpose", "title")
    versions = QuestionnaireVersion.objects.annotate(size=Count("questions")).order_by("-number")
    return seen.prefetch_related(Prefetch("versions", queryset=versions, to_attr="all_versions"))


def missing_purposes(country: str) -> list[str]:
    """Purposes for which this country keeps no questionnaire yet, in words."""
    there = set(Questionnaire.objects.filter(country=country).values_list("purpose", flat=True))
    return [str(label) for value, label in Purpose.choices if value not in there]


def versions_for(user: User, questionnaire: Questionnaire) -> list[QuestionnaireVersion]:
    """The versions that the person sees, newest first: drafts only in the lead country."""
    rows = questionnaire.versions.select_related("published_by", "questionnaire").order_by("-number")
    if user.country != questionnaire.country:
        rows = rows.exclude(state=VersionState.DRAFT)
    return list(rows)


def version_numbered(user: User, questionnaire: Questionnaire, number: str) -> QuestionnaireVersion:
    """One version by its number; the one in use, else the newest, when there is no number.

    Raises:
        Http404: no such version that the person sees.
    """
    versions = versions_for(user, questionnaire)
    if not number:
        in_use = [each for each in versions if each.state == VersionState.PUBLISHED]
        found = (in_use or versions)[:1]
    else:
        found = [each for each in versions if str(each.number) == number]
    if not found:
        raise Http404
    return found[0]


def current_version(country: str, purpose: str) -> QuestionnaireVersion | None:
    """The version in use of a lead country's questionnaire for this purpose."""
    in_use = QuestionnaireVersion.objects.filter(
        questionnaire__country=country, questionnaire__purpose=purpose, state=VersionState.PUBLISHED
    )
    return in_use.select_related("questionnaire").order_by("pk").first()


@dataclass(frozen=True)
class ToAnswer:
    """The version in use of a questionnaire, to be answered by the person's own country."""

    questionnaire: Questionnaire
    version: QuestionnaireVersion
    country: str

    def sides_of(self, user: User) -> frozenset[Side]:
        """OWNER for the government that answers."""
        return OwnCountry(self.country).sides_of(user)


def to_answer(user: User, ref: str) -> ToAnswer:
    """What is answered when a person begins; 404 where no version is in use."""
    questionnaire = visible_questionnaire(user, ref)
    in_use = questionnaire.versions.filter(state=VersionState.PUBLISHED).first()
    if in_use is None:
        raise Http404
    in_use.questionnaire = questionnaire
    return ToAnswer(questionnaire, in_use, user.country)


@dataclass(frozen=True)
class Draft:
    """A version that is being edited. Who may edit it stands on the questionnaire's sides."""

    questionnaire: Questionnaire
    version: QuestionnaireVersion

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards the questionnaire."""
        return self.questionnaire.sides_of(user)


def visible_draft(user: User, ref: str) -> Draft:
    """The draft of a questionnaire of one's own country; 404 when there is none."""
    questionnaire = visible_questionnaire(user, ref)
    draft = questionnaire.versions.filter(state=VersionState.DRAFT).first()
    if draft is None or user.country != questionnaire.country:
        raise Http404
    draft.questionnaire = questionnaire
    return Draft(questionnaire, draft)


@dataclass(frozen=True)
class DraftQuestion(Draft):
    """One question of a draft."""

    question: Question


def visible_draft_question(user: User, ref: str, key: str) -> DraftQuestion:
    """A question of a draft by its key; 404 when there is none."""
    draft = visible_draft(user, ref)
    question = draft.version.questions.filter(key=key).first()
    if question is None:
        raise Http404
    return DraftQuestion(draft.questionnaire, draft.version, question)


@dataclass(frozen=True)
class Section:
    """A heading with its questions."""

    number: int
    heading: str
    questions: list[Question]


def sections_of(questions: Iterable[Question]) -> list[Section]:
    """Questions under their headings, in their order."""
    found: dict[str, list[Question]] = {}
    for question in questions:
        found.setdefault(question.section, []).append(question)
    return [Section(number, heading, rows) for number, (heading, rows) in enumerate(found.items(), start=1)]


def said_by(version: QuestionnaireVersion | None) -> list[Said]:
    """What the questions of a version say."""
    if version is None:
        return []
    rows = version.questions.order_by("position")
    return [Said(row.key, {name: _words(row, name) for name in FIELDS}) for row in rows]


def _words(question: Question, name: str) -> str:
    return str(question.get_kind_display()) if name == "kind" else str(getattr(question, name))


def version_before(version: QuestionnaireVersion) -> QuestionnaireVersion | None:
    """The version that this one follows."""
    earlier = version.questionnaire.versions.filter(number__lt=version.number)
    return earlier.order_by("-number").first()


def changes_in(version: QuestionnaireVersion) -> Difference:
    """What this version says otherwise than the one before it."""
    return difference(said_by(version_before(version)), said_by(version))


def history_for(questionnaire: Questionnaire, user: User) -> QuerySet[AuditLine]:
    """The questionnaire's history, for its own country alone: it tells of drafts."""
    if user.country != questionnaire.country:
        return AuditLine.objects.none()
    return history_of(questionnaire).select_related("by")
