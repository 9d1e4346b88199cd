"""An edition as a file to take away: spreadsheet, text table, CASE package; and the empty template."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from accounts.access import SignedInRequest, sees, signed_in
from core.audit import taken
from core.files import safe_name
from core.text import clean
from standards import queries, refusals
from standards.exchange import case, tables
from standards.exchange.facts import Exported
from standards.intake import template_workbook
from standards.models import Edition


@require_safe
@signed_in
def template(request: SignedInRequest) -> HttpResponse:
    """The spreadsheet to fill in: empty, or with the lines of ?edition= (the same file as its download)."""
    ref = clean(request.GET.get("edition", ""))
    if ref:
        edition = queries.visible_edition(request.user, ref)
        return _download(request, edition, _workbook(request, edition))
    return _attachment(Exported(template_workbook(), "xlsx", tables.XLSX_TYPE), "template.xlsx")


@require_safe
@sees(queries.visible_edition)
def exports(request: SignedInRequest, edition: Edition) -> HttpResponse:
    """The ways out, each with what it keeps and what it leaves out."""
    lines = queries.lines_of(edition)
    read = queries.exported_lines(lines)
    _data, not_carried = case.package(queries.facts_of(edition, lines, request.user), read, _address(request))
    context = {
        "edition": edition,
        "count": len(lines),
        "left_out": queries.not_in_files(edition, lines, request.user),
        "case_left_out": [refusals.sentence(one.code, one.params) for one in not_carried],
    }
    return render(request, "standards/exports.html", context)


@require_safe
@sees(queries.visible_edition)
def export(request: SignedInRequest, edition: Edition) -> HttpResponse:
    """The lines as a spreadsheet that can be corrected and uploaded again."""
    return _download(request, edition, _workbook(request, edition))


@require_safe
@sees(queries.visible_edition)
def export_csv(request: SignedInRequest, edition: Edition) -> HttpResponse:
    """The lines as CSV, with the same columns."""
    return _download(request, edition, tables.text_table(queries.exported_lines(queries.lines_of(edition))))


@require_safe
@sees(queries.visible_edition)
def export_case(request: SignedInRequest, edition: Edition) -> HttpResponse:
    """The edition as a CASE 1.1 package."""
    lines = queries.lines_of(edition)
    facts = queries.facts_of(edition, lines, request.user)
    return _download(request, edition, case.write(facts, queries.exported_lines(lines), _address(request)))


def _workbook(request: SignedInRequest, edition: Edition) -> Exported:
    lines = queries.lines_of(edition)
    return tables.workbook(queries.facts_of(edition, lines, request.user), queries.exported_lines(lines))


def _address(request: SignedInRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _download(request: SignedInRequest, edition: Edition, exported: Exported) -> HttpResponse:
    name = file_name([edition.country, edition.standard.title, edition.label], exported.suffix)
    taken(on=edition, by=request.user, name=name, size=len(exported.content))
    return _attachment(exported, name)


def file_name(parts: Sequence[str], suffix: str) -> str:
    """A name for people, such as "KH_bricklaying_2018_lines.xlsx"; letters of other scripts are left out."""
    words = [slugify(part).replace("-", "_")[:40].strip("_") for part in parts[1:]]
    return "_".join([parts[0], *filter(None, words), f"lines.{suffix}"])


def _attachment(exported: Exported, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{safe_name(name)}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(exported.content, content_type=exported.content_type, headers=headers)
