"""What the demonstration concludes: additional lines, verdicts on sections, recommendations, signatures."""

from __future__ import annotations

from benchmarking import signing
from benchmarking.actions.additional import mark_additional
from benchmarking.actions.recommendations import add_recommendation
from benchmarking.actions.signatures import sign
from benchmarking.actions.verdicts import decide_verdict
from benchmarking.models import Benchmark
from benchmarking.queries.signatures import state_of
from benchmarking.queries.verdicts import proposals_of
from benchmarking.states import BenchmarkState, Verdict
from mrs_portal.demo.data import Data, World, read


def mark_and_decide(data: Data, benchmark: Benchmark, world: World) -> None:
    """Mark what the sending standard has more, and decide on the sections whose lines are compared."""
    by = world.people[data["judged_by"]]
    for item in data["additional"]:
        line = world.lines[item["edition"], item["number"]]
        mark_additional(benchmark=benchmark, line=line, note=item["note"], by=by)
    proposals = proposals_of(benchmark)
    for item in data["section_verdicts"]:
        section = world.lines[item["edition"], item["number"]]
        if proposals[section.pk].verdict != Verdict.OPEN:
            decide_verdict(
                benchmark=benchmark,
                section=section,
                verdict=item["decided"],
                reason=item.get("reason", ""),
                revision=0,
                by=by,
            )


def load_conclusions(world: World) -> str:
    """Write the recommendations and sign what is completed; returns what was made, in words."""
    data = read("conclusions.json")
    for item in data["recommendations"]:
        add_recommendation(
            corridor=world.corridors[item["corridor"]],
            kind=item["kind"],
            text=item["text"],
            by=world.people[item["by"]],
        )
    for item in data["signatures"]:
        benchmark = Benchmark.objects.filter(
            corridor=world.corridors[item["corridor"]], state=BenchmarkState.COMPLETED
        ).latest("number")
        digest = signing.fingerprint(state_of(benchmark))
        sign(benchmark=benchmark, state_hash=digest, by=world.people[item["by"]])
    return f"{len(data['recommendations'])} recommendations, {len(data['signatures'])} signatures"
