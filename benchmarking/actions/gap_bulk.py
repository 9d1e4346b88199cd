"""One change to many gaps, in one transaction, with a line of history for each."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from benchmarking.actions import gaps as verbs
from benchmarking.models import GapFinding
from benchmarking.queries.gap_bulk import BulkAct, Change, Plan, Refused, plan_for
from core.audit import record


@transaction.atomic
def change_gaps(*, checked: Mapping[int, int], change: Change, by: User) -> Plan:
    """Do what the person has checked, to the gaps that are still as they were then.

    Rights and states are asked again with the rows held. A gap that somebody edited meanwhile is left as it is and
    named. A change that nobody can make any more changes nothing.

    Args:
        checked: primary key of a gap -> the revision that the person saw.

    Returns:
        What was changed, and what was left and why.
    """
    seen = GapFinding.objects.visible_to(by).filter(pk__in=checked).order_by("pk")
    held = seen.select_for_update(of=("self",)).select_related(
        "corridor__pilot", "corridor__skill_area", "benchmark", "review", "owner_office"
    )
    current: list[GapFinding] = []
    moved: list[GapFinding] = []
    for gap in held:
        (current if gap.revision == checked[gap.pk] else moved).append(gap)
    plan = plan_for(current, change, by)
    for one in plan.planned:
        _change(one.gap, change, by)
    late = [Refused(gap, _("Somebody edited it meanwhile. Look at it again.")) for gap in moved]
    return Plan(change, plan.planned, [*plan.refused, *late])


def _change(gap: GapFinding, change: Change, by: User) -> None:
    if change.act == BulkAct.AGREE:
        verbs.agree(gap=gap, by=by)
    elif change.act == BulkAct.START:
        verbs.start(gap=gap, by=by)
    else:
        before = verbs.told(gap, change.field)
        setattr(gap, change.field, change.stored)
        gap.revision += 1
        gap.save(update_fields=[change.field, "revision"])
        record("gap.bulk_changed", on=gap, by=by, before=before, after=verbs.told(gap, change.field))
