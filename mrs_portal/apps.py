"""App configuration of the composition root."""

from __future__ import annotations

from django.apps import AppConfig

from core import events
from mrs_portal.events import EVENTS


class PortalConfig(AppConfig):
    """Home, corridor page, chain page, demo commands."""

    name = "mrs_portal"
    label = "portal"
