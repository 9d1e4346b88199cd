"""What is done to rows of the action plan."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from core import countries
from core.audit import changed, known, record
from core.conflicts import save_revision
from core.refs import make_ref
from core.states import label_of, move
from corridors.models import Activity, Corridor, Pilot
from corridors.states import (
    ACTIVITY_TRANSITIONS,
    ActivityKind,
    ActivityState,
)


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
    _hold(pilot)  # one number and one place at a time
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
        _hold(current.pilot)
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


def _hold(pilot: Pilot) -> None:
    """Until the transaction ends nobody else gets a number or a place in this plan."""
    Pilot.objects.select_for_update(no_key=True).only("pk").get(pk=pilot.pk)


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
