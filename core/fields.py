"""Form fields and small forms that several apps share: text is cleaned, dates are checked, filters forgive."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.dates import parse_date
from core.text import clean, piled_marks

#: Digits of the longest row number that a database takes.
LONGEST_KEY = 18


class Text(forms.CharField):
    """Text in normal form, without harmful characters."""

    def to_python(self, value: Any) -> str:
        """Clean before the length is checked."""
        return clean(super().to_python(value) or "")

    def validate(self, value: Any) -> None:
        """Letters under a pile of marks are no writing of any language."""
        super().validate(value)
        if piled_marks(value):
            raise ValidationError(
                _("A letter carries very many marks, one upon the other. Type that word again."), code="marks"
            )


class Day(forms.DateField):
    """A day, picked or typed as 2019-06-03; also in local digits and in years of the Buddhist era (core.dates)."""

    default_error_messages = {
        "invalid": _(
            "This is not a date. Write year, month and day, for example 2019-06-03, or day, month and year of the "
            "Buddhist era, for example 03/06/2562."
        ),
    }

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], **options)

    def to_python(self, value: Any) -> date | None:
        """The day that was meant; a date picker set to 2562 sends that year too."""
        understood = parse_date(value) if isinstance(value, str) else None
        return super().to_python(understood or value)

    def validate(self, value: Any) -> None:
        """Years far away are slips of the pen."""
        super().validate(value)
        if value is not None and not 1990 <= value.year <= 2100:
            raise ValidationError(_("Write a year between 1990 and 2100."), code="year")


class LongText(Text):
    """Several lines; the browser keeps what is typed under the name given by `autosave`."""

    def __init__(self, *, rows: int = 4, autosave: str = "", **options: Any) -> None:
        attrs = {"rows": rows} | ({"data-autosave": autosave} if autosave else {})
        super().__init__(widget=forms.Textarea(attrs=attrs), **options)


class Rows(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # no generic at run time
    """Rows chosen by ticks; a key too long for any row is refused before the database sees it."""

    def _check_values(self, value: Any) -> Any:
        for key in value:
            if len(str(key)) > LONGEST_KEY:
                message = self.error_messages["invalid_choice"]
                raise ValidationError(message, code="invalid_choice", params={"value": str(key)[:40]})
        return super()._check_values(value)  # type: ignore[misc]  # not in the stubs


class Filter(forms.Form):
    """Filters of a list, from the address. What makes no sense filters nothing."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)

    def value(self, name: str) -> str:
        """The cleaned value; empty when it made no sense."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")


class ReasonForm(forms.Form):
    """Why something is done, for whoever asks later."""

    reason = LongText(
        label=_("Reason"),
        max_length=2000,
        rows=3,
        help_text=_("One or two sentences that others will understand later. They stay in the history."),
        error_messages={"required": _("Say why, in a sentence that others will understand later.")},
    )


def speak_plainly() -> None:
    """Give every form the portal's own sentences for an empty field, where it has none that says more."""
    forms.Field.default_error_messages["required"] = _("Fill this in; it cannot stay empty.")
    forms.ChoiceField.default_error_messages["required"] = _("Choose one of these.")


def choose(field: forms.Field, choices: Any) -> None:
    """Set the choices of a choice field."""
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


def rows_of(field: forms.Field, rows: Any) -> None:
    """Set the rows that a model choice field offers."""
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = rows
