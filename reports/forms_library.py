"""Filters of the library of reports, and what is asked on the check page."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.text import ascii_digits, clean
from reports import queries
from reports.states import Language, ReportKind, ReportState

#: Fewest digits of a check number that are compared; the whole has 64.
FEWEST, WHOLE = 12, 64
_OFTEN = ("mine", "kind", "state")
_BETWEEN = re.compile(r"[\s\u00ad\u200b\u2060:.-]+")


class ReportFilter(forms.Form):
    """Filters of the library, from the address. What makes no sense filters nothing."""

    q = forms.CharField(label=_("Number, title, pilot or country"), required=False, max_length=100)
    mine = forms.ChoiceField(
        label=_("Next step"), required=False, choices=[("", _("Anybody's")), ("1", _("Mine to act on"))]
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All kinds")), *ReportKind.choices]
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *ReportState.choices]
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    pilot = forms.ChoiceField(label=_("Pilot"), required=False)
    year = forms.ChoiceField(label=_("Made in"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("", _("Newest first")),
            ("oldest", _("Oldest first")),
            ("number", _("By number")),
            ("area", _("By skill area")),
            ("due", _("By due date")),
        ],
    )

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data)
        offered = queries.choices_of(user)
        self._offer("country", _("All countries"), offered.countries)
        self._offer("pilot", _("All pilots"), offered.pilots)
        self._offer("year", _("Any year"), offered.years)
        languages = [(code, name) for code, name in Language.choices if code in offered.languages]
        self._offer("language", _("All languages"), languages)

    def _offer(self, name: str, every: Any, offered: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", every), *offered]

    @property
    def often(self) -> list[forms.BoundField]:
        """Filters that stand in the bar."""
        return [self[name] for name in _OFTEN]

    @property
    def seldom(self) -> list[forms.BoundField]:
        """Filters behind "More filters"."""
        return [self[name] for name in self.fields if name not in ("q", *_OFTEN)]

    @property
    def is_fine(self) -> bool:
        """Whether one of the seldom filters is set."""
        return any(field.value() for field in self.seldom)

    def value(self, name: str) -> str:
        """The cleaned value; empty when it made no sense."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")


class CheckForm(forms.Form):
    """The number of a report and the check number that is printed in it, as they come out of a PDF or a letter."""

    number = forms.CharField(
        label=_("Number of the report"),
        required=False,
        max_length=60,
        help_text=_("Such as MRS-TH-KH-7112-GA-01. You can leave it out."),
    )
    hash = forms.CharField(
        label=_("Check number"),
        max_length=400,
        help_text=_(
            "The 64 digits and letters of the page “About this document”, or the SHA-256 of the file itself."
        ),
        error_messages={"required": _("Enter the check number that is printed in the report.")},
    )

    def clean_number(self) -> str:
        """In capital letters, without spaces."""
        typed = unicodedata.normalize("NFKC", clean(self.cleaned_data["number"]))
        return "".join(typed.split()).upper()

    def clean_hash(self) -> str:
        """64 hexadecimal digits, or at least the first 12; line ends and spaces of a copy are taken out."""
        typed = ascii_digits(unicodedata.normalize("NFKC", self.cleaned_data["hash"]))
        digits = _BETWEEN.sub("", typed).lower().removeprefix("sha256")
        if re.search("[^0-9a-f]", digits):
            raise ValidationError(
                _(
                    "A check number has only the digits 0 to 9 and the letters a to f. Copy it again from the report."
                )
            )
        if len(digits) > WHOLE:
            raise ValidationError(
                _("A check number has 64 digits; this one has %(number)d. Copy it again from the report."),
                params={"number": len(digits)},
            )
        if len(digits) < FEWEST:
            raise ValidationError(
                _("Enter all 64 digits of the check number, or at least the first %(fewest)d."),
                params={"fewest": FEWEST},
            )
        return digits
