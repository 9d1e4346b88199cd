"""The file of a version: tried again, stopped, put in its place, downloaded."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import jobs
from core.audit import record
from core.models import Job, StoredFile
from core.states import IllegalMove
from reports.actions.holding import current_version, file_of, hold
from reports.models import Report, ReportFile, ReportVersion
from reports.states import FileFormat


@transaction.atomic
def request_file(*, version: ReportVersion, format: str, by: User) -> ReportFile:
    """The file of a version in one format, queued unless it is ready or on its way.

    Raises:
        ValidationError: there is no such format.
    """
    if format not in FileFormat.values:
        raise ValidationError(_("Choose PDF, DOCX or XLSX."))
    hold(version.report)
    file, _is_new = ReportFile.objects.select_related("job").get_or_create(version=version, format=format)
    if file.stored_id is None and (file.job is None or not file.job.is_open):
        queue(file, by)
    return file


def queue(file: ReportFile, by: User) -> None:
    """Have the file made; the caller holds the report's row."""
    if file.job is not None and jobs.retry(file.job):
        Job.objects.filter(pk=file.job.pk).update(by=by)  # the work runs on the rights of who asked last
        return
    file.job = jobs.enqueue("reports.render", subject=file, by=by, key=f"file {file.pk}")
    file.save(update_fields=["job"])


@transaction.atomic
def retry(*, report: Report, by: User) -> ReportFile:
    """Make the PDF of the current version again after it failed or was cancelled.

    Raises:
        IllegalMove: it neither failed nor was cancelled.
    """
    version = current_version(hold(report))
    file = file_of(version)
    if file.job is None or not jobs.retry(file.job):
        raise IllegalMove(_("The PDF is ready or on its way, so there is nothing to try again."))
    Job.objects.filter(pk=file.job.pk).update(by=by)  # the work runs on the rights of who asked last
    record("report.retried", on=version.report, by=by, after={"version": version.number})
    return file


@transaction.atomic
def cancel(*, report: Report, by: User) -> ReportFile:
    """Stop the making of the PDF of the current version.

    Raises:
        IllegalMove: it is not under way.
    """
    version = current_version(hold(report))
    file = file_of(version)
    if file.job is None or not jobs.cancel(file.job):
        raise IllegalMove(_("The PDF is not being made at the moment, so there is nothing to cancel."))
    record("report.cancelled", on=version.report, by=by, after={"version": version.number})
    return file


def settle_file(*, file: ReportFile, stored: StoredFile, pages: int, by: User | None) -> None:
    """Put the finished PDF in its place; the caller holds the transaction that ends the job."""
    if not ReportFile.objects.filter(pk=file.pk, stored=None).update(stored=stored, pages=pages):
        return
    version = file.version
    after = {"version": version.number, "pages": pages, "file_hash": stored.sha256}
    record("report.rendered", on=version.report, by=by, after=after)


@transaction.atomic
def note_download(*, file: ReportFile, by: User) -> None:
    """Write into the history who took which file."""
    version = file.version
    after = {"version": version.number, "file_hash": file.stored.sha256 if file.stored else ""}
    record("report.downloaded", on=version.report, by=by, after=after)
