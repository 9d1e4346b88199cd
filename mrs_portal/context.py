"""What every page shows around its content."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def portal(request: HttpRequest) -> dict[str, Any]:
    """Navigation and the demonstration banner."""
    return {"nav_items": [], "demo_banner": settings.DEMO}
