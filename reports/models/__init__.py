"""Reports made from the chain: what they speak of, their versions, files and comments, and the office's wording."""

from __future__ import annotations

from reports.models.reminders import Reminder
from reports.models.reports import Report, ReportQuerySet
from reports.models.scopes import Scope
from reports.models.versions import ReportComment, ReportFile, ReportVersion, ReportVersionQuerySet
from reports.models.wording import Logo, Wording, WordingQuerySet

__all__ = [
    "Logo",
    "Reminder",
    "Report",
    "ReportComment",
    "ReportFile",
    "ReportQuerySet",
    "ReportVersion",
    "ReportVersionQuerySet",
    "Scope",
    "Wording",
    "WordingQuerySet",
]
