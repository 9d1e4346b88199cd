"""Reads of reports: the library, one report with its versions, what waits."""

from __future__ import annotations

from reports.queries.archive import Chosen, chosen
from reports.queries.asking import Ask, AskPilot, askable, draft_of, pilot_scope, sending_countries
from reports.queries.checking import Answer, Check, check
from reports.queries.files import (
    Downloads,
    Progress,
    downloads,
    downloads_summary,
    files_of,
    last_version,
    may_cancel,
    open_to,
    open_version,
    progress_of,
    visible_file,
)
from reports.queries.listing import (
    Choices,
    choices_of,
    reports,
    scopes_seen,
    with_job,
)
from reports.queries.reading import Leaf, leaf
from reports.queries.scope import visible_report, visible_version
from reports.queries.sending import (
    Succession,
    changed_by_publishing,
    compared,
    last_of,
    published_before,
    readers_after,
    successors,
)
from reports.queries.sheet import (
    Sheet,
    history_for,
    holder_of,
    may,
    sheet,
    tone_of,
)
from reports.queries.talking import comments_on, open_before, settleable, visible_comment
from reports.queries.waiting import NAMED, summary, waiting_for
from reports.queries.withdrawing import Withdrawal, is_notice_for, volumes_with, withdrawal_of

__all__ = [
    "NAMED",
    "Answer",
    "Ask",
    "AskPilot",
    "Check",
    "Choices",
    "Chosen",
    "Downloads",
    "Leaf",
    "Progress",
    "Sheet",
    "Succession",
    "Withdrawal",
    "askable",
    "changed_by_publishing",
    "check",
    "choices_of",
    "chosen",
    "comments_on",
    "compared",
    "downloads",
    "downloads_summary",
    "draft_of",
    "files_of",
    "history_for",
    "holder_of",
    "is_notice_for",
    "last_of",
    "last_version",
    "leaf",
    "may",
    "may_cancel",
    "open_before",
    "open_to",
    "open_version",
    "pilot_scope",
    "progress_of",
    "published_before",
    "readers_after",
    "reports",
    "scopes_seen",
    "sending_countries",
    "settleable",
    "sheet",
    "successors",
    "summary",
    "tone_of",
    "visible_comment",
    "visible_file",
    "visible_report",
    "visible_version",
    "volumes_with",
    "waiting_for",
    "with_job",
    "withdrawal_of",
]
