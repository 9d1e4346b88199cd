"""Background work of the reports app: making the PDF of a version."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.access import can
from accounts.permissions import Permission
from core import files
from core.jobs import JobFailed, JobRun, handler
from reports import actions, rendering
from reports.models import Report, ReportFile


@handler("reports.render")
def render(job: JobRun) -> None:
    """Print one version and keep the file; the same content in the same format is printed once.

    Raises:
        JobFailed: the person who asked may no longer do so, or the version cannot be printed: no retry helps.
    """
    file = ReportFile.objects.select_related(
        "version__report__pilot", "version__report__corridor", "stored"
    ).get(pk=job.subject_id)
    if file.stored is not None:
        return
    _check(job, file)
    twin = _twin(file)
    if twin is not None and twin.stored is not None:
        with job.settling():
            actions.settle_file(file=file, stored=twin.stored, pages=twin.pages, by=job.by)
        return
    format = rendering.FORMATS[file.format]
    content, pages = format.make(file.version, tell=job.progress, check=job.check)
    _check(job, file)
    with job.settling():
        name = rendering.file_name(file.version, file.format)
        stored = files.store(content, name=name, content_type=format.content_type, by=job.by)
        actions.settle_file(file=file, stored=stored, pages=pages, by=job.by)


def _check(job: JobRun, file: ReportFile) -> None:
    """The person who asked still sees the report and may still ask for it."""
    report = file.version.report
    by = type(job.by).objects.select_related("organisation").get(pk=job.by.pk) if job.by else None
    allowed = (
        by is not None
        and can(by, Permission.REPORT_REQUEST, report)
        and Report.objects.visible_to(by).filter(pk=report.pk).exists()
    )
    if not allowed:
        raise JobFailed(
            _(
                "The person who asked for this PDF may no longer ask for reports of this corridor, so nothing was "
                "made. Somebody who may can press “Try again”."
            )
        )


def _twin(file: ReportFile) -> ReportFile | None:
    """A file that was made from exactly the same content before."""
    same = ReportFile.objects.filter(version__snapshot_hash=file.version.snapshot_hash, format=file.format)
    return same.exclude(stored=None).select_related("stored").first()
