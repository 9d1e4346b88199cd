"""Gaps and missions for tests, written straight to the tables."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from accounts.models import User
from benchmarking.models import Benchmark, GapFinding, Judgement
from core.refs import make_ref
from corridors.models import Corridor
from missions import actions
from missions.models import Mission
from tests.conftest import World

DAY_ONE, DAY_THREE = date(2019, 6, 3), date(2019, 6, 5)


def benchmark(corridor: Corridor, by: User, *, released: bool = True) -> Benchmark:
    """A benchmark of the corridor, seen by the sending side when released."""
    number = corridor.benchmarks.count() + 1
    return Benchmark.objects.create(
        ref=make_ref("benchmark"),
        corridor=corridor,
        number=number,
        created_by=by,
        released_at=timezone.now() if released else None,
    )


def gap(w: World, corridor: Corridor | None = None, *, number: int = 1, released: bool = True) -> GapFinding:
    """A gap of the corridor (Thailand - Cambodia when none is given) on the n-th line of the Thai edition."""
    corridor = corridor or w.th_kh
    by = w.cast.coordinator
    found = corridor.benchmarks.filter(released_at__isnull=not released).first()
    of = found or benchmark(corridor, by, released=released)
    line = w.thai.lines.all()[number]
    judgement = Judgement.objects.create(benchmark=of, line=line, rating="N", substantial=True, by=by)
    return GapFinding.objects.create(
        ref=make_ref("gap"),
        corridor=corridor,
        benchmark=of,
        number=number,
        judgement=judgement,
        code="A3",
        generated=f"No counterpart to line {number}",
        owner_country=corridor.sending_country,
    )


def mission(w: World, *corridors: Corridor, **fields: object) -> Mission:
    """A planned mission of three days in June 2019."""
    values = {
        "pilot": w.pilot,
        "title": "First mission to Cambodia",
        "kind": "visit",
        "place": "Phnom Penh",
        "country": "KH",
        "planned_start": DAY_ONE,
        "planned_end": DAY_THREE,
        "planned_month_only": False,
        "corridors": corridors or [w.th_kh],
        "teams": [w.cast.group_one],
        "by": w.cast.coordinator,
        **fields,
    }
    return actions.plan_mission(**values)  # type: ignore[arg-type]


def held(w: World, *corridors: Corridor, **fields: object) -> Mission:
    """A mission that was held on its planned days."""
    made = mission(w, *corridors, **fields)
    return actions.mark_held(
        mission=made, actual_start=made.planned_start, actual_end=made.planned_end, by=w.cast.coordinator
    )
