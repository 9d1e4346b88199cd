"""Comments on a report: on the whole, on a part, on a row; their answers; the end of the matter."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import SignedInRequest, requires
from accounts.permissions import Permission
from core.once import once
from core.states import IllegalMove
from core.text import clean
from reports import actions, queries
from reports.forms_life import AnswerForm, CommentForm
from reports.models import Report, ReportComment
from reports.views.common import read_or_send, to_report


@read_or_send
@requires(Permission.REPORT_COMMENT, on=queries.visible_report)
@once
def comment(request: SignedInRequest, one: Report) -> HttpResponse:
    """Write a comment; `?part=` and `?row=` say what about. A refused one stays in the form."""
    sheet = queries.sheet(one, request.user)
    form = CommentForm(
        request.POST if request.method == "POST" else None,
        ref=one.ref,
        version=sheet.version.number,
        document=sheet.document,
        part=clean(request.GET.get("part", "")),
        row=clean(request.GET.get("row", "")),
    )
    if not form.is_bound and one.state not in actions.COMMENTABLE:
        messages.error(
            request,
            _("This report is “%(state)s”, so its words no longer change and comments are closed.")
            % {"state": one.get_state_display()},
        )
        return to_report(one, "#comments")
    if not form.is_valid():
        return _page(request, sheet, form, status=422 if form.is_bound else 200)
    if form.cleaned_data["version"] != sheet.version.number:
        form.data = {**request.POST.dict(), "version": str(sheet.version.number)}
        form.add_error(
            None,
            _("A newer version of this report was made while you wrote. Read it, then send your comment."),
        )
        return _page(request, sheet, form, status=409)
    try:
        words = {name: form.cleaned_data[name] for name in ("part", "row", "text")}
        actions.comment(version=sheet.version, by=request.user, **words)
    except (ValidationError, IllegalMove) as refused:
        form.add_error(None, refused if isinstance(refused, ValidationError) else refused.message)
        return _page(request, sheet, form, status=422 if isinstance(refused, ValidationError) else 409)
    messages.success(request, _("Your comment is saved."))
    return to_report(one, "#comments")


def _page(request: SignedInRequest, sheet: queries.Sheet, form: CommentForm, status: int) -> HttpResponse:
    row, part = form["row"].value() or "", form["part"].value() or ""
    about = [one for one in sheet.comments if one.part == part and one.row == row] if part else []
    context = {
        "report": sheet.report,
        "sheet": sheet,
        "form": form,
        "about": about,
        "form_action": reverse("reports:comment", kwargs={"ref": sheet.report.ref}),
        "cancel_url": reverse("reports:detail", kwargs={"ref": sheet.report.ref}) + "#comments",
    }
    return render(request, "reports/comment.html", context, status=status)


@read_or_send
@requires(Permission.REPORT_ANSWER, on=queries.visible_comment)
@once
def answer(request: SignedInRequest, one: ReportComment) -> HttpResponse:
    """Answer a comment for the side that writes the report."""
    report = one.version.report
    form = AnswerForm(request.POST if request.method == "POST" else None, comment=one.pk, present=one.answer)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            actions.answer(
                comment=one, text=form.cleaned_data["text"], seen=form.cleaned_data["seen"], by=request.user
            )
            if "settle" in request.POST:
                actions.settle(comment=one, settled=True, by=request.user)
        except ValidationError as refused:
            form.add_error(None, refused)
        except IllegalMove as refused:
            form.data = {**request.POST.dict(), "seen": one.answer}
            form.add_error(None, refused.message)
            status = 409
        else:
            messages.success(request, _("Your answer is saved."))
            return to_report(report, f"#comment-{one.pk}")
    back = reverse("reports:detail", kwargs={"ref": report.ref}) + f"#comment-{one.pk}"
    context = {"form": form, "comment": one, "report": report, "cancel_url": back, "may_settle": True}
    return render(request, "reports/answer.html", context, status=status)


@require_POST
@requires(Permission.REPORT_SETTLE, on=queries.visible_comment)
def settle(request: SignedInRequest, one: ReportComment) -> HttpResponse:
    """Close the matter of a comment (POST settled=1), or open it again (settled=0)."""
    settled = request.POST.get("settled") != "0"
    actions.settle(comment=one, settled=settled, by=request.user)
    messages.success(request, _("The comment is settled.") if settled else _("The comment is open again."))
    return to_report(one.version.report, f"#comment-{one.pk}")
