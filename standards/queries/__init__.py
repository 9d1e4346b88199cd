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
from standards.queries.library import Filters, library
from standards.queries.outline import Block, Outline, outline_of
from standards.queries.waiting import waiting_for

__all__ = [
    "Block",
    "Filters",
    "Outline",
    "Overview",
    "Rights",
    "candidates",
    "duty_on",
    "editions_for",
    "history_lines",
    "library",
    "lines_of",
    "open_intakes",
    "outline_of",
    "overview",
    "rights_of",
    "shares_of",
    "shown_warnings",
    "source_files_of",
    "visible_candidate",
    "visible_edition",
    "visible_intake",
    "visible_source",
    "waiting_for",
]
