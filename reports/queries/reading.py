"""One version of a report for reading on a screen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from django.http import Http404

from accounts.models import User
from corridors.models import Corridor
from reports.documents.kinds import document_from
from reports.documents.reading import Reading, reading_of
from reports.models import Report, ReportVersion
from reports.queries.files import open_to
from reports.queries.talking import comments_on

#: Readings that a process keeps: what is frozen does not change, and a long one takes a second to make.
KEPT = 16


@dataclass(frozen=True)
class Leaf:
    """One page of the reading view.

    `said` counts the comments that the person sees by part and row. `corridor` is None for whoever does not see it,
    `versions` are those that the person sees, newest first.
    """

    report: Report
    version: ReportVersion
    versions: list[ReportVersion]
    reading: Reading
    page: int
    said: Counter[tuple[str, str]]
    corridor: Corridor | None

    @property
    def pages(self) -> int:
        """How many there are."""
        return len(self.reading.pages)


def leaf(report: Report, user: User, *, number: int | None = None, page: int = 1, at: str = "") -> Leaf:
    """The page of a version that is asked for; the page on which `at` stands where that is an id of the document.

    Raises:
        Http404: the person sees no version of that number, or may not read the content.
    """
    if not open_to(user, report):
        raise Http404
    versions = list(ReportVersion.objects.visible_to(user, report).order_by("-number").defer("snapshot"))
    version = next((one for one in versions if number in (None, one.number)), None)
    if version is None:
        raise Http404
    version.report = report
    reading = _reading(version.pk, version.snapshot_hash)
    seen = Corridor.objects.visible_to(user).filter(pk=report.corridor_id) if report.corridor_id else None
    return Leaf(
        report=report,
        version=version,
        versions=versions,
        reading=reading,
        page=min(max(1, reading.places.get(at, page)), len(reading.pages)),
        said=Counter((one.part, one.row) for one in comments_on(version, user)),
        corridor=seen.first() if seen is not None else None,
    )


@lru_cache(maxsize=KEPT)
def _reading(version: int, snapshot_hash: str) -> Reading:
    """The reading of a version; the hash is part of the key, so that nothing else can ever stand under it."""
    found = ReportVersion.objects.select_related("report").get(pk=version, snapshot_hash=snapshot_hash)
    return reading_of(document_from(found.report.kind, found.snapshot))
