"""Drafts of the other kinds of report: where a corridor and the pilot stand, and two editions compared.

Their PDFs are made when the portal runs.
"""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from corridors.models import Corridor
from mrs_portal.demo.data import read
from mrs_portal.demo.paper import corridor_of, person_of
from reports import actions as reports
from reports.models import Report, Scope
from reports.queries.editions import editions_to_compare
from reports.states import ReportKind

#: The finished corridor, and the one whose sending country has submitted a newer edition.
_FINISHED, _CARRIED_ON = "benchmark_th_kh_bricklaying.json", "next_benchmark.json"
_BY = "coordinator.th"


@transaction.atomic
def ask_for_progress() -> list[str]:
    """Ask for those that are not there.

    Returns:
        What was done, one sentence a report.
    """
    finished = corridor_of(read(_FINISHED)["corridor"])
    pilot = finished.pilot
    wanted = [
        (ReportKind.PROGRESS, Scope.of(finished)),
        (ReportKind.PROGRESS, Scope(pilot, pilot.lead_country)),
        *(
            (ReportKind.EDITIONS, scope)
            for scope in _editions(corridor_of(read(_CARRIED_ON)["first"]["corridor"]))
        ),
    ]
    done = []
    for kind, scope in wanted:
        if not Report.objects.filter(kind=kind, pilot=pilot, corridor=scope.corridor).exists():
            done.append(f"{reports.request_report(scope=scope, kind=kind, by=person_of(_BY))}, a draft")
    return done


def _editions(corridor: Corridor) -> list[Scope]:
    """The newest two editions of the first standard that has two."""
    found = editions_to_compare(corridor, person_of(_BY))
    return [replace(Scope.of(corridor), older=one[1], newer=one[0]) for one in found[:1]]
