"""Pages that look at everything: home, pilot board, corridor, chain, help, jobs, health."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import SignedInRequest, can, sees, signed_in
from accounts.permissions import Permission
from accounts.states import OrganisationKind, Role
from benchmarking.models import GapFinding
from benchmarking.queries.pilot_heat import pilot_heat
from benchmarking.queries.recommendations import recommendations_of
from core.htmx import render_page
from core.queries import history_of
from corridors.models import Corridor, Pilot
from corridors.queries import visible_corridor, visible_pilot
from corridors.states import ROADMAP
from mrs_portal import chains, queries
from reports import life


@require_safe
@signed_in
def home(request: SignedInRequest) -> HttpResponse:
    """What waits for this person, and their corridors."""
    user = request.user
    observing = user.organisation.kind == OrganisationKind.OBSERVER
    context = {
        "waiting": [] if user.role == Role.ADMINISTRATOR else queries.waiting_for(user),
        "corridors": queries.my_corridors(user),
        "pilots": Pilot.objects.visible_to(user).order_by("-starts_on"),
        "reports": queries.published_reports(user) if observing else [],
        "is_observer": observing,
        "is_administrator": user.role == Role.ADMINISTRATOR,
    }
    return render_page(request, "home.html", context)


@require_safe
@sees(visible_pilot)
def pilot(request: SignedInRequest, pilot: Pilot) -> HttpResponse:
    """The pilot board: corridors x roadmap steps, teams, plan."""
    context = {
        "pilot": pilot,
        "board": queries.pilot_board(pilot, request.user),
        "roadmap": ROADMAP.items(),
        "teams": queries.teams_of(pilot, request.user),
        "heat": pilot_heat(pilot, request.user),
    }
    return render_page(request, "pilot.html", context)


@require_safe
@sees(visible_corridor)
def corridor(request: SignedInRequest, corridor: Corridor) -> HttpResponse:
    """One corridor with everything in it that the person may see."""
    context = {
        "shown": queries.corridor_page(corridor, request.user),
        "recommendations": recommendations_of(corridor, request.user),
        "may_set": can(request.user, Permission.THRESHOLDS_EDIT, corridor),
        "corridor": corridor,
        "history": history_of(corridor, *corridor.steps.all())[:30],
    }
    return render_page(request, "corridor.html", context)


@require_safe
@sees(chains.visible_chain_gap)
def chain(request: SignedInRequest, gap: GapFinding) -> HttpResponse:
    """A gap's whole chain on one page."""
    return render_page(request, "chain.html", {"chain": chains.chain_of(gap, request.user), "gap": gap})


@require_safe
@login_not_required
def healthz(_request: HttpRequest) -> HttpResponse:
    """200 while the web process and the database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@login_not_required
def help_page(request: HttpRequest) -> HttpResponse:
    """How the work runs, the words, who may do what, the life of a report."""
    steps = [(step, life.holders_of(step)) for step in life.STEPS]
    return render_page(request, "help.html", {"roadmap": ROADMAP.items(), "report_steps": steps})


@require_safe
@signed_in
def gallery(request: SignedInRequest) -> HttpResponse:
    """Every component of the pages, with realistic texts: for those who build or run the portal."""
    if not (settings.DEBUG or settings.DEMO or request.user.role == Role.ADMINISTRATOR):
        raise Http404
    return render_page(request, "gallery.html")
