"""Correcting a list of candidate lines: pure operations on rows, and the way back. No ORM, no clock."""

from __future__ import annotations

from standards.editing.acts import (
    added,
    changed,
    kept,
    marked_critical,
    moved,
    removed,
    retyped,
    shifted,
    translated,
)
from standards.editing.basics import Edited
from standards.editing.joining import merged, split
from standards.editing.patches import apply, patch
from standards.editing.rows import Row, placed

__all__ = [
    "Edited",
    "Row",
    "added",
    "apply",
    "changed",
    "kept",
    "marked_critical",
    "merged",
    "moved",
    "patch",
    "placed",
    "removed",
    "retyped",
    "shifted",
    "split",
    "translated",
]
