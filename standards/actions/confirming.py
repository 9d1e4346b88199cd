"""Confirming: the only way by which candidate lines reach a draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.audit import record
from core.states import IllegalMove, move
from standards.actions.editions import locked_draft, write_lines
from standards.changes import Change
from standards.lines import has_words
from standards.models import Edition, Intake, IntakeLine
from standards.queries.confirming import Plan, plan_of
from standards.states import INTAKE_TRANSITIONS, IntakeState

_LISTED = 10  # faulty lines that a sentence names


class MovedOn(Exception):
    """The draft or the candidate lines are no longer those that the person saw. `.plan` says how it is now."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("The lines have moved on")
        self.plan = plan


@dataclass(frozen=True)
class Seen:
    """The revisions of the draft's and of the candidate lines on the page that the person confirmed."""

    draft: int
    lines: int


@transaction.atomic
def confirm_intake(
    *,
    intake: Intake,
    by: User,
    append: bool = False,
    seen: Seen | None = None,
    take: Mapping[UUID, str] | None = None,
) -> Edition:
    """The kept candidate lines become the lines of the draft.

    Args:
        append: put them after the draft's present lines instead of in their place (a standard in several files).
        seen: what the person has looked at; None where nobody looks (loading example data).
        take: for lines that somebody else changed in the draft meanwhile: "mine" or "theirs".

    Raises:
        IllegalMove: no draft any more, not waiting to be confirmed, nothing kept, or lines without a text.
        MovedOn: somebody changed the draft or the candidate lines since the person looked; nothing was written.
    """
    edition = locked_draft(intake.edition)
    row = Intake.objects.select_for_update(of=("self",)).get(
        pk=intake.pk
    )  # a correction under way is waited for
    if row.state == IntakeState.READ:
        _check_words(row)
    plan = plan_of(row, edition, append=append, take=take)
    if row.state == IntakeState.READ and seen and seen != Seen(plan.draft, plan.lines):
        raise MovedOn(plan)
    move(intake, IntakeState.CONFIRMED, transitions=INTAKE_TRANSITIONS)
    write_lines(edition=edition, rows=plan.rows, by=by)
    figures = {
        change.value: count for change, count in plan.counts.items() if count and change != Change.SAME
    }
    record(
        "intake.confirmed", on=intake, by=by, after={"from": str(intake), "lines": len(plan.rows), **figures}
    )
    return edition


def _check_words(intake: Intake) -> None:
    if not intake.lines.filter(kept=True).exists():
        raise IllegalMove(_("No line is kept. Keep at least one line, or discard the reading."))
    empty = without_words(intake)
    if not empty:
        return
    places = ", ".join(str(line.position + 1) for line in empty[:_LISTED])
    more = " …" if len(empty) > _LISTED else ""
    raise IllegalMove(
        ngettext(
            "%(count)d line that is kept has no text (line %(places)s). Type its text in, or leave it out.",
            "%(count)d lines that are kept have no text (lines %(places)s). Type their text in, or leave them out.",
            len(empty),
        )
        % {"count": len(empty), "places": places + more}
    )


def without_words(intake: Intake) -> list[IntakeLine]:
    """Lines that are kept and say nothing, in reading order."""
    kept = intake.lines.filter(kept=True).order_by("position")
    return [line for line in kept if not has_words(line.kind, line.number, line.text, line.text_original)]
