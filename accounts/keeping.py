"""What accounts keep for a time and then let go of: sessions that ran out, addresses in old invitations."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils import timezone

from accounts.actions.erasing import NOWHERE
from accounts.models import Invitation


def forget_sessions(before: datetime, *, dry_run: bool) -> int:
    """Remove sessions that ran out before this moment, and the devices of sessions that are gone; how many."""
    old = Session.objects.filter(expire_date__lt=before)
    open_ones = Session.objects.filter(expire_date__gte=before).values("session_key")
    devices = UserSession.objects.exclude(session_key__in=open_ones).filter(created_at__lt=before)
    if dry_run:
        return old.count() + int(devices.count())
    return int(devices.delete()[0]) + old.delete()[0]


def forget_invitations(before: datetime, *, dry_run: bool) -> int:
    """Remove the address from invitations that were accepted, withdrawn or ran out before this moment; how many."""
    ended = Q(accepted_at__lt=before) | Q(withdrawn_at__lt=before) | Q(expires_at__lt=before)
    old = Invitation.objects.filter(ended).exclude(email__endswith=f"@{NOWHERE}")
    if dry_run:
        return old.count()
    number = 0
    for invitation in old:
        row = Invitation.objects.filter(pk=invitation.pk)
        if invitation.accepted_at is None and invitation.withdrawn_at is None:
            row.filter(accepted_at=None, withdrawn_at=None).update(withdrawn_at=timezone.now())
        number += row.update(email=f"erased-{invitation.pk}@{NOWHERE}")
    return number
