"""Invitations that end before they are accepted: withdrawn one by one, or with the rights of whoever sent them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from accounts.models import Invitation, User
from core.audit import record
from core.models import Mail, MailState

KIND = "invitation"


def key_of(invitation: Invitation) -> str:
    """How the keys of all mails of this invitation begin."""
    return f"{KIND}:{invitation.ref}:"


def take_back(invitation: Invitation, *, by: User) -> bool:
    """Close an unanswered invitation, its link and its waiting mail; False when it was answered or closed before."""
    unanswered = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
    if not unanswered.update(withdrawn_at=timezone.now()):
        return False
    invitation.refresh_from_db()
    Mail.objects.filter(key__startswith=key_of(invitation), state=MailState.WAITING).delete()
    record("invitation.withdrawn", on=invitation, by=by)
    return True


def hold_sent(sender: User) -> list[Invitation]:
    """What the person sent and nobody has answered, locked: before the account is, as who accepts one locks them."""
    unanswered = Invitation.objects.filter(by=sender, accepted_at=None, withdrawn_at=None)
    return list(unanswered.select_for_update(of=("self",)).order_by("pk"))


def take_back_beyond(invitations: Iterable[Invitation], given: frozenset[str], *, by: User) -> None:
    """Close those to roles that their sender can give no more: whoever was put out comes back by none of them.

    Args:
        given: the roles that the sender may give from now on; none for a closed account.
    """
    for invitation in invitations:
        if invitation.role not in given:
            take_back(invitation, by=by)
