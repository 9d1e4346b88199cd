"""Forms of reviews: the rating of a question, of the step, and which answers a new review takes."""

from __future__ import annotations

from copy import copy
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from benchmarking.forms.judgements import gap_code_choices
from benchmarking.models import ArrangementRating, ArrangementReview
from benchmarking.queries.reviews import ReviewRow
from benchmarking.states import Comparability, GapCode
from core.conflicts import Difference
from core.fields import LongText

LONG = 4000
_NOT_YET = ("", _("Not rated yet"))


def _text(label: Any, hint: Any = "") -> LongText:
    field = LongText(label=label, help_text=hint, required=False, max_length=LONG, rows=2)
    field.widget.attrs["class"] = "form-control"
    return field


class RatingForm(forms.Form):
    """The rating of one question as typed. What it must satisfy is decided by the verb (actions.reviews)."""

    rating = forms.ChoiceField(
        label=_("Rating"),
        required=False,
        choices=[*Comparability.choices, _NOT_YET],
        widget=forms.RadioSelect,
    )
    difference = _text(
        _("Difference"), _("What differs, in a sentence. Needed for partly and not comparable.")
    )
    substantial = forms.TypedChoiceField(
        label=_("Substantial"),
        choices=[("no", _("No")), ("yes", _("Yes, becomes a gap"))],
        coerce=lambda value: value == "yes",
        empty_value="",
        required=False,
        widget=forms.RadioSelect,
    )
    gap_code = forms.ChoiceField(
        label=_("Gap code"), required=False, widget=forms.Select(attrs={"class": "form-select"})
    )
    reason = _text(_("Reason"))
    recommendation = _text(_("Recommendation"))
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: QueryDict | None = None, *, row: ReviewRow, review: ArrangementReview) -> None:
        rating, question = row.rating, row.question
        proposed = question.gap_code if question.gap_code in GapCode.values else ""
        initial = {
            "rating": rating.rating if rating else "",
            "difference": rating.difference if rating else "",
            "substantial": "yes" if rating and rating.substantial else "no",
            "gap_code": (rating.gap_code if rating else "") or proposed,
            "reason": rating.reason if rating else "",
            "recommendation": rating.recommendation if rating else "",
            "revision": rating.revision if rating else 0,
        }
        super().__init__(data, prefix=f"q{question.position}", initial=initial)
        field = self.fields["gap_code"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for the type checker
        field.choices = gap_code_choices()
        for name in ("difference", "reason", "recommendation"):
            draft = f"rating-{review.ref}-{question.key}-{name}"
            self.fields[name].widget.attrs["data-autosave"] = draft

    def content(self) -> dict[str, Any]:
        """What the verb saves."""
        values = {name: self.cleaned_data[name] for name in self.fields}
        return values | {"substantial": bool(values["substantial"])}

    def move_to(self, theirs: ArrangementRating) -> list[Difference]:
        """Let the next save start from somebody else's rating; what differs between mine and theirs."""
        data: Any = copy(self.data)
        data[self.add_prefix("revision")] = str(theirs.revision)
        self.data = data
        mine, labels = self.cleaned_data, dict(Comparability.choices)
        names = ("difference", "reason", "recommendation", "gap_code")
        words = [
            Difference(
                str(_("Rating")), str(labels.get(mine["rating"], "")), str(labels.get(theirs.rating, ""))
            ),
            Difference(str(_("Substantial")), _yes(bool(mine["substantial"])), _yes(theirs.substantial)),
            *(
                Difference(str(self.fields[name].label), str(mine[name]), str(getattr(theirs, name)))
                for name in names
            ),
        ]
        return [one for one in words if one.mine != one.theirs]


def _yes(value: bool) -> str:
    return str(_("yes") if value else _("no"))


class DimensionForm(forms.Form):
    """The rating of the whole step."""

    rating = forms.ChoiceField(
        label=_("Rating of the whole step"), choices=Comparability.choices, widget=forms.RadioSelect
    )
    reason = LongText(
        label=_("Reason"),
        max_length=LONG,
        rows=3,
        help_text=_(
            "One or two sentences; they stand in the report. This is no score and is not counted into the coverage."
        ),
        error_messages={
            "required": _("Say in a sentence or two why. The reason is printed with the rating.")
        },
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class StartReviewForm(forms.Form):
    """Which submitted answers a new review takes as they are."""

    reuse_receiving = forms.BooleanField(required=False, initial=True)
    reuse_sending = forms.BooleanField(required=False, initial=True)

    def __init__(self, *args: Any, labels: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("reuse_receiving", "reuse_sending"):
            if name in labels:
                self.fields[name].label = labels[name]
            else:
                del self.fields[name]

    def content(self) -> dict[str, bool]:
        """What the verb takes; answers that are not there cannot be taken."""
        return {name: bool(value) for name, value in self.cleaned_data.items()}
