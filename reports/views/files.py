"""The files of a version: how far they are, downloads, tried again, stopped."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from accounts.access import SignedInRequest, requires, sees
from accounts.permissions import Permission
from core.files import send_file
from reports import actions, queries
from reports.models import Report, ReportFile
from reports.rendering import file_name
from reports.views.common import act, to_report


@require_safe
@sees(queries.visible_report)
def progress(request: SignedInRequest, one: Report) -> HttpResponse:
    """The moving part of the page; asks the browser for the whole page once there is more to show."""
    state = queries.progress_of(queries.last_file(one, request.user))
    if request.headers.get("HX-Request") != "true":
        return to_report(one)
    if not state.is_open:
        return HttpResponseClientRefresh()
    return render(request, "reports/_progress.html", {"report": one, "progress": state})


@require_safe
@sees(queries.visible_file)
def download(request: SignedInRequest, file: ReportFile) -> HttpResponseBase:
    """The PDF; each download is a line in the history."""
    report = file.version.report
    if file.stored is None:
        messages.error(
            request,
            _("The PDF of version %(number)d is not ready yet. This page shows how far it is.")
            % {"number": file.version.number},
        )
        return to_report(report)
    try:
        response = send_file(file.stored, name=file_name(file.version))
    except FileNotFoundError:
        messages.error(request, _("The file is missing from the store. Tell the administrator."))
        return to_report(report)
    if request.method == "GET":
        actions.note_download(file=file, by=request.user)
    return response


@require_POST
@requires(Permission.REPORT_REQUEST, on=queries.visible_report)
def retry(request: SignedInRequest, one: Report) -> HttpResponse:
    """Make the PDF again after it failed or was cancelled."""
    return act(
        request,
        one,
        lambda: actions.retry(report=one, by=request.user),
        lambda: _("The PDF is being made again."),
    )


@require_POST
@requires(Permission.REPORT_REQUEST, on=queries.visible_report)
def cancel(request: SignedInRequest, one: Report) -> HttpResponse:
    """Stop the making of the PDF."""
    return act(
        request,
        one,
        lambda: actions.cancel(report=one, by=request.user),
        lambda: _("The making of the PDF is stopped."),
    )
