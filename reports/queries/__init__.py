"""Reads of reports: the library, one report with its versions, what waits."""

from __future__ import annotations

from reports.queries.library import corridors_to_report, countries_of, draft_of, reports, with_job
from reports.queries.scope import last_file, visible_file, visible_report, visible_version
from reports.queries.sheet import (
    Progress,
    Sheet,
    comments_on,
    history_for,
    holder_of,
    may,
    progress_of,
    sheet,
    tone_of,
)
from reports.queries.waiting import NAMED, summary, waiting_for

__all__ = [
    "NAMED",
    "Progress",
    "Sheet",
    "comments_on",
    "corridors_to_report",
    "countries_of",
    "draft_of",
    "history_for",
    "holder_of",
    "last_file",
    "may",
    "progress_of",
    "reports",
    "sheet",
    "summary",
    "tone_of",
    "visible_file",
    "visible_report",
    "visible_version",
    "waiting_for",
    "with_job",
]
