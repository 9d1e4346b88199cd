"""Short forms of acts on candidate lines, by position."""

from __future__ import annotations

from collections.abc import Collection

from accounts.models import User
from standards.actions.editing import edit_lines
from standards.models import Intake, IntakeLine
from standards.states import EditAct, LineKind


def change_lines(
    *,
    intake: Intake,
    positions: Collection[int],
    by: User,
    kind: LineKind | None = None,
    kept: bool | None = None,
) -> int:
    """Give several lines another kind, or keep them or leave them out; returns how many were there.

    Raises:
        IllegalMove: the reading is not waiting to be confirmed.
    """
    lines = list(intake.lines.filter(position__in=positions).values_list("pk", flat=True))
    if lines and kind is not None:
        edit_lines(intake=intake, act=EditAct.KIND, lines=lines, kind=kind, by=by)
    if lines and kept is not None:
        edit_lines(intake=intake, act=EditAct.KEEP if kept else EditAct.OUT, lines=lines, by=by)
    return len(lines)


def add_line(*, line: IntakeLine, by: User) -> IntakeLine:
    """An empty line after `line`, for what the reader did not find.

    Raises:
        IllegalMove: the reading is not waiting to be confirmed.
    """
    done = edit_lines(intake=line.intake, act=EditAct.ADD, lines=[line.pk], by=by)
    return IntakeLine.objects.get(pk=done.focus or 0)
