"""How often somebody may try: for each account, for each address (IPv6: each /64), for each known browser.

The counts lie in the shared cache, so that all web processes see them. Nothing here says whether an account exists.
"""

from __future__ import annotations

import time

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from accounts.entrance.devices import device_of

_APP = "accounts"
#: Seconds after which a paused person may try again; what Retry-After says.
PAUSE = 15 * 60


class Attempt:
    """One try to sign in: counted before the password is looked at, taken back when it was right."""

    def __init__(self, request: HttpRequest, email: str) -> None:
        self._request = request
        self._device = device_of(request, email)
        self._key = f"{email.lower()}|{self._device}"
        self._usage: ratelimit.RateLimitUsage | None = None

    def begin(self) -> bool:
        """Whether the try may go on."""
        if not self._device and _is_used_up(self._request):
            return False
        self._usage = _consume(self._request, "account", self._key)
        return self._usage is not None

    def succeeded(self) -> None:
        """It was the right password: the try does not count."""
        if self._usage is not None:
            self._usage.rollback()

    def failed(self) -> bool:
        """It was not; True when this was the last try before the pause."""
        _consume(self._request, "address")
        return bool(len(_history(self._request, "account", self._key)) >= _rate("account").amount)


def may_mail(request: HttpRequest, email: str) -> bool:
    """Whether one more mail may go to this address now: one in 15 minutes."""
    return _consume(request, "mail", email.lower()) is not None


def lift(email: str) -> None:
    """End the pause of an account, for whoever waits in front of a meeting (case A-07)."""
    cache.delete(_cache_key(HttpRequest(), "account", f"{email.lower()}|"))


def _config() -> dict[str, str]:
    return settings.SIGN_IN_RATES


def _rate(action: str) -> ratelimit.Rate:
    return ratelimit.parse_rate(_config()[action])


def _consume(request: HttpRequest, action: str, key: str | None = None) -> ratelimit.RateLimitUsage | None:
    return ratelimit.consume(request, app=_APP, action=action, config=_config(), key=key, limit_get=True)


def _cache_key(request: HttpRequest, action: str, key: str | None) -> str:
    found: str = ratelimit.get_cache_key(request, app=_APP, action=action, rate=_rate(action), key=key)
    return found


def _history(request: HttpRequest, action: str, key: str | None = None) -> list[float]:
    """Times of the tries that still count; read without a lock, which fifty at once would wait for."""
    kept: list[float] = cache.get(_cache_key(request, action, key), [])
    return [at for at in kept if at > time.time() - _rate(action).duration]


def _is_used_up(request: HttpRequest) -> bool:
    return bool(len(_history(request, "address")) >= _rate("address").amount)
