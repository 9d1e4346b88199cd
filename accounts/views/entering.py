"""Buttons on the page of an account for somebody who cannot get in."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import actions, queries
from accounts.access import SignedInRequest, requires
from accounts.permissions import Permission
from accounts.queries import Account
from accounts.sessions import recently_signed_in
from accounts.views.form_page import pressed
from accounts.views.people import address_of


@require_POST
@requires(Permission.PEOPLE_KEEP, on=queries.visible_account)
def lift_pause(request: SignedInRequest, account: Account) -> HttpResponse:
    """End the pause after wrong passwords."""
    person = account.person

    def save() -> str:
        actions.lift_pause(person=person, by=request.user)
        return _("%(person)s can try to sign in again at once.") % {"person": person}

    return pressed(request, save, address_of(person))


@require_POST
@requires(Permission.PEOPLE_KEEP, on=queries.visible_account)
@recently_signed_in
def remove_factor(request: SignedInRequest, account: Account) -> HttpResponse:
    """Remove the second factor of somebody who has lost phone and codes."""
    person = account.person

    def save() -> str:
        actions.remove_factor(person=person, by=request.user)
        return _("The second factor of %(person)s is removed, and all their sessions are ended.") % {
            "person": person
        }

    return pressed(request, save, address_of(person))
