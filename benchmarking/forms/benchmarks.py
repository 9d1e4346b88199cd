"""Forms of benchmarks: open, complete, reopen, and the judgement of a line."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from benchmarking.queries.benchmarks import usable_editions
from benchmarking.states import Conclusion
from core.countries import name_of
from core.fields import Rows
from corridors.models import Corridor
from standards.models import Edition

LONG = 4000  # characters of a text field


class EditionsField(Rows):
    """Editions as ticks, each with its state; submitted ones are labelled provisional."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Edition) -> str:
        """Such as "Bricklayer, 2018 (accepted, MLVT)"."""
        state = _("provisional: submitted, not accepted yet") if obj.is_provisional else _("accepted")
        return f"{obj} ({state}; {obj.standard.body.short_name})"


class OpenBenchmarkForm(forms.Form):
    """Which editions are set against each other."""

    reference_editions = EditionsField(Edition.objects.none())
    sending_editions = EditionsField(Edition.objects.none())

    def __init__(self, *args: Any, corridor: Corridor, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.missing: list[str] = []  # countries without a usable edition, by name
        sides = {
            "reference_editions": (corridor.receiving_country, _("Reference editions of %(country)s")),
            "sending_editions": (corridor.sending_country, _("Editions of %(country)s, the sending country")),
        }
        for name, (country, label) in sides.items():
            editions = usable_editions(user, country, corridor.skill_area).with_standard()
            field = self.fields[name]
            assert isinstance(field, EditionsField)  # noqa: S101  # tells the type checker
            field.queryset = editions.order_by("standard__title", "-created_at")
            if not field.queryset:
                self.missing.append(name_of(country))
            field.label = label % {"country": name_of(country)}
            field.error_messages["required"] = _("Choose at least one edition.")


class CompleteForm(forms.Form):
    """The conclusion, by people."""

    conclusion = forms.ChoiceField(
        label=_("Conclusion for the corridor"),
        choices=Conclusion.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a conclusion.")},
    )
    reason = forms.CharField(
        label=_("Reason or conditions"),
        help_text=_(
            "Needed for “comparable with conditions” and “not yet comparable”. Printed in the report."
        ),
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ReopenForm(forms.Form):
    """Why a completed benchmark is taken up again."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The other side and the ILO read it in the history."),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say why the benchmark is taken up again. The other side reads it.")},
    )
