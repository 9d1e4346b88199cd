"""One reading of a file: progress, the lines to confirm, and what becomes of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from accounts.access import SignedInRequest, requires
from accounts.permissions import Permission
from core.models import JobState
from core.pagination import page_of
from core.queries import history_of, place_in_queue
from core.states import IllegalMove
from standards import actions, queries, refusals
from standards.models import Intake
from standards.states import IntakeState
from standards.views.editions import number_in, to_edition
from standards.views.lines import CHOICES, PAGE, rows_of
from standards.views.pages import leaf_of

_SHOWS = ("doubtful", "out")


def to_intake(intake: Intake, query: str = "") -> HttpResponseRedirect:
    """After an act: the page of the reading."""
    return HttpResponseRedirect(reverse("standards:intake", args=[intake.ref]) + query, status=303)


@require_safe
@requires(Permission.EDITION_EDIT, on=queries.visible_intake)
def intake(request: SignedInRequest, reading: Intake) -> HttpResponse:
    """Progress while the file is read, then the lines to confirm."""
    context: dict[str, object] = {
        "intake": reading,
        "edition": reading.edition,
        "file": reading.stored,
    }
    if reading.state == IntakeState.READING:
        return render(request, "standards/intake_progress.html", {**context, **_progress(reading)})
    if reading.state == IntakeState.READ:
        if not reading.edition.is_draft:
            messages.info(request, actions.too_late(reading.edition))
        context |= lines_context(request, reading, open_at=number_in(request, "open"))
        context |= leaf_of(reading, context["rows"])
        return render(request, "standards/intake.html", context)
    if reading.state == IntakeState.REFUSED:
        context["sentence"] = refusals.sentence(reading.refusal, reading.refusal_params)
        context["problems"] = refusals.problems(reading.refusal_params)
    context["history"] = history_of(reading)[:20]
    return render(request, "standards/intake_ended.html", context)


def _progress(reading: Intake) -> dict[str, object]:
    job = reading.job
    failed = job is None or job.state in (JobState.FAILED, JobState.CANCELLED)
    place = place_in_queue(job) if job else 0
    return {"job": job, "failed": failed, "place": place}


@require_safe
@requires(Permission.EDITION_EDIT, on=queries.visible_intake)
def progress(request: SignedInRequest, reading: Intake) -> HttpResponse:
    """The moving part of the progress page; asks the browser for the whole page once there is more to show."""
    state = _progress(reading)
    context = {"intake": reading, "edition": reading.edition, "file": reading.stored, **state}
    if reading.state != IntakeState.READING or state["failed"]:
        if request.headers.get("HX-Request") == "true":
            return HttpResponseClientRefresh()
        return to_intake(reading)
    return render(request, "standards/intake_progress.html#progress", context)


def lines_context(
    request: SignedInRequest, reading: Intake, *, open_at: int | None = None
) -> dict[str, object]:
    """What the list of candidate lines shows: the page of the present query, with figures over all lines."""
    show = request.GET.get("show", "")
    show = show if show in _SHOWS else ""
    page = page_of(queries.candidates(reading, show), request, size=PAGE)
    warnings = queries.shown_warnings(reading)
    can_undo, can_redo = queries.steps_left(reading)
    return {
        "page": page,
        "rows": rows_of(page.object_list, warnings, open_at=open_at),
        "show": show,
        "back": f"?show={show}&page={page.number}",
        "figures": queries.overview(reading),
        "warnings": [(one, _address(one.position)) for one in warnings],
        "can_undo": can_undo,
        "can_redo": can_redo,
        **CHOICES,
    }


def _address(position: int | None) -> str:
    """Where on the page of the reading a line stands, with its row open."""
    if position is None:
        return ""
    return f"?page={position // PAGE + 1}&open={position}#line-{position}"


@require_POST
@requires(Permission.EDITION_EDIT, on=queries.visible_intake)
def discard(request: SignedInRequest, reading: Intake) -> HttpResponse:
    """Leave this reading aside."""
    try:
        actions.discard_intake(intake=reading, by=request.user)
    except IllegalMove as refused:
        messages.error(request, refused.message)
        return to_intake(reading)
    messages.success(request, _("The reading is discarded. The draft is as it was."))
    return to_edition(reading.edition)


@require_POST
@requires(Permission.EDITION_EDIT, on=queries.visible_intake)
def retry(request: SignedInRequest, reading: Intake) -> HttpResponse:
    """Read again after the work failed."""
    try:
        actions.retry_intake(intake=reading, by=request.user)
    except IllegalMove as refused:
        messages.error(request, refused.message)
    return to_intake(reading)
