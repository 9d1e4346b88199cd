"""Reads of a corridor's recommendations."""

from __future__ import annotations

from django.http import Http404

from accounts.models import User
from benchmarking.models import Recommendation
from corridors.models import Corridor
from corridors.queries import visible_corridor


def recommendations_of(corridor: Corridor, user: User) -> list[Recommendation]:
    """The recommendations that this person reads, in their order."""
    return list(Recommendation.objects.visible_to(user).filter(corridor=corridor).select_related("by"))


def visible_recommendation(user: User, ref: str, pk: int) -> Recommendation:
    """One recommendation of the corridor with this reference.

    Raises:
        Http404: there is none that the person sees.
    """
    corridor = visible_corridor(user, ref)
    found = Recommendation.objects.visible_to(user).filter(corridor=corridor, pk=pk).first()
    if found is None:
        raise Http404
    found.corridor = corridor
    return found
