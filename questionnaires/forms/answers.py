"""Forms of answers: one question, its evidence, the start of a set, the filters of the list."""

from __future__ import annotations

from copy import copy
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core import proofs
from core.conflicts import Difference
from core.fields import Filter, LongText, Text
from questionnaires.models import Answer, AnswerSet, Question
from questionnaires.queries.answers import AnswerRow, SetFilter, in_words
from questionnaires.states import AnswerKind, AnswerState, Purpose
from questionnaires.values import LONGEST, Unfit, stored

_CLASSES = {"class": "form-control"}


def _widget(question: Question, draft: str) -> forms.Widget:
    """The control that suits the kind of answer, on a phone too."""
    kind = question.kind
    if kind == AnswerKind.LONG:
        return forms.Textarea(attrs={**_CLASSES, "rows": 4, "data-autosave": f"{draft}-value"})
    if kind in (AnswerKind.NUMBER, AnswerKind.PERCENT):
        return forms.TextInput(attrs={**_CLASSES, "inputmode": "decimal", "size": 10})
    if kind == AnswerKind.DAY:
        return forms.DateInput(attrs={**_CLASSES, "type": "date"}, format="%Y-%m-%d")
    if kind == AnswerKind.YES_NO:
        return forms.RadioSelect(choices=[("yes", _("Yes")), ("no", _("No"))])
    if kind == AnswerKind.CHOICE:
        return forms.RadioSelect(choices=[(one, one) for one in question.choice_list])
    return forms.TextInput(attrs=_CLASSES)


class AnswerForm(forms.Form):
    """The answer to one question. `prefix` keeps the questions of one page apart."""

    value = Text(label=_("Answer"), required=False)
    unknown = forms.BooleanField(label=_("Not known, or does not exist"), required=False)
    note = LongText(
        label=_("Remark"),
        required=False,
        rows=2,
        max_length=LONGEST,
        help_text=_("Needed where nothing is known: say why, or who would know."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: QueryDict | None = None, *, row: AnswerRow, answer_set: AnswerSet) -> None:
        answer = row.answer
        initial = {
            "value": answer.value if answer else "",
            "unknown": row.is_unknown,
            "note": row.note,
            "revision": answer.revision if answer else 0,
        }
        super().__init__(data, prefix=prefix_of(row.question), initial=initial)
        self.question = row.question
        draft = f"answer-{answer_set.ref}-{row.question.key}"
        self.fields["value"].widget = _widget(row.question, draft)
        self.fields["value"].label = row.question.text
        self.fields["note"].widget.attrs |= {**_CLASSES, "data-autosave": f"{draft}-note"}

    def clean_value(self) -> str:
        """The answer as it is stored."""
        try:
            return stored(self.question.kind, self.question.choice_list, self.cleaned_data["value"])
        except Unfit as unfit:
            raise ValidationError(str(unfit)) from unfit

    def clean(self) -> dict[str, Any]:
        """Either an answer, or that nothing is known with a remark."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("unknown"):
            if values.get("value"):
                self.add_error(
                    "unknown",
                    _("There is an answer and the tick that nothing is known. Take one of them away."),
                )
            elif "note" in values and not values["note"]:
                self.add_error(
                    "note", _("Say in the remark why nothing is known, or that there is no such thing.")
                )
        elif values.get("note") and "value" in values and not values["value"]:
            self.add_error(
                "value", _("Write the answer, or tick that it is not known. The remark alone does not say.")
            )
        return values

    def content(self) -> dict[str, Any]:
        """What the verb saves."""
        return {name: self.cleaned_data[name] for name in ("value", "note", "revision")}

    def move_to(self, current: Answer) -> list[Difference]:
        """Let the next save start from somebody else's answer; what differs between mine and theirs."""
        data: Any = copy(self.data)
        data[self.add_prefix("revision")] = str(current.revision)
        self.data = data
        mine, theirs = self.cleaned_data, current
        words = [
            Difference(
                str(_("Answer")),
                in_words(self.question, mine["value"]),
                in_words(self.question, theirs.value),
            ),
            Difference(str(_("Remark")), mine["note"], theirs.note),
        ]
        return [one for one in words if one.mine != one.theirs]


def prefix_of(question: Question) -> str:
    """Names of a question's fields begin with this."""
    return f"q{question.position}"


class EvidenceForm(forms.Form):
    """A file or an address."""

    title = Text(
        label=_("What it is"), required=False, max_length=200, help_text=_("Such as “Mark sheet, level 1”.")
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        help_text=_("PDF, DOCX, XLSX, JPG or PNG. Leave out personal data of candidates."),
        widget=forms.FileInput(attrs={"accept": proofs.ACCEPT}),
    )
    link = Text(
        label=_("Or the address of a published document"),
        required=False,
        widget=forms.URLInput(attrs={"inputmode": "url"}),
    )


class StartForm(forms.Form):
    """What a set of answers is about."""

    topic = Text(
        label=_("Skill area"),
        max_length=200,
        help_text=_(
            "Write it as on the corridor, such as “Bricklaying and plastering”, so that reviews find your answers."
        ),
        error_messages={"required": _("Say what the answers are about, such as the skill area.")},
    )


class SetFilterForm(Filter):
    """Filters of the list of answers, from the address."""

    whose = forms.ChoiceField(
        label=_("Whose"),
        required=False,
        choices=[("", _("All")), ("own", _("My country's")), ("others", _("Shared by others"))],
    )
    purpose = forms.ChoiceField(
        label=_("Questionnaire"), required=False, choices=[("", _("All questionnaires")), *Purpose.choices]
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *AnswerState.choices]
    )

    def wanted(self) -> SetFilter:
        """The filter that the address asks for."""
        return SetFilter(
            q=self.value("q"),
            whose=self.value("whose"),
            purpose=self.value("purpose"),
            state=self.value("state"),
        )
