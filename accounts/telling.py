"""Who reads the history of accounts, offices, groups and invitations."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from accounts.access import Home, can
from accounts.models import Invitation, Organisation, Team, User
from accounts.permissions import Permission
from accounts.states import OrganisationKind
from core import telling
from core.telling import NOTHING, about


def register() -> None:
    """Speak for the kinds of this app."""
    telling.register(User, people, route="accounts:person", keeps_running=True)
    telling.register(Organisation, offices, keeps_running=True)
    telling.register(Team, teams, keeps_running=True)
    telling.register(Invitation, invitations, keeps_running=True)


def _keeps_people(user: User) -> bool:
    return can(user, Permission.PEOPLE_SEE, Home())


def people(user: User) -> Q:
    """One's own account; those of one's own country for who looks after them; all for the administrator."""
    own = Q(subject_id=str(user.pk))
    if not _keeps_people(user):
        return own
    if not user.country:
        return own | about(User.objects.all())
    return own | about(_of_country(user))


def _of_country(user: User) -> QuerySet[User]:
    office = {"organisation__country": user.country, "organisation__kind": OrganisationKind.GOVERNMENT}
    return User.objects.filter(**office)


def offices(user: User) -> Q:
    """Offices of one's own country for who looks after its people; all for the administrator."""
    if not _keeps_people(user):
        return NOTHING
    rows = Organisation.objects.all()
    return about(
        rows.filter(country=user.country, kind=OrganisationKind.GOVERNMENT) if user.country else rows
    )


def teams(user: User) -> Q:
    """Groups of one's own country for who looks after its people; all for the administrator."""
    if not _keeps_people(user):
        return NOTHING
    rows = Team.objects.all()
    return about(rows.filter(country=user.country) if user.country else rows)


def invitations(user: User) -> Q:
    """Invitations to offices of one's own country for who may invite; all for the administrator."""
    if not _keeps_people(user):
        return NOTHING
    rows = Invitation.objects.all()
    office = {"organisation__country": user.country, "organisation__kind": OrganisationKind.GOVERNMENT}
    return about(rows.filter(**office) if user.country else rows)
