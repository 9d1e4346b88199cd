"""A benchmark on which both sides judge, for tests of the two views and the agreed one."""

from __future__ import annotations

from accounts.permissions import Side
from benchmarking.actions import judge, open_benchmark
from benchmarking.actions.releases import invite_sending, release_view
from benchmarking.models import Benchmark, Judgement
from benchmarking.states import View
from tests.benchmarking.desks import line, rateable

#: What each side says where they differ: number -> (receiving, sending) as rating and words.
DISAGREED = {
    "1.1.2": (("P", "No ratio is named."), ("F", "")),
    "1.2.1": (("N", "No tolerance is stated."), ("P", "The tolerance is stated in the test only.")),
    "1.3.1": (("P", "Waste is not sorted."), ("P", "Sorting is left to the site.")),
}


def opened_blind(world, *, blind: bool = True) -> Benchmark:
    """Opened and the sending side invited."""
    made = open_benchmark(
        corridor=world.th_kh,
        reference_editions=[world.thai],
        sending_editions=[world.cambodian],
        blind=blind,
        by=world.cast.expert_one,
    )
    return invite_sending(benchmark=made, by=world.cast.coordinator)


def say(
    world, benchmark: Benchmark, view: str, number: str, rating: str, words: str = "", **fields
) -> Judgement:
    """One view on one line; N without, everything else with a counterpart."""
    by = world.cast.expert_one if view != View.SENDING else world.cast.focal_kh
    of = line(world.thai, number)
    stored = benchmark.judgements.filter(line=of, view=view).first()
    values = {
        "counterparts": [] if rating in ("N", "") else [line(world.cambodian, "1.1")],
        "difference": words,
        "reason": "",
        "substantial": False,
        "gap_code": "",
        "recommendation": "",
        "revision": stored.revision if stored else 0,
    }
    return judge(benchmark=benchmark, line=of, view=view, rating=rating, by=by, **(values | fields))


def say_all(world, benchmark: Benchmark, view: str, *, substantial: bool = False) -> None:
    """One side judges every line: F, but for the lines on which the sides differ."""
    place = 0 if view == View.RECEIVING else 1
    for of in rateable(world):
        rating, words = DISAGREED.get(of.number, (("F", ""), ("F", "")))[place]
        grave = substantial and rating != "F"
        say(
            world,
            benchmark,
            view,
            of.number,
            rating,
            words,
            substantial=grave,
            gap_code="C4" if grave else "",
        )


def both_released(world, *, blind: bool = False) -> Benchmark:
    """Both sides have judged and released."""
    made = opened_blind(world, blind=blind)
    for view in (View.RECEIVING, View.SENDING):
        say_all(world, made, view, substantial=view == View.RECEIVING)
    release_view(benchmark=made, side=Side.RECEIVING, by=world.cast.coordinator)
    release_view(benchmark=made, side=Side.SENDING, by=world.cast.focal_kh)
    return made
