"""Two views in the demonstration: sewing judged by both sides and partly reconciled, bricklaying agreed at one table."""

from __future__ import annotations

from accounts.permissions import Side
from benchmarking import actions as benchmarking
from benchmarking.actions.reconciling import agree_where_same, record_dissent, take_view
from benchmarking.actions.releases import invite_sending, release_view
from benchmarking.models import Benchmark, Judgement
from benchmarking.queries.reconciling import pair_of
from benchmarking.states import View
from mrs_portal.demo.data import Data, World, read


def agree_at_table(data: Data, benchmark: Benchmark, world: World) -> None:
    """A mixed group records the agreed view on the lines that weigh most, before the benchmark is completed."""
    wanted = read("two_views.json")["at_one_table"]
    if data["key"] != wanted["key"]:
        return
    invite_sending(benchmark=benchmark, by=world.people[wanted["invited_by"]])
    weighty = benchmark.judgements.filter(view=View.RECEIVING, substantial=True)
    for row in list(weighty.order_by("line__edition", "line__position")[: wanted["count"]]):
        _judge(benchmark, row, View.AGREED, world, wanted["by"])


def load_views(world: World) -> str:
    """Both sides' views on sewing and what they agreed on so far; returns what was made, in words."""
    data = read("two_views.json")["both_sides"]
    benchmark = Benchmark.objects.get(corridor=world.corridors[data["corridor"]], number=1)
    invite_sending(benchmark=benchmark, by=world.people[data["invited_by"]])
    for item in data["receiving"]:
        _say(benchmark, item, View.RECEIVING, world, data["judged_by"])
    for item in data["sending"]:
        _say(benchmark, item, View.SENDING, world, data["sending_by"])
    own = {item["number"] for item in data["sending"]}
    for row in benchmark.judgements.filter(view=View.RECEIVING).exclude(line__number__in=own):
        _judge(benchmark, row, View.SENDING, world, data["sending_by"])
    release_view(benchmark=benchmark, side=Side.RECEIVING, by=world.people[data["released_by"]])
    release_view(benchmark=benchmark, side=Side.SENDING, by=world.people[data["sending_released_by"]])
    same = agree_where_same(benchmark=benchmark, by=world.people[data["agreed_same_by"]])
    for item in data["taken"]:
        line = benchmark.judgements.get(view=View.RECEIVING, line__number=item["number"]).line
        seen = pair_of(benchmark, line).mark
        take_view(benchmark=benchmark, line=line, view=item["view"], seen=seen, by=world.people[item["by"]])
    for item in data["dissent"]:
        line = benchmark.judgements.get(view=View.RECEIVING, line__number=item["number"]).line
        record_dissent(
            benchmark=benchmark,
            line=line,
            receiving_reason=item["receiving_reason"],
            sending_reason=item["sending_reason"],
            seen=pair_of(benchmark, line).mark,
            by=world.people[item["by"]],
        )
    settled = len(data["taken"]) + len(data["dissent"])
    return (
        f"both sides' views on {same + len(data['sending'])} lines, {same} the same, "
        f"{settled} of {len(data['sending'])} differences settled"
    )


def _say(benchmark: Benchmark, item: Data, view: View, world: World, by: str) -> None:
    benchmarking.judge(
        benchmark=benchmark,
        line=world.lines[item["edition"], item["number"]],
        view=view,
        rating=item["rating"],
        counterparts=[world.lines[one["edition"], one["number"]] for one in item["counterparts"]],
        difference=item.get("difference", ""),
        reason=item["reason"],
        substantial=item["substantial"],
        gap_code="",
        recommendation="",
        revision=0,
        by=world.people[by],
    )


def _judge(benchmark: Benchmark, row: Judgement, view: View, world: World, by: str) -> None:
    """The same words in another view."""
    benchmarking.judge(
        benchmark=benchmark,
        line=row.line,
        view=view,
        rating=row.rating,
        counterparts=list(row.counterparts.all()),
        difference=row.difference,
        reason=row.reason,
        substantial=row.substantial,
        gap_code=row.gap_code,
        recommendation=row.recommendation,
        revision=0,
        by=world.people[by],
    )
