"""Forms for oneself: the password of a new account, language, time zone, notices."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation, User
from accounts.states import Notice

#: Where the offices of the programme are, first; then the rest of ASEAN and what people travel to.
PLACES = (
    ("Asia/Bangkok", _("Bangkok")),
    ("Asia/Phnom_Penh", _("Phnom Penh")),
    ("Asia/Vientiane", _("Vientiane")),
    ("Asia/Yangon", _("Yangon")),
    ("Europe/Zurich", _("Geneva")),
)
OTHER_PLACES = (
    ("Asia/Brunei", _("Bandar Seri Begawan")),
    ("Asia/Dili", _("Dili")),
    ("Asia/Ho_Chi_Minh", _("Hanoi")),
    ("Asia/Jakarta", _("Jakarta")),
    ("Asia/Kuala_Lumpur", _("Kuala Lumpur")),
    ("Asia/Manila", _("Manila")),
    ("Asia/Singapore", _("Singapore")),
    ("Asia/Kolkata", _("New Delhi")),
    ("Asia/Seoul", _("Seoul")),
    ("Asia/Tokyo", _("Tokyo")),
    ("Australia/Sydney", _("Canberra")),
    ("Europe/Brussels", _("Brussels")),
    ("Europe/London", _("London")),
    ("UTC", _("Universal time (UTC)")),
)


def _zones() -> list[tuple[Any, Any]]:
    known = available_timezones()
    first, others = ([one for one in places if one[0] in known] for places in (PLACES, OTHER_PLACES))
    return [
        ("", _("As the portal has it (Bangkok)")),
        (_("Offices of the programme"), first),
        (_("Other places"), others),
    ]


class NewPasswordForm(forms.Form):
    """The password with which an invited person opens the account."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "At least 12 characters. Several words are easy to keep in mind; blanks and every script are fine."
        ),
    )
    again = forms.CharField(
        label=_("Password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, invitation: Invitation, **options: Any) -> None:
        super().__init__(*args, **options)
        self._person = User(email=invitation.email, title=invitation.title)

    def clean_password(self) -> str:
        """By the rules of the portal; too long ones are refused before anything is hashed."""
        password = str(self.cleaned_data["password"])
        validate_password(password, self._person)
        return password

    def clean(self) -> dict[str, Any]:
        """Both are the same."""
        values = super().clean() or {}
        if "password" in values and values.get("again") != values["password"]:
            self.add_error("again", _("This is not the same. Type the password again."))
        return values


class LanguageForm(forms.Form):
    """Language of the pages, and where the clock is."""

    language = forms.ChoiceField(label=_("Language of the pages"), required=False)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        choices=_zones,
        help_text=_("Times on the pages are shown in this zone."),
    )

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial = {
            "language": person.language or settings.LANGUAGE_CODE,
            "time_zone": person.time_zone,
        }
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for the type checker
        field.choices = [(code, LANGUAGE_NAMES.get(code, name)) for code, name in settings.LANGUAGES]


#: In the language itself, with how far it is translated.
LANGUAGE_NAMES = {"en-gb": _("English"), "th": _("ไทย (Thai), partly translated")}


class NoticesForm(forms.Form):
    """Which mails the person wants."""

    wanted = forms.MultipleChoiceField(
        label=_("Mails that I want"),
        required=False,
        choices=Notice.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Mails that guard your account, such as those about your password or a deputy, always come."
        ),
    )

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial = {"wanted": [value for value in Notice.values if value not in person.muted]}
