"""Questionnaires as data: versions of questions, and each country's answers with evidence."""

from __future__ import annotations

import hashlib
import json
import uuid

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from accounts.permissions import Side
from accounts.states import OrganisationKind, Role
from core import countries
from core.models import StoredFile
from core.refs import MAX_LENGTH
from questionnaires.changes import FIELDS
from questionnaires.states import AnswerKind, AnswerState, Purpose, VersionState


class QuestionnaireQuerySet(models.QuerySet["Questionnaire"]):
    """Vocabulary for questionnaires."""

    def visible_to(self, user: User) -> QuestionnaireQuerySet:
        """The lead country's people see all versions, others what is or was in use; observers nothing."""
        if user.role == Role.ADMINISTRATOR or user.organisation.kind == OrganisationKind.OBSERVER:
            return self.none()
        used = QuestionnaireVersion.objects.filter(questionnaire=OuterRef("pk")).exclude(
            state=VersionState.DRAFT
        )
        return self.filter(Q(country=user.country) | Exists(used))


class Questionnaire(models.Model):
    """Questions for one purpose, kept by the country that leads the pilot (architecture: the lead coordinator)."""

    ref = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    country = models.CharField(_("lead country"), max_length=2, choices=countries.CHOICES)
    purpose = models.CharField(_("purpose"), max_length=16, choices=Purpose.choices)
    title = models.CharField(_("title"), max_length=200)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        verbose_name = _("questionnaire")
        ordering = ["purpose", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=Purpose.values), name="questionnaire_purpose_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def sides_of(self, user: User) -> frozenset[Side]:
        """OWNER for the government of the lead country."""
        government = user.organisation.kind == OrganisationKind.GOVERNMENT
        return frozenset({Side.OWNER}) if government and user.country == self.country else frozenset()


class QuestionnaireVersion(models.Model):
    """One version: a draft that is edited, or questions that are answered and never change again."""

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    note = models.TextField(_("what changed"), blank=True)
    revision = models.PositiveIntegerField(default=1)
    published_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("version of a questionnaire")
        ordering = ["questionnaire", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="questionnaire_version_once"),
            models.UniqueConstraint(
                fields=["questionnaire"], condition=Q(state="draft"), name="questionnaire_one_draft"
            ),
            models.UniqueConstraint(
                fields=["questionnaire"], condition=Q(state="published"), name="questionnaire_one_in_use"
            ),
            models.CheckConstraint(
                condition=Q(state__in=VersionState.values), name="questionnaire_state_known"
            ),
        ]

    def __str__(self) -> str:
        return _("%(title)s, version %(number)s") % {"title": self.questionnaire, "number": self.number}


class Question(models.Model):
    """One question. `key` is stable over versions, so that answers can be carried to the next one.

    `gap_code` proposes the code of a gap that a substantial difference here would raise (taxonomy of the benchmarks).
    """

    version = models.ForeignKey(QuestionnaireVersion, models.CASCADE, related_name="questions")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    position = models.PositiveIntegerField()
    section = models.CharField(_("heading"), max_length=200, blank=True)
    text = models.TextField(_("question"))
    hint = models.TextField(_("hint"), blank=True)
    kind = models.CharField(_("kind of answer"), max_length=8, choices=AnswerKind.choices)
    unit = models.CharField(_("unit"), max_length=40, blank=True)  # such as "minutes"
    choices = models.TextField(_("choices, one a line"), blank=True)
    gap_code = models.CharField(_("gap code"), max_length=2, blank=True)

    class Meta:
        verbose_name = _("question")
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="question_position_once"),
            models.UniqueConstraint(fields=["version", "key"], name="question_key_once"),
            models.CheckConstraint(condition=Q(kind__in=AnswerKind.values), name="question_kind_known"),
        ]

    def __str__(self) -> str:
        return self.text[:120]

    @property
    def revision(self) -> str:
        """Fingerprint of what the question says: a page sends it back, so that nobody overwrites what they have not read."""
        return hashlib.sha256(json.dumps([getattr(self, name) for name in FIELDS]).encode()).hexdigest()[:16]

    @property
    def choice_list(self) -> list[str]:
        """The choices of a question that has some."""
        return [one for one in self.choices.splitlines() if one]


def _for_expert(user: User) -> Q:
    """Sets on which no team of the expert's country works, or theirs does."""
    working = AnswerSet.teams.through.objects.filter(answerset=OuterRef("pk"), team__country=user.country)
    return Q(~Exists(working) | Exists(working.filter(team__memberships__user=user)))


class AnswerSetQuerySet(models.QuerySet["AnswerSet"]):
    """Vocabulary for sets of answers."""

    def visible_to(self, user: User) -> AnswerSetQuerySet:
        """One's own country's; what was submitted and shared with one's country; the ILO what was submitted and shared.

        Experts through their team, where teams of their country work on the set.
        """
        if user.role == Role.ADMINISTRATOR or user.organisation.kind == OrganisationKind.OBSERVER:
            return self.none()
        released = ~Q(state=AnswerState.DRAFT)
        shares = AnswerShare.objects.filter(answer_set=OuterRef("pk"))
        if user.is_ilo:
            return self.filter(released & Exists(shares))
        if not user.country:
            return self.none()
        seen = self.filter(Q(country=user.country) | (released & Exists(shares.filter(country=user.country))))
        return seen.filter(_for_expert(user)) if user.is_expert_only else seen


class AnswerSet(models.Model):
    """One country's answers to one version of a questionnaire about one topic, such as a skill area."""

    ref = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    version = models.ForeignKey(QuestionnaireVersion, models.PROTECT, related_name="answer_sets")
    country = models.CharField(_("country"), max_length=2, choices=countries.CHOICES)
    topic = models.CharField(_("topic"), max_length=200)
    state = models.CharField(max_length=10, choices=AnswerState.choices, default=AnswerState.DRAFT)
    previous = models.OneToOneField("self", models.PROTECT, null=True, related_name="following")
    submitted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    #: Teams that serve the corridors for which the answers were taken; none: every expert of a country that reads them.
    teams = models.ManyToManyField(Team, related_name="+", blank=True)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AnswerSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("set of answers")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AnswerState.values), name="answers_state_known"),
            models.UniqueConstraint(
                fields=["version", "country", "topic"],
                condition=Q(state="draft"),
                name="answers_one_set_in_work",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version.questionnaire}, {countries.name_of(self.country)}: {self.topic}"

    def sides_of(self, user: User) -> frozenset[Side]:
        """OWNER for the government that answers, READING for who sees it otherwise."""
        government = user.organisation.kind == OrganisationKind.GOVERNMENT
        if government and user.country == self.country:
            return frozenset({Side.OWNER})
        return frozenset({Side.REVIEWING}) if user.is_ilo else frozenset({Side.READING})


class AnswerShare(models.Model):
    """A country that reads a set of answers once it is submitted (written when a review takes the set)."""

    answer_set = models.ForeignKey(AnswerSet, models.CASCADE, related_name="shares")
    country = models.CharField(max_length=2, choices=countries.CHOICES)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer_set", "country"], name="answers_shared_once"),
        ]

    def __str__(self) -> str:
        return f"{self.answer_set_id}: {self.country}"


class Answer(models.Model):
    """The answer to one question; an empty value with a note says why nothing can be said."""

    answer_set = models.ForeignKey(AnswerSet, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    value = models.TextField(_("answer"), blank=True)
    note = models.TextField(_("remark"), blank=True)
    revision = models.PositiveIntegerField(default=1)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("answer")
        constraints = [
            models.UniqueConstraint(fields=["answer_set", "question"], name="answer_once"),
        ]

    def __str__(self) -> str:
        return self.value[:80]


class Evidence(models.Model):
    """What proves an answer: a stored file, or an address of a published document."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="evidence")
    title = models.CharField(_("title"), max_length=200)
    stored = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    link = models.URLField(_("address"), blank=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("evidence")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stored__isnull=False) | ~Q(link=""), name="evidence_is_file_or_link"
            ),
        ]

    def __str__(self) -> str:
        return self.title
