"""Text from the pages of the paper review turned into values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from benchmarking.models import PaperReview
from core.fields import LongText


class SummaryForm(forms.Form):
    """What the review says in a few sentences."""

    summary = LongText(
        label=_("Summary"),
        required=False,
        max_length=5000,
        rows=8,
        help_text=_("What was read, what stands out, and what the mission should look at first."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, data: Any = None, *, review: PaperReview) -> None:
        super().__init__(data, initial={"summary": review.summary, "revision": review.revision})
        self.fields["summary"].widget.attrs["data-autosave"] = f"paper-review-{review.pk}-summary"
