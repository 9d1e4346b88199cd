"""The tables of a progress report as sheets of a workbook."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .filters import severity
from .progress import Progress
from .progress_page import rows_of, timing_labels
from .sheets import Sheet


def sheets_of(document: Progress) -> list[Sheet]:
    """Corridors, steps, gaps, missions and the plan."""
    return [_corridors(document), _steps(document), _gaps(document), _missions(document), _plan(document)]


def _corridors(document: Progress) -> Sheet:
    rows = []
    for row in rows_of(document):
        now, then = row.corridor.standing, row.before.standing if row.before else None
        rows.append(
            (
                row.corridor.name,
                row.steps_closed,
                row.steps,
                now.comparison if now else "",
                now.coverage if now else None,
                then.coverage if then else None,
                row.gaps.unsettled,
                row.gaps_before.unsettled if row.gaps_before else None,
                row.gaps.settled,
                now.conclusion if now else "",
            )
        )
    return Sheet(
        title=_("Corridors"),
        columns=(
            _("Corridor"),
            _("Steps closed"),
            _("Steps in scope"),
            _("Comparison"),
            _("Coverage in percent"),
            _("Coverage before"),
            _("Gaps not settled"),
            _("Gaps not settled before"),
            _("Gaps settled"),
            _("Conclusion"),
        ),
        rows=tuple(rows),
    )


def _steps(document: Progress) -> Sheet:
    def state(in_scope: bool, is_closed: bool) -> str:
        if not in_scope:
            return _("not in scope")
        return _("closed") if is_closed else _("open")

    return Sheet(
        title=_("Steps"),
        columns=(_("Corridor"), _("Step"), _("Title"), _("State"), _("Closed on"), _("Reason")),
        rows=tuple(
            (
                one.name,
                step.code,
                step.title,
                state(step.in_scope, step.is_closed),
                step.closed_on,
                step.reason,
            )
            for one in document.corridors
            for step in one.steps
        ),
    )


def _gaps(document: Progress) -> Sheet:
    moved = {
        (row.corridor.key, one.gap.ref): (one.was, one.what) for row in rows_of(document) for one in row.moved
    }
    return Sheet(
        title=_("Gaps"),
        columns=(
            _("Corridor"),
            _("Gap"),
            _("Title"),
            _("Severity"),
            _("State"),
            _("State before"),
            _("What happened"),
            _("Due"),
        ),
        rows=tuple(
            (
                one.name,
                gap.ref,
                gap.title,
                severity(gap.severity),
                gap.state,
                *moved.get((one.key, gap.ref), ("", "")),
                gap.due,
            )
            for one in document.corridors
            for gap in one.gaps
        ),
        empty=_("No gap is released."),
    )


def _missions(document: Progress) -> Sheet:
    return Sheet(
        title=_("Missions"),
        columns=(
            _("Mission"),
            _("Place"),
            _("Corridors"),
            _("Planned from"),
            _("Planned to"),
            _("Held from"),
            _("Held to"),
            _("State"),
            _("Observations"),
        ),
        rows=tuple(
            (
                one.title,
                one.place,
                one.corridors,
                one.planned_from,
                one.planned_to,
                one.actual_from,
                one.actual_to,
                one.state,
                one.observations,
            )
            for one in document.missions
        ),
        empty=_("No mission is planned."),
    )


def _plan(document: Progress) -> Sheet:
    labels = timing_labels()
    return Sheet(
        title=_("Action plan"),
        columns=(
            _("No."),
            _("Activity"),
            _("For"),
            _("Planned from"),
            _("Planned to"),
            _("Began"),
            _("Ended"),
            _("Who"),
            _("On this day"),
            _("Note"),
        ),
        rows=tuple(
            (
                row.number,
                row.title,
                row.about,
                row.starts,
                row.ends,
                row.began,
                row.ended,
                row.owner,
                labels[row.timing],
                row.note,
            )
            for row in document.plan
        ),
        empty=_("No activity is planned."),
    )
