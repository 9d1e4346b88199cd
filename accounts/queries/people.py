"""Reads of people and teams."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from accounts.access import Home, can
from accounts.models import TeamMembership, User
from accounts.permissions import Permission
from core.text import clean


def people(
    user: User, *, query: str = "", role: str = "", country: str = "", active: str = ""
) -> QuerySet[User]:
    """Accounts for the administration, filtered; nobody else sees any."""
    if not can(user, Permission.PEOPLE_MANAGE, Home()):
        return User.objects.none()
    found = User.objects.select_related("organisation").prefetch_related(
        Prefetch("memberships", TeamMembership.objects.select_related("team"))
    )
    if query:
        words = clean(query)
        found = found.filter(
            Q(email__icontains=words) | Q(title__icontains=words) | Q(organisation__name__icontains=words)
        )
    if role:
        found = found.filter(role=role)
    if country:
        found = found.filter(organisation__country=country)
    if active:
        found = found.filter(is_active=active == "yes")
    return found.order_by("organisation__country", "organisation__name", "title", "pk")


class Account(Home):
    """One account in the hands of the administration."""

    def __init__(self, person: User) -> None:
        self.person = person


def visible_account(user: User, pk: int) -> Account:
    """The account with this key.

    Raises:
        Http404: there is none, or the user does not administer accounts.
    """
    person = people(user).filter(pk=pk).first()
    if person is None:
        raise Http404
    return Account(person)
