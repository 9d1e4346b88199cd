"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """See docs/architecture.md for what lives here."""

    name = "core"

    def ready(self) -> None:
        """Register the system checks; forms speak in the portal's words."""
        from core import checks, fields  # noqa: F401, PLC0415 - Django registers checks on import

        fields.speak_plainly()
