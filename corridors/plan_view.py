"""Rows of the action plan made ready for the page: badges, one page of the tree, the calendar of weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils import formats
from django.utils.translation import gettext as _

from corridors import queries
from corridors.models import Activity, Milestone, Pilot
from corridors.plan import (
    MONTHS_SHOWN,
    Cell,
    Month,
    Placed,
    Span,
    cells,
    extent,
    frame,
    month_of,
    parse_month,
)
from corridors.states import ActivityState

ROWS_A_PAGE = 50
DEEPEST = 3  # rows further down are indented no more, so that a phone still shows them

_TONES = {
    ActivityState.PLANNED: "neutral",
    ActivityState.IN_PROGRESS: "info",
    ActivityState.DONE: "done",
    ActivityState.CANCELLED: "neutral",
}


@dataclass(frozen=True)
class PlanItem:
    """One row of the plan as the page shows it."""

    activity: Activity
    depth: int
    matches: bool
    late: bool
    tone: str


@dataclass(frozen=True)
class Mark:
    """One cell of the calendar: what it shows, in words and as class names; both empty where nothing happens."""

    first: bool
    words: str
    look: str


@dataclass(frozen=True)
class CalendarRow:
    """One row of the calendar: a cell for every week, and the same in words."""

    item: PlanItem
    cells: list[Mark]
    planned: str
    actual: str


@dataclass(frozen=True)
class ReachedRow:
    """A milestone in the calendar: a cell for every week, and the day in words."""

    milestone: Milestone
    cells: list[Mark]
    day: str


@dataclass(frozen=True)
class Calendar:
    """Months and rows; `earlier` and `later` are months to start from, empty where nothing more lies there."""

    months: list[str]
    rows: list[CalendarRow]
    milestones: list[ReachedRow]
    earlier: str
    later: str


def tone_of(activity: Activity) -> str:
    """Tone of the state's badge."""
    return _TONES[ActivityState(activity.state)]


def plan_page(rows: Sequence[Placed[Activity]], request: HttpRequest, *, today: date) -> Page[PlanItem]:
    """The page of the tree that `?page=` asks for."""
    paginator = Paginator([_item(row, today) for row in rows], ROWS_A_PAGE)
    return paginator.get_page(request.GET.get("page"))


def calendar(
    rows: Sequence[Placed[Activity]],
    page: Page[PlanItem],
    pilot: Pilot,
    *,
    start: str,
    milestones: Sequence[Milestone] = (),
) -> Calendar:
    """The weeks of one page of rows.

    The frame reaches over the dates of all rows and milestones, at most a year at a time; a plan without dates shows
    its pilot's months.
    """
    spans = [span for one in rows for span in (planned_span(one.row), actual_span(one.row))]
    spans += [Span(one.reached_on, one.reached_on) for one in milestones]
    whole = extent(spans) or (month_of(pilot.starts_on), month_of(pilot.ends_on))
    months = frame(whole, start=parse_month(start))
    return Calendar(
        months=[formats.date_format(month.first_day, "F Y") for month in months],
        rows=[_calendar_row(item, months) for item in page],
        milestones=[_reached_row(one, months) for one in milestones] if page.number == 1 else [],
        earlier=str(max(whole[0], months[0].later(-MONTHS_SHOWN))) if months[0] > whole[0] else "",
        later=str(months[-1].later(1)) if months[-1] < whole[1] else "",
    )


def planned_span(activity: Activity) -> Span:
    """Planned dates of a row."""
    return Span(activity.planned_start, activity.planned_end)


def actual_span(activity: Activity) -> Span:
    """Actual dates of a row."""
    return Span(activity.actual_start, activity.actual_end)


def in_words(span: Span) -> str:
    """Both days of a span, such as "1 March 2019 to 21 March 2019"; a dash when nothing is known."""
    if span.start and span.end and span.start != span.end:
        return _("%(start)s to %(end)s") % {"start": _day(span.start), "end": _day(span.end)}
    if span.start and span.end:
        return _day(span.start)
    if span.start:
        return _("from %(day)s") % {"day": _day(span.start)}
    return _("until %(day)s") % {"day": _day(span.end)} if span.end else _("no dates")


def _item(placed: Placed[Activity], today: date) -> PlanItem:
    return PlanItem(
        activity=placed.row,
        depth=min(placed.depth, DEEPEST),
        matches=placed.matches,
        late=queries.is_late(placed.row, today),
        tone=tone_of(placed.row),
    )


def _calendar_row(item: PlanItem, months: Sequence[Month]) -> CalendarRow:
    planned, actual = planned_span(item.activity), actual_span(item.activity)
    return CalendarRow(
        item=item,
        cells=[_mark(cell) for cell in cells(months, planned=planned, actual=actual)],
        planned=in_words(planned),
        actual=in_words(actual) if actual.days else "",
    )


def _reached_row(milestone: Milestone, months: Sequence[Month]) -> ReachedRow:
    day = Span(milestone.reached_on, milestone.reached_on)
    marks = [_mark(cell) for cell in cells(months, planned=Span(None, None), actual=day)]
    return ReachedRow(milestone, marks, in_words(day))


def _mark(cell: Cell) -> Mark:
    first = cell.week.number == 1
    if cell.planned and cell.actual:
        return Mark(first, _("planned and actual"), "plan-planned plan-actual")
    if cell.planned:
        return Mark(first, _("planned"), "plan-planned")
    return Mark(first, _("actual"), "plan-actual") if cell.actual else Mark(first, "", "")


def _day(day: date) -> str:
    return formats.date_format(day, "j F Y")
