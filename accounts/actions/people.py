"""What is done to accounts."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.ending import end_sessions
from accounts.models import Organisation, User
from accounts.states import Role
from core.audit import record
from core.states import IllegalMove
from core.text import clean


@transaction.atomic
def create_person(
    *,
    email: str,
    title: str,
    organisation: Organisation,
    role: str,
    password_hash: str,
    by: User | None,
) -> User:
    """Open an account. Whoever opens it tells the person the password on another way.

    Args:
        title: office and function; people are shown by these, not by name.
        password_hash: as `django.contrib.auth.hashers.make_password` gives it; make_password(None) for an account
            with which nobody signs in until a password is set.

    Raises:
        ValidationError: by field; the address is taken or none, or the role is unknown.
    """
    person = User(
        email=clean(email).lower(),
        title=clean(title),
        organisation=organisation,
        role=role,
        password=password_hash,
    )
    person.full_clean()
    person.save()
    after = {"organisation": str(organisation), "role": str(Role(role).label)}
    record("person.created", on=person, by=by, after=after)
    return person


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
