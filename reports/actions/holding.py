"""Rows that the verbs hold until their transaction ends, and what every verb reads of a report."""

from __future__ import annotations

from corridors.models import Corridor
from reports.models import Report, ReportFile, ReportVersion
from reports.states import FileFormat


def hold_pair(corridor: Corridor) -> Corridor:
    """The corridor's row, held until the transaction ends together with all corridors of its two countries.

    Corridors whose reports share the beginning of a number are numbered one after the other. They are held in one
    statement and one order, so that two requests never wait for each other.
    """
    rows = Corridor.objects.select_for_update(of=("self",), no_key=True).select_related("pilot", "skill_area")
    pair = rows.filter(receiving_country=corridor.receiving_country, sending_country=corridor.sending_country)
    return {one.pk: one for one in pair.order_by("pk")}[corridor.pk]


def hold(report: Report) -> Report:
    """The report's row, held until the transaction ends, with what the verbs read."""
    rows = Report.objects.select_for_update(of=("self",)).select_related(
        "corridor__pilot", "corridor__skill_area"
    )
    return rows.get(pk=report.pk)


def current_version(report: Report) -> ReportVersion:
    """The last version, with its report."""
    version = report.versions.order_by("-number").first()
    assert version is not None  # noqa: S101 - every report is made with its first version
    version.report = report
    return version


def file_of(version: ReportVersion) -> ReportFile:
    """The PDF of the version, ready or not, with its job."""
    return version.files.select_related("job", "stored").get(format=FileFormat.PDF)
