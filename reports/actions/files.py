"""The files of a version: asked for, tried again, stopped, put in their place, downloaded."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from core import jobs
from core.audit import record
from core.files import is_there
from core.links import link_for
from core.mails import post
from core.models import Job, StoredFile
from core.notices import REPORT_READY, wishes_address
from core.states import IllegalMove
from reports.actions.holding import current_version, file_of, hold
from reports.models import Report, ReportFile, ReportVersion
from reports.states import FileFormat

#: Whoever waited no longer than this saw on the page that the file was ready, and gets no mail.
SEEN_ON_THE_PAGE = timedelta(minutes=1)


@transaction.atomic
def request_file(*, version: ReportVersion, format: str, by: User) -> ReportFile:
    """The file of a version in one format, queued unless it is ready or on its way.

    A file whose content is gone from the store is made anew: the snapshot has everything that it needs.

    Raises:
        ValidationError: there is no such format.
    """
    if format not in FileFormat.values:
        raise ValidationError(_("Choose PDF, DOCX or XLSX."))
    hold(version.report)
    file, _is_new = ReportFile.objects.select_related("job", "stored").get_or_create(
        version=version, format=format
    )
    if file.stored is not None and not is_there(file.stored):
        file.stored = None
        file.save(update_fields=["stored"])
    if file.stored is None and (file.job is None or not file.job.is_open):
        queue(file, by)
        record("report.file_asked", on=version.report, by=by, after=_named(version, format))
    return file


def queue(file: ReportFile, by: User) -> None:
    """Have the file made; the caller holds the report's row."""
    if file.job is not None and jobs.retry(file.job):
        Job.objects.filter(pk=file.job.pk).update(by=by)  # the work runs on the rights of who asked last
        return
    file.job = jobs.enqueue("reports.render", subject=file, by=by, key=f"file {file.pk}")
    file.save(update_fields=["job"])


@transaction.atomic
def retry(
    *, report: Report, by: User, version: ReportVersion | None = None, format: str = FileFormat.PDF
) -> ReportFile:
    """Make a file again after it failed or was cancelled: the PDF of the current version unless told otherwise.

    Raises:
        IllegalMove: it neither failed nor was cancelled.
    """
    version = _held(report, version)
    file = _asked(version, format)
    if file is None or file.job is None or not jobs.retry(file.job):
        raise IllegalMove(
            _("The %(format)s file is ready or on its way, so there is nothing to try again.")
            % {"format": FileFormat(format).label}
        )
    Job.objects.filter(pk=file.job.pk).update(by=by)  # the work runs on the rights of who asked last
    record("report.retried", on=report, by=by, after=_named(version, format))
    return file


@transaction.atomic
def cancel(
    *, report: Report, by: User, version: ReportVersion | None = None, format: str = FileFormat.PDF
) -> ReportFile:
    """Stop the making of a file: the PDF of the current version unless told otherwise.

    Raises:
        IllegalMove: it is not under way.
    """
    version = _held(report, version)
    file = _asked(version, format)
    if file is None or file.job is None or not jobs.cancel(file.job):
        raise IllegalMove(
            _("The %(format)s file is not being made at the moment, so there is nothing to cancel.")
            % {"format": FileFormat(format).label}
        )
    record("report.cancelled", on=report, by=by, after=_named(version, format))
    return file


def settle_file(*, file: ReportFile, stored: StoredFile, pages: int, by: User | None) -> None:
    """Put the finished file in its place; the caller holds the transaction that ends the job."""
    if not ReportFile.objects.filter(pk=file.pk, stored=None).update(stored=stored, pages=pages):
        return
    counted = {"pages": pages} if pages else {}  # only paper has pages
    after = _named(file.version, file.format) | counted | {"file_hash": stored.sha256}
    record("report.rendered", on=file.version.report, by=by, after=after)
    if by is not None and file.job is not None and timezone.now() - file.job.created_at > SEEN_ON_THE_PAGE:
        _tell_ready(file, by)


def _tell_ready(file: ReportFile, person: User) -> None:
    """A mail to the person who asked and may have left the page: number, kind of file and address, no content."""
    report = file.version.report
    path = reverse("reports:detail", kwargs={"ref": report.ref})
    named = {"number": report.number, "format": FileFormat(file.format).label}
    with translation.override(person.language or settings.LANGUAGE_CODE):
        subject = _("MRS Portal: %(number)s is ready") % named
        lines = [
            _("The file that you asked for is ready: %(number)s (%(format)s).") % named,
            f"  {link_for(person, path)}",
            "",
            _("The link works for three days, for you alone. Afterwards sign in to find the report."),
            _("To get no more of these mails, change your notices: %(address)s")
            % {"address": wishes_address()},
        ]
    key = f"{REPORT_READY}:{file.pk}"
    text = "\n".join(lines)
    post(to=person.email, kind=REPORT_READY, subject=subject, text=text, person=person, key=key)


@transaction.atomic
def note_download(*, file: ReportFile, by: User, archive: bool = False) -> None:
    """Write into the history who took which file, alone or in an archive with others."""
    after: dict[str, object] = _named(file.version, file.format)
    after["file_hash"] = file.stored.sha256 if file.stored else ""
    if archive:
        after["in_archive"] = True
    record("report.downloaded", on=file.version.report, by=by, after=after)


def _held(report: Report, version: ReportVersion | None) -> ReportVersion:
    """The version, or the current one, with the report's row held until the transaction ends."""
    held = hold(report)
    return version or current_version(held)


def _asked(version: ReportVersion, format: str) -> ReportFile | None:
    """The file in this format, None where nobody has asked for it yet."""
    try:
        return file_of(version, format)
    except ReportFile.DoesNotExist:
        return None


def _named(version: ReportVersion, format: str) -> dict[str, object]:
    """How the history names a file."""
    return {"version": version.number, "format": FileFormat(format).label}
