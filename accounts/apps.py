"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig

from accounts.events import EVENTS
from core import events


class AccountsConfig(AppConfig):
    """See docs/architecture.md for what lives here."""

    name = "accounts"

    def ready(self) -> None:
        """Register the words of this app's history events, and listen for sign-ins."""
        from accounts import (  # noqa: PLC0415 - after the models are there
            receivers,  # noqa: F401 - connects on import
            telling,
        )

        events.register(EVENTS)
        telling.register()
