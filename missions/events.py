"""Words for this app's lines in the history."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVENTS: dict[str, Promise] = {
    "mission.planned": _("Mission planned"),
    "mission.edited": _("Mission edited"),
    "mission.held": _("Mission held"),
    "mission.cancelled": _("Mission cancelled"),
    "mission.planned_again": _("Mission planned again"),
    "mission.contacts_removed": _("Addresses and telephone numbers taken out of agenda and note"),
    "observation.noted": _("Observation noted"),
    "observation.edited": _("Observation edited"),
    "observation.photo_added": _("Photo added"),
    "observation.photo_removed": _("Photo removed"),
    "observation.photo_put_back": _("Photo put back"),
    "observation.photo_gone": _("Removed photo deleted for good"),
}
