"""Verbs on reports: request, send on, decide, comment, a new version, and the making of the PDF."""

from __future__ import annotations

from reports.actions.files import cancel, note_download, request_file, retry, settle_file
from reports.actions.moving import MOVES, decide, move, moves_from
from reports.actions.requesting import new_version, request_report
from reports.actions.talking import COMMENTABLE, comment

__all__ = [
    "COMMENTABLE",
    "MOVES",
    "cancel",
    "comment",
    "decide",
    "move",
    "moves_from",
    "new_version",
    "note_download",
    "request_file",
    "request_report",
    "retry",
    "settle_file",
]
