"""Devices from which somebody signed in before: their failures are counted apart (case A-07).

Whoever guesses passwords from elsewhere pauses the account for strangers, not for its owner's own browser.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

_SALT = "accounts.entrance.devices"
#: Seconds for which a browser is remembered after its last sign-in.
AGE = 180 * 24 * 3600
#: People who may share one browser.
_MOST = 5


def device_of(request: HttpRequest, email: str) -> str:
    """The number of this browser if the owner of the address signed in here before, else ""."""
    kept = _kept(request)
    return str(kept.get("id", "")) if _mark(email) in kept.get("for", []) else ""


def remember(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Let this browser be known for the address; the cookie holds no address and no name."""
    kept = _kept(request)
    people = [_mark(email), *(mark for mark in kept.get("for", []) if mark != _mark(email))][:_MOST]
    value = signing.dumps({"id": kept.get("id") or secrets.token_urlsafe(12), "for": people}, salt=_SALT)
    response.set_cookie(
        _name(), value, max_age=AGE, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )


def _kept(request: HttpRequest) -> dict[str, Any]:
    try:
        kept = signing.loads(request.COOKIES.get(_name(), ""), salt=_SALT, max_age=AGE)
    except signing.BadSignature:
        return {}
    return kept if isinstance(kept, dict) else {}


def _name() -> str:
    return "__Host-mrs_device" if settings.SESSION_COOKIE_SECURE else "mrs_device"


def _mark(email: str) -> str:
    return salted_hmac(_SALT, email.lower()).hexdigest()[:24]
