"""Standards and their editions, and who may read them."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Team, User
from accounts.permissions import Side
from accounts.states import OrganisationKind, Role
from core import countries
from core.refs import MAX_LENGTH
from standards.lines import fingerprint
from standards.models.reference import LevelFramework, Occupation, SkillArea, StandardBody
from standards.states import RELEASED, EditionState, ShareCapacity


class Standard(models.Model):
    """One national competency standard of one body for one occupation."""

    ref = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    body = models.ForeignKey(StandardBody, models.PROTECT, related_name="standards")
    country = models.CharField(_("country"), max_length=2, choices=countries.CHOICES)
    owner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("responsible office")
    )
    skill_area = models.ForeignKey(SkillArea, models.PROTECT, related_name="standards")
    occupation = models.ForeignKey(Occupation, models.PROTECT, related_name="standards")
    title = models.CharField(_("title"), max_length=255)
    title_original = models.CharField(_("title in the original language"), max_length=255, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("standard")

    def __str__(self) -> str:
        return self.title


def _works_on_drafts(user: User) -> Q:
    """Drafts on which an expert of the country works: the teams that serve the skill area share it out among them.

    Which team serves what is said above, by the corridors; it is asked through their foreign keys.
    """
    area = OuterRef("standard__skill_area")
    serving = Team.objects.filter(
        country=user.country, corridors__skill_area=area, corridors__receiving_country=user.country
    )
    return Q(created_by=user) | ~Exists(serving) | Exists(serving.filter(memberships__user=user))


class EditionQuerySet(models.QuerySet["Edition"]):
    """Vocabulary for editions."""

    def visible_to(self, user: User) -> EditionQuerySet:
        """What exists for this person: their own country's, what is shared with them, what is public.

        A draft exists for its own country only, and in the bin it exists for nobody (`in_bin_of` finds it
        there). The ILO reads what is released. The portal administrator reads no content.
        Experts on the receiving side read through their team, not through their ministry, and see drafts of their
        own country where no team of it serves the skill area, their team does, or they began the draft.
        """
        if user.role == Role.ADMINISTRATOR:
            return self.none()
        there = self.out_of_bin()
        public = Q(public=True)
        if user.organisation.kind == OrganisationKind.OBSERVER:
            return there.filter(public)
        released = Q(state__in=RELEASED)
        if user.is_ilo:
            return there.filter(released)
        shares = Share.objects.filter(edition=OuterRef("pk"))
        by_team = Q(team__memberships__user=user)
        by_organisation = Q(organisation=user.organisation_id)
        own = Q(standard__country=user.country) if user.country else Q(pk__in=[])
        if user.is_expert_only:
            by_organisation &= Q(capacity=ShareCapacity.READING)
            own &= released | _works_on_drafts(user)
        return there.filter(own | public | (released & Exists(shares.filter(by_team | by_organisation))))

    def in_bin_of(self, user: User) -> EditionQuerySet:
        """Drafts that the person's own country has thrown away and can still take back."""
        if user.role == Role.ADMINISTRATOR or not user.country:
            return self.none()
        own = self.filter(standard__country=user.country, binned_at__isnull=False)
        return own.filter(_works_on_drafts(user)) if user.is_expert_only else own

    def out_of_bin(self) -> EditionQuerySet:
        """Without drafts that were thrown away."""
        return self.filter(binned_at=None)

    def released(self) -> EditionQuerySet:
        """Submitted or later."""
        return self.filter(state__in=RELEASED)

    def usable(self) -> EditionQuerySet:
        """What a benchmark may take: accepted ones, and submitted ones labelled provisional."""
        return self.filter(state__in=[EditionState.ACCEPTED, EditionState.SUBMITTED])

    def with_standard(self) -> EditionQuerySet:
        """Everything that a list row shows."""
        return self.select_related("standard__body", "standard__occupation", "standard__skill_area")


_SIDE_OF_SHARE = {ShareCapacity.RECEIVING.value: Side.RECEIVING, ShareCapacity.READING.value: Side.READING}


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
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    level_framework = models.ForeignKey(
        LevelFramework,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("level framework"),
    )
    note = models.TextField(_("note"), blank=True)
    lines_revision = models.PositiveIntegerField(default=0)  # counts every writing of the draft's lines
    binned_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    binned_at = models.DateTimeField(null=True)  # a draft in the bin is gone for good after 30 days
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
            models.CheckConstraint(
                condition=Q(binned_at=None) | Q(state="draft"), name="edition_only_drafts_in_bin"
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
        standard = self.standard
        return fingerprint(
            self.label,
            self.issued_on,
            self.legal_basis,
            self.language,
            self.note,
            self.licence,
            self.level_framework_id,
            standard.title,
            standard.title_original,
            standard.skill_area_id,
            standard.occupation_id,
            standard.body_id,
            standard.owner_id,
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
        """OWNER for its own country; RECEIVING or READING as it is shared with the person's office or team."""
        sides: set[Side] = set()
        if user.country and user.country == self.country:
            sides.add(Side.OWNER)
        if user.country:
            mine = Q(organisation=user.organisation_id) | Q(team__memberships__user=user)
            capacities = set(self.shares.filter(mine).values_list("capacity", flat=True))
            sides |= {_SIDE_OF_SHARE[capacity] for capacity in capacities}
        if user.is_ilo:
            sides.add(Side.REVIEWING)
        return frozenset(sides)


class Share(models.Model):
    """Who else may read a released edition ("standards distributed").

    Most come with the submission, by the corridors' verbs; `by` is set where the owner gave it by hand, and only such
    a share can be withdrawn.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="shares")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="+")
    capacity = models.CharField(max_length=12, choices=ShareCapacity.choices)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
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

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards the edition."""
        return self.edition.sides_of(user)
