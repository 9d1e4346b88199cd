"""The library of reports."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import SignedInRequest, signed_in
from core.pagination import page_of
from reports import queries
from reports.forms import ReportFilter


@require_safe
@signed_in
def report_list(request: SignedInRequest) -> HttpResponse:
    """The library: reports that the person sees, newest first."""
    filters = ReportFilter(request.GET, user=request.user)
    names = ("country", "state", "kind")
    found = queries.reports(
        request.user, query=filters.value("q"), **{name: filters.value(name) for name in names}
    )
    page = page_of(found, request)
    rows = [(one, queries.tone_of(one.state), queries.holder_of(one)) for one in page]
    corridors = queries.corridors_to_report(request.user)
    context = {
        "page": page,
        "rows": rows,
        "filters": filters,
        "corridors": corridors,
        "reviewed": [one for one in corridors if getattr(one, "has_paper_review", False)],
    }
    return render(request, "reports/list.html", context)
