"""What stands between a session and every page: its end, and the second factor."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from accounts.sessions import ENDED, FACTOR, needs_second_factor, touch, why_ended

Handler = Callable[[HttpRequest], HttpResponse]

#: Routes that stay open to somebody whose second factor is not set up or not given yet.
OPEN_BEFORE_SECOND_FACTOR = frozenset(
    {
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "account_session",
        "mfa_activate_totp",
        "mfa_reauthenticate",
        "accounts:profile-language",
        "contact",
        "help",
        "healthz",
        "readyz",
        "security",
    }
)
#: Asked by a page on its own, with nobody at the keys; the answer of a poll is no sign of life.
NO_ACTIVITY = frozenset(
    {"account_session", "reports:progress", "standards:intake-progress", "benchmarking:line-suggestions"}
)


def session_limits(get_response: Handler) -> Handler:
    """End a session that is over; note that its person is there."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            reason = why_ended(request.session)
            if reason:
                request.session.flush()
                request.session[ENDED] = reason
                request.user = AnonymousUser()
        return get_response(request)

    return middleware


class SecondFactor:
    """Leads to the second factor whoever needs one and has not given it; one look at the session for the others."""

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing by itself: the route is known only in process_view."""
        return self._get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponseBase | None:
        """The set-up page instead of the asked one, or None."""
        route = request.resolver_match.view_name if request.resolver_match else ""
        if not request.user.is_authenticated:
            return None
        if route not in NO_ACTIVITY:
            touch(request.session)
        if not settings.SECOND_FACTOR_ROLES or route in OPEN_BEFORE_SECOND_FACTOR:
            return None
        if request.session.get(FACTOR) or not needs_second_factor(request.user):
            return None
        has_one = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists()
        return redirect("mfa_reauthenticate" if has_one else "mfa_activate_totp")
