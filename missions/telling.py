"""Who reads the history of missions and observations."""

from __future__ import annotations

from django.db.models import Q

from accounts.models import User
from core import telling
from core.telling import NOTHING, about
from missions.models import Mission, Observation


def register() -> None:
    """Speak for the kinds of this app."""
    telling.register(Mission, lambda user: about(Mission.objects.visible_to(user)), route="missions:detail")
    telling.register(Observation, observations)


def observations(user: User) -> Q:
    """The receiving side's alone: it tells how an observation was worded before others saw it."""
    if not user.country:
        return NOTHING
    return about(Observation.objects.visible_to(user).filter(corridor__receiving_country=user.country))
