"""Reads of people, offices and working groups."""

from __future__ import annotations

from accounts.queries.people import Account, people, visible_account

__all__ = ["Account", "people", "visible_account"]
