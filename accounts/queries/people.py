"""Reads of people."""

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
    """The accounts that the person looks after, filtered; nobody else sees any."""
    if not can(user, Permission.PEOPLE_SEE, Home()):
        return User.objects.none()
    found = User.objects.visible_to(user).select_related("organisation", "acting_for").prefetch_related(
        Prefetch("memberships", TeamMembership.objects.select_related("team"))
    )  # fmt: skip
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
    """One account that somebody of the same country, or the administration, looks at."""

    def __init__(self, person: User) -> None:
        self.person = person


def visible_account(user: User, ref: str) -> Account:
    """The account with this reference.

    Raises:
        Http404: there is none, or it belongs to another country.
    """
    found = User.objects.visible_to(user).select_related("organisation", "acting_for")
    person = found.filter(ref=ref).first()
    if person is None:
        raise Http404
    return Account(person)
