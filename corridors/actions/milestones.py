"""What the action plan notes when it is reached."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.models import User
from core.audit import record
from corridors.models import Corridor, Milestone, Pilot


@transaction.atomic
def reach_milestone(
    *,
    pilot: Pilot,
    corridor: Corridor | None,
    country: str,
    kind: str,
    title: str,
    subject: str,
    reached_on: date,
    by: User,
) -> Milestone:
    """Note that something was reached; the same thing reached again, as by a later version, stands there again.

    Args:
        country: the sending country that it concerns; "" for one of the whole pilot.
        subject: what it is about as people name it, such as the number of a report.
    """
    made = Milestone.objects.create(
        pilot=pilot,
        corridor=corridor,
        country=country,
        kind=kind,
        title=title[:300],
        subject=subject,
        reached_on=reached_on,
        by=by,
    )
    record("milestone.reached", on=made, by=by, after={"milestone": made.title, "on": reached_on.isoformat()})
    return made
