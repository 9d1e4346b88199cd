"""The way of a report: sent on, taken back, decided by the ILO, published."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import SignedInRequest, requires
from accounts.permissions import Permission
from core.states import IllegalMove
from reports import actions, queries
from reports.forms import DecisionForm
from reports.models import Report
from reports.states import ReportState
from reports.views.common import act, read_or_send, said, to_report


@read_or_send
@requires(Permission.REPORT_MOVE, on=queries.visible_report)
def move(request: SignedInRequest, one: Report) -> HttpResponse:
    """Send on, take back or publish (POST to=state); GET is the check page before publishing."""
    if request.method != "POST":
        if one.state != ReportState.ACCEPTED:
            return to_report(one)
        return render(request, "reports/publish.html", {"report": one})
    done = {
        ReportState.INTERNAL_CHECK: _("The working group can now read and comment on the report."),
        ReportState.COUNTRY_REPLY: _(
            "The report is with the sending country, which can read and comment on it."
        ),
        ReportState.ILO_REVIEW: _("The report is with the ILO for review."),
        ReportState.DRAFT: _("The report is a draft again; only your side sees it."),
        ReportState.PUBLISHED: _("The report is published."),
    }
    to = request.POST.get("to", "")
    return act(
        request,
        one,
        lambda: actions.move(report=one, to=to, by=request.user),
        lambda: done[ReportState(to)],
    )


@read_or_send
@requires(Permission.REPORT_REVIEW, on=queries.visible_report)
def decide(request: SignedInRequest, one: Report) -> HttpResponse:
    """The ILO accepts the report or returns it with a reason."""
    form = DecisionForm(request.POST if request.method == "POST" else None, ref=one.ref)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            actions.decide(
                report=one, accept=form.accepts, reason=form.cleaned_data["reason"], by=request.user
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        except IllegalMove as refused:
            form.add_error(None, refused.message)  # what was written is not thrown away
            status = 409
        else:
            messages.success(
                request,
                _("You accepted the report.") if form.accepts else _("You returned the report for changes."),
            )
            return to_report(one)
    sheet = queries.sheet(one, request.user)
    context = {
        "form": form,
        "report": one,
        "sheet": sheet,
        "cancel_url": reverse("reports:detail", kwargs={"ref": one.ref}),
        **said(one.kind, sheet.document),
    }
    return render(request, "reports/decide.html", context, status=status)
