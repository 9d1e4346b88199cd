"""Freezing what the database says as the next version of a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, cast

from django.db.models import Max
from django.utils import timezone, translation

from accounts.models import User
from core import jobs
from core.audit import record
from core.models import Job
from reports import snapshots
from reports.actions.files import queue
from reports.actions.holding import same_scope
from reports.documents.changes import changes_between
from reports.documents.codec import SnapshotError, sha256_of, to_plain
from reports.documents.common import Document
from reports.documents.kinds import document_from
from reports.models import Report, ReportFile, ReportVersion
from reports.states import FileFormat, ReportState


def freeze(report: Report, by: User, *, always: bool = False) -> tuple[ReportVersion, bool]:
    """The version that says what the database says now, and whether it had to be made."""
    last = report.versions.order_by("-number").first()
    number = (report.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    snapshots.hold(report.kind, report.scope)
    document = snapshots.build(
        report.kind, report.scope, number=report.number, version=number, now=timezone.localtime(), by=by
    )
    data = to_plain(with_changes(report, document))
    always = always or (last is not None and is_older_than_release(report, last))
    if last is not None and not always and snapshots.facts_hash(last.snapshot) == snapshots.facts_hash(data):
        return last, False
    if (
        last is not None and last.released_at is None
    ):  # what was sent out is still read, and its files with it
        _stop([job for job in Job.objects.filter(pk__in=last.files.values("job")) if job.is_open])
    version = ReportVersion.objects.create(
        report=report, number=number, snapshot=data, snapshot_hash=sha256_of(data), created_by=by
    )
    file = ReportFile.objects.create(version=version, format=FileFormat.PDF)
    queue(file, by)
    if number > 1:
        record("report.version_made", on=report, by=by, after={"version": number})
    return version, True


def with_changes(report: Report, document: Document) -> Document:
    """The document with what it says differently from the published report that it is to take the place of."""
    published = (
        same_scope(report.scope, report.kind).filter(state=ReportState.PUBLISHED).exclude(pk=report.pk)
    )
    older = published.order_by("-pk").first()
    if older is None or "changes" not in {one.name for one in fields(cast(Any, document))}:
        return document
    before = older.versions.order_by("-number").first()
    try:
        known = document_from(older.kind, before.snapshot) if before else None
    except SnapshotError:
        return document
    with translation.override(document.content_language):
        changes = changes_between(known, document)
    return cast(Document, replace(cast(Any, document), changes=changes))


def _stop(open_jobs: Sequence[Job]) -> None:
    """Nobody needs the PDF of a version that was replaced before it was made."""
    for job in open_jobs:
        jobs.cancel(job)


def is_older_than_release(report: Report, version: ReportVersion) -> bool:
    """Whether the version was frozen before what it rests on was released for the first time."""
    released = snapshots.released_at(report.kind, report.scope, version.created_at)
    return released is not None and released > version.created_at
