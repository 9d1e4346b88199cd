"""Page reads of one sending line: its mark X, and the receiving lines that rest on it."""

from __future__ import annotations

from benchmarking.models import Additional, Benchmark
from standards.models import Line


def mark_of(benchmark: Benchmark, line: Line) -> Additional | None:
    """The mark X of a sending line with who made it."""
    marks = Additional.objects.filter(benchmark=benchmark, line=line)
    return marks.select_related("by__organisation").first()


def resting_on(benchmark: Benchmark, line: Line, view: str) -> list[Line]:
    """The receiving lines that rest on a sending line in one view, in reading order."""
    lines = Line.objects.filter(
        judgements__benchmark=benchmark, judgements__view=view, judgements__counterparts=line
    )
    return list(lines.distinct().order_by("edition", "position"))
