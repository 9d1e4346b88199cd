"""The comparison of the demonstration: benchmarks, gaps through all their states, observations, assistance."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarking import actions as benchmarking
from benchmarking.models import Benchmark, GapFinding
from benchmarking.states import ActionType, BenchmarkState, GapState
from corridors import actions as corridors
from corridors.models import Activity
from corridors.states import ActivityKind
from missions import actions as missions
from mrs_portal.demo import conclusions, plan, views
from mrs_portal.demo.data import Data, World, benchmark_names, day, read

#: States that a gap reaches by way of "agreed".
_AGREED = frozenset(
    {GapState.AGREED, GapState.IN_PROGRESS, GapState.WAITING_CHECK, GapState.CLOSED, GapState.KEPT}
)
#: Words of the files for what closes a gap, and the office that sees to it.
_ACTIONS = {
    "change_assessment": ActionType.ASSESSMENT,
    "revise_standard": ActionType.REVISE,
    "ta_from_thailand": ActionType.ASSISTANCE,
    "bridging_training": ActionType.BRIDGING,
    "accept_difference": ActionType.ACCEPT,
}
_OFFICES = {"KH": "kh-mlvt-dsc", "MM": "mm-nssa"}
_STARTED = frozenset({GapState.IN_PROGRESS, GapState.WAITING_CHECK, GapState.CLOSED})


@dataclass
class Counts:
    """How much was made."""

    benchmarks: int = 0
    judgements: int = 0
    gaps: int = 0
    observations: int = 0
    assistance: int = 0

    def __str__(self) -> str:
        return (
            f"{self.benchmarks} benchmarks, {self.judgements} judgements, {self.gaps} gaps, "
            f"{self.observations} observations, {self.assistance} activities of assistance"
        )


def load_benchmarks(world: World) -> str:
    """Load all benchmarks with what follows from them; returns what was made, in words."""
    counts = Counts()
    for name in benchmark_names():
        data = read(name)
        benchmark = _open(data, world)
        views.agree_at_table(data, benchmark, world)
        gaps = _gaps(data, benchmark, world)
        _observe(data, gaps, world)
        conclusions.mark_and_decide(data, benchmark, world)
        if data["state"] == BenchmarkState.COMPLETED:
            conclusion = data["conclusion"]
            benchmarking.complete_benchmark(
                benchmark=benchmark,
                conclusion=conclusion["value"],
                reason=conclusion["reason"],
                by=world.people[conclusion["by"]],
            )
        _assist(data, gaps, world)
        for item in data["gaps"]:
            _carry(item, gaps[item["key"]], world)
        counts.benchmarks += 1
        counts.judgements += len(data["judgements"])
        counts.gaps += len(gaps)
        counts.observations += len(data["observations"])
        counts.assistance += len(data["assistance"])
    return str(counts)


def _open(data: Data, world: World) -> Benchmark:
    """Open the benchmark and judge its lines."""
    by = world.people[data["judged_by"]]
    benchmark = benchmarking.open_benchmark(
        corridor=world.corridors[data["corridor"]],
        reference_editions=[world.editions[key] for key in data["receiving_editions"]],
        sending_editions=[world.editions[key] for key in data["sending_editions"]],
        by=by,
    )
    for item in data["judgements"]:
        benchmarking.judge(
            benchmark=benchmark,
            line=world.lines[item["edition"], item["number"]],
            rating=item["rating"],
            counterparts=[world.lines[one["edition"], one["number"]] for one in item["counterparts"]],
            difference=item.get("difference", ""),
            reason=item["reason"],
            substantial=item["substantial"],
            gap_code=item.get("gap_code", "") if item["substantial"] else "",
            recommendation=item.get("recommendation", ""),
            revision=0,
            by=by,
        )
    return benchmark


# --- Gaps ----------------------------------------------------------------------------------------


def _gaps(data: Data, benchmark: Benchmark, world: World) -> dict[str, GapFinding]:
    """The gaps that the judgements made, by key, with the words that people wrote about them."""
    by = world.people[data["judged_by"]]
    due = {key: item["planned"]["end"] for item in data["assistance"] for key in item["gaps"]}
    found = {}
    for item in data["gaps"]:
        place = item["judgement"]
        line = world.lines[place["edition"], place["number"]]
        gap = GapFinding.objects.select_related("corridor__skill_area", "benchmark").get(
            benchmark=benchmark, judgement__line=line
        )
        found[item["key"]] = benchmarking.edit_gap(
            gap=gap,
            revision=gap.revision,
            title=item["title"],
            description=item["description"],
            severity=item["severity"],
            code=item["code"],
            due_on=day(due[item["key"]]) if item["key"] in due else None,
            owner_country=item["owner_country"],
            owner_office=world.organisations[_OFFICES[item["owner_country"]]],
            action_type=_ACTIONS[item["action_type"]],
            by=by,
        )
    return found


def _carry(item: Data, gap: GapFinding, world: World) -> None:
    """Bring a gap into its state, step by step, each by the person whose step it is."""
    for reply in item.get("replies", []):
        benchmarking.reply(gap=gap, text=reply["text"], by=world.people[reply["by"]])
    if item["state"] in _AGREED:
        benchmarking.agree(gap=gap, by=world.people[item["agreed_by"]])
    if item["state"] in _STARTED:
        benchmarking.start(gap=gap, by=world.people[item["agreed_by"]])
    if "reported" in item:
        _report(gap, item["reported"], world)
    if "closing" in item:
        closing = item["closing"]
        _report(gap, closing, world)
        benchmarking.close(gap=gap, note=closing["closing_note"], by=world.people[closing["closed_by"]])
    if "dismissal" in item:
        benchmarking.dismiss(
            gap=gap, reason=item["dismissal"]["reason"], by=world.people[item["dismissal"]["by"]]
        )
    if "keeping" in item:
        benchmarking.keep(gap=gap, reason=item["keeping"]["reason"], by=world.people[item["keeping"]["by"]])


def _report(gap: GapFinding, words: Data, world: World) -> None:
    benchmarking.report_done(
        gap=gap,
        what_was_done=words["done"],
        proof_note=words["proof"],
        by=world.people[words["reported_by"]],
    )


# --- What was seen, and what helps ---------------------------------------------------------------


def _observe(data: Data, gaps: dict[str, GapFinding], world: World) -> None:
    for item in data["observations"]:
        missions.observe(
            mission=world.missions[item["mission"]],
            corridor=world.corridors[item["corridor"]],
            step=item["step"],
            site=world.sites[item["site"]],
            observed_on=day(item["date"]),
            text=item["text"],
            gaps={gaps[link["gap"]]: link["effect"] for link in item["gaps"]},
            by=world.people[item["by"]],
        )


def _assist(data: Data, gaps: dict[str, GapFinding], world: World) -> None:
    """Plan the assistance and link it to the gaps it addresses."""
    coordinator = world.people["coordinator.th"]
    for item in data["assistance"]:
        activity = _assistance(item, world)
        for key in item["gaps"]:
            benchmarking.link_activity(gap=gaps[key], activity=activity, by=coordinator)
        plan.move(activity, item, world)


def _assistance(item: Data, world: World) -> Activity:
    partner = world.organisations[item["partner"]]
    return corridors.plan_activity(
        pilot=world.the_pilot,
        corridor=world.corridors[item["corridor"]],
        country=item["country"],
        kind=ActivityKind.ASSISTANCE,
        title=item["title"],
        owner=world.organisations[item["owner"]],
        planned_start=day(item["planned"]["start"]),
        planned_end=day(item["planned"]["end"]),
        dates_illustrative=item["dates_illustrative"],
        note=f"{item['text']}\nKind: {item['kind']}. Partner: {partner}.",
        by=world.people["coordinator.th"],
    )
