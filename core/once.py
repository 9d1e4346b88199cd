"""A form that was sent twice is one form: pressed again while the line was slow, or sent anew by the browser.

Every page that is shown carries a CSRF token of its own, so the same content with the same token, to the same address
and by the same person, is the same press of the same button. The first one does the work; the others wait for it and
are led to where it led. A form that came back with an error is a new page with a new token.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

View = Callable[..., HttpResponseBase]
KEPT = timedelta(hours=1)
#: So long the work of the first press may take; as long the others wait for its end.
PATIENCE = timedelta(seconds=10)
_UNDER_WAY = "."
_PAUSE = 0.1


def once(view: View) -> View:
    """Let a view that makes something new do so once for each page from which it was asked.

    Stands below the guard of the view. Only an answer that leads on (a redirect) counts as done.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        mark = mark_of(request)
        if not mark:
            return view(request, *args, **kwargs)
        if earlier := _earlier(mark):
            return _led_on(request, earlier)
        try:
            answer = view(request, *args, **kwargs)
        except BaseException:
            cache.delete(mark)
            raise
        if isinstance(answer, HttpResponseRedirect):
            cache.set(mark, answer.url, KEPT.total_seconds())
        else:
            cache.delete(mark)
        return answer

    return guarded


def mark_of(request: HttpRequest) -> str:
    """What names this press of a button; "" for a request that is no form of a page."""
    if request.method != "POST" or not request.POST.get("csrfmiddlewaretoken"):
        return ""
    files = [(name, one.name, one.size) for name, many in request.FILES.lists() for one in many]
    content = [request.user.pk, request.get_full_path(), sorted(request.POST.lists()), sorted(files)]
    return f"once:{hashlib.sha256(json.dumps(content).encode()).hexdigest()}"


def _earlier(mark: str) -> str:
    """Where the first press led, once it has; "" when this is the first, or the first came to nothing."""
    end = time.monotonic() + PATIENCE.total_seconds()
    while True:
        found: str = cache.get(mark, "")  # only read: who waits must not keep the first press from writing
        if not found and cache.add(mark, _UNDER_WAY, KEPT.total_seconds()):
            return ""
        if found not in ("", _UNDER_WAY) or time.monotonic() > end:
            return found or _UNDER_WAY
        time.sleep(_PAUSE)


def _led_on(request: HttpRequest, earlier: str) -> HttpResponse:
    if earlier != _UNDER_WAY:
        return HttpResponseRedirect(earlier)
    messages.warning(
        request,
        _(
            "This form was sent a moment ago already. Look whether what you sent is there before you send it again."
        ),
    )
    return HttpResponseRedirect(_page_of(request))


def _page_of(request: HttpRequest) -> str:
    """The page that the form stood on; the home page when that is not known."""
    page = request.headers.get("Referer", "")
    known = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if known else "/"
