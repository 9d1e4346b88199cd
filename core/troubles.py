"""Answers to requests that no view could answer: too much, the wrong kind, a form that was open too long, a fault.

Each says what happened, what to do, and where there is one the number under which the log tells of it. Nothing that
was sent is shown to anybody but the browser that sent it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from django.core.exceptions import (
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseServerError
from django.middleware.csrf import REASON_BAD_ORIGIN, REASON_BAD_REFERER
from django.shortcuts import render
from django.template import loader
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

Handler = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponseBase]

#: Characters of a path and of what follows `?`. The longest of ours are 300 and 2,000; web servers stop at 8,000.
LONGEST_PATH = 2_000
LONGEST_QUERY = 6_000
#: What forms send; a view that reads something else is marked by `takes`.
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
#: Seconds after which a browser may ask again when the database is away.
AWAY_SECONDS = 30
#: Fields whose content is never shown again.
SECRET = ("password", "secret", "token", "code")
#: Characters from which on a text is shown for reading when a form is offered again.
SHOWN_FROM = 20


def takes(*kinds: str) -> Callable[[View], View]:
    """Mark a view that reads bodies of these types beside forms, such as "application/octet-stream"."""

    def mark(view: View) -> View:
        view.takes = frozenset(kinds)  # type: ignore[attr-defined]  # read by FormsOnly
        return view

    return mark


def addresses_of_bearable_length(get_response: Handler) -> Handler:
    """Refuse endless addresses before anything is read from them (414)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if len(request.path) <= LONGEST_PATH and len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY:
            return get_response(request)
        return _trouble(
            request,
            414,
            _("This address is too long"),
            _(
                "The portal read nothing of it and has changed nothing. Start from the start page, and search again."
            ),
        )

    return middleware


class FormsOnly:
    """Bodies that are no form are refused (415), except by views that are marked to take them."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing happens before the view is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, *_args: Any) -> HttpResponse | None:
        """Look at the announced type and packing; what is in the body is never guessed.

        A form of another site is refused on the word of the browser, whatever token it brings.
        """
        foreign = request.headers.get("Sec-Fetch-Site") == "cross-site" and request.method not in (
            "GET",
            "HEAD",
        )
        if foreign and not getattr(view, "csrf_exempt", False):
            return form_was_open_too_long(request)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if request.method != "POST" or length == "0":
            return None
        packed = request.headers.get("Content-Encoding", "identity").lower() != "identity"
        if not packed and request.content_type in FORMS | getattr(view, "takes", frozenset()):
            return None
        return _trouble(
            request,
            415,
            _("The portal cannot read what was sent"),
            _("This address takes a form of the portal, not data of another kind. Nothing was changed."),
        )


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for a request that Django refused to read (400, 413)."""
    title, status = _("Something in the address or the form could not be read"), 400
    if isinstance(exception, RequestDataTooBig):
        title, status = _("This is more than the portal takes at one time"), 413
        text = _(
            "The portal takes files of at most 25 MB and texts of at most 2 MB together in one form. Nothing was changed. "
            "Go back: what you typed is usually still there. Shorten it, or send it in parts."
        )
    elif isinstance(exception, TooManyFieldsSent | TooManyFilesSent):
        text = _(
            "A form can bring at most 1,000 fields and 100 files at one time, and this one brought more. Nothing was "
            "changed. Go back: what you chose is usually still there. Choose less, and send the rest afterwards."
        )
    else:
        text = _(
            "The portal did not understand what the browser sent, and has changed nothing. Go back and try again. "
            "If you followed a link, it may have been cut off."
        )
    return _trouble(request, status, title, text)


def form_was_open_too_long(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What replaces Django's bare refusal: the same form with everything typed, to be sent once more (403).

    It is offered only when the browser says that one of our own pages sent it: another site must not get a person to
    send what that site made up. Secrets are never shown again; files have to be chosen again.
    """
    ours = _is_from_our_pages(request, reason)
    fields = list(_typed(request)) if ours else []
    context = {
        "fields": [field for field in fields if not field["shown"]],
        "texts": [field for field in fields if field["shown"]],
        "files": bool(request.FILES) if ours else False,
        "address": request.get_full_path(),
        "before": request.META.get("HTTP_REFERER", "") if ours else "",
        "again": ours and bool(fields),
    }
    response = render(request, "403_csrf.html", context, status=403)
    add_never_cache_headers(response)
    return response


def _is_from_our_pages(request: HttpRequest, reason: str) -> bool:
    prefixes = (REASON_BAD_ORIGIN.partition("%")[0], REASON_BAD_REFERER.partition("%")[0])
    if reason.startswith(prefixes) or request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    host = f"{request.scheme}://{request.get_host()}"
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin == host
    return request.headers.get("Referer", "").startswith(f"{host}/")


def _typed(request: HttpRequest) -> Any:
    for name, values in request.POST.lists():
        if name == "csrfmiddlewaretoken" or any(word in name.lower() for word in SECRET):
            continue
        for value in values:
            text = value.replace("\0", "")
            shown = (len(text) >= SHOWN_FROM and " " in text) or "\n" in text
            yield {"name": name, "value": text, "shown": shown, "label": name.replace("_", " ").capitalize()}


def fault(request: HttpRequest) -> HttpResponse:
    """The page of a fault (500), or of a database that is away or overloaded (503). Needs neither of them itself."""
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    template = loader.get_template("503.html" if away else "500.html")
    page = template.render({"reference": getattr(request, "reference", "")})
    response: HttpResponse = HttpResponseServerError(page)
    if away:
        response = HttpResponse(page, status=503, headers={"Retry-After": str(AWAY_SECONDS)})
    add_never_cache_headers(response)
    return response


def _trouble(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    """A page of one sentence, also where the session has not been read yet or cannot be."""
    context = {"title": title, "text": text, "reference": getattr(request, "reference", "")}
    try:
        response = render(request, "trouble.html", context, status=status)
    except (
        SuspiciousOperation,
        OperationalError,
        InterfaceError,
    ):  # the trouble is in what the page itself reads
        response = HttpResponse(loader.get_template("trouble.html").render(context), status=status)
    add_never_cache_headers(response)
    return response
