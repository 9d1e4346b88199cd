"""The kinds of mail that a person may do without; mails about one's own account are never among them."""

from __future__ import annotations

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REPORT_DUE = "report.due"
REPORT_READY = "report.ready"

#: Kind of a mail -> what it tells, as the person's profile names it.
NOTICES: dict[str, str | Promise] = {
    REPORT_DUE: _("A report waits for my answer: once before the day and once after it"),
    REPORT_READY: _("A report that I asked for is ready, or could not be made"),
}


def is_muted(kind: str, muted: list[str]) -> bool:
    """Whether a person with these wishes gets no mail of this kind."""
    return kind in NOTICES and kind in muted


def wishes_address() -> str:
    """Where a person switches notices on and off, for the end of a mail."""
    return f"{settings.PORTAL_ADDRESS.rstrip('/')}{settings.NOTICES_PAGE}"
