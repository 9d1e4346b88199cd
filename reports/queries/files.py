"""The files of a version as its page shows them, and who may take them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.access import can
from accounts.models import User
from accounts.permissions import Permission
from core.files import is_there
from core.models import AuditLine, Job, JobState
from core.queries import history_of, place_in_queue
from core.text import clean
from reports.models import Report, ReportFile, ReportVersion
from reports.queries.scope import visible_version
from reports.states import FileFormat, ReportState


@dataclass(frozen=True)
class Progress:
    """A version in one format as the page shows it: not asked for, under way, ready, failed or stopped.

    `place` is the place in the queue, 0 when it does not wait. `is_lost` says that the content is gone from the store.
    """

    version: ReportVersion
    format: str
    file: ReportFile | None = None
    place: int = 0
    is_lost: bool = False
    may_ask: bool = False
    may_cancel: bool = False

    @property
    def label(self) -> str:
        """The format in capital letters."""
        return str(FileFormat(self.format).label)

    @property
    def job(self) -> Job | None:
        """The work behind the file."""
        return self.file.job if self.file else None

    @property
    def is_ready(self) -> bool:
        """Whether it can be downloaded."""
        return self.file is not None and self.file.stored is not None and not self.is_lost

    @property
    def is_open(self) -> bool:
        """Whether it waits or is being made."""
        return not self.is_ready and self.job is not None and self.job.is_open

    @property
    def is_broken(self) -> bool:
        """Whether the last try failed or was stopped."""
        ended = (JobState.FAILED, JobState.CANCELLED)
        return not self.is_ready and not self.is_lost and self.job is not None and self.job.state in ended

    @property
    def is_shown(self) -> bool:
        """Whether the row says anything to the person: a file, how far it is, or a button."""
        return self.is_ready or self.is_open or self.may_ask

    @property
    def words(self) -> str:
        """What happens at the moment."""
        if self.job is None or self.job.state == JobState.QUEUED:
            if self.place > 1:
                waits = _("The %(format)s waits; number %(place)d in the queue")
                return waits % {"format": self.label, "place": self.place}
            return _("The %(format)s waits for its turn; it is next") % {"format": self.label}
        return self.job.doing or _("Making the %(format)s") % {"format": self.label}


def progress_of(file: ReportFile) -> Progress:
    """How far a file is."""
    place = place_in_queue(file.job) if file.job and file.stored is None else 0
    return Progress(file.version, file.format, file, place)


def files_of(version: ReportVersion, user: User, formats: Iterable[str]) -> list[Progress]:
    """One row for each format, in the order given; nothing where the files are not open to the person.

    One query for all files, one more for each that is under way.
    """
    if not open_to(user, version.report):
        return []
    may_ask = can(user, Permission.REPORT_FILE, version.report)
    may_stop = can(user, Permission.REPORT_REQUEST, version.report)
    made = {file.format: file for file in version.files.select_related("job", "stored")}
    found = []
    for format in formats:
        file = made.get(format)
        if file is None:
            found.append(Progress(version, format, may_ask=may_ask))
            continue
        file.version = version
        lost = file.stored is not None and not is_there(file.stored)
        cancel = may_stop or (may_ask and file.job is not None and file.job.by_id == user.pk)
        found.append(replace(progress_of(file), is_lost=lost, may_ask=may_ask, may_cancel=cancel))
    return found


def may_cancel(user: User, file: ReportFile) -> bool:
    """Whoever asked for the file may stop it, and whoever may ask for the whole report."""
    mine = file.job is not None and file.job.by_id == user.pk
    return mine or can(user, Permission.REPORT_REQUEST, file.version.report)


def open_to(user: User, report: Report) -> bool:
    """Whether the files of a report that the person sees are open to them.

    A withdrawn report tells everybody why; its files stay with the parties.
    """
    return report.state != ReportState.WITHDRAWN or bool(report.sides_of(user))


def open_version(user: User, ref: str, number: int) -> ReportVersion:
    """One version of a report whose files are open to the person.

    Raises:
        Http404: there is none.
    """
    version = visible_version(user, ref, number)
    if not open_to(user, version.report):
        raise Http404
    return version


def visible_file(user: User, ref: str, number: int, format: str = FileFormat.PDF) -> ReportFile:
    """The file of one version in one format, ready or not.

    Raises:
        Http404: the person sees none, or nobody has asked for it in this format.
    """
    version = open_version(user, ref, number)
    file = version.files.select_related("job", "stored").filter(format=format).first()
    if file is None:
        raise Http404
    file.version = version
    return file


def last_version(report: Report, user: User) -> ReportVersion:
    """The last version that the person sees, without its snapshot.

    Raises:
        Http404: the person sees no version, or its files are not open to them.
    """
    rows = ReportVersion.objects.visible_to(user, report).defer("snapshot")
    version = rows.order_by("-number").first()
    if version is None or not open_to(user, report):
        raise Http404
    version.report = report
    return version


@dataclass(frozen=True)
class Downloads:
    """How often the files of a report were taken, and the last time."""

    count: int
    at: datetime | None = None
    by: str = ""


def downloads(report: Report, *, query: str = "", format: str = "") -> QuerySet[AuditLine]:
    """Who took which file of the report when, newest first; `after` has version, format and hash of the file.

    For the receiving side only; the caller asks for the right.
    """
    lines = history_of(report).filter(event="report.downloaded")
    if words := clean(query):
        lines = lines.filter(by_text__icontains=words)
    if format:
        lines = lines.filter(after__format=FileFormat(format).label)
    return lines


def downloads_summary(report: Report) -> Downloads:
    """In one line for the report's page: two queries."""
    lines = downloads(report)
    last = lines.first()
    return Downloads(lines.count(), last.at, last.by_text) if last else Downloads(0)
