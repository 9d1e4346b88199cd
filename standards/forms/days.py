"""Dates as they stand on national standards: any digits of the region, Buddhist-era years too."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.dates import parse_date


class IssueDay(forms.DateField):
    """Day of issue, typed as 31/03/2018, 31/03/2561 (Buddhist era) or 2018-03-31."""

    default_error_messages = {
        "invalid": _("Enter the date of issue as day, month and year, for example 31/03/2018."),
    }

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "text", "autocomplete": "off"})
        super().__init__(widget=widget, input_formats=["%d/%m/%Y"], **options)

    def to_python(self, value: Any) -> date | None:
        """The date in the common era."""
        understood = parse_date(value) if isinstance(value, str) else None
        return super().to_python(understood or value)

    def validate(self, value: Any) -> None:
        """Years far away are slips of the pen."""
        super().validate(value)
        if value is not None and not 1900 <= value.year <= 2100:
            raise ValidationError(
                _("Write a year between 1900 and 2100, or between 2443 and 2643 of the Buddhist era."),
                code="year",
            )
