"""The page of one report: what it says, its files, comments, next steps, history."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import SignedInRequest, can, sees
from accounts.permissions import Permission, Side
from reports import actions, life, queries
from reports.forms_life import CommentForm
from reports.models import Report
from reports.states import ReportState
from reports.views import files
from reports.views.common import said


@require_safe
@sees(queries.visible_report)
def report(request: SignedInRequest, one: Report) -> HttpResponse:
    """One report: state, versions, files, comments, what can be done, history. `?v=` shows an older version.

    Of a withdrawn report, whoever has no side in it reads only that it was withdrawn, and why.
    """
    if queries.is_notice_for(request.user, one):
        return render(
            request,
            "reports/withdrawn.html",
            {"report": one, "history": queries.history_for(one, request.user)},
        )
    number = request.GET.get("v", "")
    wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None
    sheet = queries.sheet(one, request.user, wanted)
    context = {
        "sheet": sheet,
        "report": one,
        "progress": sheet.progress,
        **_possible(request, sheet),
        **files.context_of(request, sheet),
        **said(one.kind, sheet.document),
    }
    return render(request, "reports/detail.html", context)


def _possible(request: SignedInRequest, sheet: queries.Sheet) -> dict[str, object]:
    """What this person can do on the page."""
    one, user = sheet.report, request.user
    may = queries.may(user, one)
    allowed = actions.moves_from(one.state, one.scope.reach) if may["report_move"] else frozenset()
    form = None
    if may["report_comment"] and sheet.is_current and one.state in actions.COMMENTABLE:
        form = CommentForm(ref=one.ref, version=sheet.version.number, document=sheet.document)
    withdrawable = one.state in life.WITHDRAWABLE
    return {
        "may": may,
        "moves": [
            (to, step) for to, step in life.MOVES.items() if to in allowed and to != ReportState.PUBLISHED
        ],
        "may_publish": ReportState.PUBLISHED in allowed and not one.stays_with_the_ilo,
        "may_renew": may["report_request"] and one.state in life.NEW_VERSION.starts,
        "may_decide": may["report_review"] and one.state == ReportState.ILO_REVIEW,
        "may_withdraw": withdrawable and can(user, Permission.REPORT_WITHDRAW, queries.Withdrawal(one)),
        "may_set_due": may["report_move"] and one.state in life.DATED,
        "settleable": queries.settleable([*sheet.comments, *sheet.earlier], one, user),
        "overdue": bool(one.due_on and one.due_on < timezone.localdate()),
        "is_asked": form is not None
        and one.state == ReportState.COUNTRY_REPLY
        and Side.SENDING in one.sides_of(user),
        "successors": queries.successors(one, user),
        "form": form,
    }
