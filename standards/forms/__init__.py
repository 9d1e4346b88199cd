"""Text from the library's pages turned into values. Forms never save."""

from __future__ import annotations

from standards.forms.editions import (
    CommentForm,
    EditionForm,
    NewStandardForm,
    ReturnForm,
    ShareForm,
    StandardForm,
    edition_form,
)
from standards.forms.intakes import ActForm, ConfirmForm, LineForm, PasteForm
from standards.forms.uploads import ACCEPT, BeginForm, UploadForm

__all__ = [
    "ACCEPT",
    "ActForm",
    "BeginForm",
    "CommentForm",
    "ConfirmForm",
    "EditionForm",
    "LineForm",
    "NewStandardForm",
    "PasteForm",
    "ReturnForm",
    "ShareForm",
    "StandardForm",
    "UploadForm",
    "edition_form",
]
