"""Verbs of the standards app. Each writes its line of the history in the same transaction."""

from __future__ import annotations

from standards.actions.candidates import add_line, change_line, change_lines
from standards.actions.decisions import accept, return_edition, set_public, share, submit
from standards.actions.editions import create_standard, edit_edition, new_edition, write_lines
from standards.actions.intakes import (
    attach_source,
    confirm_intake,
    discard_intake,
    refuse_reading,
    retry_intake,
    store_reading,
    upload_source,
)
from standards.actions.reference import add_body, add_skill_area

__all__ = [
    "accept",
    "add_body",
    "add_line",
    "add_skill_area",
    "attach_source",
    "change_line",
    "change_lines",
    "confirm_intake",
    "create_standard",
    "discard_intake",
    "edit_edition",
    "new_edition",
    "refuse_reading",
    "retry_intake",
    "return_edition",
    "set_public",
    "share",
    "store_reading",
    "submit",
    "upload_source",
    "write_lines",
]
