"""The words of an office for its reports: all of them, one kind in one language, a preview, and logos."""

from __future__ import annotations

import re
from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import SignedInRequest, can, requires, sees
from accounts.permissions import Permission
from core.conflicts import Conflict, conflict_page
from core.files import send_file
from core.jobs import JobFailed
from core.once import once
from core.queries import history_of
from core.states import IllegalMove
from reports import snapshots
from reports.actions import wording as actions
from reports.documents.common import Document
from reports.documents.kinds import kind_of
from reports.documents.outline import chapters_of
from reports.documents.reading import GO, SAY, reading_of
from reports.documents.wording import PLACEHOLDERS, wording_of
from reports.forms_wording import LogoForm, WordingForm
from reports.models import Scope, Wording
from reports.queries import wording as queries
from reports.rendering.pictures import with_pictures
from reports.states import PRINTED
from reports.views.common import read_or_send

_SAY = re.compile(rf'\s*<a class="say" href="{SAY}[^"]*">.*?</a>', re.DOTALL)
_GO = re.compile(rf'href="{GO}\d+(#[^"]*)"')


@require_safe
@sees(queries.own_office)
def wording_list(request: SignedInRequest, office: queries.Office) -> HttpResponse:
    """All kinds and languages, and the logos."""
    return _list(request, office)


def _list(request: SignedInRequest, office: queries.Office, form: LogoForm | None = None) -> HttpResponse:
    logos = queries.logos(office)
    may = can(request.user, Permission.REPORT_WORDING, office)
    context = {
        "kinds": queries.wordings(request.user),
        "languages": PRINTED,
        "logos": logos,
        "may": may,
        "form": form or (LogoForm() if may and len(logos) < actions.MOST_LOGOS else None),
        "most_logos": actions.MOST_LOGOS,
    }
    return render(request, "reports/wording/list.html", context, status=422 if form else 200)


@read_or_send
@requires(Permission.REPORT_WORDING, on=queries.visible_wording)
def edit(request: SignedInRequest, row: Wording) -> HttpResponse:
    """The words for one kind of report in one language; a page with both texts when somebody was faster."""
    form = _form(request, row)
    if request.method != "POST":
        return _edit_page(request, row, form)
    if not form.is_valid():
        return _edit_page(request, row, form, status=422)
    try:
        actions.save_wording(
            country=row.country,
            kind=row.kind,
            language=row.language,
            values=form.values,
            revision=form.cleaned_data["revision"] or 0,
            by=request.user,
        )
    except Conflict as conflict:
        current = cast(Wording, conflict.current)
        return conflict_page(
            request,
            form=form,
            current=current,
            fields=form.theirs(current),
            title=_title(row),
            cancel_url=_address(row),
        )
    messages.success(request, _("The words are saved. Reports that are frozen from now on have them."))
    return HttpResponseRedirect(_address(row), status=303)


@require_POST
@requires(Permission.REPORT_WORDING, on=queries.visible_wording)
def preview(request: SignedInRequest, row: Wording) -> HttpResponse:
    """What a report would look like with the words as they stand in the form; nothing is saved."""
    form = _form(request, row)
    scopes = queries.scopes(request.user, row.kind, row.language)
    if not form.is_valid():
        return _edit_page(request, row, form, status=422)
    scope = scopes.get(form.cleaned_data["on"]) or next(iter(scopes.values()), None)
    try:
        return _preview_page(request, row, _document(request, form, scope))
    except (IllegalMove, JobFailed) as refused:
        form.add_error("on", _("There is nothing to show yet: %(reason)s") % {"reason": refused})
        return _edit_page(request, row, form, status=422)


def _document(request: SignedInRequest, form: WordingForm, scope: Scope | None) -> Document:
    if scope is None:
        raise IllegalMove(_("There is no corridor with content for this kind of report."))
    return snapshots.build(
        form.row.kind,
        scope,
        number=_("PREVIEW"),
        version=1,
        now=timezone.localtime(),
        by=request.user,
        wording=form.checked,
    )


def _preview_page(request: SignedInRequest, row: Wording, document: Document) -> HttpResponse:
    reading = reading_of(document)
    body = _GO.sub(r'href="\1"', _SAY.sub("", reading.whole))
    wording = wording_of(document)
    logos = with_pictures("".join(f'<img src="{one.address}" alt="">' for one in wording.logos))
    sources = re.findall(r'src="([^"]+)"', logos)
    context = {
        "row": row,
        "title": _title(row),
        "document": document,
        "wording": wording,
        "reading": reading,
        # Everything in it was escaped when it was made (reports.documents.html).
        "body": mark_safe(body),  # noqa: S308
        "logos": list(zip(sources, wording.logos, strict=True)),
        "chapters": chapters_of(kind_of(document).outline, wording),
    }
    return render(request, "reports/wording/preview.html", context)


@require_POST
@requires(Permission.REPORT_WORDING, on=queries.own_office)
@once
def add_logo(request: SignedInRequest, office: queries.Office) -> HttpResponse:
    """Keep another logo."""
    form = LogoForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            actions.add_logo(country=office.country, by=request.user, **form.cleaned_data)
        except ValidationError as wrong:
            form.add_error(None, wrong)
        else:
            messages.success(
                request,
                _("The logo is kept. It is printed in the kinds of report that have logos switched on."),
            )
            return _to_list("#logos")
    return _list(request, office, form)


@require_POST
@requires(Permission.REPORT_WORDING, on=queries.visible_logo)
def remove_logo(request: SignedInRequest, one: queries.OwnLogo) -> HttpResponse:
    """Take a logo away."""
    actions.remove_logo(logo=one.logo, by=request.user)
    messages.success(request, _("The logo is removed. Reports that are frozen already keep it."))
    return _to_list("#logos")


@require_POST
@requires(Permission.REPORT_WORDING, on=queries.visible_logo)
def move_logo(request: SignedInRequest, one: queries.OwnLogo) -> HttpResponse:
    """Put a logo one place further to the front."""
    try:
        actions.move_logo(logo=one.logo, by=request.user)
    except IllegalMove as refused:
        messages.error(request, refused.message)
    return _to_list("#logos")


@require_safe
@sees(queries.visible_logo)
def logo(_request: SignedInRequest, one: queries.OwnLogo) -> HttpResponseBase:
    """The picture itself, for the page of the office."""
    return send_file(one.logo.stored, inline=True)


def _form(request: SignedInRequest, row: Wording) -> WordingForm:
    data = request.POST if request.method == "POST" else None
    return WordingForm(data, row=row, scopes=queries.scopes(request.user, row.kind, row.language))


def _edit_page(request: SignedInRequest, row: Wording, form: WordingForm, status: int = 200) -> HttpResponse:
    context = {
        "row": row,
        "form": form,
        "title": _title(row),
        "placeholders": [(f"{{{name}}}", words) for name, words in PLACEHOLDERS.items()],
        "history": history_of(row)[:20] if row.pk else [],
        "cancel_url": reverse("reports:wording"),
        "form_action": _address(row),
    }
    return render(request, "reports/wording/edit.html", context, status=status)


def _title(row: Wording) -> str:
    return f"{row.get_kind_display()}, {row.get_language_display()}"


def _address(row: Wording) -> str:
    return reverse("reports:wording-edit", kwargs={"kind": row.kind, "language": row.language})


def _to_list(anchor: str = "") -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("reports:wording") + anchor, status=303)
