"""Filters of the list of downloads, and the choice of an archive."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.states import FileFormat


class DownloadFilter(forms.Form):
    """Filters of the list of downloads, from the address. What makes no sense filters nothing."""

    q = forms.CharField(label=_("Who took it"), required=False, max_length=100)
    format = forms.ChoiceField(
        label=_("Format"), required=False, choices=[("", _("All formats")), *FileFormat.choices]
    )

    def value(self, name: str) -> str:
        """The cleaned value; empty when it made no sense."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")


class ArchiveForm(forms.Form):
    """In which formats the chosen reports go into an archive."""

    format = forms.MultipleChoiceField(
        label=_("Formats"),
        choices=FileFormat.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one format.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"format": [FileFormat.PDF.value]})
