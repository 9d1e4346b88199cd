"""What complete and possible POSTs of the pages on two views send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarking.actions.settings import mark_of
from benchmarking.models import Benchmark
from benchmarking.queries.reconciling import pair_of
from standards.models import Line

if TYPE_CHECKING:
    from tests.access.scene import Scene

ALL_KINDS = ["criterion", "knowledge", "skill", "attitude"]


def _settings(scene: Scene, benchmark: Benchmark, _args: dict[str, Any]) -> dict[str, Any]:
    """Group I's expert compares everything."""
    return {
        "kinds": benchmark.kinds,
        "mark": mark_of(benchmark),
        "assignments": [f"{scene.by('g1').pk}:"],
    } | ({"blind": "on"} if benchmark.blind else {})


def _take(_scene: Scene, benchmark: Benchmark, args: dict[str, Any]) -> dict[str, Any]:
    pair = pair_of(benchmark, Line.objects.get(pk=args["line"]))
    return {"take": "sending", "seen": pair.mark}


def _dissent(_scene: Scene, benchmark: Benchmark, args: dict[str, Any]) -> dict[str, Any]:
    pair = pair_of(benchmark, Line.objects.get(pk=args["line"]))
    return {"receiving_reason": "We ask for it", "sending_reason": "We cover it", "seen": pair.mark}


FORMS: dict[str, Any] = {
    "benchmarking:settings": _settings,
    "benchmarking:take": _take,
    "benchmarking:dissent": _dissent,
}
