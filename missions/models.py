"""Missions with planned and actual dates, and what was observed on them."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from accounts.permissions import Side
from benchmarking.models import GapFinding
from core import countries
from core.models import StoredFile
from core.refs import MAX_LENGTH
from corridors.models import Corridor, Pilot
from corridors.states import STEP_CHOICES
from missions.states import Effect, MissionKind, MissionState


class MissionQuerySet(models.QuerySet["Mission"]):
    """Vocabulary for missions."""

    def visible_to(self, user: User) -> MissionQuerySet:
        """Missions that serve a corridor which the person sees."""
        corridors = Mission.corridors.through.objects.filter(
            mission_id=OuterRef("pk"), corridor__in=Corridor.objects.visible_to(user)
        )
        return self.filter(Exists(corridors))


class Mission(models.Model):
    """A visit, workshop, training, demonstration, launch or online meeting. One may serve several corridors."""

    ref = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    pilot = models.ForeignKey(Pilot, models.PROTECT, related_name="missions")
    round = models.PositiveSmallIntegerField(_("round"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=14, choices=MissionKind.choices, default=MissionKind.VISIT)
    title = models.CharField(_("title"), max_length=200)
    place = models.CharField(_("place"), max_length=120)
    country = models.CharField(_("country"), max_length=2, choices=countries.CHOICES)
    planned_start = models.DateField(_("planned start"))
    planned_end = models.DateField(_("planned end"))
    planned_month_only = models.BooleanField(_("only the month is known"), default=False)
    actual_start = models.DateField(_("held from"), null=True, blank=True)
    actual_end = models.DateField(_("held until"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=MissionState.choices, default=MissionState.PLANNED)
    corridors = models.ManyToManyField(Corridor, related_name="missions")
    teams = models.ManyToManyField(Team, related_name="missions", blank=True)
    agenda = models.TextField(_("agenda"), blank=True)
    note = models.TextField(_("note"), blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects = MissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mission")
        ordering = ["planned_start", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=MissionKind.values), name="mission_kind_known"),
            models.CheckConstraint(condition=Q(state__in=MissionState.values), name="mission_state_known"),
            models.CheckConstraint(
                condition=Q(planned_end__gte=F("planned_start")),
                name="mission_planned_in_order",
                violation_error_message=_("The planned end lies before the planned start."),
            ),
            models.CheckConstraint(
                condition=Q(actual_end=None) | Q(actual_start=None) | Q(actual_end__gte=F("actual_start")),
                name="mission_held_in_order",
                violation_error_message=_("The mission cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | (Q(actual_start__isnull=False) & Q(actual_end__isnull=False)),
                name="mission_held_has_dates",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def planned_text(self) -> str:
        """Planned dates in words, to the day or only to the month."""
        if self.planned_month_only:
            return formats.date_format(self.planned_start, "F Y")
        return date_range(self.planned_start, self.planned_end)

    @property
    def actual_text(self) -> str:
        """Actual dates in words; empty when not held."""
        return date_range(self.actual_start, self.actual_end) if self.actual_start and self.actual_end else ""

    def sides_of(self, user: User) -> frozenset[Side]:
        """LEAD for the pilot's lead country (experts: when they see the mission), REVIEWING for the ILO."""
        return self.pilot.sides_of(user)


def date_range(start: date, end: date) -> str:
    """Two days in words, such as "3–5 June 2019" or "27 May – 2 June 2019"."""
    if start == end:
        return formats.date_format(start, "j F Y")
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{formats.date_format(end, 'j F Y')}"
    return f"{formats.date_format(start, 'j F')} – {formats.date_format(end, 'j F Y')}"


class ObservationQuerySet(models.QuerySet["Observation"]):
    """Vocabulary for observations."""

    def visible_to(self, user: User) -> ObservationQuerySet:
        """The receiving side always; the sending side and the ILO once the mission is recorded as held."""
        seen = Q(corridor__in=Corridor.objects.visible_to(user))
        receiving = Q(corridor__receiving_country=user.country) if user.country else Q(pk__in=[])
        return self.filter(seen & (receiving | Q(mission__state=MissionState.HELD)))


class Observation(models.Model):
    """What was seen or said in one session or site of a mission; may raise or confirm a gap."""

    ref = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    mission = models.ForeignKey(Mission, models.PROTECT, related_name="observations")
    corridor = models.ForeignKey(Corridor, models.PROTECT, related_name="observations")
    step = models.CharField(_("roadmap step"), max_length=2, choices=STEP_CHOICES, blank=True)
    site = models.CharField(_("session or site"), max_length=200)
    observed_on = models.DateField(_("date"))
    text = models.TextField(_("what was seen or said"))
    gaps = models.ManyToManyField(GapFinding, through="ObservationGap", related_name="observations")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    revision = models.PositiveIntegerField(default=1)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("observation")
        ordering = ["observed_on", "pk"]

    def __str__(self) -> str:
        return f"{self.site}: {self.text}"[:120]

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards the mission."""
        return self.mission.sides_of(user)


class ObservationGap(models.Model):
    """An observation that confirms, raises or speaks against a gap."""

    observation = models.ForeignKey(Observation, models.CASCADE, related_name="gap_links")
    gap = models.ForeignKey(GapFinding, models.CASCADE, related_name="observation_links")
    effect = models.CharField(_("effect"), max_length=10, choices=Effect.choices)

    class Meta:
        verbose_name = _("observation on a gap")
        constraints = [
            models.UniqueConstraint(fields=["observation", "gap"], name="observation_gap_once"),
            models.CheckConstraint(condition=Q(effect__in=Effect.values), name="observation_effect_known"),
        ]

    def __str__(self) -> str:
        return f"{self.observation} / {self.gap}"


class ObservationPhotoQuerySet(models.QuerySet["ObservationPhoto"]):
    """Vocabulary for photos."""

    def visible_to(self, user: User) -> ObservationPhotoQuerySet:
        """Photos of observations that the person sees. What was removed is shown to nobody."""
        return self.shown().filter(observation__in=Observation.objects.visible_to(user))

    def shown(self) -> ObservationPhotoQuerySet:
        """Those that were not removed."""
        return self.filter(removed_at=None)


class ObservationPhoto(models.Model):
    """A photo of what was observed, made anew without anything hidden in the file.

    `words` say what it shows and stand for it where it cannot be seen. `stored` is for looking at it, `small` for
    pages and paper. A removed photo rests 30 days, then the row goes; stored bytes stay, for frozen reports name them.
    """

    observation = models.ForeignKey(Observation, models.CASCADE, related_name="photos")
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    small = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    words = models.CharField(_("what the photo shows"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = ObservationPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo of an observation")
        ordering = ["observation", "position", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="observation_photo_has_words")]

    def __str__(self) -> str:
        return self.words

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards the observation."""
        return self.observation.sides_of(user)
