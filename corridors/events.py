"""Words for this app's lines in the history."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVENTS: dict[str, Promise] = {
    "pilot.opened": _("Pilot opened"),
    "corridor.opened": _("Corridor opened"),
    "corridor.thresholds": _("Thresholds for verdicts set"),
    "step.closed": _("Roadmap step closed"),
    "step.reopened": _("Roadmap step reopened"),
    "edition.distributed": _("Edition distributed"),
    "activity.planned": _("Activity added to the plan"),
    "activity.edited": _("Activity edited"),
    "activity.started": _("Activity started"),
    "activity.done": _("Activity done"),
    "activity.cancelled": _("Activity cancelled"),
    "activity.planned_again": _("Activity planned again"),
    "activity.reopened": _("Activity reopened"),
    "milestone.reached": _("Milestone reached"),
}
