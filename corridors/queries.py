"""Reads of pilots, corridors, roadmap steps and the action plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Count, Model, Prefetch, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from accounts.access import can
from accounts.models import Organisation, Team, User
from accounts.permissions import Permission
from accounts.states import OrganisationKind
from core import countries
from core.models import AuditLine
from core.queries import history_of, one
from core.summary import Fact, Waiting
from core.text import clean
from corridors.models import Activity, Corridor, CorridorStep, Milestone, Pilot
from corridors.plan import Placed, arrange
from corridors.states import ActivityKind, ActivityState, StepState
from standards.models import Edition, SkillArea
from standards.states import ShareCapacity

RowT = TypeVar("RowT", bound=Model)

#: More milestones than a pilot of some years has.
MILESTONES_SHOWN = 200

#: States in which a row of the plan still asks for work.
UNSETTLED = (ActivityState.PLANNED, ActivityState.IN_PROGRESS)
#: The state filter's extra choice: unsettled and past the planned end.
LATE = "late"
#: How many single things of one kind the home page names before it counts the rest.
NAMED = 5


def visible_pilot(user: User, ref: str) -> Pilot:
    """The pilot with this reference.

    Raises:
        Http404: there is none that the person sees.
    """
    return one(Pilot.objects.visible_to(user), ref)


def visible_corridor(user: User, ref: str) -> Corridor:
    """The corridor with this reference.

    Raises:
        Http404: there is none that the person sees.
    """
    return one(Corridor.objects.visible_to(user).select_related("pilot", "skill_area"), ref)


def visible_activity(user: User, ref: str) -> Activity:
    """The row of the action plan with this reference.

    Raises:
        Http404: there is none that the person sees.
    """
    rows = Activity.objects.visible_to(user)
    return one(rows.select_related("pilot", "corridor__skill_area", "owner", "parent"), ref)


def seen_corridor(activity: Activity, user: User) -> Corridor | None:
    """The corridor of a row of the plan if the person sees it: the lead country's experts see rows of other groups."""
    seen = Corridor.objects.visible_to(user).select_related("skill_area")
    return seen.filter(pk=activity.corridor_id).first() if activity.corridor_id else None


def visible_step(user: User, ref: str, code: str) -> CorridorStep:
    """One roadmap step of a corridor that the person sees.

    Raises:
        Http404: there is none.
    """
    corridor = visible_corridor(user, ref)
    step = corridor.steps.filter(code=code).select_related("closed_by").first()
    if step is None:
        raise Http404
    step.corridor = corridor
    return step


# --- The list of corridors -----------------------------------------------------------------------


def corridors(
    user: User, *, query: str = "", country: str = "", skill_area: str = "", priority: str = ""
) -> QuerySet[Corridor]:
    """Corridors that the person sees, filtered, with the counts that a row of the list shows."""
    found = Corridor.objects.visible_to(user).select_related("pilot", "skill_area")
    if words := clean(query):
        named = [
            code for code, name in countries.COUNTRIES.items() if words.casefold() in str(name).casefold()
        ]
        found = found.filter(
            Q(skill_area__title__icontains=words)
            | Q(pilot__title__icontains=words)
            | Q(receiving_country__in=named)
            | Q(sending_country__in=named)
        )
    if country:
        found = found.filter(Q(receiving_country=country) | Q(sending_country=country))
    if skill_area:
        found = found.filter(skill_area__slug=skill_area)
    if priority:
        found = found.filter(priority=priority)
    in_scope = Q(steps__in_scope=True)
    return found.annotate(
        steps_in_scope=Count("steps", filter=in_scope, distinct=True),
        steps_closed=Count("steps", filter=in_scope & Q(steps__state=StepState.CLOSED), distinct=True),
    ).order_by("-pilot__starts_on", "priority", "skill_area__title", "sending_country", "pk")


def skill_areas_of(user: User) -> QuerySet[SkillArea]:
    """Skill areas of the corridors that the person sees, for the filter."""
    return SkillArea.objects.filter(corridors__in=Corridor.objects.visible_to(user)).distinct()


def countries_of(user: User) -> list[tuple[str, str]]:
    """Countries of the corridors that the person sees, in English alphabetical order of their names."""
    seen = Corridor.objects.visible_to(user).values_list("receiving_country", "sending_country")
    return _named({code for pair in seen.order_by().distinct() for code in pair})


def _named(codes: Iterable[str]) -> list[tuple[str, str]]:
    return sorted(((code, countries.name_of(code)) for code in codes if code), key=lambda pair: pair[1])


# --- Who reads an edition once it is submitted ---------------------------------------------------


@dataclass(frozen=True)
class Reader:
    """A party that an edition is distributed to. Exactly one of team and organisation is set."""

    capacity: ShareCapacity
    organisation: Organisation | None = None
    team: Team | None = None

    @property
    def country(self) -> str:
        """Name of the party's country."""
        party = self.organisation or self.team
        return countries.name_of(party.country) if party else ""

    def __str__(self) -> str:
        return str(self.organisation or self.team)


def audience(edition: Edition) -> list[Reader]:
    """The other sides of all corridors of the edition's country and skill area: their government organisations
    and their teams.

    A receiving side gets the capacity to decide; where a country stands on both sides of the edition's country
    (two corridors, one each way) that capacity wins.
    """
    country = edition.country
    involved = Corridor.objects.filter(skill_area=edition.standard.skill_area_id).filter(
        Q(receiving_country=country) | Q(sending_country=country)
    )
    capacity: dict[str, ShareCapacity] = {}
    teams: dict[int, Team] = {}
    for corridor in involved.prefetch_related(Prefetch("teams", Team.objects.order_by("name"))):
        sends = corridor.sending_country == country
        other = corridor.receiving_country if sends else corridor.sending_country
        if sends or other not in capacity:
            capacity[other] = ShareCapacity.RECEIVING if sends else ShareCapacity.READING
        teams.update({team.pk: team for team in corridor.teams.all() if team.country == other})
    offices = Organisation.objects.filter(kind=OrganisationKind.GOVERNMENT, is_active=True)
    organisations = offices.filter(country__in=capacity)
    readers = [Reader(capacity[one.country], organisation=one) for one in organisations.order_by("name")]
    readers += [Reader(capacity[team.country], team=team) for team in teams.values()]
    return sorted(readers, key=lambda reader: (reader.country, reader.team is not None, str(reader)))


# --- The action plan -----------------------------------------------------------------------------


@dataclass(frozen=True)
class PlanFilter:
    """What the plan is narrowed to; empty means everything."""

    query: str = ""
    state: str = ""
    country: str = ""
    kind: str = ""
    corridor: str = ""

    @property
    def is_set(self) -> bool:
        """Whether anything is left out."""
        return bool(self.query or self.state or self.country or self.kind or self.corridor)

    def admits(self, activity: Activity, today: date) -> bool:
        """Whether the row is wanted."""
        return (
            self._admits_state(activity, today)
            and self.country in ("", activity.country)
            and self.kind in ("", activity.kind)
            and (
                not self.corridor
                or (activity.corridor is not None and activity.corridor.ref == self.corridor)
            )
            and self._admits_words(activity)
        )

    def _admits_state(self, activity: Activity, today: date) -> bool:
        return is_late(activity, today) if self.state == LATE else self.state in ("", activity.state)

    def _admits_words(self, activity: Activity) -> bool:
        owner = str(activity.owner) if activity.owner else ""
        text = f"{activity.number} {activity.title} {activity.note} {owner}"
        return clean(self.query).casefold() in text.casefold()


def plan_rows(pilot: Pilot, user: User, *, wanted: PlanFilter, today: date) -> list[Placed[Activity]]:
    """The rows of the plan that the person sees, as a tree: one query.

    Rows above a wanted row are kept so that its place can be seen.
    """
    rows = (
        Activity.objects.visible_to(user).filter(pilot=pilot).select_related("owner", "corridor__skill_area")
    )
    return arrange(
        list(rows.order_by("position", "pk")),
        key=lambda row: row.pk,
        parent=lambda row: row.parent_id,
        wanted=lambda row: wanted.admits(row, today),
    )


def milestones_of(pilot: Pilot, user: User, *, corridor: str = "") -> list[Milestone]:
    """What the pilot has reached, as far as the person sees it, oldest first; of one corridor where it is named."""
    rows = Milestone.objects.visible_to(user).filter(pilot=pilot).select_related("corridor__skill_area")
    if corridor:
        rows = rows.filter(corridor__ref=corridor)
    return list(rows.order_by("reached_on", "pk")[:MILESTONES_SHOWN])


def milestones_on(corridor: Corridor, user: User) -> list[Milestone]:
    """What the corridor has reached, or its pilot as a whole, as far as the person sees it, oldest first."""
    rows = Milestone.objects.visible_to(user).filter(
        Q(corridor=corridor) | Q(corridor=None, pilot=corridor.pilot_id)
    )
    rows = rows.select_related("corridor__skill_area")
    rows = rows.filter(Q(country="") | Q(country=corridor.sending_country))
    return list(rows.order_by("reached_on", "pk")[:MILESTONES_SHOWN])


def is_late(activity: Activity, today: date) -> bool:
    """Whether the planned end has passed and the row is neither done nor cancelled."""
    return bool(activity.state in UNSETTLED and activity.planned_end and activity.planned_end < today)


def history_for(activity: Activity, user: User) -> list[AuditLine]:
    """The history of a row that the person sees, newest first.

    A sending country reads it back to the moment when the row became common or its own: what the row said while it
    was another country's stays there.
    """
    lines = list(history_of(activity)[:50])
    if activity.pilot.sides_of(user):
        return lines
    cut = next((place for place, line in enumerate(lines) if "country" in line.before), len(lines))
    return lines[:cut]


def sub_rows(activity: Activity, user: User) -> QuerySet[Activity]:
    """Rows right below this one that the person sees."""
    below = Activity.objects.visible_to(user).filter(parent=activity)
    return below.select_related("owner").order_by("position", "pk")


def plan_countries(pilot: Pilot, user: User) -> list[tuple[str, str]]:
    """The lead country, and those of the pilot's corridors and rows that the person sees: others are not named."""
    corridors = Corridor.objects.visible_to(user).filter(pilot=pilot).order_by()
    pairs = corridors.values_list("receiving_country", "sending_country").distinct()
    rows = Activity.objects.visible_to(user).filter(pilot=pilot).order_by()
    named = rows.values_list("country", flat=True).distinct()
    return _named({pilot.lead_country, *named, *(code for pair in pairs for code in pair)})


def plan_owners(pilot: Pilot, user: User, kept: int | None = None) -> QuerySet[Organisation]:
    """Who can own a row: offices at work of the countries that the person can name there, the ILO, and who owns it now.

    Args:
        kept: key of the office that owns the row.
    """
    codes = [code for code, _name in plan_countries(pilot, user)]
    fitting = Q(kind=OrganisationKind.GOVERNMENT, country__in=codes) | Q(kind=OrganisationKind.ILO)
    found = Organisation.objects.filter((fitting & Q(is_active=True)) | Q(pk=kept))
    return found.order_by("country", "name")


# --- What the pages that look at everything ask --------------------------------------------------


def waiting_for(user: User, *, today: date | None = None) -> list[Waiting]:
    """Rows of action plans that the person's organisation owns and that are past their planned end."""
    today = today or timezone.localdate()
    late = (
        Activity.objects.visible_to(user)
        .filter(owner=user.organisation_id, state__in=UNSETTLED, planned_end__lt=today)
        .select_related("pilot")
        .order_by("planned_end", "pk")
    )
    rows = list(late[: NAMED + 1])
    found = [
        Waiting(
            title=_("Late in the action plan: %(activity)s") % {"activity": row},
            url=reverse("corridors:activity", kwargs={"ref": row.ref}),
            detail=_late_detail(row, user),
        )
        for row in rows[:NAMED]
    ]
    if len(rows) > NAMED:
        plan = reverse("corridors:plan", kwargs={"ref": rows[NAMED].pilot.ref})
        found.append(
            Waiting(
                title=_("%(count)s more late activities of your organisation")
                % {"count": late.count() - NAMED},
                url=f"{plan}?state={LATE}",
            )
        )
    return found


def _late_detail(row: Activity, user: User) -> str:
    """What the owner of a late row can do: only the country that leads the pilot keeps the plan."""
    words = {"day": _day(row.planned_end), "country": countries.name_of(row.pilot.lead_country)}
    if can(user, Permission.ACTIVITY_EDIT, row):
        return _("Planned until %(day)s. Record what happened, or plan it anew.") % words
    told = _("Planned until %(day)s. Tell the coordinator in %(country)s, who keeps the plan, how it stands.")
    return told % words


def summary(corridor: Corridor, user: User, *, today: date | None = None) -> list[Fact]:
    """Roadmap steps and action plan of a corridor in a few figures."""
    today = today or timezone.localdate()
    steps = list(corridor.steps.filter(in_scope=True))
    closed = sum(step.state == StepState.CLOSED for step in steps)
    rows = list(
        Activity.objects.visible_to(user).filter(corridor=corridor).exclude(state=ActivityState.CANCELLED)
    )
    done = sum(row.state == ActivityState.DONE for row in rows)
    late = sum(is_late(row, today) for row in rows)
    assistance = sum(row.kind == ActivityKind.ASSISTANCE for row in rows)
    plan = f"{reverse('corridors:plan', kwargs={'ref': corridor.pilot.ref})}?corridor={corridor.ref}"
    return [
        Fact(
            label=_("Roadmap steps closed"),
            value=_("%(done)s of %(total)s") % {"done": closed, "total": len(steps)},
        ),
        Fact(
            label=_("Activities done"),
            value=_("%(done)s of %(total)s") % {"done": done, "total": len(rows)},
            url=plan,
            hint=_("%(late)s late; %(assistance)s are assistance") % {"late": late, "assistance": assistance},
        ),
    ]


def _day(day: date | None) -> str:
    return formats.date_format(day, "j F Y") if day else ""
