"""One report with its versions, files, comments and history."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

from accounts.access import can
from accounts.models import User
from accounts.permissions import Permission, Side
from core import countries
from core.models import AuditLine
from core.queries import history_of
from reports.documents.common import Document
from reports.documents.kinds import document_from
from reports.events import PUBLIC_EVENTS, RELEASED_EVENTS
from reports.models import Report, ReportComment, ReportVersion
from reports.queries.files import Progress, progress_of
from reports.queries.talking import comments_on, open_before
from reports.states import FileFormat, ReportState

_TONES = {
    ReportState.DRAFT: "neutral",
    ReportState.INTERNAL_CHECK: "info",
    ReportState.COUNTRY_REPLY: "info",
    ReportState.ILO_REVIEW: "info",
    ReportState.RETURNED: "attention",
    ReportState.ACCEPTED: "attention",
    ReportState.PUBLISHED: "done",
    ReportState.SUPERSEDED: "neutral",
    ReportState.WITHDRAWN: "neutral",
}


def tone_of(state: str) -> str:
    """Tone of the state tag."""
    return _TONES[ReportState(state)]


def holder_of(report: Report) -> str:
    """Who has the ball, in words; "" when nobody has."""
    receiving = countries.name_of(report.receiving_country)
    words = {
        ReportState.DRAFT: _("%(country)s, coordinator"),
        ReportState.INTERNAL_CHECK: _("%(country)s, working group"),
        ReportState.RETURNED: _("%(country)s, coordinator"),
        ReportState.ACCEPTED: _("%(country)s, coordinator"),
        ReportState.ILO_REVIEW: _("ILO"),
    }
    if report.state == ReportState.COUNTRY_REPLY:
        return countries.name_of(report.sending_country)
    sentence = words.get(ReportState(report.state), "")
    return sentence % {"country": receiving} if "%" in sentence else sentence


@dataclass(frozen=True)
class Sheet:
    """What the page of a report shows about one of its versions."""

    report: Report
    versions: list[ReportVersion]
    version: ReportVersion
    document: Document
    progress: Progress
    comments: list[ReportComment]
    earlier: list[ReportComment]  # open ones on earlier versions
    history: list[AuditLine]
    holder: str
    tone: str

    @property
    def is_current(self) -> bool:
        """Whether the version shown is the last one."""
        return self.version == self.versions[0]


def sheet(report: Report, user: User, number: int | None = None) -> Sheet:
    """The report with one of its versions, the last one unless a number is given.

    Raises:
        Http404: the person sees no version of that number.
    """
    rows = ReportVersion.objects.visible_to(user, report).select_related("created_by").order_by("-number")
    versions = list(rows.defer("snapshot"))
    chosen = [one for one in versions if number in (None, one.number)]
    if not chosen:
        raise Http404
    version = chosen[0]
    version.report = report
    file = version.files.select_related("job", "stored").get(format=FileFormat.PDF)
    file.version = version
    return Sheet(
        report=report,
        versions=versions,
        version=version,
        document=document_from(report.kind, version.snapshot),
        progress=progress_of(file),
        comments=comments_on(version, user),
        earlier=open_before(version, user),
        history=history_for(report, user),
        holder=holder_of(report),
        tone=tone_of(report.state),
    )


def history_for(report: Report, user: User) -> list[AuditLine]:
    """The report's history as far as the person's side sees it, newest first; downloads have a list of their own."""
    lines = history_of(report).exclude(event="report.downloaded")
    sides = report.sides_of(user)
    if Side.RECEIVING not in sides:
        known = RELEASED_EVENTS if sides & {Side.SENDING, Side.REVIEWING} else PUBLIC_EVENTS
        lines = lines.filter(event__in=known)
    return list(lines[:50])


def may(user: User, report: Report) -> dict[str, bool]:
    """Rights of the person on this report, by name of the permission in lower case: asked once for a page."""
    asked = (
        Permission.REPORT_REQUEST,
        Permission.REPORT_MOVE,
        Permission.REPORT_COMMENT,
        Permission.REPORT_REVIEW,
        Permission.REPORT_DOWNLOADS,
        Permission.REPORT_ANSWER,
    )
    return {str(permission): can(user, permission, report) for permission in asked}
