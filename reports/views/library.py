"""The library of reports."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import SignedInRequest, signed_in
from core.pagination import page_of
from reports import queries
from reports.forms_library import ReportFilter


@require_safe
@signed_in
def report_list(request: SignedInRequest) -> HttpResponse:
    """The library: reports that the person sees, newest first; search, filters and order stand in the address."""
    filters = ReportFilter(request.GET, user=request.user)
    names = ("country", "state", "kind", "language", "pilot", "year", "sort")
    found = queries.reports(
        request.user,
        query=filters.value("q"),
        mine=filters.value("mine") == "1",
        **{name: filters.value(name) for name in names},
    )
    page = page_of(found, request)
    corridors, pilots = queries.scopes_seen(request.user, page)
    rows = [
        {
            "report": one,
            "tone": queries.tone_of(one.state),
            "holder": queries.holder_of(one),
            "corridor": corridors.get(one.corridor_id or 0, ""),
            "pilot": pilots.get(one.pilot_id, ""),
        }
        for one in page
    ]
    context = {"page": page, "rows": rows, "filters": filters, "ask": queries.askable(request.user)}
    return render(request, "reports/list.html", context)
