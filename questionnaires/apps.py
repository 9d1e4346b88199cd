"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig

from core import events
from questionnaires.events import EVENTS
from questionnaires.states import AnswerState, VersionState


class QuestionnairesConfig(AppConfig):
    """See docs/architecture.md for what lives here."""

    name = "questionnaires"

    def ready(self) -> None:
        """Register the words of this app's history events and states, and who reads its history."""
        from questionnaires import telling  # noqa: PLC0415 - the models must be there first

        events.register(EVENTS)
        telling.register()
        events.register_states(AnswerState, VersionState)
