"""What was done to one line: earlier versions of its judgement and the way back to them; lines marked additional."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import SignedInRequest, refusal, sees
from benchmarking import actions as verbs
from benchmarking.forms.merging import asked_revision
from benchmarking.models import Judgement
from benchmarking.queries.additional import mark_of, resting_on
from benchmarking.queries.rights import may_mark_additional, stance_of
from benchmarking.queries.versions import history_for
from benchmarking.queries.workspace import WorkLine, line_of_benchmark, sending_line_of_benchmark
from core.conflicts import Conflict
from core.htmx import render_page
from core.states import IllegalMove


@require_safe
@sees(line_of_benchmark)
def history(request: SignedInRequest, spot: WorkLine) -> HttpResponse:
    """Every version of one view on one line; a part of the workspace, or a page of its own without scripts."""
    stance = stance_of(request.user, spot.benchmark, request.GET.get("view", ""))
    judgement = _judgement(spot, stance.view)
    context = {
        "benchmark": spot.benchmark,
        "line": spot.line,
        "stance": stance,
        "judgement": judgement,
        "versions": history_for(judgement, request.user) if judgement else [],
        "is_alone": request.headers.get("HX-Request") != "true",
    }
    return render_page(request, "benchmarking/line_history.html", context, fragment="part")


@require_POST
@sees(line_of_benchmark)
def take_back(request: SignedInRequest, spot: WorkLine) -> HttpResponse:
    """Let an earlier version stand again, as the newest one."""
    stance = stance_of(request.user, spot.benchmark, request.POST.get("view", ""))
    judgement = _judgement(spot, stance.view)
    if not stance.may_record:
        raise PermissionDenied(refusal(request.user))
    if judgement is None:
        raise Http404
    wanted = request.POST.get("to_revision", "")
    known = wanted.isascii() and wanted.isdecimal() and len(wanted) < 10
    try:
        verbs.take_back(
            judgement=judgement,
            revision=asked_revision(request.POST),
            to_revision=int(wanted) if known else 0,
            by=request.user,
        )
        messages.success(request, _("The earlier version stands again, as the newest one."))
    except Conflict:
        messages.error(
            request, _("Somebody saved this line meanwhile. Look at its history again; nothing was changed.")
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except IllegalMove as error:
        messages.error(request, error.message)
    view = "" if stance.is_home else f"&view={stance.view}"
    return redirect(
        reverse("benchmarking:workspace", args=[spot.benchmark.ref]) + f"?line={spot.line.pk}{view}"
    )


@require_safe
@sees(sending_line_of_benchmark)
def sending_line(request: SignedInRequest, spot: WorkLine) -> HttpResponse:
    """One sending line: what rests on it in the open view, and its mark X."""
    return _sending_page(request, spot)


@require_POST
@sees(sending_line_of_benchmark)
def additional(request: SignedInRequest, spot: WorkLine) -> HttpResponse:
    """Mark a sending line X with a note, or take the mark away."""
    if not may_mark_additional(request.user, spot.benchmark):
        raise PermissionDenied(refusal(request.user))
    is_script = request.headers.get("Accept") == "application/json"
    note = request.POST.get("note", "")
    try:
        if len(note) > 1000:
            raise IllegalMove(_("The note is longer than 1,000 characters. Shorten it; nothing was saved."))
        if "remove" in request.POST:
            verbs.unmark_additional(benchmark=spot.benchmark, line=spot.line, by=request.user)
            said = _("The mark is taken away.")
        else:
            verbs.mark_additional(benchmark=spot.benchmark, line=spot.line, note=note, by=request.user)
            said = _("The line is marked additional (X).")
    except IllegalMove as error:
        if is_script:
            return JsonResponse({"message": error.message}, status=409)
        messages.error(request, error.message)
        return _sending_page(request, spot, status=409, note=note)
    if is_script:
        return JsonResponse({"x": "remove" not in request.POST})
    messages.success(request, said)
    back = request.POST.get("line", "")
    line = f"?line={back}" if back.isascii() and back.isdecimal() else ""
    return redirect(reverse("benchmarking:workspace", args=[spot.benchmark.ref]) + line)


def _judgement(spot: WorkLine, view: str) -> Judgement | None:
    return (
        Judgement.objects.filter(benchmark=spot.benchmark, line=spot.line, view=view)
        .select_related("benchmark", "line", "by")
        .first()
    )


def _sending_page(
    request: SignedInRequest, spot: WorkLine, status: int = 200, note: str | None = None
) -> HttpResponse:
    stance = stance_of(request.user, spot.benchmark, request.GET.get("view", ""))
    mark = mark_of(spot.benchmark, spot.line) if stance.sight.sees_receiving else None
    stored = mark.note if mark else ""
    context = {
        "benchmark": spot.benchmark,
        "line": spot.line,
        "stance": stance,
        "mark": mark,
        "note": stored if note is None else note,
        "resting": resting_on(spot.benchmark, spot.line, stance.view),
        "may_mark": stance.editable and may_mark_additional(request.user, spot.benchmark),
        "back": request.GET.get("line", ""),
    }
    return render(request, "benchmarking/sending_line.html", context, status=status)
