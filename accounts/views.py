"""Signing in and out, and the accounts' administration."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import actions, queries
from accounts.access import Home as HomeScope
from accounts.access import SignedInRequest, home, requires
from accounts.forms import PeopleFilter, SignInForm
from accounts.permissions import Permission
from accounts.queries import Account
from core.htmx import render_page
from core.pagination import page_of
from core.queries import history_of
from core.states import IllegalMove


class SignIn(LoginView):
    """Sign in with e-mail and password; what was typed stays when it is refused."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_invalid(self, form: SignInForm) -> HttpResponse:  # type: ignore[override]  # our own form class
        """The page again with the reason, as "unprocessable"."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class SignOut(LogoutView):
    """End the session; the browser forgets what it kept of the portal."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask the browser to drop stored drafts of this person."""
        response = super().post(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"storage"'
        return response


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
