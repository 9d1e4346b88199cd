"""People: the list, one account, its role, its deputy, opening and closing it."""

from __future__ import annotations

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions, queries, rights
from accounts.access import Home, SignedInRequest, home, requires
from accounts.forms import DeputyForm, PeopleFilter, PersonForm
from accounts.models import User
from accounts.permissions import Permission
from accounts.queries import Account
from accounts.states import LIGHT
from accounts.views.form_page import GET_POST, bound, form_page, pressed
from core.htmx import render_page
from core.pagination import page_of
from core.queries import history_of


def address_of(person: User) -> str:
    """The page of an account."""
    return reverse("accounts:person", kwargs={"ref": person.ref})


def _ask_again(request: SignedInRequest, role: str) -> None:
    """Whoever gives somebody a role that speaks for a country has just shown that it is them, as for an invitation."""
    if role not in LIGHT:
        raise_if_reauthentication_required(request, app="accounts")


@require_safe
@requires(Permission.PEOPLE_SEE, on=home)
def people(request: SignedInRequest, _scope: Home) -> HttpResponse:
    """The accounts of one's own country; all of them for the portal administrator."""
    filters = PeopleFilter(request.GET, user=request.user)
    found = queries.people(
        request.user,
        query=filters.value("q"),
        role=filters.value("role"),
        country=filters.value("country"),
        active=filters.value("active"),
    )
    return render_page(request, "accounts/people.html", {"page": page_of(found, request), "filters": filters})


@require_safe
@requires(Permission.PEOPLE_SEE, on=queries.visible_account)
def person(request: SignedInRequest, account: Account) -> HttpResponse:
    """One account with its history."""
    context = {
        "person": account.person,
        "memberships": account.person.memberships.select_related("team"),
        "deputies": account.person.deputies.order_by("acting_from", "pk"),
        "may_keep": rights.may_keep(request.user, account.person),
        "history": history_of(account.person)[:50],
    }
    return render_page(request, "accounts/person.html", context)


@require_http_methods(GET_POST)
@requires(Permission.PEOPLE_KEEP, on=queries.visible_account)
def edit(request: SignedInRequest, account: Account) -> HttpResponse:
    """Office and function in words, and the role."""
    person = account.person
    form = PersonForm(bound(request), user=request.user, person=person)

    def save() -> str:
        if form.cleaned_data["role"] != person.role:
            _ask_again(request, form.cleaned_data["role"])
            actions.change_role(person=person, role=form.cleaned_data["role"], by=request.user)
        actions.retitle(person=person, title=form.cleaned_data["title"], by=request.user)
        return _("The account is saved.")

    title = _("Change the account of %(person)s") % {"person": person}
    return form_page(request, form, save=save, title=title, back=address_of(person))


@require_POST
@requires(Permission.PEOPLE_KEEP, on=queries.visible_account)
def deactivate(request: SignedInRequest, account: Account) -> HttpResponse:
    """Close the account."""
    person = account.person

    def save() -> str:
        actions.deactivate(person=person, by=request.user)
        return _("%(person)s is deactivated and signed out everywhere.") % {"person": person}

    return pressed(request, save, address_of(person))


@require_POST
@requires(Permission.PEOPLE_KEEP, on=queries.visible_account)
def reactivate(request: SignedInRequest, account: Account) -> HttpResponse:
    """Open the account again."""
    person = account.person

    def save() -> str:
        actions.reactivate(person=person, by=request.user)
        return _("%(person)s can sign in again.") % {"person": person}

    return pressed(request, save, address_of(person))


@require_http_methods(GET_POST)
@requires(Permission.PEOPLE_KEEP, on=queries.visible_account)
def deputy(request: SignedInRequest, account: Account) -> HttpResponse:
    """Name somebody who acts for this person for some days."""
    return deputy_page(request, account.person, back=address_of(account.person))


def deputy_page(request: SignedInRequest, person: User, *, back: str) -> HttpResponse:
    """The form with which a deputy is named, for oneself or for somebody else."""
    form = DeputyForm(bound(request), person=person)

    def save() -> str:
        chosen = form.cleaned_data
        _ask_again(request, person.role)
        actions.appoint_deputy(
            person=person,
            deputy=chosen["deputy"],
            since=chosen["since"],
            until=chosen["until"],
            by=request.user,
        )
        return _("The deputy is named; both get a mail.")

    title = _("A deputy for %(person)s") % {"person": person}
    return form_page(request, form, save=save, title=title, back=back, template="accounts/deputy.html")


@require_POST
@requires(Permission.PEOPLE_KEEP, on=queries.visible_account)
def end_deputy(request: SignedInRequest, account: Account) -> HttpResponse:
    """End it before its day; the address is that of the deputy."""
    return ended(request, account.person, back=address_of(account.person.acting_for or account.person))


def ended(request: SignedInRequest, deputy: User, *, back: str) -> HttpResponse:
    """End what the deputy does for somebody, and say so."""

    def save() -> str:
        actions.end_deputy(deputy=deputy, by=request.user)
        return _("This is over; both get a mail.")

    return pressed(request, save, back)
