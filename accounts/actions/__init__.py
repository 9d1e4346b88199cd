"""What is done to accounts, offices and working groups."""

from __future__ import annotations

from accounts.actions.ending import end_sessions
from accounts.actions.organisations import create_organisation
from accounts.actions.people import create_person, deactivate, reactivate
from accounts.actions.teams import create_team

__all__ = [
    "create_organisation",
    "create_person",
    "create_team",
    "deactivate",
    "end_sessions",
    "reactivate",
]
