"""Words for lines of the history about the running of the portal."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVENTS: dict[str, Promise] = {
    "retention.applied": _("Let go of what was kept long enough"),
    "job.retried": _("Background work started again"),
    "job.cancelled": _("Background work cancelled"),
    "mail.tried_again": _("Mail is sent again"),
    "mail.given_up": _("Mail given up"),
}
