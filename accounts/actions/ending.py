"""Ending sessions."""

from __future__ import annotations

from accounts.sessions import end_sessions

__all__ = ["end_sessions"]
