"""The heat map of a corridor as a page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import SignedInRequest, sees
from benchmarking.queries.heat import corridor_heat
from corridors.models import Corridor
from corridors.queries import visible_corridor


@require_safe
@sees(visible_corridor)
def heat(request: SignedInRequest, corridor: Corridor) -> HttpResponse:
    """Sections x dimensions, and the whole corridor."""
    context = {"corridor": corridor, "heat": corridor_heat(corridor, request.user)}
    return render(request, "benchmarking/heat.html", context)
