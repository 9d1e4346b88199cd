"""Forms about candidate lines."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import Text
from standards.intake import limits
from standards.lines import NUMBER_LENGTH, has_words
from standards.models import IntakeLine
from standards.states import EditAct, LineKind, TranslationStatus, UnitType

PASTE_CHARACTERS = 1_000_000  # of one paste; some 500 pages


class LineForm(forms.Form):
    """One candidate line."""

    kind = forms.ChoiceField(label=_("Kind"), choices=LineKind.choices)
    number = Text(label=_("Number or code"), required=False, max_length=NUMBER_LENGTH)
    text = Text(label=_("Text in English"), required=False, max_length=limits.LINE_CHARACTERS * 10)
    text_original = Text(
        label=_("Text in the original language"), required=False, max_length=limits.LINE_CHARACTERS * 10
    )
    unit_type = forms.ChoiceField(label=_("Group"), choices=UnitType.choices, required=False)
    marks = Text(label=_("Marks"), required=False, max_length=20)
    translation = forms.ChoiceField(
        label=_("The English text is"), choices=TranslationStatus.choices, required=False
    )
    critical = forms.BooleanField(label=_("Critical"), required=False)
    kept = forms.BooleanField(label=_("Keep this line"), required=False)
    revision = forms.CharField(required=False, max_length=64)

    def clean(self) -> dict[str, Any]:
        """A line that is kept says something."""
        values = super().clean() or self.cleaned_data
        if values.get("kept") and not self.errors:
            words = (values["kind"], values["number"], values["text"], values["text_original"])
            if not has_words(*words):
                self.add_error("text", _("Type the text of this line in, or leave the line out."))
        return values

    @classmethod
    def of(cls, line: IntakeLine) -> LineForm:
        """The form with the line as it is stored."""
        names = [*cls.base_fields]
        return cls({name: getattr(line, name) for name in names})


class ActForm(forms.Form):
    """One act on candidate lines, as the buttons of the confirming screen send it."""

    act = forms.ChoiceField(choices=[*EditAct.choices, ("undo", ""), ("redo", "")])
    kind = forms.TypedChoiceField(
        choices=[("", ""), *LineKind.choices], required=False, coerce=LineKind, empty_value=None
    )
    translation = forms.ChoiceField(choices=TranslationStatus.choices, required=False)
    at = forms.IntegerField(required=False, min_value=0, max_value=10_000_000)
    field = forms.ChoiceField(choices=[("text", ""), ("text_original", "")], required=False)
    critical = forms.ChoiceField(choices=[("", ""), ("on", ""), ("off", "")], required=False)


class PasteForm(forms.Form):
    """Text from Word or Excel."""

    lines = Text(
        label=_("Lines of the standard"),
        max_length=PASTE_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false", "class": "paste"}),
        error_messages={"required": _("Paste the lines of the standard first.")},
    )


class ConfirmForm(forms.Form):
    """What the person saw when they pressed "confirm"."""

    draft = forms.IntegerField(min_value=0)
    lines = forms.IntegerField(min_value=0)
    how = forms.ChoiceField(choices=[("replace", ""), ("append", "")], required=False)
