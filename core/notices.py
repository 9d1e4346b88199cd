"""The kinds of mail that a person may do without; mails about one's own account are never among them."""

from __future__ import annotations

from django.conf import settings

REPORT_REMINDER = "report.reminder"
REPORT_READY = "report.ready"

#: What each of them tells stands in accounts.states.Notice, for the person's profile.
NOTICES = frozenset({REPORT_REMINDER, REPORT_READY})


def is_muted(kind: str, muted: list[str]) -> bool:
    """Whether a person with these wishes gets no mail of this kind."""
    return kind in NOTICES and kind in muted


def wishes_address() -> str:
    """Where a person switches notices on and off, for the end of a mail."""
    return f"{settings.PORTAL_ADDRESS.rstrip('/')}{settings.NOTICES_PAGE}"
