"""Headers that every answer carries, and what stands in for answers that a person could not use."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render, resolve_url
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

from core.files import FILE_POLICY

Handler = Callable[[HttpRequest], HttpResponse]
_METHODS = ["GET", "HEAD", "POST"]


#: What no page of ours needs: a script that got in could not use it either.
FEATURES_OFF = [
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "otp-credentials",
    "payment",
    "picture-in-picture",
    "publickey-credentials-create",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "usb",
    "window-management",
    "xr-spatial-tracking",
]
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in FEATURES_OFF)


def browser_limits(get_response: Handler) -> Handler:
    """What the browser may do with any answer, style sheets and refusals included; stands outermost."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("X-Permitted-Cross-Domain-Policies", "none")
        response.setdefault("Reporting-Endpoints", f'page="{settings.BROWSER_REPORTS}"')
        return response

    return middleware


def private_pages(get_response: Handler) -> Handler:
    """Nothing shown to a signed-in person is kept by a browser or proxy; what is no page runs nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated or request.method != "GET":
            add_never_cache_headers(response)
        if not response.get("Content-Type", "text/html").startswith("text/html"):
            response.setdefault("Content-Security-Policy", FILE_POLICY)
        return response

    return middleware


def way_to_sign_in(get_response: Handler) -> Handler:
    """What somebody gets whose session has ended while a page was open.

    A part asked for by htmx is answered with 401, upon which the page itself goes to sign-in: the redirect would be
    followed unseen and put the sign-in page into the middle of the page. After a form was sent, sign-in leads back to
    the page with the form, because the address that takes it may show nothing by itself. Who signs out wants no way
    back: the next person at the same computer may be another one.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        sign_in = resolve_url(settings.LOGIN_URL)
        if response.get("Location", "").split("?")[0] != sign_in or request.path == sign_in:
            return response
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(status=401)
        if request.method not in ("GET", "HEAD") and request.path != resolve_url("account_logout"):
            response["Location"] = f"{sign_in}?{urlencode({REDIRECT_FIELD_NAME: _page_before(request)})}"
        return response

    return middleware


def _page_before(request: HttpRequest) -> str:
    """Path of the portal's page from which the request was sent; the home page when that is not known."""
    before = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    address = urlsplit(before)
    return f"{address.path}?{address.query}" if address.query else address.path


def known_methods(get_response: Handler) -> Handler:
    """Read (GET, HEAD) and act (POST), nothing else: generic views would take a PUT for a POST."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in _METHODS:
            return HttpResponseNotAllowed(_METHODS)
        return get_response(request)

    return middleware


def page_for_wrong_method(get_response: Handler) -> Handler:
    """An address that only takes a form, opened by hand or from the history: a page that says so, not a blank one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 405 or request.method != "GET" or response.content:
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page

    return middleware
