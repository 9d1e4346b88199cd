"""Comments on a version of a report."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.states import IllegalMove, label_of
from core.text import clean
from reports.actions.holding import current_version, hold
from reports.models import ReportComment, ReportVersion
from reports.states import ReportState

#: States in which the words of a report can still change, so that a comment is of use.
COMMENTABLE = (
    ReportState.DRAFT,
    ReportState.INTERNAL_CHECK,
    ReportState.COUNTRY_REPLY,
    ReportState.ILO_REVIEW,
    ReportState.RETURNED,
)


@transaction.atomic
def comment(*, version: ReportVersion, part: str, text: str, by: User) -> ReportComment:
    """Write a comment on a version, on the whole or on one part of it.

    Raises:
        IllegalMove: there is a newer version, or the report can no longer change.
        ValidationError: the comment is empty.
    """
    text = clean(text)
    if not text:
        raise ValidationError({"text": _("Write your comment first.")})
    held = hold(version.report)
    if current_version(held).pk != version.pk:
        raise IllegalMove(_("There is a newer version of this report. Read it, and comment on that one."))
    if held.state not in COMMENTABLE:
        raise IllegalMove(
            _("This report is “%(state)s”, so its words no longer change and comments are closed.")
            % {"state": label_of(held)}
        )
    written = ReportComment.objects.create(version=version, part=clean(part)[:120], text=text, by=by)
    after: dict[str, Any] = {"version": version.number}
    if written.part:
        after["part"] = written.part
    record("report.commented", on=held, by=by, after=after)
    return written
