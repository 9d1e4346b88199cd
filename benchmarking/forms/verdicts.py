"""Forms of verdicts, thresholds, recommendations and signing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from benchmarking.states import RecommendationKind, Verdict
from core.fields import Text
from corridors.models import Corridor

LONG = 4000  # characters of a text field

#: The verdicts of an expert; "no verdict yet" is the system's alone.
VERDICTS = [(one.value, one.label) for one in (Verdict.COMPARABLE, Verdict.PARTLY, Verdict.NOT)]


class VerdictForm(forms.Form):
    """The decision of an expert on one section."""

    verdict = forms.ChoiceField(
        label=_("Verdict"),
        choices=VERDICTS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose comparable, partly comparable or not comparable.")},
    )
    reason = Text(
        label=_("Reason"),
        help_text=_("Needed when you decide otherwise than proposed. Printed in the report."),
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    revision = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def clean_revision(self) -> int:
        """Nothing means that there was no decision."""
        return self.cleaned_data.get("revision") or 0


class ThresholdsForm(forms.Form):
    """Both thresholds, in percent."""

    comparable_from = forms.DecimalField(
        label=_("Comparable from (percent)"),
        help_text=_(
            "A section whose coverage reaches this, with every critical line F, is proposed as comparable."
        ),
        max_digits=5,
        decimal_places=2,
        error_messages={"required": _("Write a number of percent, such as 80.")},
    )
    not_comparable_below = forms.DecimalField(
        label=_("Not comparable below (percent)"),
        help_text=_("A section whose coverage lies below this is proposed as not comparable."),
        max_digits=5,
        decimal_places=2,
        error_messages={"required": _("Write a number of percent, such as 50.")},
    )
    seen_upper = forms.DecimalField(widget=forms.HiddenInput)
    seen_lower = forms.DecimalField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, corridor: Corridor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("comparable_from", "seen_upper"):
            self.initial[name] = _plain(corridor.comparable_from)
        for name in ("not_comparable_below", "seen_lower"):
            self.initial[name] = _plain(corridor.not_comparable_below)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


class RecommendationForm(forms.Form):
    """Kind and words of a recommendation."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=RecommendationKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what kind of recommendation it is.")},
    )
    text = Text(
        label=_("Recommendation"),
        help_text=_("One recommendation, in a sentence or two. Reports print it."),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write the recommendation in a sentence.")},
    )
    revision = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)


class SignForm(forms.Form):
    """The person has read the state of this hash and signs it."""

    read = forms.BooleanField(
        label=_("I have read what stands on this page and sign it for my side."),
        error_messages={"required": _("Tick that you have read it. Nothing was signed.")},
    )
    state_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
