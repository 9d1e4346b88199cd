"""Pages and addresses about the safety of the portal itself: what it promises, how to report, whether it is ready."""

from __future__ import annotations

import secrets
from ipaddress import ip_address

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from accounts.access import SignedInRequest, sees
from core import browser_reports, readiness
from core.addresses import client_address, client_network
from core.htmx import render_page
from core.links import MailedLink, followed_link
from core.throttles import Buckets, Pace
from core.troubles import takes
from mrs_portal import promises

#: Reports of browsers that one place on the net, and all of them together, may send to a web process.
_reports_of_a_place = Buckets(Pace(20, 0.2))
_reports_of_all = Buckets(Pace(120, 2.0))


@require_safe
@login_not_required
def security(request: HttpRequest) -> HttpResponse:
    """What is promised, what is not, and how to report a weakness."""
    context = {
        "promises": promises.PROMISES,
        "not_promised": promises.NOT_PROMISED,
        "contact": settings.SECURITY_CONTACT,
        "second_factor": bool(settings.SECOND_FACTOR_ROLES),
        "encrypted": settings.HTTPS,
    }
    return render_page(request, "security.html", context)


@require_safe
@login_not_required
def security_txt(_request: HttpRequest) -> HttpResponse:
    """RFC 9116: where a weakness is reported; 404 while nobody is named."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    text = promises.security_txt(settings.SECURITY_CONTACT, settings.PORTAL_ADDRESS, timezone.now())
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@csrf_exempt
@takes(*browser_reports.TYPES)
@require_POST
@login_not_required
def take_browser_report(request: HttpRequest) -> HttpResponse:
    """Count what a browser refused on our pages. The answer is the same whether it was counted or not."""
    fits = int(request.META.get("CONTENT_LENGTH") or 0) <= browser_reports.MAX_BYTES
    if fits and not _reports_of_place_or_all(request):
        directives = browser_reports.directives_of(request.body)
        browser_reports.count(directives, timezone.localdate())
    return HttpResponse(status=204)


def _reports_of_place_or_all(request: HttpRequest) -> int:
    return _reports_of_a_place.take(client_network(request)) or _reports_of_all.take("")


@require_safe
@login_not_required
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether every part can work: 200 or 503, each part by name. For the machine itself and for who has the token."""
    if not (_is_local(request) or _has_token(request)):
        raise Http404
    found = readiness.readings()
    ready = all(one.ok for one in found)
    parts = {one.name: {"ok": one.ok, "value": one.value} for one in found}
    return JsonResponse({"ready": ready, "parts": parts}, status=200 if ready else 503)


def _is_local(request: HttpRequest) -> bool:
    """Asked from this machine, and not by a proxy on it for somebody else."""
    if not settings.TRUSTED_PROXIES and "HTTP_X_FORWARDED_FOR" in request.META:
        return False
    address = client_address(request)
    return bool(address) and ip_address(address).is_loopback


def _has_token(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    return bool(settings.READYZ_TOKEN) and secrets.compare_digest(given, settings.READYZ_TOKEN.encode())


@require_safe
@sees(followed_link)
def from_mail(request: SignedInRequest, link: MailedLink) -> HttpResponse:
    """On to the page that a mail spoke of, which asks for the person's rights itself."""
    if link.expired:
        return render(request, "410.html", {"way_on": link.path}, status=410)
    return HttpResponseRedirect(link.path)
