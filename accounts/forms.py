"""Text from the accounts' pages turned into values."""

from __future__ import annotations

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from accounts.states import Role
from core import countries
from core.fields import Filter


class SignInForm(AuthenticationForm):
    """E-mail and password."""

    username = forms.EmailField(
        label=_("E-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    error_messages = {
        "invalid_login": _("This e-mail and password do not belong together. Check both and try again."),
        "inactive": _("This account is not active. Ask the portal administrator."),
    }

    def clean_username(self) -> str:
        """Addresses are compared without regard to case."""
        return str(self.cleaned_data["username"]).strip().lower()


class PeopleFilter(Filter):
    """Filters of the list of people."""

    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All roles")), *Role.choices])
    country = forms.ChoiceField(
        label=_("Country"), required=False, choices=[("", _("All countries")), *countries.CHOICES]
    )
    active = forms.ChoiceField(
        label=_("Account"),
        required=False,
        choices=[("", _("All accounts")), ("yes", _("Active")), ("no", _("Deactivated"))],
    )
