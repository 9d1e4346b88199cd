"""The merged volume of the country whose gap analysis went to the ILO; its PDF is made when the portal runs."""

from __future__ import annotations

from django.db import transaction

from mrs_portal.demo.data import read
from mrs_portal.demo.paper import corridor_of, person_of
from reports import actions as reports
from reports.models import Report, Scope
from reports.states import ReportKind, ReportState

#: The benchmark of which the gap analysis is in ILO review.
_BENCHMARK = "benchmark_th_kh_bricklaying.json"


@transaction.atomic
def ask_for_volume() -> list[str]:
    """Ask for the volume unless it is there, or there is nothing to merge yet.

    Returns:
        What was done, in a sentence; nothing when nothing was to do.
    """
    data = read(_BENCHMARK)
    corridor = corridor_of(data["corridor"])
    scope = Scope(corridor.pilot, corridor.receiving_country, corridor.sending_country)
    there = Report.objects.filter(kind=ReportKind.VOLUME, pilot=scope.pilot)
    sent = corridor.reports.filter(kind=ReportKind.GAP_ANALYSIS, state=ReportState.ILO_REVIEW)
    if there.exists() or not sent.exists():
        return []
    by = person_of(data["report"]["requested_by"])
    made = reports.request_report(scope=scope, kind=ReportKind.VOLUME, by=by)
    return [f"{made}, a draft"]
