"""Reads of what somebody looks after in their own country: offices, teams, invitations."""

from __future__ import annotations

import hashlib
from typing import Generic, TypeVar

from django.db.models import Count, Model, Prefetch, Q, QuerySet
from django.utils import timezone

from accounts.access import Home, can
from accounts.models import Invitation, Organisation, Team, TeamMembership, User
from accounts.permissions import Permission
from core.queries import one
from core.text import clean

ModelT = TypeVar("ModelT", bound=Model)


class Kept(Home, Generic[ModelT]):
    """An office, a team or an invitation of one's own country, or any of them for the administration."""

    def __init__(self, thing: ModelT) -> None:
        self.thing = thing


def offices(user: User, *, query: str = "", country: str = "", active: str = "") -> QuerySet[Organisation]:
    """The offices that the person looks after, with the number of active accounts as `people_count`."""
    if not can(user, Permission.OFFICE_KEEP, Home()):
        return Organisation.objects.none()
    found = Organisation.objects.visible_to(user).annotate(
        people_count=Count("people", filter=Q(people__is_active=True))
    )
    if query:
        words = clean(query)
        found = found.filter(Q(name__icontains=words) | Q(short_name__icontains=words))
    if country:
        found = found.filter(country=country)
    if active:
        found = found.filter(is_active=active == "yes")
    return found.order_by("country", "name")


def visible_office(user: User, ref: str) -> Kept[Organisation]:
    """The office with this reference.

    Raises:
        Http404: there is none, or it belongs to another country.
    """
    return Kept(one(Organisation.objects.visible_to(user), ref))


def teams(user: User, *, query: str = "", country: str = "") -> QuerySet[Team]:
    """The teams that the person looks after, with the number of members as `people_count`."""
    if not can(user, Permission.TEAM_KEEP, Home()):
        return Team.objects.none()
    found = Team.objects.visible_to(user).annotate(people_count=Count("memberships"))
    if query:
        found = found.filter(name__icontains=clean(query))
    if country:
        found = found.filter(country=country)
    return found.order_by("country", "name")


def visible_team(user: User, ref: str) -> Kept[Team]:
    """The team with this reference, with its members.

    Raises:
        Http404: there is none, or it belongs to another country.
    """
    members = TeamMembership.objects.select_related("user__organisation").order_by("pk")
    return Kept(one(Team.objects.visible_to(user).prefetch_related(Prefetch("memberships", members)), ref))


def invitations(user: User, *, query: str = "", state: str = "") -> QuerySet[Invitation]:
    """The invitations that the person looks after, newest first."""
    if not can(user, Permission.PEOPLE_INVITE, Home()):
        return Invitation.objects.none()
    found = Invitation.objects.visible_to(user).select_related("organisation", "by", "team", "takes_over")
    if query:
        words = clean(query)
        found = found.filter(
            Q(email__icontains=words) | Q(title__icontains=words) | Q(organisation__name__icontains=words)
        )
    if state:
        found = found.in_state(state, timezone.now())
    return found.order_by("-created_at", "-pk")


def digest_of(secret: str) -> str:
    """What the database keeps of the secret of an invitation's link."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def invitation_behind(secret: str) -> Invitation | None:
    """The invitation to which a link leads, for whoever holds the link; None when the link leads to none."""
    rows = Invitation.objects.select_related("organisation", "team")
    return rows.filter(secret_hash=digest_of(secret)).first()


def has_account(email: str) -> bool:
    """Whether somebody has an account with this address; told to nobody but its holder."""
    return User.objects.filter(email=email).exists()


def visible_invitation(user: User, ref: str) -> Kept[Invitation]:
    """The invitation with this reference.

    Raises:
        Http404: there is none, or it belongs to another country.
    """
    rows = Invitation.objects.visible_to(user).select_related("organisation", "team", "takes_over")
    return Kept(one(rows, ref))
