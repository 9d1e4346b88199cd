"""Whom a person asks: those who speak for their own country, the receiving side of their corridors, the administration."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.states import OrganisationKind, Role
from corridors.models import Corridor


@dataclass(frozen=True)
class Contacts:
    """People by what they are asked for; `named` are shown by office alone, without their address."""

    own: list[User]
    receiving: list[User]
    named: list[User]
    administration: list[User]


def contacts_of(user: User) -> Contacts:
    """At most four reads, whatever the number of corridors.

    A coordinator knows the offices at the other end of the corridors that their country receives, not the addresses
    (table of rights: "user accounts": names for the coordinator of the receiving side).
    """
    people = User.objects.filter(is_active=True).exclude(pk=user.pk).select_related("organisation")
    people = people.order_by("organisation__country", "organisation__name", "title", "pk")
    country = user.country
    corridors = Corridor.objects.visible_to(user)
    abroad = list(corridors.values_list("receiving_country", "sending_country").distinct()) if country else []
    senders = {sending for receiving, sending in abroad if receiving == country}
    receivers = {receiving for receiving, sending in abroad if sending == country}
    coordinates = Role.COORDINATOR in user.roles
    return Contacts(
        own=_voices(people, {country}, Role.COORDINATOR, Role.FOCAL_POINT),
        receiving=_voices(people, receivers, Role.COORDINATOR),
        named=_voices(people, senders, *Role) if coordinates else [],
        administration=list(people.filter(role=Role.ADMINISTRATOR)),
    )


def _voices(people: QuerySet[User], countries: set[str], *roles: Role) -> list[User]:
    """People of these governments in these roles; no read where there is no country."""
    if not countries - {""}:
        return []
    return list(
        people.filter(
            Q(role__in=roles),
            organisation__kind=OrganisationKind.GOVERNMENT,
            organisation__country__in=countries,
        )
    )
