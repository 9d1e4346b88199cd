"""The page behind the link of an invitation: open to whoever holds the link; looking at it changes nothing."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts import actions, queries
from accounts.actions.invitations import has_account
from accounts.forms import NewPasswordForm
from accounts.models import Invitation
from accounts.sessions import sign_in
from accounts.states import InvitationState
from accounts.views.form_page import GET_POST
from core.states import IllegalMove


@never_cache
@login_not_required
@require_http_methods(GET_POST)
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """GET shows to which office and role the link belongs; POST sets the password, opens the account and signs in."""
    found = queries.invitation_behind(secret)
    if found is None or found.state != InvitationState.OPEN or not found.organisation.is_active:
        return _over(request, secret, found)
    if queries.has_account(found.email):
        return _over(request, secret, None, has_account())
    form = NewPasswordForm(request.POST if request.method == "POST" else None, invitation=found)
    if form.is_bound and form.is_valid():
        hashed = make_password(form.cleaned_data["password"])  # before the transaction: nobody waits for it
        try:
            person = actions.accept(secret=secret, password_hash=hashed)
        except IllegalMove as refused:
            return _over(request, secret, queries.invitation_behind(secret), refused.message)
        messages.success(request, _("Welcome. Your account is open."))
        return sign_in(request, person)
    context = {"form": form, "invitation": found, "primary_label": _("Open the account")}
    return render(request, "accounts/accept.html", context, status=422 if form.is_bound else 200)


@never_cache
@login_not_required
@require_POST
def ask_again(request: HttpRequest, secret: str) -> HttpResponse:
    """Whoever holds an expired link asks for a new one; it goes to the invited address only."""
    found = queries.invitation_behind(secret)
    if found is None or found.state != InvitationState.EXPIRED:
        return _over(request, secret, found)
    try:
        actions.send_again(invitation=found, by=None)
    except IllegalMove as refused:
        return _over(request, secret, found, refused.message)
    return render(request, "accounts/link_sent.html")


def _over(request: HttpRequest, secret: str, found: Invitation | None, why: str = "") -> HttpResponse:
    """410: the link opens nothing any more; for an expired one, a button that sends a new one."""
    expired = found is not None and found.state == InvitationState.EXPIRED and not why
    context = {"secret": secret if expired else "", "why": why}
    return render(request, "accounts/link_over.html", context, status=410)
