"""Offices and working groups of one's own country."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions, queries
from accounts.access import Home, SignedInRequest, home, requires
from accounts.forms import KeptFilter, MemberForm, OfficeFilter, OfficeForm, TeamForm
from accounts.models import Organisation, Team
from accounts.permissions import Permission
from accounts.queries import Kept
from accounts.states import OrganisationKind
from accounts.views.form_page import GET_POST, attempt, bound, form_page, pressed
from core.htmx import render_page
from core.pagination import page_of
from core.queries import history_of
from core.text import clean


@require_safe
@requires(Permission.OFFICE_KEEP, on=home)
def offices(request: SignedInRequest, _scope: Home) -> HttpResponse:
    """The offices of one's own country; all bodies for the portal administrator."""
    filters = OfficeFilter(request.GET, user=request.user)
    found = queries.offices(
        request.user,
        query=filters.value("q"),
        country=filters.value("country"),
        active=filters.value("active"),
    )
    context = {"page": page_of(found, request), "filters": filters}
    return render_page(request, "accounts/offices.html", context)


@require_http_methods(GET_POST)
@requires(Permission.OFFICE_KEEP, on=home)
def office_new(request: SignedInRequest, _scope: Home) -> HttpResponse:
    """Add an office."""
    form = OfficeForm(bound(request), user=request.user)

    def save() -> str:
        values = {"kind": OrganisationKind.GOVERNMENT, "country": request.user.country} | form.cleaned_data
        actions.create_organisation(by=request.user, **values)
        return _("The office is added. Its people can be invited now.")

    return form_page(request, form, save=save, title=_("New office"), back=reverse("accounts:offices"))


@require_http_methods(GET_POST)
@requires(Permission.OFFICE_KEEP, on=queries.visible_office)
def office_edit(request: SignedInRequest, kept: Kept[Organisation]) -> HttpResponse:
    """Correct the name."""
    form = OfficeForm(bound(request), user=request.user, office=kept.thing)

    def save() -> str:
        actions.rename_organisation(organisation=kept.thing, by=request.user, **form.cleaned_data)
        return _("The office is saved.")

    title = _("Rename the office")
    return form_page(request, form, save=save, title=title, back=reverse("accounts:offices"))


@require_POST
@requires(Permission.OFFICE_KEEP, on=queries.visible_office)
def office_close(request: SignedInRequest, kept: Kept[Organisation]) -> HttpResponse:
    """Close an office that has no people any more."""

    def save() -> str:
        actions.close_organisation(organisation=kept.thing, by=request.user)
        return _("The office is closed. Nobody is invited to it any more.")

    return pressed(request, save, reverse("accounts:offices"))


@require_POST
@requires(Permission.OFFICE_KEEP, on=queries.visible_office)
def office_reopen(request: SignedInRequest, kept: Kept[Organisation]) -> HttpResponse:
    """Open a closed office again."""

    def save() -> str:
        actions.reopen_organisation(organisation=kept.thing, by=request.user)
        return _("The office is open again.")

    return pressed(request, save, reverse("accounts:offices"))


@require_safe
@requires(Permission.TEAM_KEEP, on=home)
def teams(request: SignedInRequest, _scope: Home) -> HttpResponse:
    """The working groups of one's own country."""
    filters = KeptFilter(request.GET, user=request.user)
    found = queries.teams(request.user, query=filters.value("q"), country=filters.value("country"))
    return render_page(request, "accounts/teams.html", {"page": page_of(found, request), "filters": filters})


@require_http_methods(GET_POST)
@requires(Permission.TEAM_KEEP, on=home)
def team_new(request: SignedInRequest, _scope: Home) -> HttpResponse:
    """Set up a working group; its people come next."""
    form = TeamForm(bound(request), user=request.user)

    def save() -> str:
        values = {"country": request.user.country} | form.cleaned_data
        actions.create_team(members=[], by=request.user, **values)
        return _("The team is set up. Put its people into it.")

    return form_page(request, form, save=save, title=_("New team"), back=reverse("accounts:teams"))


def _page_of_team(request: SignedInRequest, team: Team, form: MemberForm, status: int = 200) -> HttpResponse:
    context = {"team": team, "form": form, "history": history_of(team)[:30]}
    return render_page(request, "accounts/team.html", context, status=status)


@require_http_methods(GET_POST)
@requires(Permission.TEAM_KEEP, on=queries.visible_team)
def team(request: SignedInRequest, kept: Kept[Team]) -> HttpResponse:
    """Who has which part in the team; POST gives somebody a part."""
    form = MemberForm(bound(request), team=kept.thing)

    def save() -> str:
        actions.put_in_team(team=kept.thing, by=request.user, **form.cleaned_data)
        return _("The team is saved.")

    if form.is_bound and form.is_valid() and attempt(form, save) is not None:
        return pressed(request, lambda: _("The team is saved."), _address_of(kept.thing))
    return _page_of_team(request, kept.thing, form, 422 if form.is_bound else 200)


@require_http_methods(GET_POST)
@requires(Permission.TEAM_KEEP, on=queries.visible_team)
def team_rename(request: SignedInRequest, kept: Kept[Team]) -> HttpResponse:
    """Another name."""
    form = TeamForm(bound(request), user=request.user, team=kept.thing)

    def save() -> str:
        actions.rename_team(team=kept.thing, by=request.user, **form.cleaned_data)
        return _("The team is saved.")

    return form_page(request, form, save=save, title=_("Rename the team"), back=_address_of(kept.thing))


@require_POST
@requires(Permission.TEAM_KEEP, on=queries.visible_team)
def team_remove(request: SignedInRequest, kept: Kept[Team]) -> HttpResponse:
    """Take somebody out of the team."""
    person = get_object_or_404(kept.thing.members.all(), ref=clean(request.POST.get("person", ""))[:80])

    def save() -> str:
        actions.take_from_team(team=kept.thing, person=person, by=request.user)
        return _("%(person)s is no longer in the team.") % {"person": person}

    return pressed(request, save, _address_of(kept.thing))


def _address_of(team: Team) -> str:
    return reverse("accounts:team", kwargs={"ref": team.ref})
