"""The form for a file."""

from __future__ import annotations

from django import forms
from django.core.files.base import File
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from standards import refusals
from standards.intake import Refused, limits
from standards.reading import glance

ACCEPT = ".pdf,.docx,.xlsx"


class UploadForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label=_("The standard as a file"),
        allow_empty_file=True,
        max_length=None,
        help_text=format_lazy(
            _("PDF, DOCX or XLSX, at most {limit} MB."), limit=limits.FILE_BYTES // limits.MIB
        ),
        error_messages={
            "required": _("Choose a file first: a PDF, DOCX or XLSX."),
            "missing": _("Choose a file first: a PDF, DOCX or XLSX."),
            "invalid": _("The file did not arrive. Choose it again and send it once more."),
        },
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )

    def clean_file(self) -> File[bytes]:
        """Refuse at once what its size, first bytes and name give away."""
        file: File[bytes] = self.cleaned_data["file"]
        try:
            glance(file, file.name or "")
        except Refused as refused:
            raise forms.ValidationError(refusals.sentence(refused.code, refused.params)) from refused
        return file
