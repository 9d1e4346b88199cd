"""Newer editions of the demonstration: one that a benchmark could be carried on with, and one with which one was."""

from __future__ import annotations

from benchmarking import actions as benchmarking
from benchmarking.actions.next_benchmark import start_next
from benchmarking.models import Benchmark, GapFinding, Judgement
from corridors import actions as corridors
from mrs_portal.demo.data import Data, World, read
from standards import actions as standards
from standards.lines import NewLine
from standards.models import Edition, Line
from standards.tree import flat, tree_of


def load_next(world: World) -> str:
    """A first benchmark, newer editions, and the benchmark that carries the first one on; returns what was made."""
    data = read("next_benchmark.json")
    first = _first(data["first"], world)
    newer = {item["edition"]: _newer(item, world) for item in data["newer"]}
    item = data["next"]
    by = world.people[item["by"]]
    replaced = world.editions[item["replaces"]]
    following = start_next(benchmark=first, choices={replaced.pk: newer[item["replaces"]]}, by=by)
    for one in item["judgements"]:
        _judge(one, following, newer[item["replaces"]], world, item["by"])
    judged = following.judgements.exclude(rating="").count()
    return f"{len(newer)} newer editions, 1 benchmark carried on with {judged} judgements"


def _first(data: Data, world: World) -> Benchmark:
    scope = data["scope"]
    benchmark = benchmarking.open_benchmark(
        corridor=world.corridors[data["corridor"]],
        reference_editions=[world.editions[key] for key in data["receiving_editions"]],
        sending_editions=[world.editions[key] for key in data["sending_editions"]],
        scope=[world.lines[scope["edition"], scope["number"]]],
        by=world.people[data["by"]],
    )
    sending = world.editions[data["sending_editions"][0]]
    for item in data["judgements"]:
        made = _judge(item, benchmark, sending, world, data["by"])
        if item.get("agreed"):
            benchmarking.agree(gap=GapFinding.objects.get(judgement=made), by=world.people[data["by"]])
    return benchmark


def _judge(item: Data, benchmark: Benchmark, sending: Edition, world: World, by: str) -> Judgement:
    line = Line.objects.get(edition__in=benchmark.reference_editions.all(), number=item["number"])
    stored = benchmark.judgements.filter(line=line).first()
    return benchmarking.judge(
        benchmark=benchmark,
        line=line,
        rating=item["rating"],
        counterparts=list(sending.lines.filter(number__in=item["counterparts"])),
        difference=item.get("difference", ""),
        reason=item.get("reason", ""),
        substantial=item.get("substantial", False),
        gap_code=item.get("gap_code", ""),
        recommendation="",
        revision=stored.revision if stored else 0,
        by=world.people[by],
    )


def _newer(item: Data, world: World) -> Edition:
    """The next edition of an accepted one: copied with its keys, worded anew where the file says so, submitted."""
    by = world.people[item["by"]]
    draft = standards.new_edition(edition=world.editions[item["edition"]], by=by)
    standards.edit_edition(edition=draft, revision=draft.revision, label=item["label"], issued_on=None, by=by)
    standards.write_lines(edition=draft, rows=_rows(draft, item), by=by)
    draft.refresh_from_db()
    corridors.submit_edition(edition=draft, by=by)
    draft.refresh_from_db()
    return draft


def _rows(draft: Edition, item: Data) -> list[NewLine]:
    added = {one["after"]: one for one in item["added"]}
    rows = []
    for node in flat(tree_of(draft.lines.order_by("position"))):
        line = node.line
        changed = line.number in item["changed"]
        rows.append(
            NewLine(
                kind=line.kind,
                number=line.number,
                text=item["changed"].get(line.number, line.text),
                text_original="" if changed else line.text_original,
                depth=node.depth,
                critical=line.critical,
                marks=line.marks,
                unit_type=line.unit_type,
                key=line.key,
            )
        )
        one = added.get(line.number)
        while one:
            rows.append(NewLine(line.kind, one["number"], one["text"], depth=node.depth))
            one = added.get(one["number"])
    return rows
