"""Forms about offices and teams."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import rights
from accounts.models import Organisation, Team, User
from accounts.states import OrganisationKind, TeamFunction
from core import countries
from core.fields import Filter, Text, rows_of


class KeptFilter(Filter):
    """Filters of the lists of offices and teams; the administration chooses among countries."""

    country = forms.ChoiceField(
        label=_("Country"), required=False, choices=[("", _("All countries")), *countries.CHOICES]
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        if not user.is_administrator:
            del self.fields["country"]


class OfficeFilter(KeptFilter):
    """Filters of the list of offices."""

    active = forms.ChoiceField(
        label=_("Office"),
        required=False,
        choices=[("", _("All offices")), ("yes", _("Open")), ("no", _("Closed"))],
    )


class OfficeForm(forms.Form):
    """Name and short name; for a new one of the administration also kind and country."""

    name = Text(label=_("Name"), max_length=200)
    short_name = Text(label=_("Short name"), max_length=40, help_text=_("For narrow columns, such as “DSD”."))
    kind = forms.ChoiceField(label=_("Stands for"), choices=OrganisationKind.choices)
    country = forms.ChoiceField(
        label=_("Country"),
        required=False,
        choices=[("", _("None")), *countries.CHOICES],
        help_text=_("For the offices of a government."),
    )

    def __init__(self, *args: Any, user: User, office: Organisation | None = None, **options: Any) -> None:
        if office:
            options["initial"] = {"name": office.name, "short_name": office.short_name}
        super().__init__(*args, **options)
        if office or not user.is_administrator:
            del self.fields["kind"], self.fields["country"]


class TeamForm(forms.Form):
    """Name, and for the administration the country."""

    name = Text(
        label=_("Name"), max_length=120, help_text=_("Such as “Group I: Bricklaying and plastering”.")
    )
    country = forms.ChoiceField(label=_("Country"), choices=countries.CHOICES)

    def __init__(self, *args: Any, user: User, team: Team | None = None, **options: Any) -> None:
        if team:
            options["initial"] = {"name": team.name}
        super().__init__(*args, **options)
        if team or not user.is_administrator:
            del self.fields["country"]


class MemberForm(forms.Form):
    """Who has which part in a team."""

    person = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.none(), empty_label=_("Choose a person")
    )
    function = forms.ChoiceField(label=_("Part"), choices=TeamFunction.choices, initial=TeamFunction.EXPERT)

    def __init__(self, *args: Any, team: Team, **options: Any) -> None:
        super().__init__(*args, **options)
        rows_of(self.fields["person"], rights.colleagues_of(team).order_by("title", "pk"))
