"""Rows that know no domain noun: the history, background jobs, stored files, mails."""

from __future__ import annotations

from core.models.counts import Allowance, BrowserReport
from core.models.files import PartialState, PartialUpload, StoredFile
from core.models.history import AuditHead, AuditLine
from core.models.jobs import Job, JobState
from core.models.mails import Mail, MailState

__all__ = [
    "Allowance",
    "AuditHead",
    "AuditLine",
    "BrowserReport",
    "Job",
    "JobState",
    "Mail",
    "MailState",
    "PartialState",
    "PartialUpload",
    "StoredFile",
]
