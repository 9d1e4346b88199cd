"""Who reads the history of reports and of an office's own words for them."""

from __future__ import annotations

from django.db.models import Q

from accounts.models import User
from accounts.states import Role
from core import telling
from core.telling import NOTHING, about
from corridors.models import Corridor
from reports.events import PUBLIC_EVENTS, RELEASED_EVENTS
from reports.models import Logo, Report, Wording


def register() -> None:
    """Speak for the kinds of this app."""
    telling.register(Report, reports, route="reports:detail")
    telling.register(Wording, wordings)
    telling.register(Logo, logos)


def reports(user: User) -> Q:
    """The receiving side everything; the sending side and the ILO from their turn on; others what was published."""
    seen = Report.objects.visible_to(user)
    public = Q(event__in=PUBLIC_EVENTS) & about(seen)
    if user.is_ilo:
        return Q(event__in=RELEASED_EVENTS) & about(seen)
    if not user.country:
        return public
    released = Q(event__in=RELEASED_EVENTS) & about(seen.filter(sending_country=user.country))
    corridors = Corridor.objects.visible_to(user).filter(receiving_country=user.country)
    receiving = Q(corridor__in=corridors)
    if not user.is_expert_only:
        receiving |= Q(corridor=None)
    return public | released | about(seen.filter(receiving, receiving_country=user.country))


def wordings(user: User) -> Q:
    """Those of one's own office, for who words them."""
    return about(Wording.objects.visible_to(user)) if Role.COORDINATOR in user.roles else NOTHING


def logos(user: User) -> Q:
    """Those of one's own country, for who words its reports."""
    own = Logo.objects.filter(country=user.country)
    return about(own) if user.country and Role.COORDINATOR in user.roles else NOTHING
