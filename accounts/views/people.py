"""People: the list, one account, opening and closing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import actions, queries
from accounts.access import Home as HomeScope
from accounts.access import SignedInRequest, home, requires
from accounts.forms import PeopleFilter
from accounts.permissions import Permission
from accounts.queries import Account
from core.htmx import render_page
from core.pagination import page_of
from core.queries import history_of
from core.states import IllegalMove


@require_safe
@requires(Permission.PEOPLE_MANAGE, on=home)
def people(request: SignedInRequest, _scope: HomeScope) -> HttpResponse:
    """All accounts, for the portal administrator."""
    filters = PeopleFilter(request.GET)
    found = queries.people(
        request.user,
        query=filters.value("q"),
        role=filters.value("role"),
        country=filters.value("country"),
        active=filters.value("active"),
    )
    return render_page(request, "accounts/people.html", {"page": page_of(found, request), "filters": filters})


@require_safe
@requires(Permission.PEOPLE_MANAGE, on=queries.visible_account)
def person(request: SignedInRequest, account: Account) -> HttpResponse:
    """One account with its history."""
    context = {"person": account.person, "history": history_of(account.person)[:50]}
    return render_page(request, "accounts/person.html", context)


@require_POST
@requires(Permission.PEOPLE_MANAGE, on=queries.visible_account)
def deactivate(request: SignedInRequest, account: Account) -> HttpResponse:
    """Close the account."""
    try:
        actions.deactivate(person=account.person, by=request.user)
        messages.success(
            request, _("%(person)s is deactivated and signed out everywhere.") % {"person": account.person}
        )
    except IllegalMove as refused:
        messages.error(request, refused.message)
    return redirect("accounts:person", pk=account.person.pk)


@require_POST
@requires(Permission.PEOPLE_MANAGE, on=queries.visible_account)
def reactivate(request: SignedInRequest, account: Account) -> HttpResponse:
    """Open the account again."""
    try:
        actions.reactivate(person=account.person, by=request.user)
        messages.success(request, _("%(person)s can sign in again.") % {"person": account.person})
    except IllegalMove as refused:
        messages.error(request, refused.message)
    return redirect("accounts:person", pk=account.person.pk)
