"""The forms for files: chosen in a page and sent whole, or announced and sent in pieces."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.base import File
from django.utils.text import format_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from standards import languages, refusals
from standards.intake import Refused, limits
from standards.reading import glance
from standards.states import SourceRole

#: Endings of what is read: documents, tables, CASE packages.
SUFFIXES = (".pdf", ".docx", ".xlsx", ".csv", ".tsv", ".txt", ".json")
ACCEPT = ",".join(SUFFIXES)
FILES_AT_ONCE = 10
_HASH = r"^[0-9a-f]{64}$"


class _Files(forms.FileInput):
    allow_multiple_selected = True


class _FilesField(forms.FileField):
    """One to ten files, each judged by what its size, first bytes and name give away."""

    widget = _Files

    def clean(self, data: Any, initial: Any = None) -> list[File[bytes]]:
        """The files; a fault of one is a fault of the field, with the file's name where there are several."""
        chosen = data if isinstance(data, list | tuple) else [data]
        if len(chosen) > FILES_AT_ONCE:
            raise forms.ValidationError(
                _now("Choose up to %(count)d files at the same time.") % {"count": FILES_AT_ONCE}
            )
        files = [super(_FilesField, self).clean(one, initial) for one in chosen or [None]]
        faults = [fault for file in files if (fault := _fault(file, several=len(files) > 1))]
        if faults:
            raise forms.ValidationError(faults)
        return files


def _fault(file: File[bytes], *, several: bool) -> str:
    try:
        glance(file, file.name or "")
    except Refused as refused:
        words = refusals.sentence(refused.code, refused.params)
        return f"{file.name}: {words}" if several else words
    return ""


class _WhatItIs(forms.Form):
    """What a file is to its edition."""

    role = forms.ChoiceField(
        label=_("What it is"),
        choices=SourceRole.choices,
        help_text=_("Annexes are kept without being read."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=languages.LANGUAGES.items())

    def __init__(self, data: Mapping[str, Any] | None = None, files: Any = None, *, usual: str) -> None:
        """`usual` is the language that is meant when nothing is said; the role is the standard itself."""
        meant = {"role": SourceRole.MAIN.value, "language": usual}
        if data is not None:
            said = {name: value for name, value in data.items() if name not in meant or value}
            data = {**meant, **said}
        super().__init__(data, files, initial=meant)


class UploadForm(_WhatItIs):
    """Files that are sent whole."""

    file = _FilesField(
        label=_("Files"),
        allow_empty_file=True,
        max_length=None,
        help_text=format_lazy(
            _(
                "PDF, DOCX, XLSX, CSV or CASE (JSON), each at most {limit} MB, up to {count} at the same time."
            ),
            limit=limits.FILE_BYTES // limits.MIB,
            count=FILES_AT_ONCE,
        ),
        error_messages={
            "required": _("Choose a file first: a PDF, DOCX, XLSX, CSV or CASE package."),
            "missing": _("Choose a file first: a PDF, DOCX, XLSX, CSV or CASE package."),
            "invalid": _("The file did not arrive. Choose it again and send it once more."),
        },
        widget=_Files(attrs={"accept": ACCEPT}),
    )


class BeginForm(_WhatItIs):
    """The announcement of a file that arrives in pieces."""

    name = forms.CharField(max_length=1000)
    size = forms.IntegerField(min_value=0, max_value=2**40)
    sha256 = forms.RegexField(_HASH, required=False)
    mark = forms.CharField(max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse before anything is sent what its size or ending gives away."""
        data = super().clean() or self.cleaned_data
        suffix = PurePath(str(data.get("name", "")).replace("\\", "/")).suffix.lower()
        size = data.get("size")
        if size == 0:
            raise forms.ValidationError(refusals.sentence("empty"))
        if size is not None and size > limits.FILE_BYTES:
            limit = limits.FILE_BYTES // limits.MIB
            raise forms.ValidationError(refusals.sentence("too_big", {"limit": limit}))
        if suffix and suffix not in SUFFIXES:
            raise forms.ValidationError(refusals.sentence("type"))
        return data

    def sentence(self) -> str:
        """The first fault, in words."""
        return next((str(fault) for faults in self.errors.values() for fault in faults), "")
