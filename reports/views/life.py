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
from reports import actions, life, queries
from reports.forms import DecisionForm
from reports.forms_life import SendForm
from reports.models import Report
from reports.states import ReportState
from reports.views.common import read_or_send, said, to_report


@read_or_send
@requires(Permission.REPORT_MOVE, on=queries.visible_report)
def move(request: SignedInRequest, one: Report) -> HttpResponse:
    """Send on, take back or publish (POST to=state); GET is the check page before sending (?to=) or publishing."""
    if request.method != "POST":
        return _before(request, one, request.GET.get("to", ReportState.PUBLISHED))
    to = request.POST.get("to", "")
    step = life.MOVES.get(to)
    form = SendForm(request.POST)
    if step is not None and step.dated and not form.is_valid():
        return _send_page(request, one, step, form, 422)
    try:
        due_on = form.cleaned_data.get("due_on") if step is not None and step.dated else None
        actions.move(report=one, to=to, due_on=due_on, seen=_seen(request), by=request.user)
    except ValidationError as refused:
        form.add_error(None, refused)
        return _send_page(request, one, life.MOVES[to], form, 422)
    except IllegalMove as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, str(life.MOVES[to].told))
    return to_report(one)


def _seen(request: SignedInRequest) -> int | None:
    """Number of the version on the page from which the form was sent; None where it names none."""
    number = request.POST.get("seen", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None


def _before(request: SignedInRequest, report: Report, to: str) -> HttpResponse:
    """The check page before a step that others notice; the page of the report where there is no such step now."""
    if to not in actions.moves_from(report.state, report.scope.reach):
        return to_report(report)
    if to == ReportState.PUBLISHED:
        context = {"report": report, "changed": queries.changed_by_publishing(report)}
        return render(request, "reports/publish.html", context)
    step = life.MOVES[to]
    return _send_page(request, report, step, SendForm(), 200) if step.dated else to_report(report)


def _send_page(
    request: SignedInRequest, report: Report, step: life.Step, form: SendForm, status: int
) -> HttpResponse:
    context = {
        "report": report,
        "step": step,
        "form": form,
        "readers": queries.readers_after(report, step),
        "seen": _seen(request) or queries.last_version(report, request.user).number,
        "cancel_url": reverse("reports:detail", kwargs={"ref": report.ref}),
    }
    return render(request, "reports/send.html", context, status=status)


@read_or_send
@requires(Permission.REPORT_MOVE, on=queries.visible_report)
def due(request: SignedInRequest, one: Report) -> HttpResponse:
    """Give those who have the report another day by which they should be through, or none."""
    form = SendForm(
        request.POST if request.method == "POST" else None,
        initial={"due_on": one.due_on} if one.due_on else None,
    )
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            actions.set_due(report=one, due_on=form.cleaned_data["due_on"], by=request.user)
        except ValidationError as refused:
            form.add_error(None, refused)
        except IllegalMove as refused:
            messages.error(request, refused.message)
            return to_report(one)
        else:
            messages.success(request, _("The day is saved."))
            return to_report(one)
    if one.state not in life.DATED:
        messages.error(request, _("Nobody is asked for an answer to this report at the moment."))
        return to_report(one)
    back = reverse("reports:detail", kwargs={"ref": one.ref})
    return render(
        request, "reports/due.html", {"report": one, "form": form, "cancel_url": back}, status=status
    )


@read_or_send
@requires(Permission.REPORT_REVIEW, on=queries.visible_report)
def decide(request: SignedInRequest, one: Report) -> HttpResponse:
    """The ILO accepts the report or returns it with a reason."""
    sheet = queries.sheet(one, request.user)
    form = DecisionForm(
        request.POST if request.method == "POST" else None, ref=one.ref, version=sheet.version.number
    )
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            actions.decide(
                report=one,
                accept=form.accepts,
                reason=form.cleaned_data["reason"],
                seen=form.cleaned_data["seen"],
                by=request.user,
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        except IllegalMove as refused:
            sheet = queries.sheet(one, request.user)
            form.data = {**request.POST.dict(), "seen": str(sheet.version.number)}
            form.add_error(None, refused.message)  # what was written is not thrown away
            status = 409
        else:
            messages.success(
                request,
                _("You accepted the report.") if form.accepts else _("You returned the report for changes."),
            )
            return to_report(one)
    context = {
        "form": form,
        "report": one,
        "sheet": sheet,
        "open_comments": [one for one in sheet.comments if not one.is_settled],
        "cancel_url": reverse("reports:detail", kwargs={"ref": one.ref}),
        **said(one.kind, sheet.document),
    }
    return render(request, "reports/decide.html", context, status=status)
