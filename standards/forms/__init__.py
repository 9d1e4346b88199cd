"""Text from the library's pages turned into values. Forms never save."""

from __future__ import annotations

from standards.forms.editions import EditionForm, NewStandardForm, ReturnForm, StandardForm, edition_form
from standards.forms.intakes import BulkForm, LineForm
from standards.forms.uploads import ACCEPT, UploadForm

__all__ = [
    "ACCEPT",
    "BulkForm",
    "EditionForm",
    "LineForm",
    "NewStandardForm",
    "ReturnForm",
    "StandardForm",
    "UploadForm",
    "edition_form",
]
