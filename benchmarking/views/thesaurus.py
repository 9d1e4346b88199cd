"""The trade thesaurus: a list for everybody, forms for those who compare."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import SignedInRequest, can, home, requires, signed_in
from accounts.permissions import Permission
from benchmarking.actions import thesaurus as actions
from benchmarking.forms.thesaurus import SynonymsForm
from benchmarking.models import Synonyms
from benchmarking.queries.thesaurus import listed_synonyms, synonyms_entry
from core.conflicts import Conflict, conflict_page
from core.fields import Filter
from core.htmx import render_page
from core.once import once
from core.pagination import page_of

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def thesaurus(request: SignedInRequest) -> HttpResponse:
    """All entries, with a search."""
    filters = Filter(request.GET)
    context = {
        "page": page_of(listed_synonyms(filters.value("q")), request),
        "filters": filters,
        "may": can(request.user, Permission.THESAURUS_EDIT, home(request.user)),
    }
    return render_page(request, "benchmarking/thesaurus/list.html", context)


@form_page
@requires(Permission.THESAURUS_EDIT, on=home)
@once
def add(request: SignedInRequest, _scope: object) -> HttpResponse:
    """Add an entry."""
    form = SynonymsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_synonyms(**_values(form), by=request.user)
        except ValidationError as wrong:
            form.add_error(None, wrong)
        else:
            return _done(
                request, _("The entry is added. Suggestions follow it when they are computed again.")
            )
    return _form(request, form, _("Add an entry"))


@form_page
@requires(Permission.THESAURUS_EDIT, on=synonyms_entry)
def edit(request: SignedInRequest, entry: Synonyms) -> HttpResponse:
    """Change an entry; a page with both texts when somebody was faster."""
    initial = {"words": entry.words, "note": entry.note, "revision": entry.revision}
    form = SynonymsForm(request.POST or None, initial=initial)
    title = _("Change the entry")
    if request.method == "POST" and form.is_valid():
        revision = form.cleaned_data["revision"] or 0
        try:
            actions.change_synonyms(entry=entry, **_values(form), revision=revision, by=request.user)
        except ValidationError as wrong:
            form.add_error(None, wrong)
        except Conflict as conflict:
            return conflict_page(
                request,
                form=form,
                current=conflict.current,
                fields=["words", "note"],
                title=title,
                cancel_url=reverse("benchmarking:thesaurus"),
            )
        else:
            return _done(
                request, _("The entry is saved. Suggestions follow it when they are computed again.")
            )
    return _form(request, form, title)


@form_page
@requires(Permission.THESAURUS_EDIT, on=synonyms_entry)
def delete(request: SignedInRequest, entry: Synonyms) -> HttpResponse:
    """Ask once, then take it away."""
    if request.method == "POST":
        actions.delete_synonyms(entry=entry, by=request.user)
        return _done(request, _("The entry is deleted."))
    return render(request, "benchmarking/thesaurus/delete.html", {"entry": entry})


def _values(form: SynonymsForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("words", "note")}


def _done(request: SignedInRequest, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("benchmarking:thesaurus")


def _form(request: SignedInRequest, form: SynonymsForm, title: str) -> HttpResponse:
    context = {"form": form, "title": title, "cancel_url": reverse("benchmarking:thesaurus")}
    return render(request, "benchmarking/thesaurus/form.html", context, status=422 if form.errors else 200)
