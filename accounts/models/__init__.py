"""People, the organisations they speak for, and the teams they work in."""

from __future__ import annotations

from accounts.models.invitations import Invitation
from accounts.models.organisations import Organisation
from accounts.models.people import User, UserManager
from accounts.models.teams import Team, TeamMembership

__all__ = [
    "Invitation",
    "Organisation",
    "Team",
    "TeamMembership",
    "User",
    "UserManager",
]
