"""Correcting candidate lines before they are confirmed."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.conflicts import Conflict
from core.states import IllegalMove
from standards.models import Intake, IntakeLine
from standards.states import IntakeState, LineKind

_FAR = 1_000_000  # beyond every position; the way round the "position once" rule while lines move up
_SHOWN = 200  # characters of a text in the history


def _locked(intake: Intake) -> Intake:
    """The reading, held until the transaction ends.

    Raises:
        IllegalMove: its lines are not to be changed now.
    """
    row = Intake.objects.select_for_update(of=("self",)).select_related("edition").get(pk=intake.pk)
    if row.state != IntakeState.READ or not row.edition.is_draft:
        raise IllegalMove(
            _("The lines of this reading can no longer be changed: it is “%(state)s”.")
            % {"state": row.get_state_display()}
        )
    return row


@transaction.atomic
def change_line(
    *,
    line: IntakeLine,
    revision: str,
    kind: str,
    number: str,
    text: str,
    text_original: str,
    critical: bool,
    kept: bool,
    by: User,
) -> IntakeLine:
    """Save one candidate line.

    Args:
        revision: `IntakeLine.revision` as it was when the row was shown.

    Raises:
        IllegalMove: the reading is not waiting to be confirmed.
        Conflict: somebody saved this line in between.
    """
    intake = _locked(line.intake)
    row = IntakeLine.objects.select_related("intake__edition__standard").get(pk=line.pk)
    if row.revision != revision:
        raise Conflict(row)
    new = {
        "kind": kind,
        "number": number,
        "text": text,
        "text_original": text_original,
        "critical": critical,
        "kept": kept,
    }
    before = {name: getattr(row, name) for name, value in new.items() if getattr(row, name) != value}
    if not before:
        return row
    for name, value in new.items():
        setattr(row, name, value)
    row.save(update_fields=list(new))
    after = {name: new[name] for name in before}
    record(
        "intake.line_changed",
        on=intake,
        by=by,
        before={"line": row.position + 1, **_short(before)},
        after={"line": row.position + 1, **_short(after)},
    )
    return row


def _short(values: dict[str, object]) -> dict[str, object]:
    return {name: value[:_SHOWN] if isinstance(value, str) else value for name, value in values.items()}


@transaction.atomic
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
    row = _locked(intake)
    changes: dict[str, object] = {}
    if kind is not None:
        changes["kind"] = kind
    if kept is not None:
        changes["kept"] = kept
    if not changes or not positions:
        return 0
    count = row.lines.filter(position__in=positions).update(**changes)
    after = {"lines": [position + 1 for position in sorted(positions)], **changes}
    record("intake.lines_changed", on=row, by=by, after=after)
    return count


@transaction.atomic
def add_line(*, line: IntakeLine, by: User) -> IntakeLine:
    """An empty line after `line`, of the same kind, for what the reader did not find.

    Raises:
        IllegalMove: the reading is not waiting to be confirmed.
    """
    intake = _locked(line.intake)
    here = IntakeLine.objects.get(pk=line.pk)
    later = intake.lines.filter(position__gt=here.position)
    later.update(position=F("position") + _FAR)
    intake.lines.filter(position__gte=_FAR).update(position=F("position") - _FAR + 1)
    made = IntakeLine.objects.create(
        intake=intake,
        position=here.position + 1,
        depth=here.depth,
        kind=here.kind,
        page=here.page,
    )
    record("intake.line_added", on=intake, by=by, after={"line": made.position + 1})
    return made
