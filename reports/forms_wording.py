"""Forms for the words of an office and for its logos."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from core.fields import LongText, Text, choose
from core.picturing import ACCEPT
from reports.actions import wording as actions
from reports.documents.kinds import KINDS
from reports.documents.outline import Part, arranged
from reports.models import Scope, Wording


class WordingForm(forms.Form):
    """Words, parts and logos of a kind of report in a language; `revision` notices that somebody else saved.

    Each part of the kind has two fields: `show_<key>` and `place_<key>`, its place among its neighbours.
    """

    subtitle = Text(
        label=lazy("Line below the title"),
        max_length=200,
        required=False,
        help_text=lazy("On the cover, for example the name of the programme."),
    )
    marking = Text(
        label=lazy("Confidentiality marking"),
        max_length=160,
        required=False,
        help_text=lazy("In the foot of every page. Empty: the usual words for this kind of report."),
    )
    introduction = LongText(
        label=lazy("Introduction"),
        max_length=8000,
        required=False,
        rows=8,
        help_text=lazy("A chapter of its own at the beginning. An empty line begins a new paragraph."),
    )
    recommendations = LongText(
        label=lazy("Words before the recommendations"), max_length=8000, required=False, rows=5
    )
    show_logos = forms.BooleanField(label=lazy("Print the logos of the office on the cover"), required=False)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    on = forms.ChoiceField(label=lazy("Preview with the present content of"), required=False)

    def __init__(self, data: Any = None, *, row: Wording, scopes: dict[str, Scope]) -> None:
        self.row = row
        self.outline = KINDS[row.kind].outline
        self.ordered = arranged(self.outline, row.parts)
        super().__init__(data, initial=self._initial())
        for part in self.outline:
            self._add(part)
        if "recommendations" not in {part.key for part in self.outline}:
            del self.fields["recommendations"]
        choose(self.fields["on"], [(key, str(scope)) for key, scope in scopes.items()])

    def _initial(self) -> dict[str, Any]:
        places: dict[str, Any] = {}
        for number, part in enumerate(self.ordered, start=1):
            places[f"place_{part.key}"] = number
            places[f"show_{part.key}"] = part.key not in self.row.hidden
        return {**actions.facts(self.row), "revision": self.row.revision, **places}

    def _add(self, part: Part) -> None:
        self.fields[f"show_{part.key}"] = forms.BooleanField(
            label=str(part.title),
            required=False,
            widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        )
        self.fields[f"place_{part.key}"] = forms.IntegerField(
            label=_("Place of “%(part)s”") % {"part": part.title},
            required=False,
            min_value=1,
            max_value=99,
            widget=forms.NumberInput(attrs={"class": "form-control place"}),
            error_messages={
                "min_value": _("Write a number from 1 to 99."),
                "max_value": _("Write a number from 1 to 99."),
                "invalid": _("Write a number from 1 to 99."),
            },
        )

    @property
    def part_rows(self) -> list[tuple[Part, forms.BoundField, forms.BoundField]]:
        """The parts in their present order, each with its two fields."""
        return [(part, self[f"show_{part.key}"], self[f"place_{part.key}"]) for part in self.ordered]

    def clean(self) -> dict[str, Any]:
        """The words are checked as they are when they are saved."""
        values = super().clean() or {}
        if self.errors:
            return values
        try:
            self.checked = actions.checked(
                Wording(country=self.row.country, kind=self.row.kind, language=self.row.language), self.values
            )
        except ValidationError as wrong:
            for name, sentences in wrong.message_dict.items():
                self.add_error(name if name in self.fields else None, sentences)
        return values

    @property
    def values(self) -> dict[str, Any]:
        """What the verb takes."""
        texts = {name: str(self.cleaned_data.get(name) or "") for name in actions.TEXTS}
        ordered = sorted(enumerate(self.ordered), key=self._place)
        return {
            **texts,
            "parts": [part.key for part in arranged(self.outline, [part.key for _old, part in ordered])],
            "hidden": [part.key for part in self.outline if not self.cleaned_data.get(f"show_{part.key}")],
            "show_logos": self.cleaned_data.get("show_logos", False),
        }

    def _place(self, numbered: tuple[int, Part]) -> tuple[int, bool, int]:
        """By zone and typed place; of two with the same place the one that was moved there comes first."""
        old, part = numbered
        typed = self.cleaned_data.get(f"place_{part.key}") or old + 1
        return typed, typed == old + 1, old

    @property
    def shown(self) -> list[str]:
        """Fields that both people can have changed, in the order of the page."""
        names = [name for name in (*actions.TEXTS, "show_logos") if name in self.fields]
        return [
            *names,
            *(name for name in self.fields if name.startswith(("show_", "place_")) and name not in names),
        ]

    @staticmethod
    def theirs(row: Wording) -> dict[str, object]:
        """What somebody else saved, by the names of the fields."""
        other = WordingForm(row=row, scopes={})
        return {name: other.initial.get(name) for name in other.shown}


class LogoForm(forms.Form):
    """A picture for the cover."""

    name = Text(
        label=lazy("Whose logo is it?"),
        max_length=120,
        help_text=lazy("These words stand for the picture where it cannot be seen."),
        error_messages={"required": lazy("Say whose logo it is. People who cannot see it hear these words.")},
    )
    picture = forms.FileField(
        label=lazy("Picture"),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=lazy("PNG or JPG, at most 4 MB. It is made anew without anything hidden in the file."),
        error_messages={
            "required": lazy("Choose a picture."),
            "empty": lazy("This file is empty. Choose another one."),
        },
    )
