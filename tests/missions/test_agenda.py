"""An agenda cut into days."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from missions.agenda import agenda_days

TEXT = """Day 1
- Objective of the pilot
- Workshop on benchmarking (steps 2 and 3)

DAY 2: Visits
Training centre
• Testing centre
day 3 - Debriefing
"""


def test_days_are_found_with_their_dates_titles_and_sessions() -> None:
    days = agenda_days(TEXT, starts_on=date(2019, 6, 3))
    assert [(d.number, d.on, d.title) for d in days] == [
        (1, date(2019, 6, 3), ""),
        (2, date(2019, 6, 4), "Visits"),
        (3, date(2019, 6, 5), "Debriefing"),
    ]
    assert days[0].lines == ["Objective of the pilot", "Workshop on benchmarking (steps 2 and 3)"]
    assert days[1].lines == ["Training centre", "Testing centre"]


def test_without_a_known_day_there_are_no_dates() -> None:
    assert [day.on for day in agenda_days(TEXT)] == [None, None, None]


def test_what_stands_before_the_first_day_is_kept() -> None:
    assert [(d.number, d.lines) for d in agenda_days("Daytime visits only\nDay 0\nDay 1")] == [
        (0, ["Daytime visits only", "Day 0"]),
        (1, []),
    ]


@given(st.text(max_size=200))
def test_no_text_fails_and_none_is_lost(text: str) -> None:
    days = agenda_days(text, starts_on=date(2019, 1, 1))
    assert bool(days) == bool(text.strip())
