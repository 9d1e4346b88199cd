"""Reads of reports: the library, one report with its versions, what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import can
from accounts.models import User
from accounts.permissions import MATRIX, Permission, Side
from accounts.states import Role
from benchmarking.models import PaperReview
from core import countries
from core.models import AuditLine, Job, JobState
from core.queries import history_of, place_in_queue
from core.summary import Fact, Waiting
from core.text import clean
from corridors.models import Corridor
from reports.documents.common import Document
from reports.documents.kinds import document_from
from reports.events import PUBLIC_EVENTS, RELEASED_EVENTS
from reports.models import Report, ReportComment, ReportFile, ReportVersion
from reports.states import FileFormat, ReportState

#: How many of one kind the home page names.
NAMED = 20

_TONES = {
    ReportState.DRAFT: "neutral",
    ReportState.INTERNAL_CHECK: "info",
    ReportState.COUNTRY_REPLY: "info",
    ReportState.ILO_REVIEW: "info",
    ReportState.RETURNED: "attention",
    ReportState.ACCEPTED: "attention",
    ReportState.PUBLISHED: "done",
    ReportState.SUPERSEDED: "neutral",
}


def visible_report(user: User, ref: str) -> Report:
    """The report with this reference.

    Raises:
        Http404: there is none that the person sees.
    """
    rows = Report.objects.visible_to(user).select_related(
        "corridor__pilot", "corridor__skill_area", "created_by", "sent_by", "decided_by"
    )
    found = rows.filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def visible_file(user: User, ref: str, number: int) -> ReportFile:
    """The PDF of one version of a report, ready or not.

    Raises:
        Http404: there is none that the person sees.
    """
    report = visible_report(user, ref)
    versions = ReportVersion.objects.visible_to(user, report).defer("snapshot")
    version = versions.filter(number=number).first() if number < 2**31 else None
    if version is None:
        raise Http404
    version.report = report
    file = version.files.select_related("job", "stored").get(format=FileFormat.PDF)
    file.version = version
    return file


def last_file(report: Report, user: User) -> ReportFile:
    """The PDF of the last version that the person sees, ready or not.

    Raises:
        Http404: the person sees no version.
    """
    versions = ReportVersion.objects.visible_to(user, report).order_by("-number")
    file = ReportFile.objects.filter(version=versions.values("pk")[:1], format=FileFormat.PDF)
    found = file.select_related("job", "stored").first()
    if found is None:
        raise Http404
    return found


def tone_of(state: str) -> str:
    """Tone of the state tag."""
    return _TONES[ReportState(state)]


def holder_of(report: Report) -> str:
    """Who has the ball, in words; "" when nobody has."""
    receiving = countries.name_of(report.corridor.receiving_country)
    words = {
        ReportState.DRAFT: _("%(country)s, coordinator"),
        ReportState.INTERNAL_CHECK: _("%(country)s, working group"),
        ReportState.RETURNED: _("%(country)s, coordinator"),
        ReportState.ACCEPTED: _("%(country)s, coordinator"),
        ReportState.ILO_REVIEW: _("ILO"),
    }
    if report.state == ReportState.COUNTRY_REPLY:
        return countries.name_of(report.corridor.sending_country)
    sentence = words.get(ReportState(report.state), "")
    return sentence % {"country": receiving} if "%" in sentence else sentence


# --- The library -----------------------------------------------------------------------------------------


def reports(
    user: User, *, query: str = "", country: str = "", state: str = "", kind: str = ""
) -> QuerySet[Report]:
    """Reports that the person sees, filtered, newest first, with `last_version` and the `job_state` of its PDF."""
    found = Report.objects.visible_to(user).select_related("corridor__pilot", "corridor__skill_area")
    if words := clean(query):
        named = [
            code for code, name in countries.COUNTRIES.items() if words.casefold() in str(name).casefold()
        ]
        found = found.filter(
            Q(number__icontains=words)
            | Q(corridor__skill_area__title__icontains=words)
            | Q(corridor__pilot__title__icontains=words)
            | Q(corridor__receiving_country__in=named)
            | Q(corridor__sending_country__in=named)
        )
    if country:
        found = found.filter(Q(corridor__receiving_country=country) | Q(corridor__sending_country=country))
    if state:
        found = found.filter(state=state)
    if kind:
        found = found.filter(kind=kind)
    return with_job(found).order_by("-created_at", "-pk")


def with_job(rows: QuerySet[Report]) -> QuerySet[Report]:
    """Adds the number of the last version and the state of the job behind its PDF."""
    last = ReportFile.objects.filter(version__report=OuterRef("pk"), format=FileFormat.PDF)
    state = last.order_by("-version__number").values("job__state")[:1]
    return rows.annotate(last_version=Max("versions__number"), job_state=Subquery(state))


def countries_of(user: User) -> list[tuple[str, str]]:
    """Countries of the reports that the person sees, in English alphabetical order of their names."""
    pairs = Report.objects.visible_to(user).values_list(
        "corridor__receiving_country", "corridor__sending_country"
    )
    codes = {code for pair in pairs.order_by().distinct() for code in pair}
    return sorted(((code, countries.name_of(code)) for code in codes), key=lambda pair: pair[1])


def corridors_to_report(user: User) -> list[Corridor]:
    """Corridors for which the person may request a report; `has_paper_review` says whether that can be printed too."""
    if (Side.RECEIVING, Role(user.role)) not in MATRIX[Permission.REPORT_REQUEST] or not user.country:
        return []
    reviews = PaperReview.objects.filter(corridor=OuterRef("pk"))
    found = Corridor.objects.visible_to(user).filter(receiving_country=user.country)
    found = found.annotate(has_paper_review=Exists(reviews))
    return list(
        found.select_related("skill_area", "pilot").order_by("skill_area__title", "sending_country", "pk")
    )


def draft_of(corridor: Corridor, kind: str) -> Report | None:
    """The draft that a request would go on with."""
    return corridor.reports.filter(kind=kind, state=ReportState.DRAFT).order_by("-pk").first()


# --- One report ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Progress:
    """The making of a PDF as the page shows it."""

    file: ReportFile
    place: int

    @property
    def job(self) -> Job | None:
        """The work behind the file."""
        return self.file.job

    @property
    def is_ready(self) -> bool:
        """Whether the PDF can be downloaded."""
        return self.file.stored is not None

    @property
    def is_open(self) -> bool:
        """Whether it waits or is being made."""
        return not self.is_ready and self.job is not None and self.job.is_open

    @property
    def words(self) -> str:
        """What happens at the moment."""
        if self.job is None or self.job.state == JobState.QUEUED:
            if self.place > 1:
                return _("The PDF waits; number %(place)d in the queue") % {"place": self.place}
            return _("The PDF waits for its turn; it is next")
        return self.job.doing or _("Making the PDF")


def progress_of(file: ReportFile) -> Progress:
    """How far the PDF is."""
    return Progress(file, place_in_queue(file.job) if file.job and file.stored is None else 0)


@dataclass(frozen=True)
class Sheet:
    """What the page of a report shows about one of its versions."""

    report: Report
    versions: list[ReportVersion]
    version: ReportVersion
    document: Document
    progress: Progress
    comments: list[ReportComment]
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
        history=history_for(report, user),
        holder=holder_of(report),
        tone=tone_of(report.state),
    )


def comments_on(version: ReportVersion, user: User) -> list[ReportComment]:
    """Comments that the person sees, oldest first.

    What the receiving side said among itself before the version was sent out stays there; whoever stands outside
    the corridor reads no comment.
    """
    sides = version.report.sides_of(user)
    found = version.comments.select_related("by__organisation").order_by("at", "pk")
    if Side.RECEIVING in sides:
        return list(found)
    if version.released_at is None or not sides & {Side.SENDING, Side.REVIEWING}:
        return []
    return list(found.filter(at__gte=version.released_at))


def history_for(report: Report, user: User) -> list[AuditLine]:
    """The report's history as far as the person's side sees it, newest first."""
    lines = history_of(report)
    sides = report.sides_of(user)
    if Side.RECEIVING not in sides:
        known = RELEASED_EVENTS if sides & {Side.SENDING, Side.REVIEWING} else PUBLIC_EVENTS
        lines = lines.filter(event__in=known)
    return list(lines[:50])


# --- What the pages that look at everything ask ----------------------------------------------------------


def waiting_for(user: User) -> list[Waiting]:
    """Reports that wait for this person's step."""
    if not user.is_active:
        return []
    if user.is_ilo:
        return _to_review(user)
    found: list[Waiting] = []
    if (Side.RECEIVING, Role(user.role)) in MATRIX[Permission.REPORT_MOVE] and user.country:
        found += _to_move(user)
    elif user.role == Role.EXPERT and user.country:
        found += _to_check(user)
    if user.role in (Role.FOCAL_POINT, Role.COORDINATOR) and user.country:
        found += _to_answer(user)
    return found


def _rows(user: User) -> QuerySet[Report]:
    return Report.objects.visible_to(user).select_related("corridor__skill_area").order_by("created_at", "pk")


def _to_review(user: User) -> list[Waiting]:
    rows = _rows(user).filter(state=ReportState.ILO_REVIEW).exclude(created_by=user)
    rows = rows.exclude(sent_by=user)
    return [_waiting(row, _("Review and decide: %(report)s"), since=row.sent_at) for row in rows[:NAMED]]


def _to_move(user: User) -> list[Waiting]:
    """Returned, accepted, failed and finished drafts of the person's own receiving side: one query."""
    mine = with_job(_rows(user).filter(corridor__receiving_country=user.country))
    broken = Q(job_state__in=[JobState.FAILED, JobState.CANCELLED]) & ~Q(
        state__in=[ReportState.PUBLISHED, ReportState.SUPERSEDED]
    )
    wanted = mine.filter(
        broken
        | Q(state__in=[ReportState.RETURNED, ReportState.ACCEPTED])
        | Q(state=ReportState.DRAFT, job_state=JobState.READY)
    )
    return [_step(row) for row in wanted[:NAMED]]


def _step(report: Report) -> Waiting:
    job_state = getattr(report, "job_state", "")
    if job_state in (JobState.FAILED, JobState.CANCELLED):
        return _waiting(report, _("The PDF was not made: %(report)s"))
    if report.state == ReportState.RETURNED:
        title = _("Returned by the ILO; make a new version: %(report)s")
        return _waiting(report, title, detail=report.decision_reason[:200], since=report.decided_at)
    if report.state == ReportState.ACCEPTED:
        return _waiting(report, _("Accepted by the ILO; publish: %(report)s"), since=report.decided_at)
    return _waiting(report, _("Draft ready to be sent on: %(report)s"), tone="info", since=report.created_at)


def _to_check(user: User) -> list[Waiting]:
    rows = _rows(user).filter(corridor__receiving_country=user.country, state=ReportState.INTERNAL_CHECK)
    return [_waiting(row, _("Read and comment: %(report)s")) for row in rows[:NAMED]]


def _to_answer(user: User) -> list[Waiting]:
    rows = _rows(user).filter(corridor__sending_country=user.country, state=ReportState.COUNTRY_REPLY)
    return [_waiting(row, _("Reply with your comments: %(report)s")) for row in rows[:NAMED]]


def _waiting(
    report: Report, title: str, *, detail: str = "", tone: str = "attention", since: datetime | None = None
) -> Waiting:
    return Waiting(
        title=title % {"report": report.number},
        url=reverse("reports:detail", kwargs={"ref": report.ref}),
        detail=detail or str(report.corridor),
        tone=tone,
        since=since,
    )


def summary(corridor: Corridor, user: User) -> list[Fact]:
    """The latest report of the corridor that the person sees, and how many there are: two queries."""
    seen = Report.objects.visible_to(user).filter(corridor=corridor)
    latest = seen.order_by("-created_at", "-pk").first()
    if latest is None:
        return []
    total = seen.aggregate(total=Count("pk"))["total"]
    return [
        Fact(
            label=_("Latest report"),
            value=latest.number,
            url=reverse("reports:detail", kwargs={"ref": latest.ref}),
            hint=_("%(state)s; reports in all: %(total)d")
            % {"state": latest.get_state_display(), "total": total},
        )
    ]


def may(user: User, report: Report) -> dict[str, bool]:
    """Rights of the person on this report, by name of the permission in lower case: asked once for a page."""
    asked = (
        Permission.REPORT_REQUEST,
        Permission.REPORT_MOVE,
        Permission.REPORT_COMMENT,
        Permission.REPORT_REVIEW,
    )
    return {str(permission): can(user, permission, report) for permission in asked}
