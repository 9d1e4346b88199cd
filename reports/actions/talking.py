"""Comments on a version of a report, their answers, and the end of the matter."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
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
#: States in which only the receiving side sees the report: what it says then stays there, also after a version that
#: was sent out once was taken back.
INSIDE = (ReportState.DRAFT, ReportState.INTERNAL_CHECK)


@transaction.atomic
def comment(*, version: ReportVersion, part: str, text: str, by: User, row: str = "") -> ReportComment:
    """Write a comment on a version, on the whole, on one part of it or on one row of a part.

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
    part = clean(part)[:120]
    written = ReportComment.objects.create(
        version=version,
        part=part,
        row=clean(row)[:80] if part else "",
        text=text,
        by=by,
        is_inside=held.state in INSIDE,
    )
    after: dict[str, Any] = {"version": version.number}
    if written.part:
        after["part"] = written.part
    record("report.commented", on=held, by=by, after=after)
    return written


@transaction.atomic
def answer(*, comment: ReportComment, text: str, seen: str, by: User) -> ReportComment:
    """Answer a comment for the side that writes the report; a later answer takes the place of the one before it.

    Args:
        seen: the answer that stood on the page; another one means that somebody was faster.

    Raises:
        IllegalMove: somebody answered in between.
        ValidationError: the answer is empty.
    """
    text = clean(text)
    if not text:
        raise ValidationError({"text": _("Write your answer first.")})
    held = _hold(comment)
    if clean(seen) != held.answer:
        raise IllegalMove(
            _("Somebody answered this comment while you wrote. Read that answer, then send yours.")
        )
    before = held.answer
    held.answer, held.answered_by, held.answered_at = text, by, timezone.now()
    held.save(update_fields=["answer", "answered_by", "answered_at"])
    _record("report.comment_answered", held, by, before={"answer": before}, after={"answer": text})
    return held


@transaction.atomic
def settle(*, comment: ReportComment, settled: bool, by: User) -> ReportComment:
    """Close the matter of a comment, or open it again. Pressing twice does it once."""
    held = _hold(comment)
    if held.is_settled != settled:
        held.is_settled = settled
        held.save(update_fields=["is_settled"])
        event = "report.comment_settled" if settled else "report.comment_reopened"
        _record(event, held, by, before={}, after={})
    return held


def _hold(comment: ReportComment) -> ReportComment:
    rows = ReportComment.objects.select_for_update(of=("self",)).select_related("version__report", "by")
    return rows.get(pk=comment.pk)


def _record(
    event: str, held: ReportComment, by: User, *, before: dict[str, Any], after: dict[str, Any]
) -> None:
    """The history of the report; who may not see the comment does not see the line either (`RELEASED_EVENTS`)."""
    about = {"version": held.version.number, "comment": held.text[:200]}
    record(event, on=held.version.report, by=by, before=before, after={**about, **after})
