"""Forms of the trade thesaurus."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import Text


class SynonymsForm(forms.Form):
    """An entry; `revision` notices that somebody else saved."""

    words = Text(
        label=_("Words with the same meaning"),
        max_length=300,
        help_text=_("English words or short phrases with a comma between them, for example “press, iron”."),
        error_messages={"required": _("Enter at least two words with a comma between them.")},
    )
    note = Text(
        label=_("Trade or note"),
        max_length=300,
        required=False,
        help_text=_("Where the words are used, for whoever reads the list."),
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
