"""Pages of missions and observations."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import SignedInRequest, can, requires, sees, signed_in
from accounts.permissions import Permission
from core.conflicts import Conflict, conflict_page
from core.fields import ReasonForm
from core.htmx import render_page
from core.once import once
from core.pagination import page_of
from core.queries import history_of
from core.states import IllegalMove
from corridors.models import Pilot
from corridors.queries import visible_pilot
from missions import actions, queries
from missions.agenda import agenda_days
from missions.forms import HeldForm, MissionFilter, MissionForm, ObservationForm, initial_of
from missions.models import Mission, Observation
from missions.states import MissionState

read_or_send = require_http_methods(["GET", "HEAD", "POST"])

_TONES = {MissionState.PLANNED: "info", MissionState.HELD: "done", MissionState.CANCELLED: "neutral"}


@require_safe
@signed_in
def mission_list(request: SignedInRequest) -> HttpResponse:
    """The missions that the person sees, by planned start."""
    filters = MissionFilter(request.GET, user=request.user)
    names = ("country", "round", "state", "corridor")
    found = queries.missions(
        request.user, query=filters.value("q"), **{name: filters.value(name) for name in names}
    )
    pilots = [
        pilot
        for pilot in Pilot.objects.visible_to(request.user).order_by("-starts_on")
        if can(request.user, Permission.MISSION_PLAN, pilot)
    ]
    page = page_of(found, request)
    context = {
        "page": page,
        "filters": filters,
        "pilots": pilots,
        "several": len({m.pilot_id for m in page}) > 1,
    }
    return render_page(request, "missions/list.html", context)


@require_safe
@sees(queries.visible_mission)
def mission(request: SignedInRequest, one: Mission) -> HttpResponse:
    """One mission with its agenda, observations and history."""
    starts_on = one.actual_start or (None if one.planned_month_only else one.planned_start)
    context = {
        "mission": one,
        "tone": _TONES[MissionState(one.state)],
        "corridors": queries.corridors_seen(request.user).filter(missions=one),
        "teams": one.teams.order_by("name"),
        "agenda": agenda_days(one.agenda, starts_on=starts_on),
        "observations": queries.observations_of(one, request.user),
        "history": history_of(one)[:50],
        "may_plan": can(request.user, Permission.MISSION_PLAN, one),
        "may_observe": can(request.user, Permission.OBSERVE, one) and one.state != MissionState.CANCELLED,
    }
    return render(request, "missions/detail.html", context)


@read_or_send
@requires(Permission.MISSION_PLAN, on=visible_pilot)
@once
def mission_create(request: SignedInRequest, pilot: Pilot) -> HttpResponse:
    """Plan a mission of a pilot."""
    form = MissionForm(request.POST if request.method == "POST" else None, pilot=pilot, user=request.user)
    if form.is_valid():
        try:
            made = actions.plan_mission(pilot=pilot, by=request.user, **form.values())
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The mission is planned."))
            return redirect("missions:detail", ref=made.ref)
    context = {"form": form, "pilot": pilot, "mission": None, "cancel_url": reverse("missions:list")}
    return render(request, "missions/form.html", context, status=422 if form.is_bound else 200)


@read_or_send
@requires(Permission.MISSION_PLAN, on=queries.visible_mission)
def mission_edit(request: SignedInRequest, one: Mission) -> HttpResponse:
    """Change a mission; of a held one also the actual dates."""
    data = request.POST if request.method == "POST" else None
    form = MissionForm(data, pilot=one.pilot, user=request.user, mission=one)
    back = reverse("missions:detail", kwargs={"ref": one.ref})
    if form.is_valid():
        revision = form.cleaned_data["revision"] or 0
        try:
            actions.edit_mission(mission=one, revision=revision, by=request.user, **form.values())
        except Conflict:
            return _mission_conflict(request, form, one.ref, back)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect(back)
    context = {"form": form, "pilot": one.pilot, "mission": one, "cancel_url": back}
    return render(request, "missions/form.html", context, status=422 if form.is_bound else 200)


def _mission_conflict(request: SignedInRequest, form: MissionForm, ref: str, back: str) -> HttpResponse:
    current = queries.visible_mission(request.user, ref)
    theirs = initial_of(current)
    theirs["corridors"] = list(queries.corridors_seen(request.user).filter(missions=current))
    return conflict_page(
        request,
        form=form,
        current=current,
        fields={name: value for name, value in theirs.items() if name in form.fields and name != "revision"},
        title=_("Edit a mission"),
        cancel_url=back,
    )


@read_or_send
@requires(Permission.MISSION_PLAN, on=queries.visible_mission)
def held(request: SignedInRequest, one: Mission) -> HttpResponse:
    """Record the actual dates."""
    form = HeldForm(request.POST if request.method == "POST" else None, mission=one)
    back = reverse("missions:detail", kwargs={"ref": one.ref})
    if one.state == MissionState.HELD and not form.is_bound:
        return redirect("missions:edit", ref=one.ref)
    if one.state != MissionState.PLANNED and not form.is_bound:
        return _not_planned(request, one)
    if form.is_valid():
        try:
            actions.mark_held(mission=one, by=request.user, **form.dates())
        except ValidationError as refused:
            form.add_error(None, refused)
        except IllegalMove as refused:
            messages.error(request, refused.message)
            return redirect(back)
        else:
            messages.success(
                request, _("The mission is recorded as held on %(dates)s.") % {"dates": one.actual_text}
            )
            return redirect(back)
    context = {"form": form, "mission": one, "cancel_url": back}
    return render(request, "missions/held.html", context, status=422 if form.is_bound else 200)


@read_or_send
@requires(Permission.MISSION_PLAN, on=queries.visible_mission)
def cancel(request: SignedInRequest, one: Mission) -> HttpResponse:
    """Cancel a planned mission, with a reason."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    back = reverse("missions:detail", kwargs={"ref": one.ref})
    if one.state != MissionState.PLANNED and not form.is_bound:
        return _not_planned(request, one)
    if form.is_valid():
        try:
            actions.cancel_mission(mission=one, by=request.user, reason=form.cleaned_data["reason"])
        except IllegalMove as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, _("The mission is cancelled. It can be planned again."))
        return redirect(back)
    context = {"form": form, "mission": one, "cancel_url": back}
    return render(request, "missions/cancel.html", context, status=422 if form.is_bound else 200)


def _not_planned(request: SignedInRequest, one: Mission) -> HttpResponse:
    messages.error(
        request,
        _("This mission is “%(state)s”. This step is for planned missions.")
        % {"state": one.get_state_display()},
    )
    return redirect("missions:detail", ref=one.ref)


@require_POST
@requires(Permission.MISSION_PLAN, on=queries.visible_mission)
def plan_again(request: SignedInRequest, one: Mission) -> HttpResponse:
    """Take up a cancelled mission again."""
    try:
        actions.plan_again(mission=one, by=request.user)
    except IllegalMove as refused:
        messages.error(request, refused.message)
        return redirect("missions:detail", ref=one.ref)
    messages.success(request, _("The mission is planned again. Check its dates."))
    return redirect("missions:edit", ref=one.ref)


@read_or_send
@requires(Permission.OBSERVE, on=queries.visible_mission)
@once
def observe(request: SignedInRequest, one: Mission) -> HttpResponse:
    """Note an observation; ?gap= preselects a gap and its corridor."""
    data = request.POST if request.method == "POST" else None
    form = ObservationForm(data, mission=one, user=request.user, gap_ref=request.GET.get("gap", ""))
    back = reverse("missions:detail", kwargs={"ref": one.ref})
    if one.state == MissionState.CANCELLED and not form.is_bound:
        messages.error(
            request, _("This mission was cancelled, so nothing was observed on it. Plan it again first.")
        )
        return redirect(back)
    if form.is_valid():
        try:
            made = actions.observe(mission=one, by=request.user, **form.values())
        except ValidationError as refused:
            form.add_error(None, refused)
        except IllegalMove as refused:
            form.add_error(None, refused.message)  # the words of a long visit are not thrown away
        else:
            messages.success(request, _("The observation is noted."))
            return redirect(f"{back}#{made.ref}")
    return _observation_form(request, form, one, back=back)


@read_or_send
@requires(Permission.OBSERVE, on=queries.visible_observation)
def observation_edit(request: SignedInRequest, one: Observation) -> HttpResponse:
    """Change an observation."""
    data = request.POST if request.method == "POST" else None
    form = ObservationForm(data, mission=one.mission, user=request.user, observation=one)
    back = f"{reverse('missions:detail', kwargs={'ref': one.mission.ref})}#{one.ref}"
    if form.is_valid():
        revision = form.cleaned_data["revision"] or 0
        try:
            actions.edit_observation(observation=one, revision=revision, by=request.user, **form.values())
        except Conflict:
            current = queries.visible_observation(request.user, one.ref)
            return conflict_page(
                request,
                form=form,
                current=current,
                fields=form.theirs(current),
                title=_("Edit an observation"),
                cancel_url=back,
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect(back)
    return _observation_form(request, form, one.mission, back=back, one=one)


def _observation_form(
    request: SignedInRequest,
    form: ObservationForm,
    mission: Mission,
    *,
    back: str,
    one: Observation | None = None,
) -> HttpResponse:
    history = history_of(one)[:50] if one else None
    context = {"form": form, "mission": mission, "observation": one, "history": history, "cancel_url": back}
    return render(request, "missions/observation.html", context, status=422 if form.is_bound else 200)
