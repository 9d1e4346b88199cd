"""Sending lines of the demonstration that are marked additional (X)."""

from __future__ import annotations

from benchmarking import actions as benchmarking
from benchmarking.models import Benchmark, Judgement
from benchmarking.states import View
from mrs_portal.demo.data import World, read


def load_additional(world: World) -> str:
    """Mark them in the open benchmark of their corridor, unless something rests on them there."""
    marked = 0
    for item in read("additional.json")["lines"]:
        line = world.lines[item["edition"], item["number"]]
        benchmarks = Benchmark.objects.filter(corridor=world.corridors[item["corridor"]], state="open")
        benchmark = benchmarks.order_by("pk").first()
        linked = Judgement.objects.filter(benchmark=benchmark, counterparts=line).exclude(view=View.SENDING)
        if benchmark and not linked.exists():
            benchmarking.mark_additional(
                benchmark=benchmark, line=line, note=item["note"], by=world.people[item["by"]]
            )
            marked += 1
    return f"{marked} sending lines marked additional"
