"""What is done to accounts."""

from __future__ import annotations

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.states import IllegalMove


@transaction.atomic
def deactivate(*, person: User, by: User) -> User:
    """Close an account: its sessions end at once and nobody signs in with it again.

    Raises:
        IllegalMove: it is one's own account, or it is closed already.
    """
    if person.pk == by.pk:
        raise IllegalMove(_("You cannot deactivate your own account. Ask another administrator."))
    if not User.objects.filter(pk=person.pk, is_active=True).update(is_active=False):
        raise IllegalMove(_("This account is already deactivated."))
    person.is_active = False
    end_sessions(person)
    record("person.deactivated", on=person, by=by, before={"active": True}, after={"active": False})
    return person


@transaction.atomic
def reactivate(*, person: User, by: User) -> User:
    """Open a closed account again; the password stays as it was.

    Raises:
        IllegalMove: the account is open.
    """
    if not User.objects.filter(pk=person.pk, is_active=False).update(is_active=True):
        raise IllegalMove(_("This account is already active."))
    person.is_active = True
    record("person.reactivated", on=person, by=by, before={"active": False}, after={"active": True})
    return person


def end_sessions(person: User) -> int:
    """Sign the person out everywhere; returns how many sessions were open."""
    ended = 0
    for session in Session.objects.filter(expire_date__gte=timezone.now()).iterator():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()
            ended += 1
    return ended
