"""App configuration of the composition root."""

from __future__ import annotations

from django.apps import AppConfig

from core import events
from mrs_portal.events import EVENTS


class PortalConfig(AppConfig):
    """Home, corridor page, chain page, administration, demo commands."""

    name = "mrs_portal"
    label = "portal"

    def ready(self) -> None:
        """Register the words of this package's history lines, and what waits for a person, for whoever takes over."""
        from accounts import duties  # noqa: PLC0415 - the models are there only now
        from mrs_portal import queries  # noqa: PLC0415

        events.register(EVENTS)
        duties.register(queries.waiting_for)
