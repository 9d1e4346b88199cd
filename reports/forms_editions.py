"""Which two editions a report compares, from the address of the page that asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from core import countries
from reports.models import Scope
from reports.states import PRINTED, Language
from standards.models import Edition

_NOT_THERE = {
    "invalid_choice": lazy("This edition cannot be compared here. Choose one of the list."),
    "required": lazy("Choose an edition."),
}


class EditionsForm(forms.Form):
    """An older and a newer edition of one standard, and the language. What the address leaves out has its usual value.

    Attributes:
        scope: what the report would speak of, once the form is valid.
    """

    older = forms.ChoiceField(label=lazy("Older edition"), error_messages=_NOT_THERE)
    newer = forms.ChoiceField(label=lazy("Newer edition"), error_messages=_NOT_THERE)
    language = forms.ChoiceField(
        label=lazy("Language of the report"),
        choices=[(one.value, one.label) for one in PRINTED],
        error_messages={
            "invalid_choice": lazy("Reports are not made in this language. Choose one of the list.")
        },
    )

    def __init__(
        self, data: Mapping[str, Any], *, scope: Scope, standards: Sequence[Sequence[Edition]]
    ) -> None:
        """`standards` holds the editions of each standard, newest first, at least two of each."""
        self.scope = scope
        self._editions = {one.ref: one for editions in standards for one in editions}
        given = {name: value for name, value in data.items() if value}
        super().__init__(_usual(given, standards) | given)
        choices = [(_title(editions), [_choice(one) for one in editions]) for editions in standards]
        for name in ("older", "newer"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Two editions of one standard in the order of time."""
        values = super().clean() or {}
        older, newer = (self._editions.get(values.get(name, "")) for name in ("older", "newer"))
        if older is None or newer is None:
            return values
        if older.standard_id != newer.standard_id:
            self.add_error(
                "newer",
                _(
                    "“%(newer)s” is not an edition of “%(standard)s”. Choose two editions of the same standard."
                )
                % {"newer": newer, "standard": older.standard.title},
            )
        elif older.pk == newer.pk:
            self.add_error("newer", _("This is the same edition twice. Choose two different ones."))
        elif older.pk > newer.pk:
            self.add_error(
                "newer",
                _("Edition %(newer)s came before edition %(older)s. Choose them the other way round.")
                % {"newer": newer.label, "older": older.label},
            )
        self.scope = replace(
            self.scope, older=older, newer=newer, language=values.get("language") or self.scope.language
        )
        return values


def _usual(given: Mapping[str, Any], standards: Sequence[Sequence[Edition]]) -> dict[str, str]:
    """The newest edition beside the one that it was copied from, or the one before; for the standard that is named."""
    editions = _named(given, standards)
    if not editions:
        return {"language": Language.EN.value}
    newest = next((one for one in editions if one.ref == given.get("newer")), editions[0])
    before = [one for one in editions if one.pk < newest.pk]
    copied = next((one for one in before if one.pk == newest.previous_id), None)
    older = copied or (before[0] if before else newest)
    return {"older": older.ref, "newer": newest.ref, "language": Language.EN.value}


def _named(given: Mapping[str, Any], standards: Sequence[Sequence[Edition]]) -> Sequence[Edition]:
    wanted = {given.get("older"), given.get("newer")}
    for editions in standards:
        if any(one.ref in wanted for one in editions):
            return editions
    return standards[0] if standards else ()


def _title(editions: Sequence[Edition]) -> str:
    return f"{countries.name_of(editions[0].country)}: {editions[0].standard.title}"


def _choice(edition: Edition) -> tuple[str, str]:
    return edition.ref, f"{edition.label}, {edition.get_state_display()}"
