"""Forms about people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import rights
from accounts.models import Organisation, Team, User
from accounts.states import InvitationState, Role, TeamFunction
from core import countries
from core.fields import Day, Filter, Text, choose, rows_of

_TITLE_HELP = _(
    "People are shown by these words, such as “Focal point, Skills Development Institute”; no names."
)


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

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        if not user.is_administrator:  # there is one country to choose from
            del self.fields["country"]


class InvitationFilter(Filter):
    """Filters of the list of invitations."""

    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *InvitationState.choices]
    )


def _role_choices(user: User) -> list[tuple[str, Any]]:
    given = rights.given_by(user)
    return [("", _("Choose a role")), *[(value, label) for value, label in Role.choices if value in given]]


class InviteForm(forms.Form):
    """Who is invited, to which office, in which role."""

    email = forms.EmailField(
        label=_("E-mail"), max_length=254, help_text=_("The link goes to this address and to nobody else.")
    )
    title = Text(label=_("Office and function"), max_length=200, help_text=_TITLE_HELP)
    organisation = forms.ModelChoiceField(
        label=_("Office"), queryset=Organisation.objects.none(), empty_label=_("Choose an office")
    )
    role = forms.ChoiceField(label=_("Role"))
    team = forms.ModelChoiceField(
        label=_("Team"),
        queryset=Team.objects.none(),
        required=False,
        help_text=_("For experts: the working group through which they see their corridors."),
        empty_label=_("No team"),
    )
    function = forms.ChoiceField(
        label=_("Part in the team"),
        required=False,
        choices=[("", _("Expert")), *[one for one in TeamFunction.choices if one[0] != TeamFunction.EXPERT]],
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        offices = Organisation.objects.visible_to(user).filter(is_active=True).order_by("country", "name")
        rows_of(self.fields["organisation"], offices)
        rows_of(self.fields["team"], Team.objects.visible_to(user).order_by("country", "name"))
        choose(self.fields["role"], _role_choices(user))


class PersonForm(forms.Form):
    """Office and function in words, and the role."""

    title = Text(label=_("Office and function"), max_length=200, help_text=_TITLE_HELP)
    role = forms.ChoiceField(label=_("Role"), help_text=_("A change signs the person out everywhere."))

    def __init__(self, *args: Any, user: User, person: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial = {"title": person.title, "role": person.role}
        possible = rights.roles_for(user, person.organisation) | {person.role}
        choose(self.fields["role"], [one for one in Role.choices if one[0] in possible])


class DeputyForm(forms.Form):
    """Who stands in, from when to when."""

    deputy = forms.ModelChoiceField(
        label=_("Deputy"),
        queryset=User.objects.none(),
        empty_label=_("Choose a colleague"),
        help_text=_("A colleague who has another role."),
    )
    since = Day(label=_("First day"))
    until = Day(label=_("Last day"), help_text=_("It ends by itself after this day; half a year at most."))

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        super().__init__(*args, **options)
        rows_of(self.fields["deputy"], rights.deputies_for(person).order_by("title", "pk"))
