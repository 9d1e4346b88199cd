"""Files in and out: upload, the original, the template, the lines as a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import SignedInRequest, requires, sees, signed_in
from accounts.permissions import Permission
from core.files import safe_name, send_file
from core.states import IllegalMove
from core.text import clean
from standards import actions, queries, refusals
from standards.forms import UploadForm
from standards.intake import FileKind, ReadLine, Refused, template_workbook
from standards.models import Edition, Line, SourceFile
from standards.reading import CONTENT_TYPES
from standards.views.editions import to_edition


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDITION_EDIT, on=queries.visible_edition)
def upload(request: SignedInRequest, edition: Edition) -> HttpResponse:
    """One file for a draft; its reading starts at once."""
    if not edition.is_draft:
        messages.error(request, _("Files can be added to a draft only. Start a new edition from this one."))
        return to_edition(edition)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        answer = _uploaded(request, edition, form)
        if answer:
            return answer
    context = {
        "form": form,
        "edition": edition,
        "has_lines": edition.lines.exists(),
        "cancel_url": reverse("standards:detail", args=[edition.ref]),
    }
    return render(request, "standards/upload.html", context, status=422 if form.is_bound else 200)


def _uploaded(request: SignedInRequest, edition: Edition, form: UploadForm) -> HttpResponse | None:
    started = timezone.now()
    file = form.cleaned_data["file"]
    try:
        intake = actions.upload_source(edition=edition, content=file, name=file.name, by=request.user)
    except Refused as refused:
        form.add_error("file", refusals.sentence(refused.code, refused.params))
        return None
    except IllegalMove as moved:
        messages.error(request, moved.message)
        return to_edition(edition)
    known_since = intake.source.created_at if intake.source else started
    if known_since < started:
        day = formats.date_format(timezone.localtime(known_since), "j F Y, H:i")
        messages.info(
            request,
            _("This very file was already uploaded on %(day)s; it is not stored twice.") % {"day": day},
        )
    return redirect("standards:intake", ref=intake.ref)


@require_safe
@sees(queries.visible_source)
def source(request: SignedInRequest, file: SourceFile) -> HttpResponseBase:
    """The original, byte for byte."""
    try:
        return send_file(file.stored)
    except FileNotFoundError as missing:
        raise Http404(_("The file is missing from storage. Tell the administrator.")) from missing


@require_safe
@signed_in
def template(request: SignedInRequest) -> HttpResponse:
    """The spreadsheet to fill in: empty, or with the lines of ?edition=."""
    ref = clean(request.GET.get("edition", ""))
    lines = queries.lines_of(queries.visible_edition(request.user, ref)) if ref else []
    return _workbook(lines, f"{ref}-template.xlsx" if ref else "template.xlsx")


@require_safe
@sees(queries.visible_edition)
def export(request: SignedInRequest, edition: Edition) -> HttpResponse:
    """The lines as a spreadsheet in the template's form, so that it can be corrected and uploaded again."""
    return _workbook(queries.lines_of(edition), f"{edition.ref}.xlsx")


def _workbook(lines: Sequence[Line], name: str) -> HttpResponse:
    content = template_workbook([_read_line(line) for line in lines])
    headers = {"Content-Disposition": f'attachment; filename="{safe_name(name)}"'}
    return HttpResponse(content, content_type=CONTENT_TYPES[FileKind.XLSX], headers=headers)


def _read_line(line: Line) -> ReadLine:
    return ReadLine(
        kind=line.kind,
        number=line.number,
        text=line.text,
        text_original=line.text_original,
        critical=line.critical,
        marks=_marks(line.marks),
    )


def _marks(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None
