"""Background work of the reports app: making a version in one of its formats."""

from __future__ import annotations

import errno

from django.utils.translation import gettext as _

from accounts.access import can
from accounts.permissions import Permission
from core import files, rounds
from core.children import ChildFailed
from core.jobs import JobFailed, JobRun, handler
from reports import actions, rendering
from reports.models import Report, ReportFile, ReportVersion

#: How a machine says that it has no room left, or that we may take no more of it.
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


@handler("reports.render")
def render(job: JobRun) -> None:
    """Make one version in one format and keep the file; the same content in the same format is made once.

    Raises:
        JobFailed: the person who asked may no longer do so, the version cannot be made in this format, or there is no
            room for the file: no retry by itself helps.
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
    try:
        _make(job, file)
    except (OSError, ChildFailed) as failure:
        if not _is_full(failure):
            raise
        raise JobFailed(
            _(
                "The portal has no room for the file at the moment. The content of this version is safe. Tell the "
                "administrator, and try again when there is room."
            )
        ) from failure


def _make(job: JobRun, file: ReportFile) -> None:
    """From the snapshot to the stored file; the rights are asked again before it is kept."""
    format = rendering.FORMATS[file.format]
    content, pages = format.make(file.version, tell=job.progress, check=job.check)
    _check(job, file)
    with job.settling():
        name = rendering.file_name(file.version, file.format)
        stored = files.store(content, name=name, content_type=format.content_type, by=job.by)
        actions.settle_file(file=file, stored=stored, pages=pages, by=job.by)


def _check(job: JobRun, file: ReportFile) -> None:
    """The person who asked still sees the version and may still have files of it made."""
    report = file.version.report
    by = type(job.by).objects.select_related("organisation").get(pk=job.by.pk) if job.by else None
    allowed = (
        by is not None
        and can(by, Permission.REPORT_FILE, report)
        and Report.objects.visible_to(by).filter(pk=report.pk).exists()
        and ReportVersion.objects.visible_to(by, report).filter(pk=file.version_id).exists()
    )
    if not allowed:
        raise JobFailed(
            _(
                "The person who asked for this file may no longer ask for reports of this corridor, so nothing was "
                "made. Somebody who may can press “Try again”."
            )
        )


def _twin(file: ReportFile) -> ReportFile | None:
    """A file that was made from exactly the same content before, and is still there."""
    same = ReportFile.objects.filter(version__snapshot_hash=file.version.snapshot_hash, format=file.format)
    for twin in same.exclude(stored=None).select_related("stored").order_by("-pk")[:5]:
        if twin.stored is not None and files.is_there(twin.stored):
            return twin
    return None


def _is_full(failure: OSError | ChildFailed) -> bool:
    """Whether a disk has no room left, here or in the child process."""
    if isinstance(failure, ChildFailed):
        return "No space left on device" in failure.detail
    return failure.errno in _NO_ROOM


rounds.register("reports.remind", actions.send_reminders)
