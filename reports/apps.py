"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig

from core import events
from reports.events import EVENTS, WORK


class ReportsConfig(AppConfig):
    """See docs/architecture.md for what lives here."""

    name = "reports"

    def ready(self) -> None:
        """Register the words of this app's history events, and who reads its history."""
        from reports import telling  # noqa: PLC0415 - the models must be there first

        events.register(EVENTS)
        telling.register()
        events.register_work(WORK)
