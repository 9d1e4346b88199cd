"""Activities of the action plan that address a gap."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from benchmarking import gap_acts
from benchmarking.gap_acts import GapAct
from benchmarking.models import GapFinding
from core.audit import record
from core.states import IllegalMove
from core.text import clean
from corridors import actions as corridors
from corridors.models import Activity
from corridors.states import ActivityKind, ActivityState


@transaction.atomic
def link_activity(*, gap: GapFinding, activity: Activity, by: User) -> GapFinding:
    """Say that a row of the action plan addresses the gap. Linking it twice is linking it once.

    Raises:
        IllegalMove: the gap is settled, the row is cancelled, or it belongs to another corridor.
    """
    _hold(gap)
    corridor = gap.corridor
    concerned = ("", corridor.receiving_country, corridor.sending_country)
    fits = activity.corridor_id in (None, corridor.pk) and activity.country in concerned
    if activity.pilot_id != corridor.pilot_id or not fits:
        raise IllegalMove(
            _("This activity belongs to another corridor. Choose one of this corridor or a common one.")
        )
    if activity.state == ActivityState.CANCELLED:
        raise IllegalMove(
            _("This activity is cancelled. Take it up again in the plan first, or choose another.")
        )
    if not gap.activities.filter(pk=activity.pk).exists():
        gap.activities.add(activity)
        record("gap.activity_linked", on=gap, by=by, after={"activity": str(activity)})
    return gap


@transaction.atomic
def unlink_activity(*, gap: GapFinding, activity: Activity, by: User) -> GapFinding:
    """Say that the activity does not address this gap after all; it stays in the plan.

    Raises:
        IllegalMove: the gap is settled.
    """
    _hold(gap)
    if gap.activities.filter(pk=activity.pk).exists():
        gap.activities.remove(activity)
        record("gap.activity_unlinked", on=gap, by=by, before={"activity": str(activity)})
    return gap


@transaction.atomic
def plan_activity_for(
    *,
    gap: GapFinding,
    title: str,
    by: User,
    owner: Organisation | None = None,
    planned_start: date | None = None,
    planned_end: date | None = None,
    note: str = "",
) -> Activity:
    """Plan assistance that addresses the gap and link it. The same title and dates again are a second press of the
    button: the first activity is returned.

    Raises:
        IllegalMove: the gap is settled.
        ValidationError: the dates are not in order.
    """
    _hold(gap)
    words = clean(title)
    again = gap.activities.filter(title=words, planned_start=planned_start, planned_end=planned_end).first()
    if again is not None:
        return again
    corridor = gap.corridor
    activity = corridors.plan_activity(
        pilot=corridor.pilot,
        corridor=corridor,
        country=corridor.sending_country,
        kind=ActivityKind.ASSISTANCE,
        title=words,
        owner=owner,
        planned_start=planned_start,
        planned_end=planned_end,
        note=clean(note),
        by=by,
    )
    link_activity(gap=gap, activity=activity, by=by)
    return activity


def _hold(gap: GapFinding) -> None:
    """Hold the gap's row and check that it still asks for work."""
    current = GapFinding.objects.select_for_update().get(pk=gap.pk)
    if not gap_acts.is_possible(GapAct.ACTIVITY, current.state):
        raise IllegalMove(gap_acts.refusal(GapAct.ACTIVITY, current.state))
