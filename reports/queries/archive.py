"""Several reports as one archive: which files of them are ready and open to the person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from accounts.models import User
from reports.models import Report, ReportFile, ReportVersion
from reports.queries.files import open_to

#: How many reports one archive holds, and how many bytes: it is put together while the person waits.
MOST_REPORTS = 50
MOST_BYTES = 200 * 1024**2


@dataclass(frozen=True)
class Chosen:
    """A report with the ready files of the newest version that the person sees, by format."""

    report: Report
    version: ReportVersion | None = None
    files: tuple[ReportFile, ...] = ()

    def in_formats(self, formats: Iterable[str]) -> tuple[ReportFile, ...]:
        """Its files in these formats."""
        wanted = set(formats)
        return tuple(file for file in self.files if file.format in wanted)


def chosen(user: User, refs: Sequence[str]) -> list[Chosen]:
    """The reports with these references that the person sees, in the order of the choice, at most MOST_REPORTS + 1.

    Two queries, whatever is chosen. A reference that the person does not see is passed over in silence.
    """
    wanted = list(dict.fromkeys(refs))[: MOST_REPORTS + 1]
    if not wanted:
        return []
    found = {one.ref: one for one in Report.objects.visible_to(user).with_scope().filter(ref__in=wanted)}
    reports = [found[ref] for ref in wanted if ref in found]
    newest = _newest(user, [one for one in reports if open_to(user, one)])
    return [Chosen(one, *newest[one.pk]) if one.pk in newest else Chosen(one) for one in reports]


def _newest(user: User, reports: Sequence[Report]) -> dict[int, tuple[ReportVersion, tuple[ReportFile, ...]]]:
    """The newest visible version of each report with its ready files: one query."""
    if not reports:
        return {}
    by_pk = {one.pk: one for one in reports}
    visible = reduce(or_, (ReportVersion.objects.visible_to(user, one) for one in reports))
    versions = visible.defer("snapshot").order_by("report", "-number").prefetch_related("files__stored")
    found: dict[int, tuple[ReportVersion, tuple[ReportFile, ...]]] = {}
    for version in versions:
        if version.report_id in found:
            continue
        version.report = by_pk[version.report_id]
        files = sorted(version.files.all(), key=lambda file: file.format)
        for file in files:
            file.version = version
        found[version.report_id] = version, tuple(file for file in files if file.stored is not None)
    return found
