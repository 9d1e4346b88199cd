"""How a corridor came along: coverage and open gaps from benchmark to benchmark, as one person may read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from benchmarking.comparison import Counts
from benchmarking.models import Benchmark, GapFinding
from benchmarking.queries.benchmarks import load_editions
from benchmarking.queries.progress import progress_for
from benchmarking.queries.sight import Sight, sights_of
from benchmarking.queries.wording import percent
from core.models import AuditLine
from corridors.models import Corridor

#: Whether a gap asks for work after this event.
_SETTLES = {"gap.closed": True, "gap.kept": True, "gap.dismissed": True, "gap.reopened": False}


@dataclass(frozen=True)
class Point:
    """One benchmark of the corridor.

    `coverage` is in percent, None while no line that the person reads is rated. `born` are gaps found in it, `open`
    those of it and the ones before that were unsettled when the next one began, or are now.
    """

    benchmark: Benchmark
    counts: Counts
    born: int
    open: int
    sight: Sight

    @property
    def coverage(self) -> float | None:
        """Coverage of the rated lines in percent."""
        return self.counts.coverage

    @property
    def shown(self) -> str:
        """Coverage in words, as on the other pages."""
        return percent(self.coverage)

    @property
    def editions(self) -> list[str]:
        """Labels of the editions, reference editions first."""
        return [str(one) for one in self.benchmark.reference_editions.all()] + [
            str(one) for one in self.benchmark.sending_editions.all()
        ]

    @property
    def is_own_view(self) -> bool:
        """Whether the figures are only those of the person's own side."""
        return not self.sight.sees_receiving


def development_of(corridor: Corridor, user: User) -> list[Point]:
    """The benchmarks of a corridor that the person sees, in their order; the number of queries does not grow with them.

    Hidden views and gaps that are not released are in no figure.
    """
    rows = list(
        Benchmark.objects.visible_to(user)
        .filter(corridor=corridor)
        .select_related("corridor__skill_area")
        .order_by("number")
    )
    if not rows:
        return []
    load_editions(*rows)
    counts, sights = progress_for(user, rows), sights_of(user, rows)
    gaps = list(
        GapFinding.objects.visible_to(user)
        .filter(corridor=corridor, benchmark__in=rows)
        .order_by("pk")
        .values_list("pk", "benchmark_id", "created_at")
    )
    settled = _settled(pk for pk, _benchmark, _born in gaps)
    place = {one.pk: at for at, one in enumerate(rows)}
    points = []
    for at, one in enumerate(rows):
        until = rows[at + 1].created_at if at + 1 < len(rows) else None
        points.append(
            Point(
                one,
                counts[one.pk],
                born=sum(benchmark == one.pk for _pk, benchmark, _at in gaps),
                open=sum(
                    place[benchmark or 0] <= at and _is_open(born, settled[pk], until)
                    for pk, benchmark, born in gaps
                ),
                sight=sights[one.pk],
            )
        )
    return points


def _settled(gaps: Iterable[int]) -> dict[int, list[tuple[datetime, bool]]]:
    """When each gap was settled or taken up again, in order."""
    keys = [str(pk) for pk in gaps]
    found: dict[int, list[tuple[datetime, bool]]] = defaultdict(list)
    lines = AuditLine.objects.filter(
        subject_type=GapFinding._meta.label_lower, subject_id__in=keys, event__in=_SETTLES
    )
    for key, event, at in lines.order_by("id").values_list("subject_id", "event", "at"):
        found[int(key)].append((at, _SETTLES[event]))
    return found


def _is_open(born: datetime, events: Iterable[tuple[datetime, bool]], until: datetime | None) -> bool:
    """Whether a gap asked for work at that moment; None is now."""
    if until is not None and born > until:
        return False
    open_then = True
    for at, settles in events:
        if until is None or at <= until:
            open_then = not settles
    return open_then


# --- The chart -------------------------------------------------------------------------------------------------------

STEP, LEFT, RIGHT = 120, 56, 40  # widths in units of the drawing, which are pixels where there is room
TOP, HIGH, BETWEEN, LOW, BOTTOM = 28, 130, 44, 80, 34


@dataclass(frozen=True)
class Spot:
    """Where one benchmark stands in the chart. `y` is None where there is no coverage yet."""

    point: Point
    x: int
    y: float | None
    label_y: float
    bar_y: float
    bar_height: float
    bar_label_y: float


@dataclass(frozen=True)
class Chart:
    """Everything that the drawing needs, in its own units."""

    spots: list[Spot]
    lines: list[str]  # pieces of the line of coverage, as points; it is broken where a coverage is missing
    ticks: list[tuple[int, float]]  # percent and height
    width: int
    height: int
    floor: int  # of the coverage
    ground: int  # of the bars

    @property
    def right(self) -> int:
        """Where the grid ends."""
        return self.width - RIGHT // 2


def chart_of(points: list[Point]) -> Chart:
    """Coverage as a line from 0 to 100 percent, below it a bar for the open gaps of each benchmark."""
    floor = TOP + HIGH
    ground = floor + BETWEEN + LOW
    most = max((one.open for one in points), default=0) or 1
    spots = []
    for at, one in enumerate(points):
        y = None if one.coverage is None else _rounded(floor - HIGH * one.coverage / 100)
        height = _rounded(LOW * one.open / most)
        x = LEFT + STEP // 2 + at * STEP
        spots.append(Spot(one, x, y, (y or floor) - 10, ground - height, height, ground - height - 6))
    ticks = [(percent, _rounded(floor - HIGH * percent / 100)) for percent in (0, 50, 100)]
    width = LEFT + STEP * len(points) + RIGHT
    return Chart(spots, _pieces(spots), ticks, width, ground + BOTTOM, floor, ground)


def _pieces(spots: Iterable[Spot]) -> list[str]:
    pieces: list[list[str]] = [[]]
    for one in spots:
        if one.y is None:
            pieces.append([])
        else:
            pieces[-1].append(f"{one.x},{one.y}")
    return [" ".join(piece) for piece in pieces if len(piece) > 1]


def _rounded(value: float) -> float:
    return round(value, 1)
