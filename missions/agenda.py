"""An agenda as people type it, cut into days. Pure: text in, days out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

_DAY = re.compile(r"^day\s*(\d{1,2})\b[\s:.–-]*(.*)$", re.IGNORECASE)
_BULLET = re.compile(r"^[-*•–]\s+")


@dataclass(frozen=True)
class AgendaDay:
    """One day: its number (0 for what stands before the first day), its date where known, its lines."""

    number: int
    on: date | None
    title: str = ""
    lines: list[str] = field(default_factory=list)


def agenda_days(text: str, *, starts_on: date | None = None) -> list[AgendaDay]:
    """The days of an agenda. A line such as "Day 1" or "Day 2: visits" starts a day, every other line is a session.

    Args:
        starts_on: date of day 1, when it is known to the day.
    """
    days: list[AgendaDay] = []
    for line in (line.strip() for line in text.splitlines()):
        head = _DAY.match(line)
        if head and int(head.group(1)):
            days.append(_day(int(head.group(1)), head.group(2).strip(), starts_on))
        elif line:
            if not days:
                days.append(AgendaDay(0, None))
            days[-1].lines.append(_BULLET.sub("", line))
    return days


def _day(number: int, title: str, starts_on: date | None) -> AgendaDay:
    return AgendaDay(number, starts_on + timedelta(days=number - 1) if starts_on else None, title)
