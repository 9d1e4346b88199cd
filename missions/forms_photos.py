"""The form for photos of an observation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core.fields import Text
from missions.actions_photos import NewPhoto

#: How many photos are sent at once; with MOST_BYTES each they pass core.uploads.
AT_ONCE = 3


class PhotoForm(forms.Form):
    """Rows of a photo and what it shows; an empty row is left out."""

    def __init__(self, data: Any = None, sent: Any = None, *, room: int) -> None:
        super().__init__(data, sent)
        self.row_count = min(room, AT_ONCE)
        for row in range(1, self.row_count + 1):
            self.fields[f"picture_{row}"] = forms.FileField(
                label=_now("Photo %(row)d") % {"row": row},
                required=False,
                widget=forms.FileInput(attrs={"accept": "image/*"}),
                error_messages={"empty": _("This file is empty. Choose another one.")},
            )
            self.fields[f"words_{row}"] = Text(
                label=_now("What photo %(row)d shows") % {"row": row}, required=False, max_length=200
            )

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The rows of photo and words."""
        return [(self[f"picture_{row}"], self[f"words_{row}"]) for row in range(1, self.row_count + 1)]

    def clean(self) -> dict[str, Any]:
        """Each photo with its words, and at least one."""
        cleaned = super().clean() or self.cleaned_data
        for row in range(1, self.row_count + 1):
            picture, words = cleaned.get(f"picture_{row}"), cleaned.get(f"words_{row}")
            if picture and not words and f"words_{row}" not in self.errors:
                self.add_error(
                    f"words_{row}",
                    _now("Write what the photo shows. People who cannot see it hear these words."),
                )
            elif words and not picture and f"picture_{row}" not in self.errors:
                self.add_error(f"picture_{row}", _now("Choose the photo that these words are about."))
        if not self.errors and not self._filled():
            self.add_error(None, _now("Choose at least one photo and write what it shows."))
        return cleaned

    def _filled(self) -> list[int]:
        return [row for row in range(1, self.row_count + 1) if self.cleaned_data.get(f"picture_{row}")]

    def values(self) -> list[NewPhoto]:
        """What the verb takes."""
        data = self.cleaned_data
        return [NewPhoto(data[f"picture_{row}"], data[f"words_{row}"]) for row in self._filled()]

    def refuse(self, refused: forms.ValidationError) -> None:
        """Put what the verb refused beside the photo it is about; browsers do not keep chosen files."""
        if not hasattr(refused, "error_dict"):
            self.add_error(None, refused)
            return
        rows = self._filled()
        for place, sentences in refused.message_dict.items():
            self.add_error(f"picture_{rows[int(place) - 1]}", sentences)
        if len(rows) > 1:
            self.add_error(
                None, _now("No photo was kept. Choose the good ones again; your words are still there.")
            )
