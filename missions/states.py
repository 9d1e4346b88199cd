"""Closed lists and states of the missions app."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MissionKind(models.TextChoices):
    """What kind of event it is (product.md section 3)."""

    VISIT = "visit", _("Visit")
    WORKSHOP = "workshop", _("Workshop")
    TRAINING = "training", _("Training")
    DEMONSTRATION = "demonstration", _("Demonstration")
    LAUNCH = "launch", _("Launch")
    ONLINE = "online", _("Online meeting")


class MissionState(models.TextChoices):
    """Planned, held (actual dates are known) or cancelled."""

    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


MISSION_TRANSITIONS: dict[str, frozenset[str]] = {
    MissionState.PLANNED: frozenset({MissionState.HELD, MissionState.CANCELLED}),
    MissionState.HELD: frozenset(),
    MissionState.CANCELLED: frozenset({MissionState.PLANNED}),
}


class Effect(models.TextChoices):
    """What an observation does to a gap."""

    CONFIRMS = "confirms", _("Confirms the gap")
    RAISES = "raises", _("Raises the gap")
    DOUBTS = "doubts", _("Speaks against the gap")
