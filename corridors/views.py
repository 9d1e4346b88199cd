"""Pages of corridors, roadmap steps, the submission of editions and the action plan."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import SignedInRequest, can, requires, sees, signed_in
from accounts.permissions import Permission
from core.conflicts import Conflict, conflict_page
from core.fields import ReasonForm
from core.htmx import render_page
from core.once import once
from core.pagination import page_of
from core.states import IllegalMove
from core.text import clean
from corridors import actions, plan_view, queries
from corridors.forms import ActivityForm, CorridorFilter, MoveForm, PlanFilterForm
from corridors.models import Activity, Corridor, CorridorStep, Pilot
from corridors.states import StepState
from standards.models import Edition
from standards.queries import lines_of, open_intakes, visible_edition
from standards.states import IntakeState
from standards.tree import rateable, tree_of

read_or_send = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def corridor_list(request: SignedInRequest) -> HttpResponse:
    """The corridors that the person sees."""
    filters = CorridorFilter(request.GET, user=request.user)
    found = queries.corridors(
        request.user,
        query=filters.value("q"),
        country=filters.value("country"),
        skill_area=filters.value("skill_area"),
        priority=filters.value("priority"),
    )
    context = {"page": page_of(found, request), "filters": filters}
    return render_page(request, "corridors/list.html", context)


# --- Roadmap steps -------------------------------------------------------------------------------


@read_or_send
@requires(Permission.STEP_CLOSE, on=queries.visible_step)
def step(request: SignedInRequest, one: CorridorStep) -> HttpResponse:
    """Close an open step or reopen a closed one, with a reason."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    back = reverse("corridor", kwargs={"ref": one.corridor.ref})
    if form.is_valid():
        close = one.state == StepState.OPEN
        if "wanted" in request.POST:  # what the button said, should somebody have been faster
            close = request.POST["wanted"] == StepState.CLOSED
        verb = actions.close_step if close else actions.reopen_step
        try:
            verb(step=one, reason=form.cleaned_data["reason"], by=request.user)
        except IllegalMove as refused:
            messages.error(request, refused.message)
        else:
            words = _("Step %(code)s is closed.") if close else _("Step %(code)s is open again.")
            messages.success(request, words % {"code": one.code})
        return redirect(back)
    context = {"form": form, "step": one, "corridor": one.corridor, "cancel_url": back}
    return render(request, "corridors/step.html", context, status=422 if form.is_bound else 200)


# --- Submitting an edition -----------------------------------------------------------------------


@read_or_send
@requires(Permission.EDITION_SUBMIT, on=visible_edition)
def submit_edition(request: SignedInRequest, edition: Edition) -> HttpResponse:
    """Check before sending: what is submitted, and who will read it; then submit and distribute."""
    back = redirect("standards:detail", ref=edition.ref)
    if not edition.is_draft:
        messages.error(
            request,
            _("This edition is already “%(state)s”. Only a draft can be submitted.")
            % {"state": edition.get_state_display()},
        )
        return back
    if request.method == "POST":
        try:
            readers = actions.submit_edition(edition=edition, by=request.user)
        except IllegalMove as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, _submitted(len(readers)))
        return back
    lines = lines_of(edition)
    context = {
        "edition": edition,
        "readers": queries.audience(edition),
        "lines": len(lines),
        "rateable": len(rateable(tree_of(lines))),
        "unconfirmed": open_intakes(edition).filter(state=IntakeState.READ),
    }
    return render(request, "corridors/submit.html", context)


def _submitted(readers: int) -> str:
    if not readers:
        return _("The edition is submitted. It is distributed when a corridor of its skill area is opened.")
    return ngettext(
        "The edition is submitted and distributed to %(count)s party.",
        "The edition is submitted and distributed to %(count)s parties.",
        readers,
    ) % {"count": readers}


# --- The action plan -----------------------------------------------------------------------------


@require_safe
@sees(queries.visible_pilot)
def plan(request: SignedInRequest, pilot: Pilot) -> HttpResponse:
    """The action plan of a pilot as a tree, or as the calendar of weeks (?view=weeks)."""
    filters = PlanFilterForm(request.GET, pilot=pilot, user=request.user)
    today = timezone.localdate()
    wanted = filters.wanted()
    rows = queries.plan_rows(pilot, request.user, wanted=wanted, today=today)
    page = plan_view.plan_page(rows, request, today=today)
    weeks = request.GET.get("view") == "weeks"
    milestones = queries.milestones_of(pilot, request.user, corridor=wanted.corridor)
    context = {
        "pilot": pilot,
        "filters": filters,
        "is_filtered": wanted.is_set,
        "page": page,
        "view": "weeks" if weeks else "list",
        "milestones": milestones,
        "calendar": plan_view.calendar(
            rows, page, pilot, start=request.GET.get("from", ""), milestones=milestones
        )
        if weeks
        else None,
        "illustrative": any(one.row.dates_illustrative and one.row.has_planned_dates for one in rows),
        "may_edit": can(request.user, Permission.ACTIVITY_EDIT, pilot),
    }
    return render_page(request, "corridors/plan.html", context)


@read_or_send
@requires(Permission.ACTIVITY_EDIT, on=queries.visible_pilot)
@once
def activity_create(request: SignedInRequest, pilot: Pilot) -> HttpResponse:
    """Add a row to the plan; ?parent= and ?corridor= preselect."""
    form = ActivityForm(request.POST if request.method == "POST" else None, pilot=pilot, user=request.user)
    if not form.is_bound:
        form.initial = _preselected(request, pilot)
    if form.is_valid():
        try:
            made = actions.plan_activity(pilot=pilot, by=request.user, **form.fields_of_activity())
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("“%(activity)s” is in the plan.") % {"activity": made})
            return redirect("corridors:activity", ref=made.ref)
    return _activity_form(request, form, pilot=pilot)


@require_safe
@sees(queries.visible_activity)
def activity(request: SignedInRequest, one: Activity) -> HttpResponse:
    """One row of the plan."""
    return _activity_page(request, one, move_form=None)


@read_or_send
@requires(Permission.ACTIVITY_EDIT, on=queries.visible_activity)
def activity_edit(request: SignedInRequest, one: Activity) -> HttpResponse:
    """Change a row of the plan."""
    data = request.POST if request.method == "POST" else None
    form = ActivityForm(data, pilot=one.pilot, user=request.user, activity=one)
    back = reverse("corridors:activity", kwargs={"ref": one.ref})
    if form.is_valid():
        try:
            actions.edit_activity(
                activity=one,
                revision=form.cleaned_data["revision"] or 0,
                by=request.user,
                **form.fields_of_activity(),
            )
        except Conflict as conflict:
            names = [name for name in form.fields if name != "revision"]
            return conflict_page(
                request,
                form=form,
                current=conflict.current,
                fields=names,
                title=_("Edit an activity"),
                cancel_url=back,
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect(back)
    return _activity_form(request, form, pilot=one.pilot, one=one)


@require_POST
@requires(Permission.ACTIVITY_EDIT, on=queries.visible_activity)
def activity_move(request: SignedInRequest, one: Activity) -> HttpResponse:
    """Record that an activity has started, is done, or will not take place."""
    form = MoveForm(request.POST, activity=one, today=timezone.localdate())
    if "to" in request.POST and not form.is_valid() and "to" in form.errors:
        messages.error(request, _("This step is not possible from the state the activity is in now."))
        return redirect("corridors:activity", ref=one.ref)
    if form.is_valid():
        try:
            actions.move_activity(activity=one, by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        except IllegalMove as refused:
            messages.error(request, refused.message)
            return redirect("corridors:activity", ref=one.ref)
        else:
            messages.success(request, _("Recorded: %(state)s.") % {"state": one.get_state_display()})
            return redirect("corridors:activity", ref=one.ref)
    return _activity_page(request, one, move_form=form)


def _preselected(request: SignedInRequest, pilot: Pilot) -> dict[str, Any]:
    seen = Activity.objects.visible_to(request.user).filter(pilot=pilot)
    parent = seen.filter(ref=clean(request.GET.get("parent", "")))
    corridors = Corridor.objects.visible_to(request.user).filter(pilot=pilot)
    corridor = corridors.filter(ref=clean(request.GET.get("corridor", "")))
    return {
        "parent": parent.values_list("pk", flat=True).first(),
        "corridor": corridor.values_list("pk", flat=True).first(),
        "country": parent.values_list("country", flat=True).first() or "",
    }


def _activity_form(
    request: SignedInRequest, form: ActivityForm, *, pilot: Pilot, one: Activity | None = None
) -> HttpResponse:
    page = {"corridors:activity": one.ref} if one else {"corridors:plan": pilot.ref}
    cancel_url = next(reverse(name, kwargs={"ref": ref}) for name, ref in page.items())
    context = {"form": form, "pilot": pilot, "activity": one, "cancel_url": cancel_url}
    return render(request, "corridors/activity_form.html", context, status=422 if form.is_bound else 200)


def _activity_page(request: SignedInRequest, one: Activity, *, move_form: MoveForm | None) -> HttpResponse:
    today = timezone.localdate()
    may_edit = can(request.user, Permission.ACTIVITY_EDIT, one)
    above = (
        Activity.objects.visible_to(request.user).filter(pk=one.parent_id).first() if one.parent_id else None
    )
    context = {
        "activity": one,
        "corridor": queries.seen_corridor(one, request.user),
        "above": above,
        "rows": queries.sub_rows(one, request.user),
        "late": queries.is_late(one, today),
        "tone": plan_view.tone_of(one),
        "history": queries.history_for(one, request.user),
        "may_edit": may_edit,
        "form": move_form or (MoveForm(activity=one, today=today) if may_edit else None),
    }
    return render(request, "corridors/activity.html", context, status=422 if move_form else 200)
