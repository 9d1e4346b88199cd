"""Pages of accounts: people, invitations, offices, working groups, one's own profile."""

from __future__ import annotations

from accounts.views.people import deactivate, people, person, reactivate

__all__ = ["deactivate", "people", "person", "reactivate"]
