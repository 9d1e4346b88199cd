"""Which newer editions the next benchmark takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from accounts.permissions import Side
from benchmarking.queries.editions import Newer
from standards.models import Edition


class NextForm(forms.Form):
    """One choice for each edition that has newer ones; the newest is chosen already."""

    def __init__(self, data: Any = None, *, newer: Sequence[Newer]) -> None:
        super().__init__(data)
        self.newer = newer
        for one in newer:
            side = (
                _("reference edition") if one.side == Side.RECEIVING else _("edition of the sending country")
            )
            self.fields[_name(one)] = forms.ChoiceField(
                label=f"{one.old.standard.title} ({side})",
                choices=[
                    *((str(new.pk), _words(new)) for new in one.choices),
                    ("", _("%(edition)s: stay with it") % {"edition": one.old.label}),
                ],
                required=False,
                initial=str(one.newest.pk),
                error_messages={"invalid_choice": _("Choose one of the editions in the list.")},
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    def choices(self) -> dict[int, Edition]:
        """Newer edition by primary key of the one that it takes the place of; the newest ones of an unsent form."""
        if not self.is_bound:
            return {one.old.pk: one.newest for one in self.newer}
        return {
            one.old.pk: new
            for one in self.newer
            for new in one.choices
            if str(new.pk) == self.cleaned_data.get(_name(one))
        }

    def clean(self) -> dict[str, Any]:
        """At least one newer edition."""
        data = super().clean() or self.cleaned_data
        if not self.errors and not any(data.values()):
            raise forms.ValidationError(
                _("Choose at least one newer edition. Without one there is nothing to carry on.")
            )
        return data

    def sent(self) -> list[tuple[str, str]]:
        """Names and values for the form that starts what this one shows."""
        chosen = self.choices()
        return [
            (_name(one), str(chosen[one.old.pk].pk) if one.old.pk in chosen else "") for one in self.newer
        ]


def _name(one: Newer) -> str:
    return f"edition-{one.old.pk}"


def _words(edition: Edition) -> str:
    state = _("provisional: submitted, not accepted yet") if edition.is_provisional else _("accepted")
    return f"{edition.label} ({state})"
