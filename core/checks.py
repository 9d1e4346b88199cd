"""What must be in place, said before anything goes wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register


@register(Tags.files)
def front_end_assets(**_kwargs: Any) -> list[CheckMessage]:
    """Stylesheet and fonts come from packages at set-up, not from the repository."""
    vendor = Path(settings.BASE_DIR) / "static_build" / "vendor"
    if (vendor / "bootstrap.min.css").exists() and any(vendor.glob("fonts/*.woff2")):
        return []
    return [
        Warning(
            "The stylesheet and the fonts are not there yet.",
            hint="Run: python scripts/assets.py",
            id="mrs.W001",
        )
    ]


@register(Tags.security, deploy=True)
def production_settings(**_kwargs: Any) -> list[CheckMessage]:
    """The weak points of the embedded default are refused in production."""
    found: list[CheckMessage] = []
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        found.append(
            Error("SQLite is for trying the portal out.", hint="Set DATABASE_URL=postgres://…", id="mrs.E001")
        )
    broker = settings.BROKER_URL
    if broker.startswith("filesystem"):
        found.append(
            Error("The folder broker is for one machine.", hint="Set BROKER_URL=redis://…", id="mrs.E002")
        )
    elif "@" not in broker:
        found.append(
            Error("The broker has no password.", hint="Set BROKER_URL=redis://:PASSWORD@…", id="mrs.E003")
        )
    if settings.DEMO:
        found.append(
            Error("Demonstration data do not belong in production.", hint="Unset DEMO", id="mrs.E004")
        )
    if not settings.HTTPS:
        found.append(Error("Pages would travel unencrypted.", hint="Set HTTPS=1 behind TLS", id="mrs.E005"))
    return found
