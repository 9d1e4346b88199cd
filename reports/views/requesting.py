"""Asking for a report and for its next version."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import SignedInRequest, requires
from accounts.permissions import Permission
from core.once import once
from core.states import IllegalMove
from corridors.models import Corridor
from corridors.queries import visible_corridor
from reports import actions, queries, snapshots
from reports.forms_request import RequestForm
from reports.models import Report, Scope
from reports.states import ReportKind
from reports.views.common import act, read_or_send, said, to_report


@read_or_send
@requires(Permission.REPORT_REQUEST, on=visible_corridor)
@once
def request_report(request: SignedInRequest, corridor: Corridor) -> HttpResponse:
    """What a report on one corridor would say (GET); freeze it and queue its PDF (POST).

    `?kind=` and `?language=` say which report.
    """
    return _ask(request, Scope.of(corridor))


@read_or_send
@requires(Permission.REPORT_REQUEST, on=queries.pilot_scope)
@once
def request_for_pilot(request: SignedInRequest, scope: Scope) -> HttpResponse:
    """The same for all corridors of a pilot, or with `?country=` for those with one sending country."""
    return _ask(request, scope)


def _ask(request: SignedInRequest, asked: Scope) -> HttpResponse:
    form = RequestForm(request.GET.dict(), scope=asked)
    context: dict[str, object] = {"form": form, "corridor": asked.corridor, "scope": asked}
    if not form.is_valid():
        return render(request, "reports/request.html", context, status=422)
    kind, scope = form.chosen_kind, form.scope
    if request.method == "POST":
        return _freeze(request, scope, kind)
    context |= {"kind": kind.value, "scope": scope, "draft": queries.draft_of(scope, kind)}
    try:
        document = snapshots.build(
            kind, scope, number="", version=1, now=timezone.localtime(), by=request.user
        )
    except snapshots.Refused as refused:
        context |= {"refusal": refused.message, "way_out": _way_out(scope, kind)}
    else:
        context |= {"warnings": snapshots.warnings(kind, document), **said(kind, document)}
    return render(request, "reports/request.html", context)


def _freeze(request: SignedInRequest, scope: Scope, kind: ReportKind) -> HttpResponse:
    try:
        made = actions.request_report(scope=scope, kind=kind, by=request.user)
    except IllegalMove as refused:
        messages.error(request, refused.message)
        return HttpResponseRedirect(request.get_full_path(), status=303)
    messages.success(
        request, _("The content of %(number)s is frozen; its PDF is being made.") % {"number": made.number}
    )
    return to_report(made)


def _way_out(scope: Scope, kind: ReportKind) -> tuple[str, str] | None:
    """Address and words of the page where what is missing can be done."""
    if scope.corridor is None:
        query = f"?kind={ReportKind.GAP_ANALYSIS}"
        return reverse("reports:list") + query, _("See the gap analyses")
    arguments = {"ref": scope.corridor.ref}
    if kind == ReportKind.PAPER_REVIEW:
        return reverse("benchmarking:paper-review", kwargs=arguments), _("Go to the paper review")
    if kind == ReportKind.GAP_ANALYSIS:
        return reverse("benchmarking:create", kwargs=arguments), _("Open a benchmark")
    return None


@require_POST
@requires(Permission.REPORT_REQUEST, on=queries.visible_report)
@once
def new_version(request: SignedInRequest, one: Report) -> HttpResponse:
    """Freeze the present content as the next version."""
    return act(
        request,
        one,
        lambda: actions.new_version(report=one, by=request.user),
        lambda: _("A new version holds the content as it is now; its PDF is being made."),
    )
