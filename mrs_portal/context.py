"""What every page shows around its content."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts import sessions
from mrs_portal.nav import nav_items
from mrs_portal.version import VERSION


def portal(request: HttpRequest) -> dict[str, Any]:
    """Navigation, version and the demonstration banner."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return {
        "nav_items": nav_items(user, request.path) if signed_in else [],  # type: ignore[arg-type]  # signed in
        "session_left": sessions.seconds_left(request.session) if signed_in else None,
        "session_warning": settings.SESSION_WARNING,
        "public_computer": signed_in and request.session.get(sessions.PUBLIC, False),
        "demo_banner": settings.DEMO,
        "app_version": VERSION,
        "help_url": reverse("help"),
        "contact_url": reverse("contact") if signed_in else "",
    }
