"""Invitations, and who can sign in."""

from __future__ import annotations

from typing import Any

from accounts import actions
from accounts.actions.invitations import digest_of
from accounts.models import Invitation, User
from core.models import Mail
from tests.live.races.stage.editions import told
from tests.live.races.stage.plan import person


def invited(email: str, secret: str) -> str:
    """An open invitation into the Cambodian office whose link has this secret; its reference."""
    by = person("focal.kh")
    made = actions.invite(email=email, title="Expert", organisation=by.organisation, role="expert", by=by)
    Invitation.objects.filter(pk=made.pk).update(secret_hash=digest_of(secret))
    Mail.objects.filter(to=email).delete()
    return str(made.ref)


def accounts_of(email: str) -> dict[str, Any]:
    """What came of an invitation: accounts, whether it was withdrawn, how often the history tells of either."""
    invitation = Invitation.objects.get(email=email)
    events = list(told(invitation).values_list("event", flat=True))
    return {
        "accounts": User.objects.filter(email=email).count(),
        "withdrawn": invitation.withdrawn_at is not None,
        "accepted": events.count("invitation.accepted"),
    }


def older_invitations(by: str = "focal.kh") -> None:
    """The invitations of earlier races no longer count for the hour."""
    Invitation.objects.filter(by=person(by)).delete()
