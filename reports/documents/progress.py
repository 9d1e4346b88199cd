"""The frozen content of a progress report: one corridor or a whole pilot, now and at the report before.

All of it may be read by whoever gets the report: comparisons and gaps stand in it once they are released. Dates are
ISO text ("2019-07" where only the month is known), "" where unknown. Free text is `str` in any of the five scripts.
"""

from __future__ import annotations

from dataclasses import dataclass

from .common import Corridor, Team
from .gap_analysis import Counts
from .wording import USUAL, Wording

#: States of a row of the plan on the day of the report.
DONE, LATE, DUE, RUNNING, PLANNED, CANCELLED = "done", "late", "due", "running", "planned", "cancelled"
TIMINGS = (DONE, LATE, DUE, RUNNING, PLANNED, CANCELLED)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the roadmap in one corridor. `closed_on` is "" while it is open; a step out of scope is neither."""

    code: str
    title: str
    in_scope: bool = True
    is_closed: bool = False
    closed_on: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the newest released comparison of a corridor says. `coverage` in percent of the lines compared."""

    comparison: str
    released_on: str
    counts: Counts
    coverage: float | None = None
    conclusion: str = ""


@dataclass(frozen=True, slots=True)
class GapMark:
    """A gap as far as progress goes; `title` is empty in a report on a whole pilot."""

    ref: str
    severity: str
    state: str
    is_settled: bool = False
    title: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class CorridorProgress:
    """One corridor. `key` stays the same from report to report; `name` is what is printed."""

    key: str
    name: str
    priority: str = ""
    steps: tuple[Step, ...] = ()
    standing: Standing | None = None
    gaps: tuple[GapMark, ...] = ()


@dataclass(frozen=True, slots=True)
class MissionRow:
    """A mission; `state` is the printed word, `observations` counts what was noted on one that was held."""

    title: str
    place: str = ""
    planned_from: str = ""
    planned_to: str = ""
    actual_from: str = ""
    actual_to: str = ""
    state: str = ""
    is_held: bool = False
    is_cancelled: bool = False
    corridors: str = ""
    observations: int = 0


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A row of the action plan. `timing` is one of TIMINGS; `depth` is its place in the tree, 0 at the top."""

    title: str
    number: str = ""
    depth: int = 0
    owner: str = ""
    about: str = ""
    starts: str = ""
    ends: str = ""
    began: str = ""
    ended: str = ""
    timing: str = PLANNED
    note: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The progress report before this one, on the same things, as it left the receiving side."""

    number: str
    version: int
    dated: str
    digits: str
    corridors: tuple[CorridorProgress, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """The whole document. Field order is the order of the paper; common fields as in `common.Document`."""

    number: str
    version: int
    title: str
    status: str
    corridor: Corridor
    pilot: str
    generated_at: str
    dated: str = ""
    is_draft: bool = False
    marking: str = ""
    note: str = ""
    published_by: str = ""
    content_language: str = "en"
    pilot_period: tuple[str, ...] = ()
    is_whole_pilot: bool = False
    due_within: int = 28
    teams: tuple[Team, ...] = ()
    earlier: Earlier | None = None
    corridors: tuple[CorridorProgress, ...] = ()
    missions: tuple[MissionRow, ...] = ()
    plan: tuple[PlanRow, ...] = ()
    wording: Wording = USUAL
    schema: int = 1
