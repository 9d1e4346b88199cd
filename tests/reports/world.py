"""A corridor with a benchmark, gaps, a mission and a plan, for tests of reports."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from benchmarking.models import Benchmark, GapFinding, Judgement
from benchmarking.states import BenchmarkState, Conclusion, GapState
from core import jobs
from core.models import Job
from core.refs import make_ref
from corridors.models import Activity
from missions.models import Mission, Observation, ObservationGap
from missions.states import Effect, MissionState
from reports import actions, tasks
from reports.models import Report, ReportFile, Scope
from reports.states import ReportKind
from standards.models import Line
from standards.states import RATEABLE_KINDS
from tests.conftest import World


def rateable(lines: list[Line]) -> list[Line]:
    """Leaves that are rated."""
    parents = {line.parent_id for line in lines}
    return [line for line in lines if line.kind in RATEABLE_KINDS and line.pk not in parents]


def judged(world: World, *, left: int = 0) -> Benchmark:
    """A benchmark whose lines are F, P, N, F, ... in turn; the last `left` lines are not compared.

    The first N is substantial and has the gap G01, with the recommendation "Write the ratio down".
    """
    by = world.cast.expert_one
    benchmark = Benchmark.objects.create(
        ref=make_ref("benchmark"),
        corridor=world.th_kh,
        number=world.th_kh.benchmarks.count() + 1,
        created_by=by,
    )
    benchmark.reference_editions.add(world.thai)
    benchmark.sending_editions.add(world.cambodian)
    theirs = rateable(list(world.cambodian.lines.order_by("position")))
    lines = rateable(list(world.thai.lines.order_by("position")))
    for place, line in enumerate(lines[: len(lines) - left]):
        rating = "FPN"[place % 3]
        substantial = place == 2
        judgement = Judgement.objects.create(
            benchmark=benchmark,
            line=line,
            rating=rating,
            difference="" if rating == "F" else "No figure is stated",
            substantial=substantial,
            gap_code="C4" if substantial else "",
            recommendation="Write the ratio down" if rating != "F" else "",
            by=by,
        )
        if rating != "N":
            judgement.counterparts.add(theirs[place % len(theirs)])
        if substantial:
            gap(benchmark, judgement)
    return benchmark


def gap(benchmark: Benchmark, judgement: Judgement) -> GapFinding:
    """The gap of a judgement."""
    return GapFinding.objects.create(
        ref=make_ref("gap"),
        corridor=benchmark.corridor,
        benchmark=benchmark,
        number=benchmark.gaps.count() + 1,
        judgement=judgement,
        code="C4",
        generated=f"{judgement.line.number} {judgement.line.text}\nNot covered.",
        owner_country="KH",
        state=GapState.OPEN,
    )


def complete(benchmark: Benchmark) -> Benchmark:
    """Concluded and released."""
    now = timezone.now()
    Benchmark.objects.filter(pk=benchmark.pk).update(
        state=BenchmarkState.COMPLETED,
        conclusion=Conclusion.CONDITIONS,
        conclusion_reason="Most differences are missing figures.",
        completed_by=benchmark.created_by,
        completed_at=now,
        released_at=now,
    )
    benchmark.refresh_from_db()
    return benchmark


def followed_up(world: World, finding: GapFinding) -> Observation:
    """A held mission that confirms the gap, and an activity of the plan that addresses it."""
    mission = Mission.objects.create(
        ref=make_ref("mission"),
        pilot=world.pilot,
        title="First mission: review",
        place="Phnom Penh",
        country="KH",
        planned_start=date(2019, 6, 3),
        planned_end=date(2019, 6, 5),
        actual_start=date(2019, 6, 3),
        actual_end=date(2019, 6, 5),
        state=MissionState.HELD,
    )
    mission.corridors.add(world.th_kh)
    seen = Observation.objects.create(
        ref=make_ref("seen"),
        mission=mission,
        corridor=world.th_kh,
        site="Testing centre",
        observed_on=date(2019, 6, 4),
        text="The mark sheet held no figure",
        by=world.cast.expert_one,
    )
    ObservationGap.objects.create(observation=seen, gap=finding, effect=Effect.CONFIRMS)
    activity = Activity.objects.create(
        ref=make_ref("activity"), pilot=world.pilot, number="9.2", title="Workshop on mark sheets"
    )
    finding.activities.add(activity)
    return seen


def requested(world: World, *, done: bool = True) -> Report:
    """A report on a completed benchmark, its PDF not made yet."""
    if done:
        complete(judged(world))
    return actions.request_report(
        scope=Scope.of(world.th_kh), kind=ReportKind.GAP_ANALYSIS, by=world.cast.coordinator
    )


def pdf(report: Report) -> ReportFile:
    """The file of the current version."""
    return ReportFile.objects.select_related("job", "stored").get(
        version=report.versions.order_by("-number").first()
    )


def rendered(report: Report) -> ReportFile:
    """Run the job of the current version, in this process."""
    job = pdf(report).job
    assert job is not None
    assert jobs.HANDLERS["reports.render"] is tasks.render  # as a worker has it after it started
    jobs.run(str(job.pk))
    assert Job.objects.get(pk=job.pk).state == "ready", Job.objects.get(pk=job.pk).failure
    return pdf(report)
