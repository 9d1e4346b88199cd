"""App configuration of the composition root."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Home, corridor page, chain page, demo commands."""

    name = "mrs_portal"
    label = "portal"
