"""Reads for the pages that look at everything. Each app tells its part; nothing is counted twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet

import benchmarking.queries
import corridors.queries
import missions.queries
import questionnaires.queries
import reports.queries
import standards.queries
from accounts.access import can
from accounts.models import Team, User
from accounts.permissions import Permission
from benchmarking.models import Benchmark
from core.summary import Fact, Waiting
from corridors.models import Corridor, CorridorStep, Pilot
from corridors.states import ROADMAP
from missions.models import Mission
from reports.models import Report
from standards.models import Edition

#: Who tells what waits for a person, in the order of the home page.
_WAITING: tuple[Callable[[User], list[Waiting]], ...] = (
    standards.queries.waiting_for,
    questionnaires.queries.waiting_for,
    benchmarking.queries.waiting_for,
    reports.queries.waiting_for,
    missions.queries.waiting_for,
    corridors.queries.waiting_for,
)
_SUMMARIES: tuple[Callable[[Corridor, User], list[Fact]], ...] = (
    corridors.queries.summary,
    benchmarking.queries.summary,
    missions.queries.summary,
    reports.queries.summary,
)


def waiting_for(user: User) -> list[Waiting]:
    """Everything that waits for this person, what the apps hold most pressing first."""
    return [item for ask in _WAITING for item in ask(user)]


def my_corridors(user: User) -> QuerySet[Corridor]:
    """The corridors of a person, as on the home page."""
    return corridors.queries.corridors(user)


def published_reports(user: User) -> QuerySet[Report]:
    """What everybody may read, newest first."""
    reports_seen = Report.objects.visible_to(user).filter(state="published")
    return reports_seen.with_scope().order_by("-created_at")[:20]


#: What fits a tile, in characters.
TILE = 8


@dataclass(frozen=True)
class CorridorPage:
    """Everything about one corridor that this person may see."""

    corridor: Corridor
    facts: list[Fact]
    steps: list[CorridorStep]
    receiving_editions: list[Edition]
    sending_editions: list[Edition]
    benchmarks: list[Benchmark]
    missions: list[Mission]
    reports: list[Report]
    may: dict[str, bool] = field(default_factory=dict)

    @property
    def figures(self) -> list[Fact]:
        """Facts short enough for a tile, such as "2 of 5"."""
        return [fact for fact in self.facts if len(fact.value) <= TILE]

    @property
    def words(self) -> list[Fact]:
        """Facts in words, such as the conclusion."""
        return [fact for fact in self.facts if len(fact.value) > TILE]


def corridor_page(corridor: Corridor, user: User) -> CorridorPage:
    """The corridor with editions of both sides, benchmarks, missions and reports."""
    editions = list(
        Edition.objects.visible_to(user)
        .filter(
            standard__skill_area=corridor.skill_area_id,
            standard__country__in=[corridor.receiving_country, corridor.sending_country],
        )
        .with_standard()
        .order_by("standard__title", "-created_at")
    )
    return CorridorPage(
        corridor=corridor,
        facts=[fact for ask in _SUMMARIES for fact in ask(corridor, user)],
        steps=steps_of(corridor),
        receiving_editions=[e for e in editions if e.country == corridor.receiving_country],
        sending_editions=[e for e in editions if e.country == corridor.sending_country],
        benchmarks=list(Benchmark.objects.visible_to(user).filter(corridor=corridor).order_by("-number")),
        missions=list(Mission.objects.visible_to(user).filter(corridors=corridor).order_by("planned_start")),
        reports=list(Report.objects.visible_to(user).filter(corridor=corridor).order_by("-created_at")),
        may={
            "close_steps": can(user, Permission.STEP_CLOSE, corridor),
            "benchmark": can(user, Permission.BENCHMARK_OPEN, corridor),
            "report": can(user, Permission.REPORT_REQUEST, corridor),
        },
    )


def steps_of(corridor: Corridor) -> list[CorridorStep]:
    """The roadmap steps in their order."""
    order = list(ROADMAP)
    return sorted(corridor.steps.select_related("closed_by"), key=lambda step: order.index(step.code))


@dataclass(frozen=True)
class BoardRow:
    """One corridor on the pilot board: its steps in roadmap order."""

    corridor: Corridor
    steps: list[CorridorStep]


def pilot_board(pilot: Pilot, user: User) -> list[BoardRow]:
    """Corridors x steps of a pilot, as far as the person sees them."""
    seen = corridors.queries.corridors(user).filter(pilot=pilot).prefetch_related("steps")
    order = list(ROADMAP)
    return [
        BoardRow(one, sorted(one.steps.all(), key=lambda step: order.index(step.code)))
        for one in seen.order_by("priority", "skill_area__title", "sending_country")
    ]


def teams_of(pilot: Pilot, user: User) -> QuerySet[Team]:
    """Teams that serve corridors of this pilot which the person sees, with members by office."""
    seen = Corridor.objects.visible_to(user).filter(pilot=pilot)
    members = Prefetch("memberships__user")
    return Team.objects.filter(corridors__in=seen).distinct().prefetch_related(members).order_by("name")
