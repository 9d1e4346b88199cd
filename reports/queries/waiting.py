"""What waits for a person, and what other pages tell of reports."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.permissions import Permission, Side, held_by
from accounts.states import Role
from core.models import JobState
from core.summary import Fact, Waiting
from corridors.models import Corridor
from reports import life
from reports.models import Report
from reports.queries.listing import STAYS_WITH_THE_ILO, with_job, withdrawal_waits_for
from reports.states import ReportState

#: States in which an answer to a comment can still change the report.
_TALKED_ABOUT = (
    ReportState.DRAFT,
    ReportState.INTERNAL_CHECK,
    ReportState.COUNTRY_REPLY,
    ReportState.ILO_REVIEW,
    ReportState.RETURNED,
)
#: How many of one kind the home page names.
NAMED = 20


def waiting_for(user: User) -> list[Waiting]:
    """Reports that wait for this person's step."""
    if not user.is_active:
        return []
    if user.is_ilo:
        return _to_review(user)
    found: list[Waiting] = []
    if held_by(user.roles, Side.RECEIVING, Permission.REPORT_MOVE) and user.country:
        found += _to_move(user) + _to_withdraw_or_late(user) + _to_reply(user)
    elif Role.EXPERT in user.roles and user.country:
        found += _to_check(user) + _to_reply(user) + _to_withdraw(user)
    if not user.roles.isdisjoint({Role.FOCAL_POINT, Role.COORDINATOR}) and user.country:
        found += _to_answer(user)
    return found


def _to_reply(user: User) -> list[Waiting]:
    """Reports with comments of others that nobody has answered, for those who write them: one query."""
    asked = Q(versions__comments__is_settled=False, versions__comments__answer="")
    asked &= ~Q(versions__comments__by__organisation=user.organisation_id)
    rows = _rows(user).filter(receiving_country=user.country, state__in=_TALKED_ABOUT)
    rows = rows.annotate(unanswered=Count("versions__comments", filter=asked, distinct=True))
    return [
        _waiting(
            row,
            _("Comments to answer: %(report)s"),
            detail=ngettext(
                "%(number)d comment of another office has no answer yet",
                "%(number)d comments of other offices have no answer yet",
                getattr(row, "unanswered", 0),
            )
            % {"number": getattr(row, "unanswered", 0)},
            tone="info",
        )
        for row in rows.filter(unanswered__gt=0)[:NAMED]
    ]


def _to_withdraw(user: User) -> list[Waiting]:
    """Reports whose withdrawal somebody else asks for: it takes a second person."""
    return [_withdrawal(row) for row in _rows(user).filter(withdrawal_waits_for(user))[:NAMED]]


def _to_withdraw_or_late(user: User) -> list[Waiting]:
    """The same for a coordinator, after reports that others should have answered: one query.

    Who should have answered is asked again, or gets another day. No report is both: an answer is due before the
    report is published, and only what was published is withdrawn.
    """
    late = Q(receiving_country=user.country, state__in=life.DATED, due_on__lt=timezone.localdate())
    rows = _rows(user).filter(late | withdrawal_waits_for(user)).order_by("due_on", "pk")
    return [
        _withdrawal(row)
        if row.state in life.WITHDRAWABLE
        else _waiting(row, _("An answer is overdue: %(report)s"))
        for row in rows[: 2 * NAMED]
    ]


def _withdrawal(report: Report) -> Waiting:
    title = _("Confirm or refuse the withdrawal: %(report)s")
    return _waiting(report, title, since=report.withdrawal_asked_at)


def _rows(user: User) -> QuerySet[Report]:
    return Report.objects.visible_to(user).with_scope().order_by("created_at", "pk")


def _to_review(user: User) -> list[Waiting]:
    rows = _rows(user).filter(state=ReportState.ILO_REVIEW).exclude(created_by=user)
    rows = rows.exclude(sent_by=user)
    return [_waiting(row, _("Review and decide: %(report)s"), since=row.sent_at) for row in rows[:NAMED]]


def _to_move(user: User) -> list[Waiting]:
    """Returned, accepted, failed and finished drafts of the person's own receiving side: one query."""
    mine = with_job(_rows(user).filter(receiving_country=user.country))
    broken = Q(job_state__in=[JobState.FAILED, JobState.CANCELLED]) & ~Q(
        state__in=[ReportState.PUBLISHED, ReportState.SUPERSEDED, ReportState.WITHDRAWN]
    )
    wanted = mine.filter(
        broken
        | Q(state=ReportState.RETURNED)
        | (Q(state=ReportState.ACCEPTED) & ~STAYS_WITH_THE_ILO)
        | Q(state=ReportState.DRAFT, job_state=JobState.READY)
    )
    return [_step(row) for row in wanted[:NAMED]]


def _step(report: Report) -> Waiting:
    job_state = getattr(report, "job_state", "")
    if job_state in (JobState.FAILED, JobState.CANCELLED):
        return _waiting(report, _("The PDF was not made: %(report)s"))
    if report.state == ReportState.RETURNED:
        title = _("Returned by the ILO; make a new version: %(report)s")
        return _waiting(report, title, detail=report.decision_reason[:200], since=report.decided_at)
    if report.state == ReportState.ACCEPTED:
        return _waiting(report, _("Accepted by the ILO; publish: %(report)s"), since=report.decided_at)
    return _waiting(report, _("Draft ready to be sent on: %(report)s"), tone="info", since=report.created_at)


def _to_check(user: User) -> list[Waiting]:
    rows = _rows(user).filter(receiving_country=user.country, state=ReportState.INTERNAL_CHECK)
    return [_waiting(row, _("Read and comment: %(report)s")) for row in rows[:NAMED]]


def _to_answer(user: User) -> list[Waiting]:
    rows = _rows(user).filter(sending_country=user.country, state=ReportState.COUNTRY_REPLY)
    return [_waiting(row, _("Reply with your comments: %(report)s")) for row in rows[:NAMED]]


def _waiting(
    report: Report, title: str, *, detail: str = "", tone: str = "attention", since: datetime | None = None
) -> Waiting:
    return Waiting(
        title=title % {"report": report.number},
        url=reverse("reports:detail", kwargs={"ref": report.ref}),
        detail=_detail(report, detail or str(report.scope)),
        tone=tone,
        since=since,
    )


def _detail(report: Report, words: str) -> str:
    """The words and, where there is one, the day by which an answer is asked for."""
    if report.due_on is None or report.state not in life.DATED:
        return words
    day = formats.date_format(report.due_on, "j F Y")
    told = _("%(words)s. Asked for by %(day)s.")
    if report.due_on < timezone.localdate():
        told = _("%(words)s. Overdue: it was asked for by %(day)s.")
    return told % {"words": words, "day": day}


def summary(corridor: Corridor, user: User) -> list[Fact]:
    """The latest report of the corridor that the person sees, and how many there are: two queries."""
    seen = Report.objects.visible_to(user).filter(corridor=corridor)
    latest = seen.order_by("-created_at", "-pk").first()
    if latest is None:
        return []
    total = seen.aggregate(total=Count("pk"))["total"]
    return [
        Fact(
            label=_("Latest report"),
            value=latest.number,
            url=reverse("reports:detail", kwargs={"ref": latest.ref}),
            hint=_("%(state)s; reports in all: %(total)d")
            % {"state": latest.get_state_display(), "total": total},
        )
    ]
