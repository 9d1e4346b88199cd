"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig

from core import events
from standards.events import EVENTS, WORK
from standards.states import EditionState, IntakeState


class StandardsConfig(AppConfig):
    """See docs/architecture.md for what lives here."""

    name = "standards"

    def ready(self) -> None:
        """Register the words of this app's history events and states, and who reads its history."""
        from standards import telling  # noqa: PLC0415 - the models must be there first

        events.register(EVENTS)
        telling.register()
        events.register_work(WORK)
        events.register_states(EditionState, IntakeState)
