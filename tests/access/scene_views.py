"""The scene, continued: a hidden-view benchmark before any release, and one with both views released."""

from __future__ import annotations

from typing import TYPE_CHECKING

import benchmarking.actions as benchmarking
from accounts.permissions import Side
from benchmarking.actions.reconciling import take_view
from benchmarking.actions.releases import invite_sending, release_view
from benchmarking.models import Benchmark, Judgement
from benchmarking.queries.reconciling import pair_of
from benchmarking.states import View

if TYPE_CHECKING:
    from tests.access.scene import Scene

NUMBERS = ("1.1.1", "1.1.2", "1.2.1", "1.2.2", "1.3.1")


def build(scene: Scene) -> None:
    """Both sides have judged every line; on two lines each side says something of its own."""
    blind = _benchmark(scene, "bm_blind", "kh_accepted", blind=True)
    _judge(scene, blind, View.RECEIVING, "g1", {"1.1.1": "view_th_blind"})
    _judge(scene, blind, View.SENDING, "kh", {"1.2.1": "view_kh_blind"})
    both = _benchmark(scene, "bm_both", "kh_submitted", blind=False)
    _judge(scene, both, View.RECEIVING, "g1", {"1.1.1": "view_th", "1.2.2": "view_th_too"})
    _judge(scene, both, View.SENDING, "kh", {"1.2.1": "view_kh"})
    release_view(benchmark=both, side=Side.RECEIVING, by=scene.by("g1"))
    release_view(benchmark=both, side=Side.SENDING, by=scene.by("kh"))
    line = both.reference_editions.get().lines.get(number="1.2.2")
    pair = pair_of(both, line)
    take_view(benchmark=both, line=line, view=View.RECEIVING, seen=pair.mark, by=scene.by("g1"))


def _benchmark(scene: Scene, name: str, sending: str, *, blind: bool) -> Benchmark:
    made = benchmarking.open_benchmark(
        corridor=scene["th_kh"],
        reference_editions=[scene["th_submitted"]],
        sending_editions=[scene[sending]],
        blind=blind,
        by=scene.by("g1"),
    )
    invite_sending(benchmark=made, by=scene.by("co"))
    return scene.add(name, made)


def _judge(scene: Scene, benchmark: Benchmark, view: View, by: str, marked: dict[str, str]) -> None:
    edition = benchmark.reference_editions.get()
    for number in NUMBERS:
        name = marked.get(number, "")
        made: Judgement = benchmarking.judge(
            benchmark=benchmark,
            line=edition.lines.get(number=number),
            view=view,
            rating="P" if name else "F",
            counterparts=[benchmark.sending_editions.get().lines.get(number="1.1")],
            difference=f"Weaker [[{name}]]" if name else "",
            reason="",
            substantial=bool(name),
            gap_code="C4" if name else "",
            recommendation="",
            revision=0,
            by=scene.by(by),
        )
        if name:
            scene.add(name, made)
