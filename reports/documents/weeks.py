"""A plan as a table of months by WK1 to WK4 (concept note: four "weeks" a month), for paper.

Cells of one month that say the same are one wide cell: the row reads as a bar, and the page stays quick to lay out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil

from django.utils import dateformat

from corridors.plan import WEEKS_A_MONTH, Cell, Month, Span, cells, month_of, months_between

#: Months that stand beside each other on a landscape page; a longer plan goes on in a second table.
MONTHS_A_TABLE = 12
#: So many months in which nothing happens are shown; a longer quiet time is left out.
QUIET_MONTHS = 2


@dataclass(frozen=True, slots=True)
class Timed:
    """A row of a plan. Days are ISO text, "" where unknown; a month alone ("2019-07") is all of it."""

    title: str
    number: str = ""
    starts: str = ""
    ends: str = ""
    began: str = ""
    ended: str = ""


@dataclass(frozen=True, slots=True)
class WeekCell:
    """`weeks` neighbouring weeks of one month with the same mark: planned, actual, both, or nothing."""

    weeks: int
    mark: str
    is_first: bool


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A row with its cells."""

    row: Timed
    cells: tuple[WeekCell, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """Months in words and the rows that have something in them."""

    months: tuple[str, ...]
    rows: tuple[WeekRow, ...]


def calendars(rows: Iterable[Timed]) -> tuple[Calendar, ...]:
    """The plan in tables of at most `MONTHS_A_TABLE` months, without a long time in which nothing happens. Empty where
    no date is known.
    """
    timed = [(row, _span(row.starts, row.ends), _span(row.began, row.ended)) for row in rows]
    spans = [span for _row, planned, actual in timed for span in (planned, actual)]
    return tuple(_calendar(months, timed) for stretch in _stretches(spans) for months in _tables(stretch))


def _stretches(spans: Iterable[Span]) -> Iterator[list[Month]]:
    """Runs of months in which something happens; a short quiet time does not end one."""
    busy = sorted({month for span in spans for month in _months_of(span)})
    stretch: list[Month] = []
    for month in busy:
        if stretch and len(months_between(stretch[-1], month)) - 2 > QUIET_MONTHS:
            yield months_between(stretch[0], stretch[-1])
            stretch = []
        stretch.append(month)
    if stretch:
        yield months_between(stretch[0], stretch[-1])


def _months_of(span: Span) -> list[Month]:
    days = span.days
    return months_between(month_of(days[0]), month_of(days[1])) if days else []


def _tables(months: Sequence[Month]) -> Iterator[Sequence[Month]]:
    """The months in tables of about the same width."""
    size = ceil(len(months) / ceil(len(months) / MONTHS_A_TABLE))
    yield from (months[at : at + size] for at in range(0, len(months), size))


def undated(rows: Iterable[Timed]) -> tuple[Timed, ...]:
    """Rows that stand in no calendar because no date of theirs is known."""
    return tuple(row for row in rows if not (row.starts or row.ends or row.began or row.ended))


def _calendar(months: Sequence[Month], timed: Iterable[tuple[Timed, Span, Span]]) -> Calendar:
    rows = []
    for row, planned, actual in timed:
        found = cells(months, planned=planned, actual=actual)
        if any(cell.planned or cell.actual for cell in found):
            rows.append(WeekRow(row, tuple(_merged(found))))
    return Calendar(
        tuple(dateformat.format(month.first_day, "F Y" if not at else "F") for at, month in enumerate(months))
        if len({month.year for month in months}) == 1
        else tuple(dateformat.format(month.first_day, "M Y") for month in months),
        tuple(rows),
    )


def _merged(found: Sequence[Cell]) -> Iterable[WeekCell]:
    for _key, same in groupby(found, key=lambda cell: (cell.week.month, cell.planned, cell.actual)):
        group = list(same)
        first = group[0]
        yield WeekCell(len(group), _mark(first), first.week.number == 1)


def _mark(cell: Cell) -> str:
    if cell.planned and cell.actual:
        return "both"
    if cell.planned:
        return "planned"
    return "actual" if cell.actual else ""


def _span(first: str, last: str) -> Span:
    return Span(_day(first), _day(last, end=True))


def _day(iso: str, *, end: bool = False) -> dt.date | None:
    """The day; of a month its first or last "week". Text that is no date is no day."""
    try:
        if len(iso) == 7:
            month = month_of(dt.date.fromisoformat(f"{iso}-01"))
            return dt.date(month.year, month.month, 7 * WEEKS_A_MONTH if end else 1)
        return dt.date.fromisoformat(iso[:10]) if iso else None
    except ValueError:
        return None
