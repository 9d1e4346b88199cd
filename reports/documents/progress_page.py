"""What a progress report prints beside its snapshot: figures, what moved, what comes next. Adds no fact."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from . import view
from .dates import day_text, period_text
from .filters import percent
from .gap_analysis import Counts
from .outline import INTRODUCTION, Part, Zone, chapters_of
from .progress import (
    CANCELLED,
    DONE,
    DUE,
    LATE,
    PLANNED,
    RUNNING,
    CorridorProgress,
    GapMark,
    MissionRow,
    PlanRow,
    Progress,
    Step,
)
from .weeks import Timed, calendars, undated

_FOLDER = "reports/pdf/progress"
#: The parts in their usual order.
OUTLINE = (
    Part("summary", lazy("Summary"), f"{_FOLDER}/summary.html", Zone.FRONT, is_numbered=False),
    INTRODUCTION,
    Part("steps", lazy("Steps of the roadmap"), f"{_FOLDER}/steps.html"),
    Part("gaps", lazy("Comparison and gaps"), f"{_FOLDER}/gaps.html"),
    Part("missions", lazy("Missions"), f"{_FOLDER}/missions.html"),
    Part("next", lazy("What comes next"), f"{_FOLDER}/next.html"),
    Part("plan", lazy("Action plan"), f"{_FOLDER}/plan.html"),
)

#: How many coming things are named.
NEXT = 15
_BAR_LEAST = 1


@dataclass(frozen=True, slots=True)
class GapFigures:
    """Gaps of a corridor: not settled by severity (critical, major, minor), all not settled, settled, all."""

    by_severity: tuple[int, int, int]
    unsettled: int
    settled: int
    total: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A gap that is new or in another state than in the report before; `was` is "" for a new one."""

    gap: GapMark
    was: str
    what: str


@dataclass(frozen=True, slots=True)
class Row:
    """A corridor with its figures now and in the report before; None where nothing was released then."""

    corridor: CorridorProgress
    before: CorridorProgress | None
    steps_closed: int
    steps: int
    gaps: GapFigures
    gaps_before: GapFigures | None
    segments: tuple[view.Segment, ...]
    points: str
    moved: tuple[Moved, ...]
    shown: tuple[Step, ...]

    @property
    def has_figures(self) -> bool:
        """Whether anything of its comparison and gaps is released, or was."""
        return bool(self.corridor.standing or self.gaps.total or (self.before and self.before.standing))

    @property
    def open_steps(self) -> tuple[Step, ...]:
        """Steps in scope that are not closed."""
        return tuple(step for step in self.corridor.steps if step.in_scope and not step.is_closed)

    @property
    def coverage_words(self) -> str:
        """The coverage with its sign, or a dash where no comparison is released."""
        return percent(self.corridor.standing.coverage) if self.corridor.standing else "–"


@dataclass(frozen=True, slots=True)
class Coming:
    """Something that comes next: when in words, what, and who has it."""

    when: str
    what: str
    who: str = ""


def context_of(document: Progress) -> dict[str, object]:
    """Figures and order for the template."""
    rows = rows_of(document)
    timed = timed_rows(document)
    coming = tuple(coming_of(document))
    return {
        "rows": rows,
        "told": tuple(row for row in rows if not document.is_whole_pilot or row.has_figures),
        "without": tuple(row for row in rows if not row.has_figures),
        "tiles": tiles_of(document, rows),
        "moved": tuple((row, one) for row in rows for one in row.moved),
        "late": by_timing(document, LATE),
        "due": by_timing(document, DUE),
        "timings": timing_counts(document),
        "timing_labels": timing_labels(),
        "plan_note": _common_note(document.plan),
        "shown_steps": shown_steps(document),
        "hidden_steps": hidden_steps(document),
        "held": sum(one.is_held for one in document.missions),
        "calendars": calendars(timed),
        "undated": undated(timed),
        "coming": coming[:NEXT],
        "more_coming": max(0, len(coming) - NEXT),
        "bar_width": view.BAR_WIDTH,
        "has_before": document.earlier is not None,
    }


def parts_of(document: Progress) -> list[str]:
    """The parts that a comment can name, as they stand on paper."""
    return [chapter.heading for chapter in chapters_of(OUTLINE, document.wording)]


def rows_of(document: Progress) -> tuple[Row, ...]:
    """The corridors, each beside itself in the report before."""
    then = {one.key: one for one in document.earlier.corridors} if document.earlier else {}
    codes = {step.code for step in shown_steps(document)}
    return tuple(_row(one, then.get(one.key), codes) for one in document.corridors)


def _row(now: CorridorProgress, before: CorridorProgress | None, codes: Collection[str]) -> Row:
    steps = [step for step in now.steps if step.in_scope]
    counts = now.standing.counts if now.standing else Counts()
    return Row(
        corridor=now,
        before=before,
        steps_closed=sum(step.is_closed for step in steps),
        steps=len(steps),
        gaps=gap_figures(now.gaps),
        gaps_before=gap_figures(before.gaps) if before else None,
        segments=view.segments_of(counts) if view.total_of(counts) >= _BAR_LEAST else (),
        points=_points(now, before),
        moved=tuple(_moved(now.gaps, before.gaps)) if before else (),
        shown=tuple(step for step in now.steps if step.code in codes),
    )


def gap_figures(gaps: Iterable[GapMark]) -> GapFigures:
    """Counts of gaps."""
    found = list(gaps)
    open_ones = [gap for gap in found if not gap.is_settled]
    critical, major, minor = (sum(gap.severity == one for gap in open_ones) for one in view.SEVERITIES)
    return GapFigures((critical, major, minor), len(open_ones), len(found) - len(open_ones), len(found))


def _points(now: CorridorProgress, before: CorridorProgress | None) -> str:
    """By how many points the coverage differs from the report before, with its sign; "" where one is unknown."""
    if not (now.standing and before and before.standing):
        return ""
    if now.standing.coverage is None or before.standing.coverage is None:
        return ""
    points = round(now.standing.coverage - before.standing.coverage, 1)
    return f"{points:+.1f}".replace("-", "\u2212") if points else _("unchanged")


def _moved(now: Iterable[GapMark], before: Iterable[GapMark]) -> Iterator[Moved]:
    then = {gap.ref: gap for gap in before}
    for gap in now:
        was = then.get(gap.ref)
        if was is None:
            yield Moved(gap, "", _("new, and settled already") if gap.is_settled else _("new"))
        elif gap.is_settled and not was.is_settled:
            yield Moved(gap, was.state, _("settled"))
        elif was.is_settled and not gap.is_settled:
            yield Moved(gap, was.state, _("open again"))
        elif gap.state != was.state:
            yield Moved(gap, was.state, _("moved on"))


def shown_steps(document: Progress) -> tuple[Step, ...]:
    """The steps that at least one corridor has in scope, for the table of all corridors."""
    hidden = {step.code for step in hidden_steps(document)}
    first = document.corridors[0].steps if document.corridors else ()
    return tuple(step for step in first if step.code not in hidden)


def hidden_steps(document: Progress) -> tuple[Step, ...]:
    """The steps that no corridor has in scope."""
    used = {step.code for one in document.corridors for step in one.steps if step.in_scope}
    first = document.corridors[0].steps if document.corridors else ()
    return tuple(step for step in first if step.code not in used)


def _common_note(plan: Iterable[PlanRow]) -> str:
    """The note of every row that has dates, which is then printed once; "" where they differ."""
    notes = {row.note for row in plan if row.starts or row.ends}
    return notes.pop() if len(notes) == 1 else ""


def by_timing(document: Progress, timing: str) -> tuple[PlanRow, ...]:
    """Rows of the plan in one state on the day of the report, in the order of the plan."""
    return tuple(row for row in document.plan if row.timing == timing)


def timing_counts(document: Progress) -> tuple[tuple[str, int], ...]:
    """(state in words, number of rows) in the order of a plan's life; states without a row are left out."""
    labels = timing_labels()
    counted = ((labels[one], len(by_timing(document, one))) for one in labels)
    return tuple(pair for pair in counted if pair[1])


def timing_labels() -> dict[str, str]:
    """How a row stands on the day of the report, in words."""
    return {
        DONE: _("done"),
        RUNNING: _("in progress"),
        LATE: _("late"),
        DUE: _("due soon"),
        PLANNED: _("planned"),
        CANCELLED: _("cancelled"),
    }


def tiles_of(document: Progress, rows: Iterable[Row]) -> dict[str, tuple[int, int]]:
    """The row of figures: (so many, of so many)."""
    rows = list(rows)
    live = [row for row in document.plan if row.timing != CANCELLED]
    missions = [one for one in document.missions if not one.is_cancelled]
    return {
        "steps": (sum(row.steps_closed for row in rows), sum(row.steps for row in rows)),
        "missions": (sum(one.is_held for one in missions), len(missions)),
        "plan": (sum(row.timing == DONE for row in live), len(live)),
        "gaps": (sum(row.gaps.settled for row in rows), sum(row.gaps.total for row in rows)),
    }


def timed_rows(document: Progress) -> tuple[Timed, ...]:
    """Missions, then the plan, for the calendar; what was cancelled takes no place in it."""
    missions = (
        Timed(one.title, "", one.planned_from, one.planned_to, one.actual_from, one.actual_to)
        for one in document.missions
        if not one.is_cancelled
    )
    plan = (
        Timed(row.title, row.number, row.starts, row.ends, row.began, row.ended)
        for row in document.plan
        if row.timing != CANCELLED
    )
    return (*missions, *plan)


def coming_of(document: Progress) -> Iterator[Coming]:
    """Missions to be held, then rows of the plan that begin or end from the day of the report on, then gaps that are
    due, each in the order of its date.
    """
    today = document.dated
    found: list[tuple[str, Coming]] = []
    for mission in document.missions:
        if _is_ahead(mission, today):
            found.append((mission.planned_from, _mission(mission)))
    for row in document.plan:
        end = row.ends or row.starts
        if row.timing in (RUNNING, DUE, PLANNED) and end >= today[: len(end)] and end:
            when = period_text(row.starts, row.ends)
            found.append((end, Coming(when, f"{row.number} {row.title}".strip(), row.owner)))
    for one in document.corridors:
        for gap in one.gaps:
            if gap.due and gap.due >= today and not gap.is_settled:
                found.append((gap.due, _gap(one, gap)))
    yield from (coming for _when, coming in sorted(found, key=lambda pair: pair[0]))


def _is_ahead(mission: MissionRow, today: str) -> bool:
    until = mission.planned_to or mission.planned_from
    return not (mission.is_held or mission.is_cancelled) and until >= today[: len(until)]


def _mission(mission: MissionRow) -> Coming:
    return Coming(
        period_text(mission.planned_from, mission.planned_to),
        _("Mission: %(title)s, %(place)s") % {"title": mission.title, "place": mission.place},
        mission.corridors,
    )


def _gap(corridor: CorridorProgress, gap: GapMark) -> Coming:
    words = _("Gap %(ref)s is due: %(state)s") % {"ref": gap.ref, "state": gap.state}
    return Coming(day_text(gap.due), words, corridor.name)
