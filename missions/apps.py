"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class MissionsConfig(AppConfig):
    """See docs/architecture.md for what lives here."""

    name = "missions"
