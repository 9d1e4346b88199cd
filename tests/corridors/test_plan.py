"""The plan as a tree and as months x WK1-4: pure functions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.plan import (
    Month,
    Span,
    Week,
    arrange,
    cells,
    covers,
    extent,
    frame,
    month_of,
    months_between,
    parse_month,
    week_of,
)

DAYS = st.dates(date(1995, 1, 1), date(2095, 12, 31))


@pytest.mark.parametrize(
    "day, week",
    [(1, 1), (7, 1), (8, 2), (14, 2), (15, 3), (21, 3), (22, 4), (28, 4), (29, 4), (31, 4)],
)
def test_week_one_is_days_1_to_7_and_week_four_runs_to_the_end_of_the_month(day: int, week: int) -> None:
    assert week_of(date(2019, 3, day)) == Week(Month(2019, 3), week)


@given(DAYS)
def test_the_next_day_lies_in_the_same_week_or_in_the_one_after(day: date) -> None:
    this, following = week_of(day), week_of(day + timedelta(days=1))
    if this != following:
        assert following.number == this.number % 4 + 1
        assert (following.month == this.month) == (this.number < 4)


def test_months_run_over_the_end_of_a_year() -> None:
    assert [str(month) for month in months_between(Month(2019, 11), Month(2020, 2))] == [
        "2019-11",
        "2019-12",
        "2020-01",
        "2020-02",
    ]


def test_the_seed_plan_has_twenty_weeks_from_march_to_july() -> None:
    march_to_july = months_between(Month(2019, 3), Month(2019, 7))
    row = cells(march_to_july, planned=Span(date(2019, 3, 1), date(2019, 3, 21)), actual=Span(None, None))
    assert len(row) == 20
    assert [cell.planned for cell in row[:5]] == [True, True, True, False, False]
    assert not any(cell.actual for cell in row)


def test_a_row_planned_in_may_and_held_in_june_shows_both() -> None:
    may_june = months_between(Month(2019, 5), Month(2019, 6))
    row = cells(
        may_june,
        planned=Span(date(2019, 5, 27), date(2019, 5, 31)),
        actual=Span(date(2019, 6, 12), date(2019, 6, 14)),
    )
    assert [(str(c.week.month), c.week.number) for c in row if c.planned] == [("2019-05", 4)]
    assert [(str(c.week.month), c.week.number) for c in row if c.actual] == [("2019-06", 2)]


def test_a_span_with_one_day_only_covers_the_week_of_that_day() -> None:
    assert covers(Span(None, date(2019, 6, 9)), Week(Month(2019, 6), 2))
    assert not covers(Span(date(2019, 6, 9), None), Week(Month(2019, 6), 3))
    assert not covers(Span(None, None), Week(Month(2019, 6), 2))


@given(DAYS, st.integers(0, 400))
def test_every_day_of_a_span_lies_in_a_covered_week(start: date, length: int) -> None:
    span = Span(start, start + timedelta(days=length))
    middle = start + timedelta(days=length // 2)
    assert all(covers(span, week_of(day)) for day in (start, middle, span.end or start))
    before = start - timedelta(days=31)
    assert not covers(span, week_of(before))


def test_extent_reaches_over_all_spans_and_is_unknown_without_dates() -> None:
    spans = [Span(date(2019, 3, 1), None), Span(None, date(2019, 7, 31)), Span(None, None)]
    assert extent(spans) == (Month(2019, 3), Month(2019, 7))
    assert extent([Span(None, None)]) is None


def test_a_frame_shows_a_year_at_most_and_is_never_empty() -> None:
    whole = (Month(2019, 3), Month(2029, 1))
    assert [str(month) for month in frame(whole)][-1] == "2020-02"
    assert [str(m) for m in frame(whole, start=Month(2028, 12))] == ["2028-12", "2029-01"]
    assert [str(m) for m in frame(whole, start=Month(2040, 1))] == ["2029-01"]
    assert [str(m) for m in frame(whole, start=Month(1999, 1), size=2)] == ["2019-03", "2019-04"]


@pytest.mark.parametrize(
    "text", ["", "2019", "2019-13", "2019-00", "0000-01", "19-07", "2019-7", "x-y", "2019-07-01"]
)
def test_what_is_no_month_is_no_month(text: str) -> None:
    assert parse_month(text) is None


@given(DAYS)
def test_a_month_is_read_back_as_it_is_written(day: date) -> None:
    assert parse_month(str(month_of(day))) == month_of(day)


ROWS = [(1, None, "one"), (2, None, "two"), (3, 1, "one below"), (4, 3, "deep"), (5, 2, "two below")]


def placed(wanted: str, rows: list[tuple[int, int | None, str]] = ROWS) -> list[tuple[str, int, bool]]:
    found = arrange(rows, key=lambda r: r[0], parent=lambda r: r[1], wanted=lambda r: wanted in r[2])
    return [(one.row[2], one.depth, one.matches) for one in found]


def test_rows_stand_below_their_parent_in_the_order_in_which_they_come() -> None:
    assert placed("") == [
        ("one", 0, True),
        ("one below", 1, True),
        ("deep", 2, True),
        ("two", 0, True),
        ("two below", 1, True),
    ]


def test_a_row_that_fits_keeps_the_rows_above_it_and_no_others() -> None:
    assert placed("deep") == [("one", 0, False), ("one below", 1, False), ("deep", 2, True)]
    assert placed("two below") == [("two", 0, False), ("two below", 1, True)]
    assert placed("nothing") == []


def test_a_row_whose_parent_is_not_seen_stands_at_the_top() -> None:
    assert placed("", [(3, 1, "one below"), (4, 3, "deep")]) == [("one below", 0, True), ("deep", 1, True)]


def test_a_circle_ends() -> None:
    assert sorted(name for name, _, _ in placed("", [(1, 2, "a"), (2, 1, "b")])) == ["a", "b"]


@given(st.lists(st.integers(0, 30), max_size=30), st.sets(st.integers(1, 30)))
def test_all_wanted_rows_are_there_once_and_each_stands_right_below_its_parent(
    parents: list[int], wanted: set[int]
) -> None:
    rows = [(key, parent if parent < key else None) for key, parent in enumerate(parents, start=1)]
    found = arrange(rows, key=lambda r: r[0], parent=lambda r: r[1] or None, wanted=lambda r: r[0] in wanted)
    keys = [one.row[0] for one in found]
    assert len(keys) == len(set(keys))
    assert {key for key in keys if key in wanted} == {key for key, _ in rows if key in wanted}
    path: list[int] = []
    for one in found:
        del path[one.depth :]
        assert (one.row[1] or None) == (path[-1] if path else None)
        path.append(one.row[0])
