"""Forms about an edition: its details, and why it goes back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.fields import Text
from standards.languages import LANGUAGES
from standards.models import Edition, Occupation, SkillArea, StandardBody


def _area_choices() -> list[tuple[str, Any]]:
    areas = SkillArea.objects.prefetch_related("occupations").order_by("title")
    groups = [
        (area.title, [(f"{area.pk}-{one.pk}", str(one)) for one in sorted(area.occupations.all(), key=_code)])
        for area in areas
    ]
    return [("", _("Choose")), *[group for group in groups if group[1]]]


def _code(occupation: Occupation) -> str:
    return occupation.isco


class EditionForm(forms.Form):
    """Details of a draft."""

    label = Text(
        label=_("Edition"),
        max_length=80,
        help_text=_("Year or number, for example 2018 or 2.0."),
        error_messages={"required": _("Enter the edition: its year or number.")},
    )
    issued_on = forms.DateField(
        label=_("Date of issue"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "invalid": _("Enter the date of issue as day, month and year, for example 31/03/2018.")
        },
    )
    legal_basis = Text(
        label=_("Legal basis"),
        required=False,
        max_length=255,
        help_text=_("The law or notice that issues it."),
    )
    language = forms.ChoiceField(
        label=_("Language of the original"),
        required=False,
        choices=[("", _("Not stated")), *LANGUAGES.items()],
    )
    note = Text(label=_("Note"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))
    revision = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def details(self) -> dict[str, Any]:
        """The values for the verb."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}


class StandardForm(EditionForm):
    """A standard and its first edition, or the details of a draft whose standard nobody else has seen yet."""

    occupation = forms.ChoiceField(
        label=_("Skill area and occupation"),
        error_messages={"required": _("Choose the skill area and occupation that the standard is for.")},
    )
    title = Text(
        label=_("Title in English"),
        max_length=255,
        error_messages={"required": _("Enter the title of the standard in English.")},
    )
    title_original = Text(label=_("Title in the original language"), required=False, max_length=255)
    field_order = ["occupation", "title", "title_original"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["occupation"].choices = _area_choices()  # type: ignore[attr-defined]

    def details(self) -> dict[str, Any]:
        """The values for the verb, skill area and occupation as rows."""
        values = super().details()
        area, _dash, occupation = values.pop("occupation").partition("-")
        values["skill_area"] = SkillArea.objects.get(pk=area)
        values["occupation"] = Occupation.objects.get(pk=occupation)
        return values


class NewStandardForm(StandardForm):
    """The same with the issuing body: one that is known, or the name of a new one."""

    body = forms.ModelChoiceField(
        label=_("Issuing body, if it is listed"),
        queryset=StandardBody.objects.none(),
        required=False,
        empty_label=_("A body that is not listed"),
    )
    new_body = Text(label=_("Name of the body, if it is not listed"), required=False, max_length=200)
    field_order = ["body", "new_body", "occupation", "title", "title_original"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = StandardBody.objects.filter(country=user.country).order_by("name")
        if bodies:
            self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
            return
        del self.fields["body"]
        name = self.fields["new_body"]
        name.required, name.label = True, _("Issuing body")
        name.error_messages["required"] = _("Enter the name of the body that issued the standard.")

    def clean(self) -> dict[str, Any]:
        """One of the two ways to name the body."""
        values = super().clean() or self.cleaned_data
        if "body" in self.fields and not self.errors and not (values.get("body") or values.get("new_body")):
            self.add_error("body", _("Choose the body that issued the standard, or enter its name below."))
        return values

    def details(self) -> dict[str, Any]:
        """The values for the verb; a chosen body goes before a typed name."""
        values = super().details()
        typed = values.pop("new_body")
        return {**values, "body": values.get("body") or typed}


def edition_form(edition: Edition, *, standard_too: bool, data: Any = None) -> EditionForm:
    """The form for a draft's details, with the standard's own where nobody else has seen them yet."""
    initial: dict[str, Any] = {
        name: getattr(edition, name)
        for name in ("label", "issued_on", "legal_basis", "language", "note", "revision")
    }
    if not standard_too:
        return EditionForm(data, initial=initial)
    standard = edition.standard
    initial["occupation"] = f"{standard.skill_area_id}-{standard.occupation_id}"
    initial |= {"title": standard.title, "title_original": standard.title_original}
    return StandardForm(data, initial=initial)


class ReturnForm(forms.Form):
    """Why an edition goes back."""

    reason = Text(
        label=_("What has to change, and why"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Say why you return the edition and what has to change.")},
    )
