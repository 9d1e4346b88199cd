"""Asking for a comparison of two editions of one standard."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import SignedInRequest, requires
from accounts.permissions import Permission
from core.once import once
from core.states import IllegalMove
from corridors.models import Corridor
from corridors.queries import visible_corridor
from reports import actions, queries, snapshots
from reports.forms_editions import EditionsForm
from reports.models import Scope
from reports.queries.editions import editions_to_compare
from reports.states import ReportKind
from reports.views.common import read_or_send, said, to_report


@read_or_send
@requires(Permission.REPORT_REQUEST, on=visible_corridor)
@once
def request_editions(request: SignedInRequest, corridor: Corridor) -> HttpResponse:
    """What the report would say about the editions that `?older=` and `?newer=` name (GET); freeze it (POST)."""
    standards = editions_to_compare(corridor, request.user)
    context: dict[str, object] = {"corridor": corridor, "standards": standards}
    if not standards:
        return render(
            request, "reports/editions.html", context, status=422 if request.method == "POST" else 200
        )
    form = EditionsForm(request.GET.dict(), scope=Scope.of(corridor), standards=standards)
    context["form"] = form
    if not form.is_valid():
        return render(request, "reports/editions.html", context, status=422)
    if request.method == "POST":
        return _freeze(request, form.scope)
    context["draft"] = queries.draft_of(form.scope, ReportKind.EDITIONS)
    try:
        document = snapshots.build(
            ReportKind.EDITIONS, form.scope, number="", version=1, now=timezone.localtime(), by=request.user
        )
    except snapshots.Refused as refused:
        context["refusal"] = refused.message
    else:
        context |= {
            "warnings": snapshots.warnings(ReportKind.EDITIONS, document),
            **said(ReportKind.EDITIONS, document),
        }
    return render(request, "reports/editions.html", context)


def _freeze(request: SignedInRequest, scope: Scope) -> HttpResponse:
    try:
        made = actions.request_report(scope=scope, kind=ReportKind.EDITIONS, by=request.user)
    except IllegalMove as refused:
        messages.error(request, refused.message)
        return HttpResponseRedirect(request.get_full_path(), status=303)
    messages.success(
        request, _("The content of %(number)s is frozen; its PDF is being made.") % {"number": made.number}
    )
    return to_report(made)
