"""Rows that the verbs hold until their transaction ends, and what every verb reads of a report."""

from __future__ import annotations

from corridors.models import Corridor
from reports.models import Report, ReportFile, ReportQuerySet, ReportVersion, Scope
from reports.states import FileFormat


def hold_scope(scope: Scope) -> None:
    """Hold all corridors of the receiving country with the sending country, or all of it, until the transaction ends.

    Reports whose numbers can share their beginning are numbered one after the other. The rows are held in one
    statement and one order, so that two requests never wait for each other.
    """
    rows = Corridor.objects.select_for_update(no_key=True).filter(receiving_country=scope.receiving_country)
    if scope.sending_country:
        rows = rows.filter(sending_country=scope.sending_country)
    list(rows.order_by("pk").values_list("pk", flat=True))


def same_scope(scope: Scope, kind: str) -> ReportQuerySet:
    """Reports of this kind on the same things in the same language."""
    return Report.objects.filter(
        kind=kind,
        pilot=scope.pilot,
        receiving_country=scope.receiving_country,
        sending_country=scope.sending_country,
        corridor=scope.corridor,
        older_edition=scope.older,
        newer_edition=scope.newer,
        language=scope.language,
    ).with_scope()


def hold(report: Report) -> Report:
    """The report's row, held until the transaction ends, with what the verbs read."""
    return Report.objects.select_for_update(of=("self",)).with_scope().get(pk=report.pk)


def current_version(report: Report) -> ReportVersion:
    """The last version, with its report."""
    version = report.versions.order_by("-number").first()
    assert version is not None  # noqa: S101 - every report is made with its first version
    version.report = report
    return version


def file_of(version: ReportVersion, format: str = FileFormat.PDF) -> ReportFile:
    """The file of the version in one format, ready or not, with its job. Raises ReportFile.DoesNotExist."""
    return version.files.select_related("job", "stored").get(format=format)
