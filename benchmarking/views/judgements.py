"""The workspace: both standards side by side, one line in hand, saved line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.access import SignedInRequest, can, requires, sees
from accounts.permissions import Permission
from benchmarking.actions import judgements as verbs
from benchmarking.forms.judgements import JudgementForm, taking_theirs
from benchmarking.models import Benchmark, Judgement
from benchmarking.queries.benchmarks import visible_benchmark
from benchmarking.queries.workspace import (
    Desk,
    SavedMark,
    WorkFilter,
    WorkLine,
    desk_after,
    desk_of,
    line_of_benchmark,
)
from benchmarking.states import Rating, View
from core.conflicts import Conflict
from core.htmx import render_page
from core.states import IllegalMove
from core.text import lang_of

#: What the list of receiving lines can show, in the order of the menu.
SHOW_CHOICES = [
    ("", gettext_lazy("All lines")),
    ("open", gettext_lazy("Not compared yet")),
    *[(code, label) for code, label in reversed(Rating.choices)],
    ("substantial", gettext_lazy("Substantial differences")),
]


@dataclass(frozen=True)
class Answer:
    """What a page of the workspace says beside the desk."""

    form: JudgementForm
    editable: bool
    status: int = 200
    said: str = ""
    saved: SavedMark | None = None
    theirs: Judgement | None = None


@require_safe
@sees(visible_benchmark)
def workspace(request: SignedInRequest, benchmark: Benchmark) -> HttpResponse:
    """Both standards with the line in hand; htmx asks for the middle only. Read-only where one may not judge."""
    part = _asks_for_part(request)
    desk = desk_of(benchmark, WorkFilter.of(request.GET), request.GET.get("line", ""), whole=not part)
    editable = benchmark.is_open and can(request.user, Permission.JUDGE, benchmark)
    return _page(request, desk, Answer(_fresh_form(desk), editable))


@require_POST
@requires(Permission.JUDGE, on=line_of_benchmark)
def judge(request: SignedInRequest, spot: WorkLine) -> HttpResponse:
    """Save the judgement of one line and go on; what cannot be saved comes back as it was typed."""
    stored = Judgement.objects.filter(benchmark=spot.benchmark, line=spot.line, view=View.RECEIVING).first()
    data = taking_theirs(request.POST, stored)
    form = JudgementForm(data, benchmark=spot.benchmark, line=spot.line)
    if _searches(request):
        messages.info(request, _("Here is what the search found. The line is not saved yet."))
        return _again(request, spot, form, status=200)
    if not form.is_valid():
        return _again(request, spot, form, status=422)
    try:
        verbs.judge(benchmark=spot.benchmark, line=spot.line, by=request.user, **form.content())
    except ValidationError as error:
        form.add_error(None, error)
        return _again(request, spot, form, status=422)
    except IllegalMove as error:
        form.add_error(None, error.message)
        return _again(request, spot, form, status=409)
    except Conflict as conflict:
        return _again(request, spot, form, status=409, theirs=cast(Judgement, conflict.current))
    return _go_on(request, spot)


def _searches(request: SignedInRequest) -> bool:
    """Whether somebody without JavaScript searched the counterparts: what was typed and ticked comes back, unsaved.

    Enter in the search field presses the first button of the form, so a changed search counts as searching.
    """
    if _asks_for_part(request):
        return False
    return "look" in request.POST or request.POST.get("find", "") != request.POST.get("find_was", "")


def _go_on(request: SignedInRequest, spot: WorkLine) -> HttpResponse:
    """After a save: the next line, or the same one when "Save" was pressed."""
    wanted = WorkFilter.of(request.POST)
    desk, mark = desk_after(spot.benchmark, wanted, spot.line, stay="stay" in request.POST)
    assert desk.line is not None  # noqa: S101  # a line was saved, so there is one
    said = _("Saved: %(line)s.") % {"line": spot.line.number or spot.line.text[:60]}
    if not desk.counts.open:
        said = _("%(said)s Every line is compared.") % {"said": said}
    address = reverse("benchmarking:workspace", args=[spot.benchmark.ref]) + wanted.query(desk.line.pk)
    if not _asks_for_part(request):
        messages.success(request, said)
        return redirect(address + "#judgement")
    response = _page(request, desk, Answer(_fresh_form(desk), editable=True, said=said, saved=mark))
    response["HX-Push-Url"] = address
    return response


def _again(
    request: SignedInRequest,
    spot: WorkLine,
    form: JudgementForm,
    *,
    status: int,
    theirs: Judgement | None = None,
) -> HttpResponse:
    """The same line with what was typed; in a conflict beside what somebody else saved."""
    desk = desk_of(
        spot.benchmark,
        WorkFilter.of(request.POST),
        str(spot.line.pk),
        whole=not _asks_for_part(request),
        ticked=form.ticked(),
    )
    if theirs is not None:
        form.move_to(theirs.revision)
    return _page(request, desk, Answer(form, editable=True, status=status, theirs=theirs))


def _fresh_form(desk: Desk) -> JudgementForm:
    return JudgementForm(
        benchmark=desk.benchmark, line=desk.line, initial=JudgementForm.values_of(desk.judgement)
    )


def _asks_for_part(request: SignedInRequest) -> bool:
    """Whether htmx swaps the middle; going back in the browser's history wants the whole page."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and headers.get("HX-History-Restore-Request") != "true"


def _page(request: SignedInRequest, desk: Desk, answer: Answer) -> HttpResponse:
    form = answer.form
    context: dict[str, Any] = {
        "benchmark": desk.benchmark,
        "corridor": desk.benchmark.corridor,
        "desk": desk,
        "form": form,
        "rating": form["rating"].value() or "",
        "substantial": form["substantial"].value() or "no",
        "editable": answer.editable,
        "said": answer.said,
        "saved": answer.saved,
        "theirs": answer.theirs,
        "differences": form.differences(answer.theirs) if answer.theirs else [],
        "show_choices": SHOW_CHOICES,
        "original_language": lang_of(desk.line.text_original) if desk.line else "",
        "is_part": _asks_for_part(request),
    }
    fragment = "part" if context["is_part"] else None
    return render_page(
        request, "benchmarking/workspace.html", context, fragment=fragment, status=answer.status
    )
