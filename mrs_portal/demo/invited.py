"""The demonstration, continued: an invitation that is still open, and a deputy for the weeks to come.

Both by the present day: an open invitation of 2019 would be none.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from accounts import actions
from mrs_portal.demo.data import World

#: So many days the deputy acts, from the day on which the demonstration is loaded.
DAYS = 90


def load_invited(world: World) -> str:
    """A national expert of Cambodia is invited; the secretariat of Group I acts for the approving official."""
    actions.invite(
        email="expert.kh@mrs.example.org",
        title="National expert for Cambodia, Directorate General of TVET",
        organisation=world.organisations["kh-mlvt-dgtvet"],
        role="expert",
        by=world.people["focal.kh"],
    )
    today = timezone.localdate()
    actions.appoint_deputy(
        person=world.people["approving.th"],
        deputy=world.people["deputy.th"],
        since=today,
        until=today + timedelta(days=DAYS),
        by=world.people["approving.th"],
    )
    return "1 open invitation, 1 deputy"
