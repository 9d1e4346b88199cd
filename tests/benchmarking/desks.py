"""Short ways to a benchmark with judgements, for the tests of this app."""

from __future__ import annotations

from benchmarking.actions import judge, open_benchmark
from benchmarking.models import Benchmark, Judgement
from standards.models import Edition, Line


def opened(world) -> Benchmark:
    """An open benchmark of the Thai against the Cambodian edition, by the Group I expert."""
    return open_benchmark(
        corridor=world.th_kh,
        reference_editions=[world.thai],
        sending_editions=[world.cambodian],
        by=world.cast.expert_one,
    )


def line(edition: Edition, number: str) -> Line:
    """The line with this number."""
    return edition.lines.get(number=number)


def rateable(world) -> list[Line]:
    """The lines of the Thai edition that are rated, in reading order."""
    return list(world.thai.lines.filter(children=None).exclude(kind="level").order_by("position"))


def rate(
    benchmark: Benchmark, of: Line, rating: str, *, by, counterparts=(), revision=0, **fields
) -> Judgement:
    """Judge a line with as few words as the rules allow; `view=` in `fields` for another view."""
    said = {
        "difference": "No tolerance is stated." if rating in ("P", "N") else "",
        "reason": "Stands in the introduction." if rating == "F" and not counterparts else "",
        "substantial": False,
        "gap_code": "",
        "recommendation": "",
    }
    return judge(
        benchmark=benchmark,
        line=of,
        rating=rating,
        counterparts=counterparts,
        revision=revision,
        by=by,
        **(said | fields),
    )


def rate_all(benchmark: Benchmark, world, rating: str = "F") -> None:
    """Give every line that is not compared yet the same rating."""
    stored = {one.line_id: one for one in benchmark.judgements.all()}
    for one in rateable(world):
        found = stored.get(one.pk)
        if found is None or not found.rating:
            rate(benchmark, one, rating, by=world.cast.expert_one, revision=found.revision if found else 0)
