"""Inviting people, and what has become of the invitations."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions, queries
from accounts.access import Home, SignedInRequest, home, requires
from accounts.duties import duties_of
from accounts.forms import InvitationFilter, InviteForm
from accounts.models import Invitation, User
from accounts.permissions import Permission
from accounts.queries import Account, Kept
from accounts.sessions import recently_signed_in
from accounts.states import LIGHT
from accounts.views.form_page import GET_POST, bound, form_page, pressed
from core.htmx import render_page
from core.pagination import page_of


@require_safe
@requires(Permission.PEOPLE_INVITE, on=home)
def invitations(request: SignedInRequest, _scope: Home) -> HttpResponse:
    """The invitations to the offices of one's own country."""
    filters = InvitationFilter(request.GET)
    found = queries.invitations(request.user, query=filters.value("q"), state=filters.value("state"))
    context = {"page": page_of(found, request), "filters": filters}
    return render_page(request, "accounts/invitations.html", context)


@require_http_methods(GET_POST)
@requires(Permission.PEOPLE_INVITE, on=home)
def invite(request: SignedInRequest, _scope: Home) -> HttpResponseBase:
    """Invite somebody."""
    return _invite_page(request, None)


@require_http_methods(GET_POST)
@requires(Permission.PEOPLE_INVITE, on=queries.visible_account)
def hand_over(request: SignedInRequest, account: Account) -> HttpResponseBase:
    """Invite the one who takes over this person's work; what waits for the person is shown."""
    return _invite_page(request, account.person)


def _invite_page(request: SignedInRequest, takes_over: User | None) -> HttpResponseBase:
    if request.method == "POST" and request.POST.get("role") not in LIGHT | {None, ""}:
        return _invite_with_weight(request, takes_over)
    return _invite(request, takes_over)


def _invite(request: HttpRequest, takes_over: User | None) -> HttpResponse:
    assert isinstance(request.user, User)  # noqa: S101  # behind `requires`
    user, signed = request.user, request
    initial: dict[str, object] = {"organisation": user.organisation_id if user.country else None}
    if takes_over:
        initial = {
            "organisation": takes_over.organisation_id,
            "role": takes_over.role,
            "title": takes_over.title,
        }
    form = InviteForm(bound(signed), user=user, initial=initial)  # type: ignore[arg-type]  # signed in

    def save() -> str:
        actions.invite(by=user, takes_over=takes_over, **form.cleaned_data)
        return _("The invitation is on its way to %(address)s. The link works once, for 72 hours.") % {
            "address": form.cleaned_data["email"]
        }

    title = _("Invite somebody")
    if takes_over:
        title = _("Hand over the work of %(person)s") % {"person": takes_over}
    return form_page(
        signed,  # type: ignore[arg-type]  # signed in
        form,
        save=save,
        title=title,
        back=reverse("accounts:invitations"),
        template="accounts/invite.html",
        takes_over=takes_over,
        duties=duties_of(takes_over, reader=user) if takes_over else [],
        primary_label=_("Send the invitation"),
    )


#: Whoever speaks for a country or runs the portal is invited by somebody who has just shown that it is them.
_invite_with_weight = recently_signed_in(_invite)


@require_POST
@requires(Permission.PEOPLE_INVITE, on=queries.visible_invitation)
def send_again(request: SignedInRequest, kept: Kept[Invitation]) -> HttpResponse:
    """A new link to the same address."""

    def save() -> str:
        actions.send_again(invitation=kept.thing, by=request.user)
        return _("A new link is on its way. The old one no longer works.")

    return pressed(request, save, reverse("accounts:invitations"))


@require_POST
@requires(Permission.PEOPLE_INVITE, on=queries.visible_invitation)
def withdraw(request: SignedInRequest, kept: Kept[Invitation]) -> HttpResponse:
    """Take the invitation back."""

    def save() -> str:
        actions.withdraw(invitation=kept.thing, by=request.user)
        return _("The invitation is withdrawn; its link no longer works.")

    return pressed(request, save, reverse("accounts:invitations"))
