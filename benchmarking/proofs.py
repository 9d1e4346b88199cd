"""Proof files of a gap: the same gates as for every file that proves something."""

from __future__ import annotations

from core.proofs import ACCEPT, content_type_of, fault_of

__all__ = ["ACCEPT", "content_type_of", "fault_of"]
