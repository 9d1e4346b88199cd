"""Pages in the language and the time zone that the signed-in person chose; from the account that is there anyway."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

Handler = Callable[[HttpRequest], HttpResponse]
_LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


def as_the_person_wishes(get_response: Handler) -> Handler:
    """Language and zone of the person; the portal's own for everybody else, whatever the browser asks for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        language = user.language if user.is_authenticated else ""
        zone = _zone(user.time_zone) if user.is_authenticated else None
        with (
            translation.override(language if language in _LANGUAGES else settings.LANGUAGE_CODE),
            timezone.override(zone),
        ):
            response = get_response(request)
            response.headers.setdefault(
                "Content-Language", translation.get_language() or settings.LANGUAGE_CODE
            )
        return response

    return middleware


def _zone(name: str) -> ZoneInfo | None:
    """The zone of this name; None, which is the portal's own, when it is none."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None
