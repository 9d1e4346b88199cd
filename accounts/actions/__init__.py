"""What is done to accounts, offices and working groups."""

from __future__ import annotations

from accounts.actions.deputies import appoint_deputy, end_deputy
from accounts.actions.ending import end_sessions
from accounts.actions.entering import lift_pause, remove_factor
from accounts.actions.invitations import accept, invite, send_again, withdraw
from accounts.actions.organisations import (
    close_organisation,
    create_organisation,
    rename_organisation,
    reopen_organisation,
)
from accounts.actions.people import change_role, create_person, deactivate, reactivate, retitle
from accounts.actions.profiles import set_wishes
from accounts.actions.teams import create_team, put_in_team, rename_team, take_from_team

__all__ = [
    "accept",
    "appoint_deputy",
    "change_role",
    "close_organisation",
    "create_organisation",
    "create_person",
    "create_team",
    "deactivate",
    "end_deputy",
    "end_sessions",
    "invite",
    "lift_pause",
    "put_in_team",
    "reactivate",
    "remove_factor",
    "rename_organisation",
    "rename_team",
    "reopen_organisation",
    "retitle",
    "send_again",
    "set_wishes",
    "take_from_team",
    "withdraw",
]
