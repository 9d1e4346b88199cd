"""Ways in without a file: lines typed in the portal, lines pasted from Word or Excel."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from core.audit import record
from core.refs import make_ref
from standards.actions.editions import locked_draft
from standards.actions.intakes import store_lines
from standards.intake import ReadResult
from standards.models import Edition, Intake, IntakeLine
from standards.queries.confirming import base_of, present_rows
from standards.states import IntakeOrigin, IntakeState, LineKind


@transaction.atomic
def type_lines(*, edition: Edition, by: User) -> tuple[Intake, bool]:
    """Open the draft's lines for editing: a copy of them, or one empty unit; nothing reaches the draft before it is confirmed.

    Returns:
        the intake, and whether it was open already (begun by somebody of the same country).

    Raises:
        IllegalMove: the edition is no draft any more.
    """
    row = locked_draft(edition)
    there = row.intakes.filter(origin=IntakeOrigin.TYPED, state=IntakeState.READ).order_by("-pk").first()
    if there is not None:
        return there, True
    present = present_rows(row)
    intake = Intake.objects.create(
        ref=make_ref(row.standard.title, "lines"),
        edition=row,
        origin=IntakeOrigin.TYPED,
        state=IntakeState.READ,
        base=base_of(present),
        base_revision=row.lines_revision,
        created_by=by,
    )
    lines = [
        IntakeLine(
            intake=intake,
            position=position,
            key=one.key,
            depth=one.depth,
            kind=one.kind,
            unit_type=one.unit_type,
            number=one.number,
            text=one.text,
            text_original=one.text_original,
            critical=one.critical,
            marks=one.marks,
            translation=one.translation,
            translation_checked_by_id=one.checked_by,
            page=one.page,
            box=one.box,
        )
        for position, one in enumerate(present)
    ]
    IntakeLine.objects.bulk_create(lines or [IntakeLine(intake=intake, position=0, kind=LineKind.UNIT)])
    record("intake.typing_started", on=intake, by=by, after={"lines": len(present)})
    return intake, False


@transaction.atomic
def paste_lines(*, edition: Edition, result: ReadResult, by: User) -> Intake:
    """Lines that were read from pasted text, to be confirmed.

    Raises:
        IllegalMove: the edition is no draft any more.
    """
    row = locked_draft(edition)
    intake = Intake.objects.create(
        ref=make_ref(row.standard.title, "pasted"),
        edition=row,
        origin=IntakeOrigin.PASTED,
        state=IntakeState.READ,
        layout=result.layout[:60],
        created_by=by,
    )
    store_lines(intake, result)
    record("intake.pasted", on=intake, by=by, after={"lines": len(result.lines)})
    return intake
