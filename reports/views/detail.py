"""The page of one report, and comments on it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import SignedInRequest, requires, sees
from accounts.permissions import Permission
from core.states import IllegalMove
from reports import actions, queries
from reports.forms import CommentForm
from reports.models import Report
from reports.rendering import file_name
from reports.states import ReportState
from reports.views.common import said, to_report


@require_safe
@sees(queries.visible_report)
def report(request: SignedInRequest, one: Report) -> HttpResponse:
    """One report: state, versions, file, comments, what can be done, history. `?v=` shows an older version."""
    number = request.GET.get("v", "")
    wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None
    return _page(request, queries.sheet(one, request.user, wanted))


def _page(
    request: SignedInRequest, sheet: queries.Sheet, form: CommentForm | None = None, status: int = 200
) -> HttpResponse:
    report, document = sheet.report, sheet.document
    may = queries.may(request.user, report)
    open_to_comments = sheet.is_current and report.state in actions.COMMENTABLE
    if form is None and may["report_comment"] and open_to_comments:
        form = CommentForm(ref=report.ref, version=sheet.version.number, document=document)
    allowed = actions.moves_from(report.state) if may["report_move"] else frozenset()
    context = {
        "sheet": sheet,
        "report": report,
        "progress": sheet.progress,
        "may": may,
        "moves": [(state.value, words) for state, words in _move_words() if state in allowed],
        "may_publish": ReportState.PUBLISHED in allowed,
        "may_renew": may["report_request"] and report.state in (ReportState.DRAFT, ReportState.RETURNED),
        "may_decide": may["report_review"] and report.state == ReportState.ILO_REVIEW,
        "form": form,
        "file_name": file_name(sheet.version) if sheet.progress.is_ready else "",
        **said(report.kind, document),
    }
    return render(request, "reports/detail.html", context, status=status)


def _move_words() -> list[tuple[ReportState, str]]:
    """Buttons by the state that they lead to; publishing has a check page of its own."""
    return [
        (ReportState.INTERNAL_CHECK, _("Give to the working group for a check")),
        (ReportState.COUNTRY_REPLY, _("Send to the sending country")),
        (ReportState.ILO_REVIEW, _("Send to the ILO")),
        (ReportState.DRAFT, _("Take back to draft")),
    ]


@require_POST
@requires(Permission.REPORT_COMMENT, on=queries.visible_report)
def comment(request: SignedInRequest, one: Report) -> HttpResponse:
    """Write a comment; a refused one stays in the form."""
    sheet = queries.sheet(one, request.user)
    form = CommentForm(request.POST, ref=one.ref, version=sheet.version.number, document=sheet.document)
    if not form.is_valid():
        return _page(request, sheet, form, status=422)
    if form.cleaned_data["version"] != sheet.version.number:
        form.data = {**request.POST.dict(), "version": str(sheet.version.number)}
        form.add_error(
            None,
            _("A newer version of this report was made while you wrote. Read it, then send your comment."),
        )
        return _page(request, sheet, form, status=409)
    try:
        actions.comment(
            version=sheet.version,
            part=form.cleaned_data["part"],
            text=form.cleaned_data["text"],
            by=request.user,
        )
    except (ValidationError, IllegalMove) as refused:
        form.add_error(None, refused if isinstance(refused, ValidationError) else refused.message)
        return _page(request, sheet, form, status=422 if isinstance(refused, ValidationError) else 409)
    messages.success(request, _("Your comment is saved."))
    return to_report(one, "#comments")
