"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class CorridorsConfig(AppConfig):
    """See docs/architecture.md for what lives here."""

    name = "corridors"
