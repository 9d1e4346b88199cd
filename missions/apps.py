"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig

from core import events
from missions.events import EVENTS


class MissionsConfig(AppConfig):
    """See docs/architecture.md for what lives here."""

    name = "missions"

    def ready(self) -> None:
        """Register the words of this app's history events."""
        events.register(EVENTS)
