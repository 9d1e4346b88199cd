"""Verbs on reports: request, send on, decide, comment, a new version, and the making of the PDF."""

from __future__ import annotations

from reports.actions.dating import set_due
from reports.actions.files import cancel, note_download, request_file, retry, settle_file
from reports.actions.moving import decide, move
from reports.actions.requesting import new_version, request_report
from reports.actions.talking import COMMENTABLE, comment
from reports.actions.withdrawing import ask_withdrawal, confirm_withdrawal, drop_withdrawal, token_of
from reports.life import moves_from

__all__ = [
    "COMMENTABLE",
    "ask_withdrawal",
    "cancel",
    "comment",
    "confirm_withdrawal",
    "decide",
    "drop_withdrawal",
    "move",
    "moves_from",
    "new_version",
    "note_download",
    "request_file",
    "request_report",
    "retry",
    "set_due",
    "settle_file",
    "token_of",
]
