"""Pages of accounts: signing in, people, invitations, offices, working groups, one's own profile."""

from __future__ import annotations

from accounts.views.people import deactivate, people, person, reactivate
from accounts.views.signing import SignIn, SignOut

__all__ = ["SignIn", "SignOut", "deactivate", "people", "person", "reactivate"]
