"""Reads of people, offices, working groups and invitations."""

from __future__ import annotations

from accounts.queries.kept import (
    Kept,
    has_account,
    invitation_behind,
    invitations,
    offices,
    teams,
    visible_invitation,
    visible_office,
    visible_team,
)
from accounts.queries.people import Account, people, visible_account

__all__ = [
    "Account",
    "Kept",
    "has_account",
    "invitation_behind",
    "invitations",
    "offices",
    "people",
    "teams",
    "visible_account",
    "visible_invitation",
    "visible_office",
    "visible_team",
]
