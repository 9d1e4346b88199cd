"""Withdrawing a published report takes two people: one asks with a reason, another one confirms or refuses."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.states import IllegalMove, label_of
from core.states import move as move_state
from core.text import clean
from reports import life
from reports.actions.holding import hold
from reports.models import Report
from reports.states import REPORT_TRANSITIONS, ReportState


@transaction.atomic
def ask_withdrawal(*, report: Report, reason: str, by: User) -> Report:
    """Ask for a published report to be withdrawn; it stays as it is until another person confirms.

    Raises:
        IllegalMove: it is not published, or somebody has asked already.
        ValidationError: there is no reason.
    """
    held = hold(report)
    reason = _reason(reason)
    if held.state not in life.WITHDRAWABLE:
        raise IllegalMove(
            _("Only a published report can be withdrawn; this one is “%(state)s”.")
            % {"state": label_of(held)}
        )
    if held.withdrawal_asked_at is not None:
        raise IllegalMove(_("Somebody has asked already for this report to be withdrawn."))
    _set(report, held, by, timezone.now(), reason)
    record("report.withdrawal_asked", on=held, by=by, after={"reason": reason})
    return held


@transaction.atomic
def confirm_withdrawal(*, report: Report, seen: str, by: User) -> Report:
    """Withdraw the report: the second of two people agrees with the reason they read.

    Args:
        seen: the moment of the request that was on the page (`token_of`).

    Raises:
        IllegalMove: nobody asks for it any more, the request is another one, or `by` asked for it.
    """
    held = hold(report)
    _check_request(held, seen)
    if held.withdrawal_asked_by_id == by.pk:
        raise IllegalMove(
            _(
                "You asked for this withdrawal. Another coordinator or the head of a working group has to confirm it."
            )
        )
    before = label_of(held)
    move_state(
        held,
        to=ReportState.WITHDRAWN,
        transitions=REPORT_TRANSITIONS,
        withdrawn_by=by,
        withdrawn_at=timezone.now(),
    )
    record(
        "report.withdrawn",
        on=held,
        by=by,
        before={"state": before},
        after={"state": label_of(held), "reason": held.withdrawal_reason},
    )
    report.state = held.state
    return held


@transaction.atomic
def drop_withdrawal(*, report: Report, reason: str, seen: str, by: User) -> Report:
    """Refuse a request for withdrawal, with a reason, or take one's own request back.

    Raises:
        IllegalMove: nobody asks for it any more, or the request is another one.
        ValidationError: somebody else's request is refused without a reason.
    """
    held = hold(report)
    _check_request(held, seen)
    own = held.withdrawal_asked_by_id == by.pk
    reason = clean(reason) if own else _reason(reason)
    asked = {"withdrawal_reason": held.withdrawal_reason}
    _set(report, held, None, None, "")
    event = "report.withdrawal_taken_back" if own else "report.withdrawal_refused"
    record(event, on=held, by=by, before=asked, after={"reason": reason} if reason else {})
    return held


def token_of(report: Report) -> str:
    """What names the present request for withdrawal; "" without one."""
    return report.withdrawal_asked_at.isoformat() if report.withdrawal_asked_at else ""


def _check_request(held: Report, seen: str) -> None:
    if held.state == ReportState.WITHDRAWN:
        raise IllegalMove(_("This report is withdrawn already."))
    if not token_of(held):
        raise IllegalMove(_("Nobody asks any more for this report to be withdrawn."))
    if token_of(held) != seen:
        raise IllegalMove(
            _("The request was made anew since you opened the page. Read the reason again, then decide.")
        )


def _reason(text: str) -> str:
    text = clean(text)
    if not text:
        raise ValidationError(
            {"reason": _("Say why, in a sentence that every reader of the report will understand.")}
        )
    return text


def _set(report: Report, held: Report, by: User | None, at: datetime | None, reason: str) -> None:
    """The request on the row, on the held copy and on the caller's."""
    values = {"withdrawal_asked_by": by, "withdrawal_asked_at": at, "withdrawal_reason": reason}
    Report.objects.filter(pk=held.pk).update(**values)
    for one in (held, report):
        for name, value in values.items():
            setattr(one, name, value)
