"""Whom a person may give what: rules about roles that the matrix alone cannot say."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from accounts.models import Organisation, Team, User
from accounts.states import GIVES, ROLES_OF, OrganisationKind, Role


def given_by(user: User) -> frozenset[str]:
    """The roles that the person may give or take away, as deputy also those of whom they stand in for."""
    return frozenset(role for held in user.roles for role in GIVES.get(held, frozenset()))


def roles_for(user: User, office: Organisation) -> frozenset[str]:
    """The roles that the person may give in this office; none in an office of another country."""
    if not Organisation.objects.visible_to(user).filter(pk=office.pk).exists():
        return frozenset()
    return given_by(user) & ROLES_OF[office.kind]


def may_keep(user: User, person: User) -> bool:
    """Whether the person may change or close this account: nobody does who could not have opened it.

    What somebody holds as a deputy ends; so it never reaches their own account (they could keep the role for good)
    nor that of the person they act for.
    """
    if person.pk in (user.pk, user.acting_for_id):
        return keeps_by_own_role(user, person)
    return _is_near(user, person) and person.role in given_by(user)


def _is_near(user: User, person: User) -> bool:
    """The same country, or the administration."""
    return user.is_administrator or bool(user.country and user.country == person.country)


def keeps_by_own_role(user: User, person: User) -> bool:
    """As `may_keep`, without what the person holds as a deputy."""
    return _is_near(user, person) and person.role in GIVES.get(user.role, frozenset())


def is_last_voice(person: User) -> bool:
    """Whether nobody else speaks for the country once this person does not."""
    if not person.country or person.role not in (Role.COORDINATOR, Role.FOCAL_POINT):
        return False
    return not User.objects.voices_of(person.country).exclude(pk=person.pk).exists()


def is_last_coordinator(person: User) -> bool:
    """Whether the country has coordinators, and this person is the only one left."""
    if not person.country or person.role != Role.COORDINATOR:
        return False
    others = User.objects.voices_of(person.country).filter(role=Role.COORDINATOR)
    return not others.exclude(pk=person.pk).exists()


def leaves_no_voice(person: User, by: User) -> bool:
    """Whether a country would be without a coordinator or focal point once this person is; the administration may
    do that, such as after a break-in.
    """
    if by.is_administrator or not person.is_active:
        return False
    return is_last_coordinator(person) or is_last_voice(person)


def colleagues_of(team: Team) -> QuerySet[User]:
    """Who can be in this team: active people of its country."""
    return User.objects.filter(
        is_active=True, organisation__kind=OrganisationKind.GOVERNMENT, organisation__country=team.country
    )


def own_deputies(user: User) -> QuerySet[User]:
    """Who acts for the person, and the person: the deputies whose time the person may end."""
    return User.objects.filter(Q(acting_for=user) | Q(pk=user.pk))


def deputies_for(person: User) -> QuerySet[User]:
    """Who can stand in for this person: active colleagues in another role; nobody for the administration."""
    if person.role == Role.ADMINISTRATOR:
        return User.objects.none()
    office = person.organisation
    colleagues = User.objects.filter(
        is_active=True, organisation__kind=office.kind, organisation__country=office.country
    )
    if not person.country:
        colleagues = colleagues.filter(organisation=office)
    return colleagues.exclude(pk=person.pk).exclude(role=person.role)
