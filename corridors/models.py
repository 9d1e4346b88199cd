"""Pilots, corridors, roadmap steps and the action plan."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Team, User
from accounts.permissions import Side
from accounts.states import OrganisationKind, Role
from core import countries
from core.refs import MAX_LENGTH
from corridors.states import (
    ROADMAP,
    STEP_CHOICES,
    ActivityKind,
    ActivityState,
    MilestoneKind,
    Priority,
    StepState,
)
from standards.models import SkillArea


class PilotQuerySet(models.QuerySet["Pilot"]):
    """Vocabulary for pilots."""

    def visible_to(self, user: User) -> PilotQuerySet:
        """Pilots in which the person sees a corridor, or that their country leads; the ILO sees all."""
        if user.role == Role.ADMINISTRATOR or user.organisation.kind == OrganisationKind.OBSERVER:
            return self.none()
        if user.is_ilo:
            return self.all()
        corridors = Corridor.objects.visible_to(user).filter(pilot=OuterRef("pk"))
        return self.filter(Q(lead_country=user.country) | Exists(corridors))


class Pilot(models.Model):
    """A phase of the programme with a lead country, such as "MRS pilot 2019"."""

    ref = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    lead_country = models.CharField(_("lead country"), max_length=2, choices=countries.CHOICES)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    summary = models.TextField(_("summary"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PilotQuerySet.as_manager()

    class Meta:
        verbose_name = _("pilot")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="pilot_ends_after_start",
                violation_error_message=_("A pilot ends on or after the day it starts."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def sides_of(self, user: User) -> frozenset[Side]:
        """LEAD for the lead country, REVIEWING for the ILO."""
        if user.is_ilo:
            return frozenset({Side.REVIEWING})
        if user.country and user.country == self.lead_country:
            return frozenset({Side.LEAD})
        return frozenset()


class CorridorQuerySet(models.QuerySet["Corridor"]):
    """Vocabulary for corridors."""

    def visible_to(self, user: User) -> CorridorQuerySet:
        """Corridors on whose receiving or sending side the person stands; the ILO sees all.

        An expert of the receiving country sees the corridors that their team serves.
        """
        if user.is_ilo:
            return self.all()
        if user.organisation.kind != OrganisationKind.GOVERNMENT:
            return self.none()
        receiving = Q(receiving_country=user.country)
        if user.is_expert_only:
            serving = Corridor.teams.through.objects.filter(
                corridor_id=OuterRef("pk"), team__memberships__user=user
            )
            receiving = receiving & Q(Exists(serving))
        return self.filter(receiving | Q(sending_country=user.country))


class Corridor(models.Model):
    """Receiving country, sending country and skill area inside a pilot: the unit of work."""

    ref = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    pilot = models.ForeignKey(Pilot, models.PROTECT, related_name="corridors")
    receiving_country = models.CharField(_("receiving country"), max_length=2, choices=countries.CHOICES)
    sending_country = models.CharField(_("sending country"), max_length=2, choices=countries.CHOICES)
    skill_area = models.ForeignKey(SkillArea, models.PROTECT, related_name="corridors")
    priority = models.CharField(_("priority"), max_length=10, choices=Priority.choices)
    teams = models.ManyToManyField(Team, related_name="corridors", blank=True)
    comparable_from = models.DecimalField(
        _("comparable from (%)"), max_digits=5, decimal_places=2, default=Decimal(80)
    )
    not_comparable_below = models.DecimalField(
        _("not comparable below (%)"), max_digits=5, decimal_places=2, default=Decimal(50)
    )

    objects = CorridorQuerySet.as_manager()

    class Meta:
        verbose_name = _("corridor")
        ordering = ["pilot", "skill_area__title", "sending_country"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(receiving_country=F("sending_country")),
                name="corridor_joins_two_countries",
                violation_error_message=_("A corridor joins two different countries."),
            ),
            models.UniqueConstraint(
                fields=["pilot", "receiving_country", "sending_country", "skill_area"],
                name="corridor_once_per_pilot",
            ),
            models.CheckConstraint(condition=Q(priority__in=Priority.values), name="corridor_priority_known"),
            models.CheckConstraint(
                condition=Q(not_comparable_below__lte=F("comparable_from")),
                name="corridor_thresholds_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.countries_text}: {self.skill_area}"

    @property
    def countries_text(self) -> str:
        """Both countries by name, receiving first, such as "Thailand – Cambodia"."""
        return f"{countries.name_of(self.receiving_country)} – {countries.name_of(self.sending_country)}"

    def sides_of(self, user: User) -> frozenset[Side]:
        """The person's side in this corridor, from organisation, role and team."""
        if user.is_ilo:
            return frozenset({Side.REVIEWING})
        if not user.country:
            return frozenset()
        sides: set[Side] = set()
        if user.country == self.sending_country:
            sides.add(Side.SENDING)
        if user.country == self.receiving_country and (
            not user.is_expert_only or self.teams.filter(memberships__user=user).exists()
        ):
            sides.add(Side.RECEIVING)
        return frozenset(sides)


class CorridorStep(models.Model):
    """One step of the roadmap in one corridor. Steps overlap in real missions; none waits for another."""

    corridor = models.ForeignKey(Corridor, models.CASCADE, related_name="steps")
    code = models.CharField(_("step"), max_length=2, choices=STEP_CHOICES)
    in_scope = models.BooleanField(_("in scope"), default=True)
    state = models.CharField(max_length=8, choices=StepState.choices, default=StepState.OPEN)
    reason = models.TextField(_("reason"), blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("roadmap step")
        ordering = ["corridor", "code"]
        constraints = [
            models.UniqueConstraint(fields=["corridor", "code"], name="step_once_per_corridor"),
            models.CheckConstraint(condition=Q(state__in=StepState.values), name="step_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.corridor}, {self.code}"

    @property
    def title(self) -> str:
        """Exact name of the step in the roadmap."""
        return str(ROADMAP[self.code])

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards the corridor."""
        return self.corridor.sides_of(user)


class ActivityQuerySet(models.QuerySet["Activity"]):
    """Vocabulary for the action plan."""

    def visible_to(self, user: User) -> ActivityQuerySet:
        """Rows of the pilots a person sees; a sending country sees the common rows and its own."""
        rows = self.filter(pilot__in=Pilot.objects.visible_to(user))
        if user.is_ilo:
            return rows
        return rows.filter(Q(pilot__lead_country=user.country) | Q(country="") | Q(country=user.country))


class Activity(models.Model):
    """One row of the action plan (a tree): planned and actual dates, owner, state."""

    ref = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    pilot = models.ForeignKey(Pilot, models.CASCADE, related_name="activities")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    corridor = models.ForeignKey(Corridor, models.PROTECT, null=True, blank=True, related_name="activities")
    country = models.CharField(_("country concerned"), max_length=2, choices=countries.CHOICES, blank=True)
    position = models.PositiveIntegerField(default=0)
    number = models.CharField(_("No."), max_length=10, blank=True)
    title = models.CharField(_("activity"), max_length=300)
    kind = models.CharField(
        _("kind"), max_length=12, choices=ActivityKind.choices, default=ActivityKind.ACTIVITY
    )
    owner = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    planned_start = models.DateField(_("planned start"), null=True, blank=True)
    planned_end = models.DateField(_("planned end"), null=True, blank=True)
    dates_illustrative = models.BooleanField(_("dates are illustrative"), default=False)
    actual_start = models.DateField(_("actual start"), null=True, blank=True)
    actual_end = models.DateField(_("actual end"), null=True, blank=True)
    state = models.CharField(max_length=12, choices=ActivityState.choices, default=ActivityState.PLANNED)
    note = models.TextField(_("note"), blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["pilot", "position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ActivityKind.values), name="activity_kind_known"),
            models.CheckConstraint(condition=Q(state__in=ActivityState.values), name="activity_state_known"),
            models.CheckConstraint(
                condition=Q(planned_end=None)
                | Q(planned_start=None)
                | Q(planned_end__gte=F("planned_start")),
                name="activity_ends_after_start",
                violation_error_message=_("The planned end lies before the planned start."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def has_planned_dates(self) -> bool:
        """Whether at least one planned day is known."""
        return bool(self.planned_start or self.planned_end)

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards the pilot; an expert does not lead the rows of corridors that other teams of the country serve."""
        sides = self.pilot.sides_of(user)
        if Side.LEAD in sides and user.is_expert_only and self._is_other_teams(user):
            return sides - {Side.LEAD}
        return sides

    def _is_other_teams(self, user: User) -> bool:
        corridors = self.pilot.corridors.filter(receiving_country=user.country)
        if self.corridor_id:
            corridors = corridors.filter(pk=self.corridor_id)
        else:
            corridors = corridors.filter(sending_country=self.country or "-")
        serving = Team.objects.filter(country=user.country, corridors__in=corridors)
        mine = serving.filter(memberships__user=user).values("pk")
        return serving.exists() and not mine.exists()


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    """Vocabulary for milestones."""

    def visible_to(self, user: User) -> MilestoneQuerySet:
        """Those of the corridors that the person sees; of all corridors of a country, or of a pilot, for the offices
        of the lead country, that country and the ILO.
        """
        if user.is_ilo:
            return self.all()
        if user.organisation.kind != OrganisationKind.GOVERNMENT:
            return self.none()
        wide = Q(corridor=None, country=user.country)
        if not user.is_expert_only:
            wide |= Q(corridor=None, pilot__lead_country=user.country)
        return self.filter(Q(corridor__in=Corridor.objects.visible_to(user)) | wide)


class Milestone(models.Model):
    """Something that the pilot has reached, such as a report submitted to the ILO: written by the verb that does it."""

    pilot = models.ForeignKey(Pilot, models.CASCADE, related_name="milestones")
    corridor = models.ForeignKey(Corridor, models.PROTECT, null=True, related_name="milestones")
    country = models.CharField(max_length=2, choices=countries.CHOICES, blank=True)
    kind = models.CharField(max_length=20, choices=MilestoneKind.choices)
    title = models.CharField(max_length=300)
    subject = models.CharField(max_length=80, blank=True)
    reached_on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("milestone")
        ordering = ["reached_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=MilestoneKind.values), name="milestone_kind_known")
        ]

    def __str__(self) -> str:
        return self.title
