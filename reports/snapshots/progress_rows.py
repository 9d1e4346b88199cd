"""The rows behind a progress report, read in a constant number of queries: only what the other sides may read too.

A comparison and its gaps count from their release on, whoever asks, so that the report can be sent out at any time.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from benchmarking.comparison import Counts as Tally
from benchmarking.gap_acts import UNSETTLED
from benchmarking.models import Benchmark, GapFinding
from benchmarking.queries.progress import progress_of
from benchmarking.states import GapState
from core import countries
from corridors.models import Activity, Corridor, CorridorStep
from corridors.plan import Placed, arrange
from corridors.states import ActivityState
from missions.models import Mission
from missions.states import MissionState
from reports.documents import progress as paper
from reports.models import Scope
from reports.snapshots.comparison import counts, percent

#: A row of the plan that begins or ends within so many days is due soon.
DUE_WITHIN = 28


@dataclass(frozen=True)
class Released:
    """What of each corridor is released: its newest comparison with its figures, and its gaps; by primary key."""

    newest: dict[int, Benchmark]
    tallies: dict[int, Tally]  # by benchmark
    gaps: dict[int, list[GapFinding]]


def corridors_of(scope: Scope) -> list[Corridor]:
    """The corridors with their steps: two queries."""
    steps = CorridorStep.objects.order_by("code")
    return list(scope.corridors().prefetch_related(Prefetch("steps", steps)))


def released_of(corridors: list[Corridor]) -> Released:
    """What may be told of the corridors: six queries at most."""
    rows = Benchmark.objects.filter(corridor__in=corridors, released_at__isnull=False)
    newest = {one.corridor_id: one for one in rows.order_by("number")}
    told = Q(benchmark__released_at__isnull=False) | Q(review__released_at__isnull=False)
    gaps: dict[int, list[GapFinding]] = defaultdict(list)
    found = GapFinding.objects.filter(told, corridor__in=corridors).select_related("benchmark", "review")
    for gap in found.order_by("benchmark__number", "review__step", "review__number", "number", "pk"):
        gaps[gap.corridor_id].append(gap)
    return Released(newest, progress_of(list(newest.values())), gaps)


def corridor_progress(corridor: Corridor, released: Released, *, whole_pilot: bool) -> paper.CorridorProgress:
    """One corridor; a report on the pilot names gaps by their numbers alone."""
    return paper.CorridorProgress(
        key=corridor.ref,
        name=str(corridor),
        priority=corridor.get_priority_display().lower(),
        steps=tuple(_step(step) for step in corridor.steps.all()),
        standing=_standing(released.newest.get(corridor.pk), released.tallies),
        gaps=tuple(_gap(gap, named=not whole_pilot) for gap in released.gaps.get(corridor.pk, [])),
    )


def _step(step: CorridorStep) -> paper.Step:
    closed = step.state == "closed"
    return paper.Step(
        code=step.code,
        title=step.title,
        in_scope=step.in_scope,
        is_closed=closed,
        closed_on=timezone.localdate(step.closed_at).isoformat() if closed and step.closed_at else "",
        reason=step.reason if closed else "",
    )


def _standing(benchmark: Benchmark | None, tallies: dict[int, Tally]) -> paper.Standing | None:
    if benchmark is None or benchmark.released_at is None:
        return None
    tally = tallies[benchmark.pk]
    return paper.Standing(
        comparison=_("Benchmark %(number)d") % {"number": benchmark.number},
        released_on=timezone.localdate(benchmark.released_at).isoformat(),
        counts=counts(tally),
        coverage=percent(tally.coverage),
        conclusion=benchmark.get_conclusion_display() if not benchmark.is_open else "",
    )


def _gap(gap: GapFinding, *, named: bool) -> paper.GapMark:
    return paper.GapMark(
        ref=gap.label,
        severity=gap.severity,
        state=str(GapState(gap.state).label).lower(),
        is_settled=gap.state not in UNSETTLED,
        title=(gap.title or gap.generated.partition("\n")[0]) if named else "",
        due=gap.due_on.isoformat() if gap.due_on else "",
    )


# --- Missions and the plan ---------------------------------------------------------------------------------------


def missions_of(corridors: list[Corridor], *, whole_pilot: bool) -> tuple[paper.MissionRow, ...]:
    """Missions that serve the corridors, by their planned dates: two queries."""
    rows = Mission.objects.filter(corridors__in=corridors).distinct()
    served = Corridor.objects.filter(pk__in=[one.pk for one in corridors]).select_related("skill_area")
    rows = rows.prefetch_related(Prefetch("corridors", served, to_attr="served"))
    held = Q(observations__corridor__in=corridors)
    rows = rows.annotate(seen=Count("observations", filter=held, distinct=True))
    return tuple(_mission(one, whole_pilot) for one in rows.order_by("planned_start", "pk"))


def _mission(mission: Mission, whole_pilot: bool) -> paper.MissionRow:
    length = 7 if mission.planned_month_only else 10
    held = mission.state == MissionState.HELD
    served: list[Corridor] = getattr(mission, "served", [])
    return paper.MissionRow(
        title=mission.title,
        place=f"{mission.place}, {countries.name_of(mission.country)}",
        planned_from=mission.planned_start.isoformat()[:length],
        planned_to=mission.planned_end.isoformat()[:length],
        actual_from=mission.actual_start.isoformat() if held and mission.actual_start else "",
        actual_to=mission.actual_end.isoformat() if held and mission.actual_end else "",
        state=mission.get_state_display().lower(),
        is_held=held,
        is_cancelled=mission.state == MissionState.CANCELLED,
        corridors="; ".join(sorted(str(one) for one in served)) if whole_pilot else "",
        observations=getattr(mission, "seen", 0) if held else 0,
    )


def plan_of(scope: Scope, today: date) -> tuple[paper.PlanRow, ...]:
    """The rows of the plan that concern the scope, in plan order: two queries.

    For a corridor these are the rows that its sending country sees in the plan, and the receiving country's own rows of
    this very corridor; for the pilot all rows.
    """
    rows = Activity.objects.filter(pilot=scope.pilot).select_related("owner", "corridor__skill_area")
    if scope.corridor is not None:
        rows = rows.filter(_of_corridor(scope.corridor)).distinct()
    placed = arrange(
        list(rows.order_by("position", "pk")),
        key=lambda row: row.pk,
        parent=lambda row: row.parent_id,
        wanted=lambda _row: True,
    )
    return tuple(_plan_row(one, scope, today) for one in placed)


def _of_corridor(corridor: Corridor) -> Q:
    told = Q(gaps__benchmark__released_at__isnull=False) | Q(gaps__review__released_at__isnull=False)
    own = Q(corridor=corridor) | Q(corridor=None) | (Q(gaps__corridor=corridor) & told)
    named = Q(country__in=["", corridor.sending_country])
    return own & (named | Q(country=corridor.receiving_country, corridor=corridor))


def _plan_row(placed: Placed[Activity], scope: Scope, today: date) -> paper.PlanRow:
    row = placed.row
    days = {
        name: day.isoformat() if (day := getattr(row, name)) else ""
        for name in ("planned_start", "planned_end", "actual_start", "actual_end")
    }
    known = bool(row.planned_start or row.planned_end)
    return paper.PlanRow(
        title=row.title,
        number=row.number,
        depth=min(placed.depth, 2),
        owner=row.owner.name if row.owner else "",
        about=_about(row) if scope.corridor is None else "",
        starts=days["planned_start"],
        ends=days["planned_end"],
        began=days["actual_start"],
        ended=days["actual_end"],
        timing=timing_of(row, today),
        note=_("Dates are illustrative") if row.dates_illustrative and known else "",
    )


def _about(row: Activity) -> str:
    """The corridor or the country that a row of the pilot's plan is about."""
    if row.corridor is not None:
        return str(row.corridor)
    return countries.name_of(row.country) if row.country else ""


def timing_of(row: Activity, today: date) -> str:
    """How a row stands on a day. Late is what is past its planned end and neither done nor cancelled."""
    if row.state == ActivityState.DONE:
        return paper.DONE
    if row.state == ActivityState.CANCELLED:
        return paper.CANCELLED
    soon = today + timedelta(days=DUE_WITHIN)
    if row.planned_end and row.planned_end < today:
        return paper.LATE
    if row.planned_end and row.planned_end <= soon:
        return paper.DUE
    if row.state == ActivityState.IN_PROGRESS:
        return paper.RUNNING
    return paper.DUE if row.planned_start and row.planned_start <= soon else paper.PLANNED
