"""Verbs on reports: request, send on, decide, comment, a new version, and the making of the PDF."""

from __future__ import annotations

from reports.actions.dating import set_due
from reports.actions.files import cancel, note_download, request_file, retry, settle_file
from reports.actions.moving import decide, move
from reports.actions.reminding import send_reminders
from reports.actions.reminding import unsent as unsent_reminders
from reports.actions.requesting import new_version, request_report
from reports.actions.talking import COMMENTABLE, answer, comment, settle
from reports.actions.withdrawing import ask_withdrawal, confirm_withdrawal, drop_withdrawal, token_of
from reports.life import moves_from

__all__ = [
    "COMMENTABLE",
    "answer",
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
    "send_reminders",
    "set_due",
    "settle",
    "settle_file",
    "token_of",
    "unsent_reminders",
]
