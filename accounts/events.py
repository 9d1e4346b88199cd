"""Words for this app's lines in the history."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVENTS: dict[str, Promise] = {
    "organisation.created": _("Organisation added"),
    "team.created": _("Team set up"),
    "person.created": _("Account opened"),
    "person.signed_in": _("Signed in"),
    "person.signed_out": _("Signed out"),
    "person.deactivated": _("Account deactivated"),
    "person.reactivated": _("Account reactivated"),
}
