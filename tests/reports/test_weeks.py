"""A plan as months by WK1 to WK4."""

from __future__ import annotations

import pytest

from reports.documents.weeks import Timed, calendars, undated


def _marks(row: Timed) -> list[tuple[int, str]]:
    (table,) = calendars([row])
    return [(cell.weeks, cell.mark) for cell in table.rows[0].cells]


def test_a_row_is_a_bar_over_its_weeks() -> None:
    """Days 1 to 7 are WK1, the 22nd to the end of the month is WK4."""
    assert _marks(Timed("Visit", starts="2019-06-03", ends="2019-06-14")) == [(2, "planned"), (2, "")]
    assert _marks(Timed("Visit", starts="2019-06-30", ends="2019-06-30")) == [(3, ""), (1, "planned")]


def test_what_took_place_stands_beside_what_was_planned() -> None:
    row = Timed("Visit", starts="2019-05-27", ends="2019-05-31", began="2019-06-12", ended="2019-06-14")

    assert _marks(row) == [(3, ""), (1, "planned"), (1, ""), (1, "actual"), (2, "")]
    assert _marks(Timed("Visit", starts="2019-05-01", began="2019-05-02")) == [(1, "both"), (3, "")]


def test_a_month_alone_is_all_of_it() -> None:
    assert _marks(Timed("Second mission", starts="2019-07", ends="2019-07")) == [(4, "planned")]


def test_each_month_begins_a_cell_so_that_its_line_is_drawn() -> None:
    (table,) = calendars([Timed("Long", starts="2019-03-01", ends="2019-05-31")])

    assert [cell.is_first for cell in table.rows[0].cells] == [True, True, True]
    assert table.months == ("March 2019", "April", "May")


def test_a_long_plan_goes_on_in_tables_of_the_same_width() -> None:
    """Seven and seven months, not twelve and two."""
    tables = calendars([Timed("Long", starts="2019-01-01", ends="2020-02-20")])

    assert [len(table.months) for table in tables] == [7, 7]
    assert tables[1].months[-1] == "Feb 2020"


def test_a_long_time_without_anything_is_left_out() -> None:
    """Two quiet months stay, more begin another table."""
    near = calendars([Timed("First", starts="2019-01-01"), Timed("Next", starts="2019-04-30")])
    far = calendars([Timed("First", starts="2019-01-01"), Timed("Next", starts="2019-05-01")])

    assert [table.months for table in near] == [("January 2019", "February", "March", "April")]
    assert [table.months for table in far] == [("January 2019",), ("May 2019",)]
    assert [row.row.title for table in far for row in table.rows] == ["First", "Next"]


@pytest.mark.parametrize("dates", [{}, {"starts": "soon"}])
def test_a_plan_without_dates_has_no_calendar(dates: dict[str, str]) -> None:
    assert calendars([Timed("Whenever", **dates)]) == ()


def test_rows_without_dates_are_told_apart() -> None:
    rows = [Timed("Dated", ended="2019-05-01"), Timed("Whenever")]

    assert [row.title for row in undated(rows)] == ["Whenever"]
