"""Standards, their editions and lines, and the intake of source documents."""

from __future__ import annotations

import hashlib
import uuid

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Team, User
from accounts.permissions import Side
from accounts.states import OrganisationKind, Role
from core import countries
from core.models import Job, StoredFile
from core.refs import MAX_LENGTH
from standards.lines import fingerprint
from standards.states import (
    RELEASED,
    EditionState,
    IntakeState,
    LineKind,
    ShareCapacity,
    UnitType,
)


class Occupation(models.Model):
    """An ISCO-08 unit group, such as 7112 Bricklayers and related workers."""

    isco = models.CharField(_("ISCO-08 code"), max_length=10, unique=True)
    title = models.CharField(_("title"), max_length=200)

    class Meta:
        verbose_name = _("occupation")
        ordering = ["isco"]

    def __str__(self) -> str:
        return f"{self.isco} {self.title}"


class SkillArea(models.Model):
    """What is recognised, such as "Bricklaying and plastering"; covers one or more occupations."""

    slug = models.SlugField(unique=True)
    title = models.CharField(_("title"), max_length=200, unique=True)
    occupations = models.ManyToManyField(Occupation, related_name="skill_areas")

    class Meta:
        verbose_name = _("skill area")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class StandardBody(models.Model):
    """The body that issues standards in a country; a country may have several."""

    country = models.CharField(_("country"), max_length=2, choices=countries.CHOICES)
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=40)

    class Meta:
        verbose_name = _("standard body")
        constraints = [models.UniqueConstraint(fields=["country", "name"], name="body_once_per_country")]

    def __str__(self) -> str:
        return self.name


class Standard(models.Model):
    """One national competency standard of one body for one occupation."""

    ref = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    body = models.ForeignKey(StandardBody, models.PROTECT, related_name="standards")
    country = models.CharField(_("country"), max_length=2, choices=countries.CHOICES)
    skill_area = models.ForeignKey(SkillArea, models.PROTECT, related_name="standards")
    occupation = models.ForeignKey(Occupation, models.PROTECT, related_name="standards")
    title = models.CharField(_("title"), max_length=255)
    title_original = models.CharField(_("title in the original language"), max_length=255, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("standard")

    def __str__(self) -> str:
        return self.title


class EditionQuerySet(models.QuerySet["Edition"]):
    """Vocabulary for editions."""

    def visible_to(self, user: User) -> EditionQuerySet:
        """What exists for this person: their own country's, what is shared with them, what is public.

        A draft exists for its own country only. The ILO reads what is released. The portal administrator
        reads no content. Experts on the receiving side read through their team, not through their ministry.
        """
        if user.role == Role.ADMINISTRATOR:
            return self.none()
        public = Q(public=True)
        if user.organisation.kind == OrganisationKind.OBSERVER:
            return self.filter(public)
        released = Q(state__in=RELEASED)
        if user.is_ilo:
            return self.filter(released)
        shares = Share.objects.filter(edition=OuterRef("pk"))
        by_team = Q(team__memberships__user=user)
        by_organisation = Q(organisation=user.organisation_id)
        if user.role == Role.EXPERT:
            by_organisation &= Q(capacity=ShareCapacity.READING)
        own = Q(standard__country=user.country) if user.country else Q(pk__in=[])
        return self.filter(own | public | (released & Exists(shares.filter(by_team | by_organisation))))

    def released(self) -> EditionQuerySet:
        """Submitted or later."""
        return self.filter(state__in=RELEASED)

    def usable(self) -> EditionQuerySet:
        """What a benchmark may take: accepted ones, and submitted ones labelled provisional."""
        return self.filter(state__in=[EditionState.ACCEPTED, EditionState.SUBMITTED])

    def with_standard(self) -> EditionQuerySet:
        """Everything that a list row shows."""
        return self.select_related("standard__body", "standard__occupation", "standard__skill_area")


class Edition(models.Model):
    """One version of a standard. Frozen once submitted; a correction is a new draft copied from it."""

    ref = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    standard = models.ForeignKey(Standard, models.PROTECT, related_name="editions")
    label = models.CharField(
        _("edition"), max_length=80, help_text=_("Year or number, for example 2018 or 2.0")
    )
    issued_on = models.DateField(_("date of issue"), null=True, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=255, blank=True)
    language = models.CharField(_("language of the original"), max_length=8, blank=True)
    note = models.TextField(_("note"), blank=True)
    state = models.CharField(max_length=12, choices=EditionState.choices, default=EditionState.DRAFT)
    public = models.BooleanField(_("public"), default=False)
    previous = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="next_editions")
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(_("reason"), blank=True)
    content_hash = models.CharField(max_length=64, blank=True)  # over all lines, set at submission
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=EditionState.values), name="edition_state_known"),
            models.CheckConstraint(
                condition=Q(public=False) | Q(state__in=["accepted", "superseded"]),
                name="edition_public_only_when_accepted",
                violation_error_message=_("Only an accepted edition can be made public."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.standard.title}, {self.label}"

    @property
    def country(self) -> str:
        """ISO code of the owner country."""
        return self.standard.country

    @property
    def revision(self) -> str:
        """Mark of the details that the form shows; a form that was opened before somebody's save has another."""
        own = (self.label, self.issued_on, self.legal_basis, self.language, self.note)
        standard = self.standard
        return fingerprint(
            *own, standard.title, standard.title_original, standard.skill_area_id, standard.occupation_id
        )

    @property
    def is_draft(self) -> bool:
        """Whether lines may still change."""
        return self.state == EditionState.DRAFT

    @property
    def is_provisional(self) -> bool:
        """Whether it is released but not yet accepted (product.md: labelled provisional)."""
        return self.state == EditionState.SUBMITTED

    def sides_of(self, user: User) -> frozenset[Side]:
        """OWNER for its own country; RECEIVING where it is shared in that capacity."""
        sides: set[Side] = set()
        if user.country and user.country == self.country:
            sides.add(Side.OWNER)
        shares = self.shares.filter(capacity=ShareCapacity.RECEIVING)
        if (
            user.country
            and shares.filter(Q(organisation=user.organisation_id) | Q(team__memberships__user=user)).exists()
        ):
            sides.add(Side.RECEIVING)
        if user.is_ilo:
            sides.add(Side.REVIEWING)
        return frozenset(sides)


def line_hash(kind: str, number: str, text: str, text_original: str, critical: bool) -> str:
    """SHA-256 of what a line says; equal hashes mean nothing changed for a re-benchmark."""
    parts = "\x1f".join([kind, number, text, text_original, "1" if critical else "0"])
    return hashlib.sha256(parts.encode()).hexdigest()


class Line(models.Model):
    """One node of an edition, in reading order. `key` is stable over editions, `content_hash` says whether it changed."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="lines")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="children")
    position = models.PositiveIntegerField()
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=LineKind.choices)
    unit_type = models.CharField(_("group"), max_length=12, choices=UnitType.choices, blank=True)
    number = models.CharField(_("number"), max_length=40, blank=True)
    text = models.TextField(_("text in English"))
    text_original = models.TextField(_("text in the original language"), blank=True)
    critical = models.BooleanField(_("critical"), default=False)
    marks = models.CharField(_("marks"), max_length=20, blank=True)
    page = models.PositiveIntegerField(null=True)
    box = models.JSONField(null=True)  # [x0, top, x1, bottom] in points on that page of the source file
    content_hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("line")
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="line_position_once"),
            models.CheckConstraint(condition=Q(kind__in=LineKind.values), name="line_kind_known"),
            models.CheckConstraint(condition=Q(unit_type__in=UnitType.values), name="line_unit_type_known"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.text}".strip()[:120]


class Share(models.Model):
    """Who else may read a released edition ("standards distributed"); written by corridors' verbs."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="shares")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="+")
    capacity = models.CharField(max_length=12, choices=ShareCapacity.choices)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("share")
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) ^ Q(team__isnull=True), name="share_with_one_party"
            ),
            models.CheckConstraint(
                condition=Q(capacity__in=ShareCapacity.values), name="share_capacity_known"
            ),
            models.UniqueConstraint(
                fields=["edition", "organisation"], condition=Q(team=None), name="share_once_per_organisation"
            ),
            models.UniqueConstraint(
                fields=["edition", "team"], condition=Q(organisation=None), name="share_once_per_team"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition} → {self.organisation or self.team}"


class SourceFile(models.Model):
    """An original upload of an edition, kept byte for byte."""

    ref = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="source_files")
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    language = models.CharField(_("language"), max_length=8, default="en")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("source file")

    def __str__(self) -> str:
        return self.stored.name


class Intake(models.Model):
    """One reading of a source file: candidate lines that a person confirms before they reach the edition."""

    ref = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="intakes")
    source = models.ForeignKey(SourceFile, models.CASCADE, related_name="intakes")
    job = models.OneToOneField(Job, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12, choices=IntakeState.choices, default=IntakeState.READING)
    refusal = models.CharField(max_length=60, blank=True)  # code of the sentence that says what is wrong
    refusal_params = models.JSONField(default=dict)
    layout = models.CharField(max_length=60, blank=True)
    pages = models.PositiveIntegerField(default=0)
    warnings = models.JSONField(default=list)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("intake")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=IntakeState.values), name="intake_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.source}"

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards the edition."""
        return self.edition.sides_of(user)


class IntakeLine(models.Model):
    """A candidate line of an intake; `kept` is False when the person leaves it out."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    depth = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=12, choices=LineKind.choices)
    unit_type = models.CharField(_("group"), max_length=12, choices=UnitType.choices, blank=True)
    number = models.CharField(_("number"), max_length=40, blank=True)
    text = models.TextField(_("text in English"))
    text_original = models.TextField(_("text in the original language"), blank=True)
    critical = models.BooleanField(_("critical"), default=False)
    marks = models.CharField(_("marks"), max_length=20, blank=True)
    page = models.PositiveIntegerField(null=True)
    box = models.JSONField(null=True)
    warning = models.CharField(max_length=255, blank=True)
    kept = models.BooleanField(_("keep"), default=True)

    class Meta:
        verbose_name = _("candidate line")
        constraints = [
            models.UniqueConstraint(fields=["intake", "position"], name="intake_line_position_once"),
            models.CheckConstraint(condition=Q(kind__in=LineKind.values), name="intake_line_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.text}".strip()[:120]

    @property
    def revision(self) -> str:
        """Mark of what the row's form shows."""
        return fingerprint(self.kind, self.number, self.text, self.text_original, self.critical, self.kept)

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards the edition."""
        return self.intake.sides_of(user)
