"""Text from the accounts' pages turned into values."""

from __future__ import annotations

from accounts.forms.people import PeopleFilter
from accounts.forms.signing import SignInForm

__all__ = ["PeopleFilter", "SignInForm"]
