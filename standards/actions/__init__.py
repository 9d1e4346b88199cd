"""Verbs of the standards app. Each writes its line of the history in the same transaction."""

from __future__ import annotations

from standards.actions.bin import empty_bin, restore, throw_away
from standards.actions.comments import answer, comment, settle
from standards.actions.confirming import MovedOn, Seen, confirm_intake, without_words
from standards.actions.decisions import (
    accept,
    return_edition,
    set_public,
    share,
    share_by_hand,
    submit,
    withdraw_share,
)
from standards.actions.editing import Done, change_line, edit_lines, redo, settle_doubts, too_late, undo
from standards.actions.editions import create_standard, edit_edition, new_edition, write_lines
from standards.actions.intakes import (
    attach_source,
    discard_intake,
    refuse_reading,
    retry_intake,
    store_reading,
    upload_source,
)
from standards.actions.reference import (
    add_body,
    add_framework,
    add_level,
    add_occupation,
    add_skill_area,
    edit_body,
    edit_framework,
    edit_level,
    edit_occupation,
    edit_skill_area,
    remove_level,
)
from standards.actions.typing import paste_lines, type_lines
from standards.actions.uploads import (
    LimitReached,
    Taken,
    add_piece,
    begin_upload,
    remove_source,
    take_file,
    take_files,
)
from standards.actions.zawgyi import convert_zawgyi

__all__ = [
    "Done",
    "LimitReached",
    "MovedOn",
    "Seen",
    "Taken",
    "accept",
    "add_body",
    "add_framework",
    "add_level",
    "add_occupation",
    "add_piece",
    "add_skill_area",
    "answer",
    "attach_source",
    "begin_upload",
    "change_line",
    "comment",
    "confirm_intake",
    "convert_zawgyi",
    "create_standard",
    "discard_intake",
    "edit_body",
    "edit_edition",
    "edit_framework",
    "edit_level",
    "edit_lines",
    "edit_occupation",
    "edit_skill_area",
    "empty_bin",
    "new_edition",
    "paste_lines",
    "redo",
    "refuse_reading",
    "remove_level",
    "remove_source",
    "restore",
    "retry_intake",
    "return_edition",
    "set_public",
    "settle",
    "settle_doubts",
    "share",
    "share_by_hand",
    "store_reading",
    "submit",
    "take_file",
    "take_files",
    "throw_away",
    "too_late",
    "type_lines",
    "undo",
    "upload_source",
    "withdraw_share",
    "without_words",
    "write_lines",
]
