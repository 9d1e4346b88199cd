"""Asking for a report and for its next version."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import SignedInRequest, requires
from accounts.permissions import Permission
from core.states import IllegalMove
from corridors.models import Corridor
from corridors.queries import visible_corridor
from reports import actions, queries, snapshots
from reports.documents.kinds import KINDS
from reports.models import Report, Scope
from reports.states import REACHES, Reach, ReportKind
from reports.views.common import act, read_or_send, said, to_report


@read_or_send
@requires(Permission.REPORT_REQUEST, on=visible_corridor)
def request_report(request: SignedInRequest, corridor: Corridor) -> HttpResponse:
    """What the report would say (GET); freeze it and queue its PDF (POST). `?kind=` says which report."""
    kind = _kind(request)
    if request.method == "POST":
        try:
            made = actions.request_report(scope=Scope.of(corridor), kind=kind, by=request.user)
        except IllegalMove as refused:
            messages.error(request, refused.message)
            return HttpResponseRedirect(request.get_full_path(), status=303)
        messages.success(
            request,
            _("The content of %(number)s is frozen; its PDF is being made.") % {"number": made.number},
        )
        return to_report(made)
    context: dict[str, object] = {
        "corridor": corridor,
        "draft": queries.draft_of(corridor, kind),
        "kind": kind,
    }
    try:
        document = snapshots.build(
            kind, Scope.of(corridor), number="", version=1, now=timezone.localtime(), by=request.user
        )
    except snapshots.Refused as refused:
        context["refusal"] = refused.message
    else:
        context |= {"warnings": snapshots.warnings(kind, document), **said(kind, document)}
    return render(request, "reports/request.html", context)


def _kind(request: SignedInRequest) -> ReportKind:
    """The kind that the address names; the gap analysis without one."""
    kind = request.GET.get("kind") or ReportKind.GAP_ANALYSIS
    if kind not in KINDS or Reach.CORRIDOR not in REACHES[kind]:
        raise Http404
    return ReportKind(kind)


@require_POST
@requires(Permission.REPORT_REQUEST, on=queries.visible_report)
def new_version(request: SignedInRequest, one: Report) -> HttpResponse:
    """Freeze the present content as the next version."""
    return act(
        request,
        one,
        lambda: actions.new_version(report=one, by=request.user),
        lambda: _("A new version holds the content as it is now; its PDF is being made."),
    )
