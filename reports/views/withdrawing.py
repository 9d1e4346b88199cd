"""Withdrawing a published report: one person asks, another one decides."""

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
from reports.forms_life import AnswerToWithdrawal, WithdrawalForm
from reports.models import Report
from reports.queries import Withdrawal
from reports.states import ReportState
from reports.views.common import read_or_send, to_report


@read_or_send
@requires(Permission.REPORT_WITHDRAW, on=queries.withdrawal_of)
def withdraw(request: SignedInRequest, one: Withdrawal) -> HttpResponse:
    """Ask for a withdrawal with a reason; where somebody has asked, confirm or refuse it."""
    report = one.report
    data = request.POST if request.method == "POST" else None
    if report.state == ReportState.WITHDRAWN:
        messages.info(request, _("This report is withdrawn already."))
        return to_report(report)
    if report.withdrawal_asked_at is None:
        return _ask(request, report, WithdrawalForm(data, ref=report.ref))
    form = AnswerToWithdrawal(data, ref=report.ref, seen=actions.token_of(report))
    if report.withdrawal_asked_by_id == request.user.pk:
        return _take_back(request, report)
    return _decide(request, report, form)


def _ask(request: SignedInRequest, report: Report, form: WithdrawalForm) -> HttpResponse:
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            actions.ask_withdrawal(report=report, reason=form.cleaned_data["reason"], by=request.user)
        except ValidationError as refused:
            form.add_error(None, refused)
        except IllegalMove as refused:
            form.add_error(None, refused.message)
            status = 409
        else:
            messages.success(
                request,
                _(
                    "You asked for the withdrawal. Another coordinator or the head of a working group decides on it."
                ),
            )
            return to_report(report)
    return _page(request, "reports/withdraw.html", report, status, form=form)


def _take_back(request: SignedInRequest, report: Report) -> HttpResponse:
    """The page of the person who asked: they cannot confirm, only change their mind."""
    seen = actions.token_of(report)
    if request.method == "POST":
        try:
            actions.drop_withdrawal(
                report=report, reason="", seen=request.POST.get("seen", seen), by=request.user
            )
        except IllegalMove as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, _("Your request is taken back; the report stays as it is."))
        return to_report(report)
    return _page(request, "reports/withdraw_own.html", report, seen=seen)


def _decide(request: SignedInRequest, report: Report, form: AnswerToWithdrawal) -> HttpResponse:
    status = 422 if form.is_bound else 200
    if form.is_valid():
        withdraws = form.cleaned_data["decision"] == "withdraw"
        try:
            if withdraws:
                actions.confirm_withdrawal(report=report, seen=form.cleaned_data["seen"], by=request.user)
            else:
                actions.drop_withdrawal(
                    report=report,
                    reason=form.cleaned_data["reason"],
                    seen=form.cleaned_data["seen"],
                    by=request.user,
                )
        except ValidationError as refused:
            form.add_error(None, refused)
        except IllegalMove as refused:
            form.add_error(None, refused.message)
            status = 409
        else:
            messages.success(
                request,
                _("The report is withdrawn.")
                if withdraws
                else _("The request is refused; the report stays."),
            )
            return to_report(report)
    return _page(request, "reports/withdraw_decide.html", report, status, form=form)


def _page(
    request: SignedInRequest, template: str, report: Report, status: int = 200, **context: object
) -> HttpResponse:
    back = reverse("reports:detail", kwargs={"ref": report.ref})
    context |= {"report": report, "cancel_url": back, "volumes": queries.volumes_with(report, request.user)}
    return render(request, template, context, status=status)
