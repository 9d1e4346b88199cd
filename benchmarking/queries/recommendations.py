"""Reads of a corridor's recommendations."""

from __future__ import annotations

from django.http import Http404

from accounts.models import User
from benchmarking.models import Recommendation
from corridors.models import Corridor


def recommendations_of(corridor: Corridor, user: User) -> list[Recommendation]:
    """The recommendations that this person reads, in their order."""
    return list(Recommendation.objects.visible_to(user).filter(corridor=corridor).select_related("by"))


def visible_recommendation(user: User, pk: int) -> Recommendation:
    """One recommendation with its corridor.

    Raises:
        Http404: there is none that the person sees.
    """
    rows = Recommendation.objects.visible_to(user).select_related("corridor__pilot", "corridor__skill_area")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
