"""By when those who have a report should be through with it."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.states import IllegalMove, label_of
from reports import life
from reports.actions.holding import hold
from reports.models import Report

#: Nobody is asked to answer later than this.
LONGEST_WAIT = timedelta(days=366)


@transaction.atomic
def set_due(*, report: Report, due_on: date | None, by: User) -> Report:
    """Give those who have the report another day, or none.

    Raises:
        IllegalMove: nobody is asked for anything in the report's state.
        ValidationError: the day has passed or lies more than a year ahead.
    """
    held = hold(report)
    if held.state not in life.DATED:
        raise IllegalMove(
            _("This report is “%(state)s”, so nobody is asked for an answer by a day.")
            % {"state": label_of(held)}
        )
    before = held.due_on
    if before == due_on:
        return held
    check_due_on(due_on, asked=True)
    Report.objects.filter(pk=held.pk).update(due_on=due_on)
    record("report.due", on=held, by=by, before={"due_on": _iso(before)}, after={"due_on": _iso(due_on)})
    report.due_on = held.due_on = due_on
    return held


def check_due_on(due_on: date | None, *, asked: bool) -> None:
    """Raises ValidationError for a day that makes no sense; `asked` says whether anybody is asked for an answer."""
    if due_on is None:
        return
    today = timezone.localdate()
    fault = ""
    if not asked:
        fault = _("Nobody is asked for an answer in this step, so leave the day empty.")
    elif due_on < today:
        fault = _("This day has passed. Choose today or a later day.")
    elif due_on > today + LONGEST_WAIT:
        fault = _("This day is more than a year away. Choose an earlier one.")
    if fault:
        raise ValidationError({"due_on": fault})


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
