"""Files in and out: upload, the original, the template, the lines as a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import SignedInRequest, sees, signed_in
from core.files import safe_name, send_file
from core.text import clean
from standards import queries
from standards.intake import FileKind, ReadLine, template_workbook
from standards.models import Edition, Line, SourceFile
from standards.reading import CONTENT_TYPES


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
