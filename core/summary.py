"""What each app tells the pages that look at everything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for this person: what, where to do it, since when."""

    title: str
    url: str
    detail: str = ""
    tone: str = "attention"
    since: datetime | None = None


@dataclass(frozen=True)
class Fact:
    """One line of a corridor's overview, such as "Open gaps: 7"."""

    label: str
    value: str
    url: str = ""
    hint: str = ""
