"""Forms about people."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.states import Role
from core import countries
from core.fields import Filter


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
