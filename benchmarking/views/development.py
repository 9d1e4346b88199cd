"""The chart of a corridor over its benchmarks."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import SignedInRequest, sees
from benchmarking.queries.benchmarks import corridor_to_open
from benchmarking.queries.development import chart_of, development_of
from corridors.models import Corridor


@require_safe
@sees(corridor_to_open)
def development(request: SignedInRequest, corridor: Corridor) -> HttpResponse:
    """Coverage and open gaps from benchmark to benchmark, drawn and as a table."""
    points = development_of(corridor, request.user)
    context = {"corridor": corridor, "points": points, "chart": chart_of(points) if points else None}
    return render(request, "benchmarking/development.html", context)
