"""The spreadsheet of a benchmark that comes back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from benchmarking.queries.sheet_rows import refusal_words
from standards.intake import FileKind, Refused
from standards.reading import glance


class SheetForm(forms.Form):
    """One XLSX file, judged by its size, first bytes and name; a limited child process looks closer."""

    file = forms.FileField(
        label=_("Filled-in spreadsheet"),
        help_text=_(
            "The XLSX file that was downloaded from this page. Nothing is saved before you have seen it."
        ),
        allow_empty_file=True,
        max_length=None,
        error_messages={
            "required": _("Choose the file first."),
            "missing": _("Choose the file first."),
            "invalid": _("The file did not arrive. Choose it again and send it once more."),
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx", "class": "form-control"}),
    )

    def clean_file(self) -> Any:
        """Refuse what is no spreadsheet."""
        file = self.cleaned_data["file"]
        try:
            kind = glance(file, file.name or "")
        except Refused as refused:
            raise forms.ValidationError(refusal_words(refused.code, refused.params)) from refused
        if kind is not FileKind.XLSX:
            raise forms.ValidationError(refusal_words("not_ours", {}))
        return file
