"""Words for this app's lines in the history."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVENTS: dict[str, Promise] = {
    "wording.saved": _("Words of the office saved"),
    "logo.added": _("Logo added"),
    "logo.removed": _("Logo removed"),
    "logo.moved": _("Logo moved to the front"),
    "report.requested": _("Report requested"),
    "report.version_made": _("New version made"),
    "report.file_asked": _("File asked for"),
    "report.rendered": _("File made"),
    "report.retried": _("Making of a file tried again"),
    "report.cancelled": _("Making of a file cancelled"),
    "report.internal_check": _("Given to the working group for an internal check"),
    "report.country_reply": _("Sent to the sending country for its reply"),
    "report.ilo_review": _("Sent to the ILO for review"),
    "report.draft": _("Taken back to draft"),
    "report.returned": _("Returned by the ILO"),
    "report.accepted": _("Accepted by the ILO"),
    "report.published": _("Published"),
    "report.superseded": _("Superseded by a newer report"),
    "report.due": _("Asked to be through by another day"),
    "report.withdrawal_asked": _("Withdrawal asked for"),
    "report.withdrawal_refused": _("Withdrawal refused"),
    "report.withdrawal_taken_back": _("Request for withdrawal taken back"),
    "report.withdrawn": _("Withdrawn"),
    "report.comment_answered": _("Comment answered"),
    "report.comment_settled": _("Comment settled"),
    "report.comment_reopened": _("Comment opened again"),
    "report.reminded": _("Reminder sent"),
    "report.commented": _("Comment written"),
    "report.downloaded": _("File downloaded"),
}

#: What the sending side and the ILO see of a report's history: its life since it was sent out.
RELEASED_EVENTS = frozenset(
    {
        "report.country_reply",
        "report.ilo_review",
        "report.returned",
        "report.accepted",
        "report.published",
        "report.superseded",
        "report.withdrawn",
    }
)
#: Words for this app's background work.
WORK: dict[str, Promise] = {"reports.render": _("Making a file of a report")}

#: What everybody else sees of it.
PUBLIC_EVENTS = frozenset({"report.published", "report.superseded", "report.withdrawn"})
