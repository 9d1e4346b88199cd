"""The judgement of a line as typed."""

from __future__ import annotations

from copy import copy
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from benchmarking.actions.judgements import TEXTS
from benchmarking.models import Benchmark, Judgement
from benchmarking.queries.versions import LABELS
from benchmarking.states import GapCode, Rating, View
from core.fields import Text
from standards.models import Line

LONG = 4000  # characters of a text field
_FAMILIES: dict[str, Promise] = {
    "C": _("Content"),
    "L": _("Level and qualification"),
    "A": _("Assessment"),
    "R": _("Certification"),
    "Q": _("Quality assurance"),
    "S": _("System"),
}


def gap_code_choices() -> list[tuple[str | Promise, Any]]:
    """Gap codes in groups by family."""
    groups: list[tuple[str | Promise, Any]] = [("", _("Choose a code"))]
    for letter, family in _FAMILIES.items():
        groups.append((family, [(code, label) for code, label in GapCode.choices if code.startswith(letter)]))
    return groups


class LinesField(forms.Field):
    """Primary keys of sending lines; gives the lines, in the order of their standards."""

    widget = forms.MultipleHiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.lines = Line.objects.none()

    def to_python(self, value: Any) -> list[Line]:
        """The lines behind the keys that were sent."""
        keys = keys_of(value or [])
        found = list(self.lines.filter(pk__in=keys).order_by("edition", "position"))
        if len(found) != len(set(value or [])):
            raise forms.ValidationError(
                _("A linked line is not in a sending edition of this benchmark. Choose from the list.")
            )
        return found


def keys_of(values: list[str]) -> set[int]:
    """Those of the sent values that can be primary keys."""
    return {int(value) for value in values if value.isascii() and value.isdecimal() and len(value) < 19}


def _text(label: Any, hint: Any = "", rows: int = 2) -> Text:
    return Text(
        label=label,
        help_text=hint,
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": rows, "class": "form-control"}),
    )


class JudgementForm(forms.Form):
    """The judgement of one line as typed. What it must satisfy is decided by the verb (actions.judgements)."""

    rating = forms.ChoiceField(
        label=LABELS["rating"],
        required=False,
        choices=[*Rating.choices, ("", _("Not compared yet"))],
        widget=forms.RadioSelect,
    )
    counterparts = LinesField(label=LABELS["counterparts"])
    difference = _text(
        LABELS["difference"], _("What is missing or weaker, in a sentence. Needed for P and N.")
    )
    substantial = forms.TypedChoiceField(
        label=LABELS["substantial"],
        choices=[("no", _("No")), ("yes", _("Yes, becomes a gap"))],
        coerce=lambda value: value == "yes",
        empty_value="",
        required=False,
        widget=forms.RadioSelect,
    )
    gap_code = forms.ChoiceField(
        label=LABELS["gap_code"], required=False, widget=forms.Select(attrs={"class": "form-select"})
    )
    reason = _text(LABELS["reason"])
    recommendation = _text(LABELS["recommendation"])
    dissent = _text(
        LABELS["dissent"], _("Where the two sides do not agree: the reasons of both. Kept and printed.")
    )
    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, benchmark: Benchmark, line: Line | None, view: str = View.RECEIVING, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        codes, lines = self.fields["gap_code"], self.fields["counterparts"]
        assert isinstance(codes, forms.ChoiceField)  # noqa: S101  # tells the type checker
        assert isinstance(lines, LinesField)  # noqa: S101
        codes.choices = gap_code_choices()
        lines.lines = Line.objects.filter(edition__in=benchmark.sending_editions.all())
        if view != View.AGREED:
            del self.fields["dissent"]
        if line is not None:
            for name in TEXTS:
                if name in self.fields:
                    draft = f"judgement-{benchmark.pk}-{line.pk}-{view}-{name}"
                    self.fields[name].widget.attrs["data-autosave"] = draft

    def content(self) -> dict[str, Any]:
        """Arguments of the verb `judge` from a valid form."""
        return self.cleaned_data | {"substantial": self.cleaned_data["substantial"] is True}

    @staticmethod
    def values_of(judgement: Judgement | None) -> dict[str, Any]:
        """Initial values: what is stored, or an empty judgement."""
        if judgement is None:
            return {"rating": "", "substantial": "no", "revision": 0}
        names = ("rating", "gap_code", "revision", *TEXTS)
        stored = {name: getattr(judgement, name) for name in names}
        return stored | {"substantial": "yes" if judgement.substantial else "no"}

    def ticked(self) -> set[int]:
        """Sending lines that are ticked in a sent form, right or wrong."""
        data = self.data
        return keys_of(data.getlist("counterparts")) if isinstance(data, QueryDict) else set()

    def move_to(self, revision: int) -> None:
        """Go on from the revision that is stored now, so that the next save is no conflict with it."""
        data: Any = copy(self.data)  # a QueryDict's copy can be changed
        data["revision"] = str(revision)
        self.data = data
