"""Forms of the questions: one question, and putting a version in use."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from core.fields import LongText, Text
from questionnaires.changes import FIELDS
from questionnaires.models import Question
from questionnaires.states import AnswerKind


class QuestionForm(forms.Form):
    """One question of a draft."""

    section = Text(
        label=_("Heading"),
        max_length=200,
        help_text=_(
            "Questions of one heading stand on one page. Choose a heading that is there, or write a new one."
        ),
        error_messages={"required": _("Write the heading under which the question stands.")},
    )
    text = LongText(
        label=_("Question"), max_length=1000, rows=3, error_messages={"required": _("Write the question.")}
    )
    hint = LongText(label=_("Hint"), required=False, max_length=1000, rows=2)
    kind = forms.ChoiceField(label=_("Kind of answer"), choices=AnswerKind.choices)
    unit = Text(
        label=_("Unit, for numbers"), required=False, max_length=40, help_text=_("Such as “minutes”.")
    )
    choices = LongText(
        label=_("Choices, one a line, for “one of several”"), required=False, max_length=4000, rows=4
    )
    gap_code = Text(
        label=_("Gap code that a substantial difference gets"),
        required=False,
        max_length=2,
        validators=[
            RegexValidator(
                r"^[CLARQS][1-8]$", _("Write a letter and a digit, such as A2 for weights and pass mark.")
            )
        ],
        help_text=_("L level, A assessment, R certification, Q quality assurance, S system; such as A2."),
    )
    revision = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, headings: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headings = headings
        self.fields["section"].widget.attrs["list"] = "headings"

    @staticmethod
    def values_of(question: Question) -> dict[str, str]:
        """A question's content for the form."""
        return {name: getattr(question, name) for name in FIELDS} | {"revision": question.revision}

    def content(self) -> dict[str, str]:
        """What the verb takes."""
        return {name: self.cleaned_data[name] for name in FIELDS}


class PublishForm(forms.Form):
    """What changed, in words."""

    note = LongText(
        label=_("What changed and why"),
        required=False,
        max_length=2000,
        rows=3,
        help_text=_("One or two sentences for those who answer."),
    )
