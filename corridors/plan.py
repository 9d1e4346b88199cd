"""The action plan as a tree and as a calendar of "weeks": pure functions, no database and no clock.

The plan of the concept note counts four weeks a month, WK1 to WK4; they are not ISO weeks. Here WK1 is the days 1 to 7,
WK2 8 to 14, WK3 15 to 21 and WK4 the 22nd to the end of the month.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

RowT = TypeVar("RowT")

WEEKS_A_MONTH = 4
MONTHS_SHOWN = 12


@dataclass(frozen=True, order=True)
class Month:
    """A month of a year."""

    year: int
    month: int

    @property
    def first_day(self) -> date:
        """The first day of the month, for writing its name."""
        return date(self.year, self.month, 1)

    def later(self, months: int) -> Month:
        """The month that lies `months` later (earlier when negative)."""
        count = self.year * 12 + self.month - 1 + months
        return Month(count // 12, count % 12 + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, order=True)
class Week:
    """WK1 to WK4 of a month."""

    month: Month
    number: int


@dataclass(frozen=True)
class Cell:
    """What happens to one row in one week."""

    week: Week
    planned: bool
    actual: bool


@dataclass(frozen=True)
class Span:
    """First and last day; a missing one counts as the other, both missing is no span at all."""

    start: date | None
    end: date | None

    @property
    def days(self) -> tuple[date, date] | None:
        """First and last day in order; None when nothing is known."""
        known = [day for day in (self.start, self.end) if day is not None]
        return (min(known), max(known)) if known else None


@dataclass(frozen=True)
class Placed(Generic[RowT]):
    """A row at its place in the tree. `matches` is False for a row shown only because one below it matches."""

    row: RowT
    depth: int
    matches: bool


def month_of(day: date) -> Month:
    """The month a day lies in."""
    return Month(day.year, day.month)


def parse_month(text: str) -> Month | None:
    """A month from "2019-07"; None for anything else."""
    year, dash, month = text.strip().partition("-")
    if not (dash and year.isdecimal() and month.isdecimal() and len(year) == 4 and len(month) == 2):
        return None
    return Month(int(year), int(month)) if int(year) and 1 <= int(month) <= 12 else None


def week_of(day: date) -> Week:
    """The week a day lies in: days 1-7, 8-14, 15-21, 22 to the end of the month."""
    return Week(month_of(day), min((day.day - 1) // 7 + 1, WEEKS_A_MONTH))


def months_between(first: Month, last: Month) -> list[Month]:
    """All months from the first to the last, both included; empty when they are in the wrong order."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return [first.later(n) for n in range(months + 1)]


def extent(spans: Iterable[Span]) -> tuple[Month, Month] | None:
    """The first and the last month of all spans; None when none has a date."""
    known = [span.days for span in spans]
    days = [pair for pair in known if pair]
    if not days:
        return None
    return month_of(min(start for start, _ in days)), month_of(max(end for _, end in days))


def frame(whole: tuple[Month, Month], *, start: Month | None = None, size: int = MONTHS_SHOWN) -> list[Month]:
    """The months to show: at most `size` of the whole extent, from `start` on where that is given.

    A start outside the extent is moved to its nearest end, so that a frame is never empty.
    """
    first, last = whole
    begin = min(max(start or first, first), last)
    return months_between(begin, min(begin.later(size - 1), last))


def cells(months: Sequence[Month], *, planned: Span, actual: Span) -> list[Cell]:
    """One cell for every week of the months."""
    return [
        Cell(week, covers(planned, week), covers(actual, week))
        for month in months
        for week in (Week(month, number) for number in range(1, WEEKS_A_MONTH + 1))
    ]


def covers(span: Span, week: Week) -> bool:
    """Whether at least one day of the span lies in the week."""
    days = span.days
    return days is not None and week_of(days[0]) <= week <= week_of(days[1])


def arrange(
    rows: Sequence[RowT],
    *,
    key: Callable[[RowT], int],
    parent: Callable[[RowT], int | None],
    wanted: Callable[[RowT], bool],
) -> list[Placed[RowT]]:
    """Rows in the order of the tree, those that are wanted together with the rows above them.

    Siblings keep the order in which they come. A row whose parent is not among the rows stands at the top; so does
    the first row of a circle, which the verbs do not allow.
    """
    by_key = {key(row): row for row in rows}
    below = _children(rows, parent=parent, known=by_key)
    placed: list[Placed[RowT]] = []
    seen: set[int] = set()
    starts = [row for row in rows if parent(row) not in by_key]
    for start in [*starts, *rows]:
        stack = [(start, 0)]
        while stack:
            row, depth = stack.pop()
            if key(row) in seen:
                continue
            seen.add(key(row))
            placed.append(Placed(row, depth, wanted(row)))
            stack.extend((child, depth + 1) for child in reversed(below.get(key(row), [])))
    return _with_ancestors(placed)


def _children(
    rows: Sequence[RowT], *, parent: Callable[[RowT], int | None], known: Mapping[int, RowT]
) -> dict[int, list[RowT]]:
    below: dict[int, list[RowT]] = {}
    for row in rows:
        above = parent(row)
        if above is not None and above in known:
            below.setdefault(above, []).append(row)
    return below


def _with_ancestors(placed: Sequence[Placed[RowT]]) -> list[Placed[RowT]]:
    """Walk backwards: a row stays when it matches or when a deeper row right below it stays."""
    kept: list[Placed[RowT]] = []
    needed = -1  # the depth at which a row is needed as an ancestor
    for one in reversed(placed):
        if one.matches or one.depth == needed:
            kept.append(one)
            needed = one.depth - 1
    return kept[::-1]
