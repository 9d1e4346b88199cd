"""What is wrong in a form, as one list for the top of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm, BaseFormSet, BoundField


@dataclass(frozen=True)
class Problem:
    """One fault of a form: the sentence, the label of the field and the anchor of its control ("" for the whole form)."""

    message: str
    label: str
    anchor: str


def _anchor_of(field: BoundField) -> str:
    """The id of the first control of a field (radio buttons and ticks have one id each, numbered from 0)."""
    if field.is_hidden:
        return ""
    return field.id_for_label or (f"{field.auto_id}_0" if field.auto_id else "")


def problems_of(form: BaseForm | BaseFormSet[Any]) -> list[Problem]:
    """Faults of the whole form first, then those of its fields in order; a formset adds those of all its forms."""
    if isinstance(form, BaseFormSet):
        own = [Problem(str(message), "", "") for message in form.non_form_errors()]
        return own + [problem for child in form.forms for problem in problems_of(child)]
    problems = [Problem(str(message), "", "") for message in form.non_field_errors()]
    for field in form:
        problems += [
            Problem(str(message), str(field.label).rstrip("?:"), _anchor_of(field))
            for message in field.errors
        ]
    return problems
