"""Words for this app's lines in the history."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVENTS: dict[str, Promise] = {
    "report.requested": _("Report requested"),
    "report.version_made": _("New version made"),
    "report.rendered": _("PDF made"),
    "report.retried": _("Making the PDF tried again"),
    "report.cancelled": _("Making the PDF cancelled"),
    "report.internal_check": _("Given to the working group for an internal check"),
    "report.country_reply": _("Sent to the sending country for its reply"),
    "report.ilo_review": _("Sent to the ILO for review"),
    "report.draft": _("Taken back to draft"),
    "report.returned": _("Returned by the ILO"),
    "report.accepted": _("Accepted by the ILO"),
    "report.published": _("Published"),
    "report.superseded": _("Superseded by a newer report"),
    "report.commented": _("Comment written"),
    "report.downloaded": _("PDF downloaded"),
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
    }
)
#: Words for this app's background work.
WORK: dict[str, Promise] = {"reports.render": _("Making the PDF of a report")}

#: What everybody else sees of it.
PUBLIC_EVENTS = frozenset({"report.published", "report.superseded"})
