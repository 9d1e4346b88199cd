"""Text from the accounts' pages turned into values."""

from __future__ import annotations

from accounts.forms.kept import KeptFilter, MemberForm, OfficeFilter, OfficeForm, TeamForm
from accounts.forms.own import LanguageForm, NewPasswordForm, NoticesForm
from accounts.forms.people import DeputyForm, InvitationFilter, InviteForm, PeopleFilter, PersonForm

__all__ = [
    "DeputyForm",
    "InvitationFilter",
    "InviteForm",
    "KeptFilter",
    "LanguageForm",
    "MemberForm",
    "NewPasswordForm",
    "NoticesForm",
    "OfficeFilter",
    "OfficeForm",
    "PeopleFilter",
    "PersonForm",
    "TeamForm",
]
