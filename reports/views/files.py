"""The files of a version: asked for, how far they are, downloads, tried again, stopped, and who took them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from accounts.access import SignedInRequest, refusal, requires, sees
from accounts.permissions import Permission
from core.files import send_file
from core.pagination import page_of
from core.states import IllegalMove
from reports import actions, queries
from reports.forms_files import DownloadFilter
from reports.models import Report, ReportFile, ReportVersion
from reports.rendering import FORMATS, file_name, name_of
from reports.states import FileFormat
from reports.views.common import to_report


def context_of(request: SignedInRequest, sheet: queries.Sheet) -> dict[str, Any]:
    """What reports/_files.html shows of the version on the page."""
    rows = queries.files_of(sheet.version, request.user, FORMATS)
    may = queries.may(request.user, sheet.report)
    return {
        "files": [(row, name_of(sheet.document, row.format)) for row in rows if row.is_shown],
        "files_closed": not queries.open_to(request.user, sheet.report),
        "downloads": queries.downloads_summary(sheet.report) if may["report_downloads"] else None,
    }


@require_safe
@sees(queries.visible_report)
def progress(request: SignedInRequest, one: Report) -> HttpResponse:
    """The moving part of the page (`?v=&format=`; the PDF of the last version without them).

    A PDF that is done opens further steps, so the browser is asked for the whole page.
    """
    version = _version(request, one, request.GET.get("v", ""))
    row = _row(request, version, request.GET.get("format") or FileFormat.PDF)
    if request.headers.get("HX-Request") != "true":
        return to_report(one, f"?v={version.number}#files")
    if row.format == FileFormat.PDF and not row.is_open:
        return HttpResponseClientRefresh()
    name = file_name(version, row.format) if row.is_ready else ""
    return render(request, "reports/_file.html", {"report": one, "file": row, "name": name})


@require_safe
@sees(queries.visible_file)
def download(request: SignedInRequest, file: ReportFile) -> HttpResponseBase:
    """The file; each download is a line in the history."""
    report, version = file.version.report, file.version
    place = f"?v={version.number}#files"
    if file.stored is None:
        messages.error(
            request,
            _("The %(format)s of version %(number)d is not ready yet. This page shows how far it is.")
            % {"format": FileFormat(file.format).label, "number": version.number},
        )
        return to_report(report, place)
    try:
        response = send_file(file.stored, name=file_name(version, file.format))
    except FileNotFoundError:
        messages.error(
            request,
            _(
                "The file is missing from the store. The content of the version is safe: have the file made again "
                "here, and tell the administrator."
            ),
        )
        return to_report(report, place)
    if request.method == "GET":
        actions.note_download(file=file, by=request.user)
    return response


@require_POST
@requires(Permission.REPORT_FILE, on=queries.visible_report)
def ask(request: SignedInRequest, one: Report) -> HttpResponse:
    """Have a version made in a format (POST `version`, `format`)."""
    return _do(
        request,
        one,
        lambda version, format: actions.request_file(version=version, format=format, by=request.user),
        _("The %(format)s is being made. This page shows how far it is."),
    )


@require_POST
@requires(Permission.REPORT_FILE, on=queries.visible_report)
def retry(request: SignedInRequest, one: Report) -> HttpResponse:
    """Make a file again after it failed or was cancelled."""
    return _do(
        request,
        one,
        lambda version, format: actions.retry(report=one, by=request.user, version=version, format=format),
        _("The %(format)s is being made again."),
    )


@require_POST
@requires(Permission.REPORT_FILE, on=queries.visible_report)
def cancel(request: SignedInRequest, one: Report) -> HttpResponse:
    """Stop the making of a file: whoever asked for it may, and whoever may ask for the report."""

    def stop(version: ReportVersion, format: str) -> ReportFile:
        file = queries.visible_file(request.user, one.ref, version.number, format)
        if not queries.may_cancel(request.user, file):
            raise PermissionDenied(refusal(request.user))
        return actions.cancel(report=one, by=request.user, version=version, format=format)

    return _do(request, one, stop, _("The making of the %(format)s is stopped."))


@require_safe
@requires(Permission.REPORT_DOWNLOADS, on=queries.visible_report)
def downloads(request: SignedInRequest, one: Report) -> HttpResponse:
    """Who took which file when: for the side whose report it is."""
    filters = DownloadFilter(request.GET)
    found = queries.downloads(one, query=filters.value("q"), format=filters.value("format"))
    context = {"report": one, "page": page_of(found, request), "filters": filters}
    return render(request, "reports/downloads.html", context)


def _do(
    request: SignedInRequest, report: Report, verb: Callable[[ReportVersion, str], object], words: str
) -> HttpResponseRedirect:
    """Act on the file that the form names; back to where it stands, with what happened in a sentence."""
    version = _version(request, report, request.POST.get("version", ""))
    format = request.POST.get("format") or FileFormat.PDF.value
    if format not in FORMATS:
        messages.error(request, _("The report cannot be had in this format. Choose one of the buttons."))
        return to_report(report, f"?v={version.number}#files")
    try:
        verb(version, format)
    except IllegalMove as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, words % {"format": FileFormat(format).label})
    return to_report(report, f"?v={version.number}#files")


def _version(request: SignedInRequest, report: Report, number: str) -> ReportVersion:
    """The version of this number, the last one without a number. Raises Http404 where the person sees none."""
    if number.isascii() and number.isdigit() and len(number) < 10:
        return queries.open_version(request.user, report.ref, int(number))
    if number:
        raise Http404
    return queries.last_version(report, request.user)


def _row(request: SignedInRequest, version: ReportVersion, format: str) -> queries.Progress:
    """How far a file is that somebody asked for. Raises Http404 where nobody has."""
    for row in queries.files_of(version, request.user, FORMATS):
        if row.format == format and row.file is not None:
            return row
    raise Http404
