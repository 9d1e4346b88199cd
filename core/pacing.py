"""The throttles at the door: by place on the net, by person, by what is asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from core.addresses import client_network
from core.throttles import Buckets, Limit, Pace, spend, too_many

Handler = Callable[[HttpRequest], HttpResponse]

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def even_pace_of_places(get_response: Handler) -> Handler:
    """No place on the net may take all of a web process. Stands before sessions, so that a flood costs no query."""
    places = Buckets(Pace(*settings.PACE_OF_A_PLACE))

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.THROTTLES and (seconds := places.take(client_network(request))):
            return too_many(request, seconds)
        return get_response(request)

    return middleware


class EvenPaceOfPeople:
    """What a signed-in person may have: requests and searches at an even pace, so many files, so many reports.

    Files are counted where they leave: every answer that is an attachment is one, whichever page gave it.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.requests = Buckets(Pace(*settings.PACE_OF_A_PERSON))
        self.searches = Buckets(Pace(*settings.PACE_OF_SEARCH))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.THROTTLES or not request.user.is_authenticated:
            return self.get_response(request)
        person = str(request.user.pk)
        seconds = self.requests.take(person)
        if not seconds and request.method == "GET" and request.GET.get("q", "").strip():
            seconds = self.searches.take(person)
        if seconds:
            return too_many(request, seconds)
        response = self.get_response(request)
        if is_file(response) and (seconds := _taken(person, response)):
            refused = too_many(request, seconds)
            # Closed with the answer that is sent: closing it here would end the request, database connection and all.
            refused._resource_closers += response._resource_closers  # type: ignore[attr-defined]
            return refused
        return response

    def process_view(
        self, request: HttpRequest, _view: Any, _positional: Any, _arguments: Any
    ) -> HttpResponse | None:
        """Count what sets something off: settings.LIMITED_POSTS names the addresses."""
        route = request.resolver_match.view_name if request.resolver_match else ""
        number = settings.LIMITED_POSTS.get(route) if request.method == "POST" else None
        if number is None or not settings.THROTTLES:
            return None
        sender = str(request.user.pk) if request.user.is_authenticated else client_network(request)
        seconds = spend(f"{route}:{sender}", Limit(HOUR, number=number), now=timezone.now())
        return too_many(request, seconds) if seconds else None


def is_file(response: HttpResponseBase) -> bool:
    """Whether the answer is a file to keep, rather than a page or a picture in it."""
    return response.status_code == 200 and response.get("Content-Disposition", "").startswith("attachment")


def _taken(person: str, response: HttpResponse) -> int:
    """Count a file; seconds to wait when the hour's number or the day's bytes are used up."""
    now = timezone.now()
    size = int(response.get("Content-Length") or (0 if response.streaming else len(response.content)))
    number, amount = Limit(HOUR, number=settings.FILES_AN_HOUR), Limit(DAY, size=settings.BYTES_A_DAY)
    return spend(f"files:{person}", number, now=now) or spend(f"bytes:{person}", amount, now=now, size=size)
