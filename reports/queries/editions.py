"""Editions of a corridor's standards that a report can compare."""

from __future__ import annotations

from itertools import groupby

from accounts.models import User
from corridors.models import Corridor
from standards.models import Edition
from standards.states import RELEASED


def editions_to_compare(corridor: Corridor, user: User) -> list[list[Edition]]:
    """Released editions that the person sees, standard by standard, newest first, of standards that have at least two:
    one query. The receiving country's standards come first.
    """
    sides = (corridor.receiving_country, corridor.sending_country)
    rows = Edition.objects.visible_to(user).filter(
        state__in=RELEASED, standard__country__in=sides, standard__skill_area=corridor.skill_area_id
    )
    rows = rows.select_related("standard").order_by("standard__title", "standard", "-pk").distinct()
    found = [list(group) for _standard, group in groupby(rows, key=lambda one: one.standard_id)]
    several = [editions for editions in found if len(editions) > 1]
    return sorted(several, key=lambda editions: editions[0].country != corridor.receiving_country)
