"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig

from core import events
from corridors.events import EVENTS


class CorridorsConfig(AppConfig):
    """See docs/architecture.md for what lives here."""

    name = "corridors"

    def ready(self) -> None:
        """Register the words of this app's history events, and who reads its history."""
        from corridors import telling  # noqa: PLC0415 - the models must be there first

        events.register(EVENTS)
        telling.register()
