"""What is done to pilots, corridors, roadmap steps and the action plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation, Team, User
from core import countries
from core.audit import record
from core.conflicts import save_revision
from core.refs import make_ref
from core.states import label_of, move
from corridors import queries
from corridors.models import Activity, Corridor, CorridorStep, Pilot
from corridors.states import (
    ACTIVITY_TRANSITIONS,
    ROADMAP,
    STEP_TRANSITIONS,
    ActivityKind,
    ActivityState,
    Priority,
    StepState,
)
from standards import actions as standards
from standards.models import Edition, SkillArea

#: Steps that a pilot covers unless said otherwise (concept note, section C: steps 1 to 5).
PILOT_STEPS = frozenset("12345")


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The fields that differ, as keyword arguments for core.audit.record."""
    names = [name for name in after if before.get(name) != after[name]]
    return {"before": {n: before.get(n) for n in names}, "after": {n: after[n] for n in names}}


def known(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that say something; the history of a new thing need not list its empty fields."""
    return {name: value for name, value in values.items() if value}


# --- Pilots and corridors ------------------------------------------------------------------------


@transaction.atomic
def open_pilot(
    *, title: str, lead_country: str, starts_on: date, ends_on: date, by: User | None, summary: str = ""
) -> Pilot:
    """Open a phase of the programme.

    Raises:
        ValidationError: it would end before it starts.
    """
    if ends_on < starts_on:
        raise ValidationError({"ends_on": _("The end lies before the start. Change one of the two dates.")})
    pilot = Pilot.objects.create(
        ref=make_ref(title),
        title=title,
        lead_country=lead_country,
        starts_on=starts_on,
        ends_on=ends_on,
        summary=summary,
    )
    record("pilot.opened", on=pilot, by=by, after={"lead_country": countries.name_of(lead_country)})
    return pilot


@transaction.atomic
def open_corridor(
    *,
    pilot: Pilot,
    receiving_country: str,
    sending_country: str,
    skill_area: SkillArea,
    by: User | None,
    priority: str = Priority.PRIMARY,
    teams: Iterable[Team] = (),
    steps_in_scope: Iterable[str] = PILOT_STEPS,
) -> Corridor:
    """Open a corridor with all steps of the roadmap, of which some are in the pilot's scope.

    Editions of both countries that are released already are distributed to the other side.

    Raises:
        ValidationError: both countries are the same, or the pilot has this corridor already.
    """
    if receiving_country == sending_country:
        raise ValidationError({"sending_country": _("A corridor joins two different countries.")})
    place = {
        "pilot": pilot,
        "receiving_country": receiving_country,
        "sending_country": sending_country,
        "skill_area": skill_area,
    }
    if Corridor.objects.filter(**place).exists():
        raise ValidationError(_("The pilot has this corridor already."))
    ref = make_ref(receiving_country, sending_country, skill_area.title, pilot.starts_on.year)
    corridor = Corridor.objects.create(ref=ref, priority=priority, **place)
    corridor.teams.set(teams)
    scope = frozenset(steps_in_scope)
    CorridorStep.objects.bulk_create(
        CorridorStep(corridor=corridor, code=code, in_scope=code in scope) for code in ROADMAP
    )
    record("corridor.opened", on=corridor, by=by, after={"priority": str(Priority(priority).label)})
    sides = (receiving_country, sending_country)
    for edition in Edition.objects.released().filter(
        standard__skill_area=skill_area, standard__country__in=sides
    ):
        _distribute(edition, by=by)
    return corridor


# --- Roadmap steps -------------------------------------------------------------------------------


@transaction.atomic
def close_step(*, step: CorridorStep, reason: str, by: User) -> CorridorStep:
    """Close a roadmap step. No step waits for another: steps overlap in real missions.

    Raises:
        ValidationError: no reason is given.
        IllegalMove: the step is closed already.
    """
    return _move_step(step, StepState.CLOSED, reason, by, event="step.closed", at=timezone.now())


@transaction.atomic
def reopen_step(*, step: CorridorStep, reason: str, by: User) -> CorridorStep:
    """Open a closed roadmap step again.

    Raises:
        ValidationError: no reason is given.
        IllegalMove: the step is open.
    """
    return _move_step(step, StepState.OPEN, reason, by, event="step.reopened", at=None)


def _move_step(
    step: CorridorStep, to: StepState, reason: str, by: User, *, event: str, at: Any
) -> CorridorStep:
    if not reason:
        raise ValidationError({"reason": _("Say why, in a sentence that others will understand later.")})
    was = label_of(step)
    closed_by = by if to == StepState.CLOSED else None
    move(step, to, transitions=STEP_TRANSITIONS, reason=reason, closed_by=closed_by, closed_at=at)
    # On the corridor, where people look for it; the step itself has no page of its own.
    words = {"step": step.code, "state": label_of(step), "reason": reason}
    record(event, on=step.corridor, by=by, before={"state": was}, after=words)
    return step


# --- Editions are distributed --------------------------------------------------------------------


@transaction.atomic
def submit_edition(*, edition: Edition, by: User) -> list[queries.Reader]:
    """Submit an edition (it is frozen from now on) and distribute it to the other sides of its corridors.

    Returns:
        Who can read it from now on.

    Raises:
        IllegalMove: it is no draft, or it has no line that can be compared.
    """
    standards.submit(edition=edition, by=by)
    return _distribute(edition, by=by)


def _distribute(edition: Edition, *, by: User | None) -> list[queries.Reader]:
    readers = queries.audience(edition)
    for reader in readers:
        standards.share(
            edition=edition,
            organisation=reader.organisation,
            team=reader.team,
            capacity=reader.capacity,
            by=by,
        )
    record("edition.distributed", on=edition, by=by, after={"readers": "; ".join(map(str, readers))})
    return readers


# --- The action plan -----------------------------------------------------------------------------


@transaction.atomic
def plan_activity(
    *,
    pilot: Pilot,
    title: str,
    by: User | None,
    parent: Activity | None = None,
    corridor: Corridor | None = None,
    country: str = "",
    number: str = "",
    kind: str = ActivityKind.ACTIVITY,
    owner: Organisation | None = None,
    planned_start: date | None = None,
    planned_end: date | None = None,
    dates_illustrative: bool = False,
    note: str = "",
) -> Activity:
    """Add a row to the action plan, as the last one below its parent.

    Without a number it gets the next one of its place; without a country that of its corridor or of the row above.

    Raises:
        ValidationError: parent, corridor, country or dates do not fit together.
    """
    activity = Activity(
        ref=make_ref(title[:50]),
        pilot=pilot,
        parent=parent,
        corridor=corridor,
        country=country or _country_of(corridor, parent),
        position=_next_position(pilot, parent),
        number=number or _next_number(pilot, parent),
        title=title,
        kind=kind,
        owner=owner,
        planned_start=planned_start,
        planned_end=planned_end,
        dates_illustrative=dates_illustrative,
        note=note,
    )
    _check(activity)
    activity.save()
    record("activity.planned", on=activity, by=by, after=known(_told(activity)))
    return activity


@transaction.atomic
def edit_activity(*, activity: Activity, revision: int, by: User, **fields: Any) -> Activity:
    """Change a row of the plan; its state moves by `move_activity` only.

    Args:
        revision: the revision that the person started from.
        fields: the fields of `plan_activity` that change.

    Raises:
        Conflict: somebody else saved since.
        ValidationError: parent, corridor, country or dates do not fit together.
    """
    current = Activity.objects.select_related("pilot", "parent", "corridor", "owner").get(pk=activity.pk)
    before = _told(current)
    moved = "parent" in fields and fields["parent"] != current.parent
    for name, value in fields.items():
        setattr(current, name, value)
    current.country = current.country or _country_of(current.corridor, current.parent)
    _check(current)
    fields["country"] = current.country
    if moved:
        fields["position"] = _next_position(current.pilot, current.parent)
    saved = save_revision(activity, revision=revision, **fields)
    record("activity.edited", on=saved, by=by, **changed(before, _told(saved)))
    return saved


#: Event of the history by the state that an activity comes from and goes to.
_MOVES = {
    ActivityState.IN_PROGRESS: "activity.started",
    ActivityState.DONE: "activity.done",
    ActivityState.CANCELLED: "activity.cancelled",
    ActivityState.PLANNED: "activity.planned_again",
}


@transaction.atomic
def move_activity(
    *, activity: Activity, to: str, by: User, on: date, started_on: date | None = None, reason: str = ""
) -> Activity:
    """Start an activity, record that it is done, cancel it, or take it up again.

    Args:
        to: a state of ActivityState.
        on: the day it happened: actual start when it is started, actual end when it is done.
        started_on: actual start of one that is done without having been recorded as started (else `on`).
        reason: words for the history.

    Raises:
        IllegalMove: the row's state does not allow it.
        ValidationError: it would end before it started.
    """
    was, state = ActivityState(activity.state), ActivityState(to)
    dates = _actual_dates(activity, state, on=on, started_on=started_on)
    before = {"state": label_of(activity)} | {name: _day(getattr(activity, name)) for name in dates}
    move(activity, state, transitions=ACTIVITY_TRANSITIONS, **dates)
    after = {"state": label_of(activity)} | {name: _day(value) for name, value in dates.items()}
    event = "activity.reopened" if was == ActivityState.DONE else _MOVES[state]
    record(event, on=activity, by=by, before=before, after=after | ({"reason": reason} if reason else {}))
    return activity


def _actual_dates(
    activity: Activity, to: ActivityState, *, on: date, started_on: date | None
) -> dict[str, Any]:
    if to == ActivityState.IN_PROGRESS:
        again = activity.state == ActivityState.DONE
        return {"actual_start": (activity.actual_start or on) if again else on, "actual_end": None}
    if to == ActivityState.DONE:
        start = activity.actual_start or started_on or on
        if on < start:
            raise ValidationError({"on": _("It cannot end before it started. Change one of the two dates.")})
        return {"actual_start": start, "actual_end": on}
    return {}


def _check(activity: Activity) -> None:
    """Refuse what does not fit together, with the field that the sentence is about."""
    if activity.planned_start and activity.planned_end and activity.planned_end < activity.planned_start:
        raise ValidationError(
            {"planned_end": _("The planned end lies before the planned start. Change one of the two dates.")}
        )
    _check_corridor(activity)
    _check_parent(activity)


def _check_corridor(activity: Activity) -> None:
    corridor = activity.corridor
    if corridor is None:
        return
    if corridor.pilot_id != activity.pilot_id:
        raise ValidationError(
            {"corridor": _("This corridor belongs to another pilot. Choose one of this pilot.")}
        )
    if activity.country not in (corridor.receiving_country, corridor.sending_country):
        raise ValidationError(
            {"country": _("This country is not part of the corridor. Choose one of its two countries.")}
        )


def _check_parent(activity: Activity) -> None:
    """No circles, and what concerns one country stays below rows that this country can see."""
    parent = activity.parent
    if parent is not None and parent.pilot_id != activity.pilot_id:
        raise ValidationError(
            {"parent": _("This row belongs to another pilot's plan. Choose one of this plan.")}
        )
    if parent is not None and parent.country and parent.country != activity.country:
        raise ValidationError(
            {
                "parent": _(
                    "The row above concerns another country. Choose a common row or one of this country."
                )
            }
        )
    below = activity.children.exclude(country=activity.country) if activity.pk and activity.country else None
    if below is not None and below.exists():
        raise ValidationError(
            {"country": _("Rows below this one concern other countries. Leave it as a common row.")}
        )
    seen: set[int] = set()
    while parent is not None and parent.pk not in seen:
        if activity.pk == parent.pk:
            raise ValidationError({"parent": _("A row cannot stand below itself. Choose another row.")})
        seen.add(parent.pk)
        parent = parent.parent


def _country_of(corridor: Corridor | None, parent: Activity | None) -> str:
    if corridor is not None:
        return corridor.sending_country
    return parent.country if parent is not None else ""


def _next_position(pilot: Pilot, parent: Activity | None) -> int:
    last = Activity.objects.filter(pilot=pilot, parent=parent).aggregate(last=Max("position"))["last"]
    return 1 if last is None else int(last) + 1


def _next_number(pilot: Pilot, parent: Activity | None) -> str:
    """One more than the highest number among the rows of the same place, such as "11" or "3.4"."""
    taken = Activity.objects.filter(pilot=pilot, parent=parent).values_list("number", flat=True)
    ends = [re.search(r"(\d+)$", number) for number in taken]
    following = max((int(end.group()) for end in ends if end), default=0) + 1
    return (f"{parent.number}.{following}" if parent is not None and parent.number else str(following))[-10:]


def _told(activity: Activity) -> dict[str, str]:
    """What the history keeps of a row, in words."""
    return {
        "number": activity.number,
        "title": activity.title,
        "kind": label_of(activity, "kind"),
        "country": countries.name_of(activity.country) if activity.country else "",
        "corridor": str(activity.corridor) if activity.corridor else "",
        "above": str(activity.parent) if activity.parent else "",
        "owner": str(activity.owner) if activity.owner else "",
        "planned_start": _day(activity.planned_start),
        "planned_end": _day(activity.planned_end),
        "dates_illustrative": _("yes") if activity.dates_illustrative else _("no"),
        "note": activity.note,
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
