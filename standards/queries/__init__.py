"""Reads of the standards app. Everything starts from what the person may see."""

from __future__ import annotations

from standards.queries.editions import (
    Rights,
    duty_on,
    editions_for,
    history_lines,
    lines_of,
    rights_of,
    shares_of,
    source_files_of,
    visible_edition,
)
from standards.queries.intakes import (
    Overview,
    candidates,
    open_intakes,
    overview,
    shown_warnings,
    visible_candidate,
    visible_intake,
    visible_source,
)
from standards.queries.library import Filters, choices_of, chosen, in_order, left_out, shelf
from standards.queries.outline import Block, Outline, outline_of
from standards.queries.uploads import (
    DAY,
    Arriving,
    also_in,
    known_file,
    space_used,
    subject_of,
    unfinished_uploads,
    uploads_of_the_day,
    visible_draft_file,
    visible_upload,
)
from standards.queries.search import find, shown
from standards.queries.waiting import waiting_for

__all__ = [
    "Arriving",
    "Block",
    "DAY",
    "Filters",
    "Outline",
    "Overview",
    "Rights",
    "also_in",
    "candidates",
    "choices_of",
    "chosen",
    "duty_on",
    "editions_for",
    "find",
    "history_lines",
    "in_order",
    "known_file",
    "left_out",
    "lines_of",
    "open_intakes",
    "outline_of",
    "overview",
    "rights_of",
    "shares_of",
    "shelf",
    "shown",
    "shown_warnings",
    "source_files_of",
    "space_used",
    "subject_of",
    "unfinished_uploads",
    "uploads_of_the_day",
    "visible_candidate",
    "visible_draft_file",
    "visible_edition",
    "visible_intake",
    "visible_source",
    "visible_upload",
    "waiting_for",
]
