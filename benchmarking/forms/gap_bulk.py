"""Text from the bar under the register turned into a change to many gaps."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from benchmarking.queries.gap_bulk import LABELS, MOST, BulkAct, Change
from benchmarking.states import ActionType, Severity
from core.fields import Day

_CHECKED = re.compile(r"(\d{1,12})\.(\d{1,9})")


class BulkForm(forms.Form):
    """What to change: one choice such as "severity:minor", "office:12", "due" or "agree", and a day for "due"."""

    what = forms.ChoiceField(
        label=gettext_lazy("What to change"),
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={
            "required": gettext_lazy("Choose what to change."),
            "invalid_choice": gettext_lazy("Choose what to change from the list."),
        },
    )
    due_on = Day(label=gettext_lazy("New due date"), required=False)

    def __init__(self, *args: Any, offices: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices = {str(one.pk): one for one in offices}
        self.fields["due_on"].widget.attrs["class"] = "form-control"
        field = self.fields["what"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for the type checker
        field.choices = [("", _("Choose a change")), *self._groups()]

    def _groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        by_office = {key: f"{one.short_name} ({one.country})" for key, one in self.offices.items()}
        return [
            (_("State"), [(act.value, str(LABELS[act])) for act in (BulkAct.AGREE, BulkAct.START)]),
            (
                str(LABELS[BulkAct.SEVERITY]),
                [(f"{BulkAct.SEVERITY}:{one}", str(one.label)) for one in Severity],
            ),
            (
                str(LABELS[BulkAct.DUE]),
                [(str(BulkAct.DUE), _("The day written beside")), (f"{BulkAct.DUE}:", _("No due date"))],
            ),
            (
                str(LABELS[BulkAct.OFFICE]),
                [
                    *((f"{BulkAct.OFFICE}:{key}", words) for key, words in by_office.items()),
                    (f"{BulkAct.OFFICE}:", _("No owner office")),
                ],
            ),
            (
                str(LABELS[BulkAct.ACTION]),
                [
                    *((f"{BulkAct.ACTION}:{one}", str(one.label)) for one in ActionType),
                    (f"{BulkAct.ACTION}:", _("No type of action")),
                ],
            ),
        ]

    def clean(self) -> dict[str, Any]:
        """A new due date needs the date."""
        values = super().clean() or self.cleaned_data
        if values.get("what") == BulkAct.DUE and not values.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Write the new due date, or choose “No due date”."))
        return values

    def change(self) -> Change:
        """The change that was chosen; the form is valid."""
        name, _colon, value = self.cleaned_data["what"].partition(":")
        act = BulkAct(name)
        if act == BulkAct.OFFICE:
            return Change(act, self.offices.get(value))
        if act == BulkAct.DUE:
            return Change(act, None if _colon else self.cleaned_data["due_on"])
        return Change(act, value or None)


def checked_from(text: str) -> dict[int, int]:
    """What the check page showed: primary key -> revision. What makes no sense is left out."""
    found = (_CHECKED.fullmatch(word) for word in text.split()[:MOST])
    return {int(one[1]): int(one[2]) for one in found if one}
