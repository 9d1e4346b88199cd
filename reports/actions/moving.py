"""The way of a report: sent on, taken back, decided by the ILO, published, superseded."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.states import IllegalMove, label_of
from core.states import move as move_state
from core.text import clean
from reports import snapshots
from reports.actions.freezing import is_older_than_release
from reports.actions.holding import current_version, file_of, hold, hold_scope, same_scope
from reports.models import Report, ReportVersion
from reports.states import REPORT_TRANSITIONS, ReportState

#: What the receiving coordinator may choose; the ILO decides the rest, and publishing supersedes.
MOVES: tuple[ReportState, ...] = (
    ReportState.INTERNAL_CHECK,
    ReportState.COUNTRY_REPLY,
    ReportState.ILO_REVIEW,
    ReportState.DRAFT,
    ReportState.PUBLISHED,
)
#: Moves by which a version leaves the receiving side.
_SENDING_OUT = (ReportState.COUNTRY_REPLY, ReportState.ILO_REVIEW)
#: What the history calls the arrival in a state.
_EVENT_OF: dict[str, str] = {
    ReportState.DRAFT: "report.draft",
    ReportState.INTERNAL_CHECK: "report.internal_check",
    ReportState.COUNTRY_REPLY: "report.country_reply",
    ReportState.ILO_REVIEW: "report.ilo_review",
    ReportState.RETURNED: "report.returned",
    ReportState.ACCEPTED: "report.accepted",
    ReportState.PUBLISHED: "report.published",
}


@transaction.atomic
def move(*, report: Report, to: str, by: User) -> Report:
    """Send the report on, take it back to draft, or publish it once it is accepted.

    Publishing supersedes the report of the same kind on the same things that was published before.

    Raises:
        IllegalMove: not from this state; or it would leave the receiving side without a PDF, or with judgements
            that are not released.
    """
    if to not in MOVES:
        raise IllegalMove(_("This step does not exist. Choose one of the buttons on the page."))
    hold_scope(report.scope)  # one report is published at a time
    held = hold(report)
    version = current_version(held)
    if held.state == ReportState.RETURNED:
        raise IllegalMove(_("This report was returned. Make a new version of it; that one can be sent on."))
    changes: dict[str, Any] = {}
    if to in _SENDING_OUT and to in REPORT_TRANSITIONS[held.state]:
        _check_ready(version)
        _check_released(held, version)
        _release(version)
    if to == ReportState.ILO_REVIEW:
        changes = {"sent_by": by, "sent_at": timezone.now()}
    _change(held, to, version=version, by=by, **changes)
    if to == ReportState.PUBLISHED:
        _supersede(held, by)
    report.state = held.state
    return held


def moves_from(state: str) -> frozenset[str]:
    """Where the coordinator may send a report in this state; a returned one goes on by a new version only."""
    return frozenset() if state == ReportState.RETURNED else REPORT_TRANSITIONS[state] & frozenset(MOVES)


@transaction.atomic
def decide(*, report: Report, accept: bool, reason: str, by: User) -> Report:
    """The ILO accepts the report or returns it with a reason.

    Raises:
        IllegalMove: it is not in review, its PDF is not ready, or `by` wrote or sent it.
        ValidationError: it is returned without a reason.
    """
    reason = clean(reason)
    if not accept and not reason:
        raise ValidationError({"reason": _("Say what has to change before the report can be accepted.")})
    held = hold(report)
    version = current_version(held)
    if by.pk in (held.created_by_id, held.sent_by_id, version.created_by_id):
        raise IllegalMove(_("You made or sent this report, so somebody else at the ILO has to decide on it."))
    to = ReportState.ACCEPTED if accept else ReportState.RETURNED
    if to in REPORT_TRANSITIONS[held.state]:
        _check_ready(version)
    _change(
        held, to, version=version, by=by, decided_by=by, decided_at=timezone.now(), decision_reason=reason
    )
    report.state = held.state
    return held


def _check_ready(version: ReportVersion) -> None:
    if file_of(version).stored is None:
        raise IllegalMove(
            _("The PDF of version %(number)d is not ready yet. Wait until it is, then go on.")
            % {"number": version.number}
        )


def _check_released(report: Report, version: ReportVersion) -> None:
    """What a report rests on reaches other sides only after it was released once (product.md section 5).

    What was frozen before that stays on the receiving side: it may say what was corrected until the release.
    """
    if snapshots.released_at(report.kind, report.scope, version.created_at) is None:
        raise IllegalMove(snapshots.not_released(report.kind))
    if is_older_than_release(report, version):
        raise IllegalMove(snapshots.frozen_before_release(report.kind) % {"number": version.number})


def _release(version: ReportVersion) -> None:
    ReportVersion.objects.filter(pk=version.pk, released_at=None).update(released_at=timezone.now())


def _change(report: Report, to: str, *, version: ReportVersion, by: User, **changes: Any) -> None:
    before = label_of(report)
    move_state(report, to=to, transitions=REPORT_TRANSITIONS, **changes)
    after: dict[str, Any] = {"state": label_of(report), "version": version.number}
    if changes.get("decision_reason"):
        after["reason"] = changes["decision_reason"]
    record(_EVENT_OF[to], on=report, by=by, before={"state": before}, after=after)


def _supersede(report: Report, by: User) -> None:
    others = same_scope(report.scope, report.kind).filter(state=ReportState.PUBLISHED).exclude(pk=report.pk)
    for other in others:
        before = label_of(other)
        move_state(other, to=ReportState.SUPERSEDED, transitions=REPORT_TRANSITIONS)
        record(
            "report.superseded",
            on=other,
            by=by,
            before={"state": before},
            after={"state": label_of(other), "newer_report": report.number},
        )
