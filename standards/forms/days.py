"""Dates as they stand on national standards: any digits of the region, Buddhist-era years too."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_ERA = 543  # years from the Buddhist era to the common one
_FIRST_ERA_YEAR = 2400  # no standard was issued before; no common-era year is that far away


def common_era(text: str) -> str:
    """The date with Western digits and the year of the common era: "๓๑/๐๓/๒๕๖๑" -> "31/03/2018"."""
    digits = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text.strip())
    parts = digits.replace("-", "/").replace(".", "/").split("/")
    shifted = [str(int(part) - _ERA) if _is_era_year(part) else part for part in parts]
    return "/".join(shifted)


def _is_era_year(part: str) -> bool:
    return len(part) == 4 and part.isdecimal() and int(part) >= _FIRST_ERA_YEAR


class IssueDay(forms.DateField):
    """Day of issue, typed as 31/03/2018, 31/03/2561 (Buddhist era) or 2018-03-31."""

    default_error_messages = {
        "invalid": _("Enter the date of issue as day, month and year, for example 31/03/2018."),
    }

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "text", "autocomplete": "off"})
        super().__init__(widget=widget, input_formats=["%d/%m/%Y", "%Y/%m/%d"], **options)

    def to_python(self, value: Any) -> date | None:
        """The date in the common era."""
        if isinstance(value, str):
            value = common_era(value)
        return super().to_python(value)

    def validate(self, value: Any) -> None:
        """Years far away are slips of the pen."""
        super().validate(value)
        if value is not None and not 1900 <= value.year <= 2100:
            raise ValidationError(
                _("Write a year between 1900 and 2100, or between 2443 and 2643 of the Buddhist era."),
                code="year",
            )
