"""Several reports as one archive: chosen in the library, each file only where it is ready and open to the person."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import SignedInRequest, signed_in
from core.files import FILE_POLICY
from reports import actions, queries
from reports.forms_files import ArchiveForm
from reports.models import ReportFile
from reports.queries.archive import MOST_BYTES, MOST_REPORTS, Chosen
from reports.rendering.archive import archive_of
from reports.views.common import read_or_send


@read_or_send
@signed_in
def archive(request: SignedInRequest) -> HttpResponseBase:
    """Which files are ready (GET, `report` for each chosen one); the archive of them (POST, with `format`).

    Raises:
        Http404: the person sees none of the chosen reports.
    """
    refs = [*request.GET.getlist("report"), *request.POST.getlist("report")]
    rows = queries.chosen(request.user, refs)
    if refs and not rows:
        raise Http404
    if not rows:
        messages.error(request, _("Tick the reports that you want in the library, then ask for the archive."))
        return HttpResponseRedirect(reverse("reports:list"), status=303)
    form = ArchiveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        files = [file for row in rows for file in row.in_formats(form.cleaned_data["format"])]
        if refusal := _refusal(rows, files):
            form.add_error(None, refusal)
        else:
            return _sent(request, form, rows, files)
    return _page(request, form, rows)


def _page(request: SignedInRequest, form: ArchiveForm, rows: Sequence[Chosen]) -> HttpResponse:
    context = {"rows": rows, "form": form, "cancel_url": reverse("reports:list")}
    return render(request, "reports/archive.html", context, status=422 if form.is_bound else 200)


def _refusal(rows: Sequence[Chosen], files: Sequence[ReportFile]) -> str:
    """Why there is no such archive and what to do; "" when there is."""
    if len(rows) > MOST_REPORTS:
        return _(
            "An archive holds at most %(most)d reports. Choose fewer of them and make several archives."
        ) % {"most": MOST_REPORTS}
    size = sum(file.stored.size for file in files if file.stored)
    if size > MOST_BYTES:
        return _(
            "The files have %(size)s together; an archive holds at most %(most)s. Choose fewer reports or formats."
        ) % {"size": filesizeformat(size), "most": filesizeformat(MOST_BYTES)}
    if not files:
        return _(
            "None of the chosen reports is ready in these formats. Choose another format, or have the files made on "
            "the pages of the reports first."
        )
    return ""


def _sent(
    request: SignedInRequest, form: ArchiveForm, rows: Sequence[Chosen], files: Sequence[ReportFile]
) -> HttpResponseBase:
    """The archive, with a line in the history of each report for each file; a sentence where it cannot be made."""
    try:
        content = archive_of(files)
    except FileNotFoundError:
        form.add_error(
            None,
            _("A file is missing from the store. Take the files one by one, and tell the administrator."),
        )
        return _page(request, form, rows)
    except OSError:
        form.add_error(
            None,
            _(
                "The portal has no room for the archive now. Take the files one by one, and tell the administrator."
            ),
        )
        return _page(request, form, rows)
    for file in files:
        actions.note_download(file=file, by=request.user, archive=True)
    name = f"MRS_reports_{timezone.localdate():%Y-%m-%d}.zip"
    response = FileResponse(content, as_attachment=True, filename=name, content_type="application/zip")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = FILE_POLICY
    return response
