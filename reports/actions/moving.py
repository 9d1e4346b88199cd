"""The way of a report: sent on, taken back, decided by the ILO, published, superseded."""

from __future__ import annotations

from datetime import date
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
from corridors.actions import reach_milestone
from corridors.states import MilestoneKind
from reports import life, snapshots
from reports.actions.dating import check_due_on
from reports.actions.freezing import is_older_than_release
from reports.actions.holding import current_version, file_of, hold, hold_scope, same_scope
from reports.models import Report, ReportVersion
from reports.states import REPORT_TRANSITIONS, ReportState

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
def move(*, report: Report, to: str, by: User, due_on: date | None = None, seen: int | None = None) -> Report:
    """Send the report on, take it back to draft, or publish it once it is accepted (`life.MOVES`).

    Publishing supersedes the report of the same kind on the same things that was published before. What goes to the
    ILO stands in the action plan from then on.

    Args:
        due_on: by when those to whom it goes should be through; None asks for no day.
        seen: number of the version that the person had before them; None: whichever is the last.

    Raises:
        IllegalMove: not from this state or not for such a report; there is a newer version; or it would leave the
            receiving side without a PDF, or with judgements that are not released.
        ValidationError: the day has passed, lies more than a year ahead, or nobody waits for it.
    """
    step = life.MOVES.get(to)
    if step is None:
        raise IllegalMove(_("This step does not exist. Choose one of the buttons on the page."))
    check_due_on(due_on, asked=step.dated)
    hold_scope(report.scope)  # one report is published at a time
    held = hold(report)
    version = current_version(held)
    _check_seen(version, seen)
    _check_possible(held, step)
    changes: dict[str, Any] = {"due_on": due_on}
    if to in REPORT_TRANSITIONS[held.state]:
        _check_readers(held, version, to)
    if to in _SENDING_OUT and to in REPORT_TRANSITIONS[held.state]:
        _check_ready(version)
        _check_released(held, version)
        _release(version)
    if to == ReportState.ILO_REVIEW:
        changes |= {"sent_by": by, "sent_at": timezone.now()}
    _change(held, to, version=version, by=by, **changes)
    if to == ReportState.ILO_REVIEW:
        _note_in_plan(held, version, by)
    if to == ReportState.PUBLISHED:
        _supersede(held, by)
    report.state, report.due_on = held.state, held.due_on
    return held


def _check_seen(version: ReportVersion, seen: int | None) -> None:
    """Nobody sends or decides on words that they have not had before them."""
    if seen is not None and seen != version.number:
        raise IllegalMove(
            _("Version %(number)d was made since you opened the page. Read it, then go on with that one.")
            % {"number": version.number}
        )


def _check_possible(report: Report, step: life.Step) -> None:
    if report.state == ReportState.RETURNED:
        raise IllegalMove(_("This report was returned. Make a new version of it; that one can be sent on."))
    if report.scope.reach not in step.reaches and step.to == ReportState.INTERNAL_CHECK:
        raise IllegalMove(
            _(
                "A working group reads the reports of its own corridors alone, so it cannot check this one. Send the "
                "report on, or have the report of each corridor checked."
            )
        )
    if report.scope.reach not in step.reaches:
        raise IllegalMove(
            _("A report on a whole pilot has no single sending country that could reply. Send it to the ILO.")
        )


def _note_in_plan(report: Report, version: ReportVersion, by: User) -> None:
    reach_milestone(
        pilot=report.pilot,
        corridor=report.corridor,
        country=report.sending_country,
        kind=MilestoneKind.REPORT_SUBMITTED,
        title=_("%(kind)s %(number)s, version %(version)d")
        % {"kind": report.get_kind_display(), "number": report.number, "version": version.number},
        subject=report.number,
        reached_on=timezone.localdate(),
        by=by,
    )


@transaction.atomic
def decide(*, report: Report, accept: bool, reason: str, by: User, seen: int | None = None) -> Report:
    """The ILO accepts the report or returns it with a reason.

    Args:
        seen: number of the version that the person had before them; None: whichever is the last.

    Raises:
        IllegalMove: it is not in review, there is a newer version, its PDF is not ready, or `by` wrote or sent it.
        ValidationError: it is returned without a reason.
    """
    reason = clean(reason)
    if not accept and not reason:
        raise ValidationError({"reason": _("Say what has to change before the report can be accepted.")})
    held = hold(report)
    version = current_version(held)
    _check_seen(version, seen)
    if by.pk in (held.created_by_id, held.sent_by_id, version.created_by_id):
        raise IllegalMove(_("You made or sent this report, so somebody else at the ILO has to decide on it."))
    to = ReportState.ACCEPTED if accept else ReportState.RETURNED
    if to in REPORT_TRANSITIONS[held.state]:
        _check_ready(version)
    _change(
        held,
        to,
        version=version,
        by=by,
        due_on=None,
        decided_by=by,
        decided_at=timezone.now(),
        decision_reason=reason,
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


def _check_readers(report: Report, version: ReportVersion, to: str) -> None:
    """What other reports in it are made of reaches only readers who may read each of them."""
    if to not in (*_SENDING_OUT, ReportState.PUBLISHED):
        return
    if words := snapshots.refusal(report.kind, report.scope, version.snapshot, to):
        raise IllegalMove(words)


def _release(version: ReportVersion) -> None:
    ReportVersion.objects.filter(pk=version.pk, released_at=None).update(released_at=timezone.now())


def _change(report: Report, to: str, *, version: ReportVersion, by: User, **changes: Any) -> None:
    before = label_of(report)
    move_state(report, to=to, transitions=REPORT_TRANSITIONS, **changes)
    after: dict[str, Any] = {"state": label_of(report), "version": version.number}
    if changes.get("decision_reason"):
        after["reason"] = changes["decision_reason"]
    if changes.get("due_on"):
        after["due_on"] = changes["due_on"].isoformat()
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
        Report.objects.filter(pk=report.pk).update(supersedes=other)
        report.supersedes = other
