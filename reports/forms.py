"""Text from the pages of reports turned into values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import LongText

ACCEPT, RETURN = "accept", "return"


class DecisionForm(forms.Form):
    """The ILO's decision on a report."""

    decision = forms.ChoiceField(
        label=_("Your decision"),
        widget=forms.RadioSelect,
        choices=[(ACCEPT, _("Accept the report")), (RETURN, _("Return it for changes"))],
        error_messages={"required": _("Choose whether you accept the report or return it.")},
    )
    reason = LongText(
        label=_("Reason or remark"),
        max_length=5000,
        required=False,
        rows=6,
        help_text=_("Needed when you return the report: say what has to change. Both countries read it."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1)

    def __init__(self, data: Any = None, *, ref: str, version: int | None = None) -> None:
        super().__init__(data, initial={"seen": version})
        self.fields["reason"].widget.attrs["data-autosave"] = f"report-{ref}-decision"

    def clean(self) -> dict[str, Any]:
        """A return needs a reason."""
        values = super().clean() or {}
        if values.get("decision") == RETURN and not values.get("reason"):
            self.add_error("reason", _("Say what has to change before the report can be accepted."))
        return values

    @property
    def accepts(self) -> bool:
        """Whether the report is accepted."""
        return bool(self.cleaned_data["decision"] == ACCEPT)
