"""Home, help, health and the gallery."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import SignedInRequest, signed_in
from core.htmx import render_page


@require_safe
@signed_in
def home(request: SignedInRequest) -> HttpResponse:
    """What waits for this person."""
    return render_page(request, "home.html", {"waiting": []})


@require_safe
@login_not_required
def healthz(_request: HttpRequest) -> HttpResponse:
    """200 while the web process and the database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@login_not_required
def help_page(request: HttpRequest) -> HttpResponse:
    """How the work runs, the words, the keys."""
    return render_page(request, "help.html")


@require_safe
@signed_in
def gallery(request: SignedInRequest) -> HttpResponse:
    """Every component of the pages, with realistic texts."""
    return render_page(request, "gallery.html")
