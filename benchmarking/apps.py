"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig

from benchmarking.events import EVENTS
from core import events


class BenchmarkingConfig(AppConfig):
    """See docs/architecture.md for what lives here."""

    name = "benchmarking"

    def ready(self) -> None:
        """Register the words of this app's history events, and who reads its history."""
        from benchmarking import telling  # noqa: PLC0415 - the models must be there first

        events.register(EVENTS)
        telling.register()
