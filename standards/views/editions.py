"""An edition's own pages."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Home, SignedInRequest, home, requires, sees
from accounts.permissions import Permission
from core import countries
from core.conflicts import Conflict, conflict_page
from core.htmx import render_page
from core.once import once
from core.states import IllegalMove
from standards import actions, languages, queries
from standards.forms import EditionForm, NewStandardForm, ReturnForm, edition_form
from standards.models import Edition
from standards.states import RELEASED, EditionState, IntakeState

TONES = {
    EditionState.DRAFT: "neutral",
    EditionState.SUBMITTED: "attention",
    EditionState.ACCEPTED: "done",
    EditionState.RETURNED: "attention",
    EditionState.SUPERSEDED: "neutral",
}


def to_edition(edition: Edition) -> HttpResponseRedirect:
    """After an act: the edition's page."""
    return HttpResponseRedirect(reverse("standards:detail", args=[edition.ref]), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.STANDARD_CREATE, on=home)
@once
def create(request: SignedInRequest, _home: Home) -> HttpResponse:
    """A standard and its first edition."""
    form = NewStandardForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        edition = actions.create_standard(**form.details(), by=request.user)
        messages.success(request, _("The draft is there. Upload the standard's file next."))
        return to_edition(edition)
    context = {"form": form, "country": countries.name_of(request.user.country)}
    return render(request, "standards/create.html", context, status=422 if form.is_bound else 200)


def number_in(request: SignedInRequest, name: str) -> int | None:
    """A whole number from the address; None when it is absent or no number."""
    value = request.GET.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None


@require_safe
@sees(queries.visible_edition)
def detail(request: SignedInRequest, edition: Edition) -> HttpResponse:
    """One edition: its lines as a tree, its files, its history, and the next step."""
    rights = queries.rights_of(edition, request.user)
    unfolded = request.GET.get("open") == "all"
    talks = queries.talks_of(edition, request.user)
    outline = queries.outline_of(
        queries.lines_of(edition, checkers=True),
        open_part=queries.ALL if unfolded else number_in(request, "part"),
        line=number_in(request, "line"),
        q=queries.Filters.of(request.GET.dict()).q,
        talks=talks,
    )
    editions = queries.editions_beside(edition, request.user)
    shares = queries.shares_of(edition)
    intakes = list(queries.open_intakes(edition)) if rights.owns else []
    context = {
        "edition": edition,
        "standard": edition.standard,
        "country": countries.name_of(edition.country),
        "language": languages.name_of(edition.language),
        "tone": TONES[EditionState(edition.state)],
        "duty": queries.duty_on(edition, shares),
        "since": edition.decided_at or edition.submitted_at or edition.created_at,
        "outline": outline,
        "unfolded": unfolded,
        "talk": queries.told(talks),
        "may_comment": rights.comment,
        "lines_base": f"{reverse('standards:detail', args=[edition.ref])}lines/",
        "others": [one for one in editions if one.pk != edition.pk],
        "earlier": queries.earlier_of(edition, editions, ""),
        "rights": rights,
        "shares": shares if rights.owns else [],
        "files": queries.source_files_of(edition, owns=rights.owns),
        "history": queries.history_lines(edition, owns=rights.owns),
        "intakes": intakes if edition.is_draft else [],
        "to_confirm": next((one for one in intakes if one.state == IntakeState.READ), None),
        "successor": _successor(edition, editions) if rights.owns else None,
        "submitted_by_me": edition.submitted_by_id == request.user.pk,
    }
    return render_page(request, "standards/detail.html", context, fragment=_part(request))


def _part(request: SignedInRequest) -> str | None:
    """Opening one folded part fetches that part alone."""
    return "part" if "part" in request.GET else None


def _successor(edition: Edition, editions: list[Edition]) -> Edition | None:
    return next((one for one in editions if one.previous_id == edition.pk), None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDITION_EDIT, on=queries.visible_edition)
def edit(request: SignedInRequest, edition: Edition) -> HttpResponse:
    """Details of a draft."""
    if not edition.is_draft:
        messages.error(request, _("Only a draft can be changed. Start a new edition from this one."))
        return to_edition(edition)
    whole = not edition.standard.editions.filter(state__in=RELEASED).exists()
    form = edition_form(edition, standard_too=whole, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_edition(
                edition=edition, revision=form.cleaned_data["revision"], by=request.user, **form.details()
            )
        except Conflict as conflict:
            return _conflict(request, edition, form, conflict)
        except IllegalMove as refused:
            messages.error(request, refused.message)
            return to_edition(edition)
        messages.success(request, _("Saved."))
        return to_edition(edition)
    context = {
        "form": form,
        "edition": edition,
        "cancel_url": reverse("standards:detail", args=[edition.ref]),
    }
    return render(request, "standards/edit.html", context, status=422 if form.is_bound else 200)


def _conflict(
    request: SignedInRequest, edition: Edition, form: EditionForm, conflict: Conflict
) -> HttpResponse:
    current = conflict.current
    assert isinstance(current, Edition)  # noqa: S101 - edit_edition raises it with the edition
    theirs: dict[str, Any] = {
        name: value
        for name, value in edition_form(current, standard_too="title" in form.fields).initial.items()
        if name != "revision"
    }
    return conflict_page(
        request,
        form=form,
        current=current,
        fields=theirs,
        title=_("Edit the details"),
        cancel_url=reverse("standards:detail", args=[edition.ref]),
    )


@require_POST
@requires(Permission.EDITION_EDIT, on=queries.visible_edition)
def new_edition(request: SignedInRequest, edition: Edition) -> HttpResponse:
    """A new draft copied from this edition."""
    try:
        copy = actions.new_edition(edition=edition, by=request.user)
    except IllegalMove as refused:
        messages.error(request, refused.message)
        return to_edition(edition)
    messages.success(
        request,
        _(
            "A new draft was copied from this edition. Check its label and date, then correct or replace its lines."
        ),
    )
    return redirect("standards:edit", ref=copy.ref)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDITION_DECIDE, on=queries.visible_edition)
def accept(request: SignedInRequest, edition: Edition) -> HttpResponse:
    """The check page (GET) and the acceptance itself (POST)."""
    if request.method == "POST":
        try:
            actions.accept(edition=edition, by=request.user)
        except IllegalMove as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, _("The edition is accepted."))
        return to_edition(edition)
    outline = queries.outline_of(queries.lines_of(edition))
    older = edition.standard.editions.filter(state=EditionState.ACCEPTED).exclude(pk=edition.pk).first()
    context = {
        "edition": edition,
        "outline": outline,
        "older": older,
        "country": countries.name_of(edition.country),
    }
    if edition.state != EditionState.SUBMITTED or edition.submitted_by_id == request.user.pk:
        messages.error(request, _refusal(edition))
        return to_edition(edition)
    return render(request, "standards/accept.html", context)


def _refusal(edition: Edition) -> str:
    if edition.state == EditionState.SUBMITTED:
        return _("You submitted this edition yourself. A second person has to accept it.")
    return _("This edition is “%(state)s”, so there is nothing to accept or return.") % {
        "state": edition.get_state_display()
    }


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDITION_DECIDE, on=queries.visible_edition)
def return_(request: SignedInRequest, edition: Edition) -> HttpResponse:
    """Send a submitted edition back with a reason."""
    if edition.state != EditionState.SUBMITTED:
        messages.error(request, _refusal(edition))
        return to_edition(edition)
    form = ReturnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.return_edition(edition=edition, reason=form.cleaned_data["reason"], by=request.user)
        except IllegalMove as refused:
            messages.error(request, refused.message)
        else:
            messages.success(
                request, _("The edition is returned. Its country reads your reason on its page.")
            )
        return to_edition(edition)
    context = {
        "form": form,
        "edition": edition,
        "cancel_url": reverse("standards:detail", args=[edition.ref]),
    }
    return render(request, "standards/return.html", context, status=422 if form.is_bound else 200)


@require_POST
@requires(Permission.EDITION_SUBMIT, on=queries.visible_edition)
def publish(request: SignedInRequest, edition: Edition) -> HttpResponse:
    """Make an accepted edition public (public=1) or not."""
    public = request.POST.get("public") == "1"
    try:
        actions.set_public(edition=edition, public=public, by=request.user)
    except IllegalMove as refused:
        messages.error(request, refused.message)
    else:
        done = _("The edition is public now.") if public else _("The edition is no longer public.")
        messages.success(request, done)
    return to_edition(edition)
