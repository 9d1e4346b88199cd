"""Closed lists and states of the corridors app."""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Priority(models.TextChoices):
    """Primary or secondary skill area (concept note, section A)."""

    PRIMARY = "primary", _("Primary")
    SECONDARY = "secondary", _("Secondary")


#: The seven steps of the roadmap with their exact names (concept note, section C; step 7 has two parts).
ROADMAP: dict[str, Promise] = {
    "1": _("Identifying areas of skills for mutual recognition"),
    "2": _("Benchmarking skills/competency standards"),
    "3": _("Defining and benchmarking the qualification"),
    "4": _("Assessing the assessment and certification arrangements"),
    "5": _("Assessing quality assurance of training assessment and certification arrangements"),
    "6": _("Drafting the migrant skilled worker profile"),
    "7a": _("Assembling and submission of the portfolio of evidence"),
    "7b": _(
        "Level-to-Level Referencing of the selected qualifications between the NQF and AQRF (and NQF of receiving country)"
    ),
}
STEP_CHOICES = [(code, code) for code in ROADMAP]


class StepState(models.TextChoices):
    """A step is never forced into an order: the coordinator closes it, with a reason."""

    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


STEP_TRANSITIONS: dict[str, frozenset[str]] = {
    StepState.OPEN: frozenset({StepState.CLOSED}),
    StepState.CLOSED: frozenset({StepState.OPEN}),
}


class ActivityKind(models.TextChoices):
    """Assistance is technical help that closes gaps."""

    ACTIVITY = "activity", _("Activity")
    ASSISTANCE = "assistance", _("Assistance")


class ActivityState(models.TextChoices):
    """Life of a row of the action plan."""

    PLANNED = "planned", _("Planned")
    IN_PROGRESS = "in_progress", _("In progress")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")


ACTIVITY_TRANSITIONS: dict[str, frozenset[str]] = {
    ActivityState.PLANNED: frozenset(
        {ActivityState.IN_PROGRESS, ActivityState.DONE, ActivityState.CANCELLED}
    ),
    ActivityState.IN_PROGRESS: frozenset({ActivityState.DONE, ActivityState.CANCELLED}),
    ActivityState.DONE: frozenset({ActivityState.IN_PROGRESS}),
    ActivityState.CANCELLED: frozenset({ActivityState.PLANNED}),
}


class MilestoneKind(models.TextChoices):
    """What the action plan notes by itself when it is reached."""

    REPORT_SUBMITTED = "report_submitted", _("Submitted to the ILO")
