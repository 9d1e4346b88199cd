"""What is done to accounts."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation, Team, TeamMembership, User
from accounts.states import Role, TeamFunction
from core import countries
from core.audit import record
from core.states import IllegalMove
from core.text import clean


@transaction.atomic
def create_organisation(
    *, name: str, short_name: str, country: str, kind: str, by: User | None
) -> Organisation:
    """Add a ministry, department or international body.

    Args:
        country: ISO code, empty for bodies that stand for no country.

    Raises:
        ValidationError: by field, such as a name that is taken or a government without a country.
    """
    organisation = Organisation(name=clean(name), short_name=clean(short_name), country=country, kind=kind)
    organisation.full_clean()
    organisation.save()
    after = {"country": str(countries.name_of(country)) if country else "", "kind": kind}
    record("organisation.created", on=organisation, by=by, after=after)
    return organisation


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
def create_team(*, name: str, country: str, members: Iterable[tuple[User, str]], by: User | None) -> Team:
    """Set up a working group with the people who have accounts.

    Args:
        members: (person, function), the functions of TeamFunction.

    Raises:
        ValidationError: by field, or the country has a team of this name already.
    """
    team = Team(name=clean(name), country=country)
    team.full_clean()
    team.save()
    assigned = [(person, TeamFunction(function)) for person, function in members]
    TeamMembership.objects.bulk_create(
        TeamMembership(team=team, user=person, function=function) for person, function in assigned
    )
    after = {"members": "; ".join(f"{person}: {function.label}" for person, function in assigned)}
    record("team.created", on=team, by=by, after=after)
    return team


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
