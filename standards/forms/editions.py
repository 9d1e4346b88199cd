"""Forms about an edition: its details, and why it goes back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Team, User
from accounts.states import OrganisationKind
from core import countries
from core.fields import LongText, Text
from standards.forms.days import IssueDay
from standards.languages import LANGUAGES
from standards.models import Edition, LevelFramework, Occupation, SkillArea, StandardBody
from standards.queries import alike
from standards.states import EditionState


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
    issued_on = IssueDay(
        label=_("Date of issue"),
        required=False,
        help_text=_("Day, month and year, for example 31/03/2018; years of the Buddhist era are understood."),
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
    level_framework = forms.ModelChoiceField(
        label=_("Level framework"),
        queryset=LevelFramework.objects.none(),
        required=False,
        empty_label=_("Not stated"),
        help_text=_("The ladder that the levels of this standard belong to."),
    )
    owner = forms.ModelChoiceField(
        label=_("Responsible office"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Not stated"),
        help_text=_("The office that keeps this standard and answers questions about it."),
    )
    licence = Text(
        label=_("Licence"),
        required=False,
        max_length=120,
        help_text=_("What others may do with the text, for example CC BY 4.0 or “all rights reserved”."),
    )
    note = Text(label=_("Note"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))
    revision = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Organisation.objects.filter(kind=OrganisationKind.GOVERNMENT, country=country)
        self._offer("owner", offices.order_by("name"))
        self._offer("level_framework", LevelFramework.objects.filter(country=country).order_by("name"))

    def _offer(self, name: str, rows: Any) -> None:
        """A country chooses among its own."""
        if name in self.fields:
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    #: Names of the standard's accepted editions; a newer one must be told apart from them.
    taken: frozenset[str] = frozenset()

    def clean_label(self) -> str:
        """Not the name of an edition that is in force or was."""
        label = str(self.cleaned_data["label"])
        if label in self.taken:
            raise forms.ValidationError(
                _(
                    "There is an accepted edition “%(label)s” of this standard. Give this one its own year or number."
                )
                % {"label": label}
            )
        return label

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
    body = forms.ModelChoiceField(
        label=_("Issuing body"),
        queryset=StandardBody.objects.none(),
        empty_label=None,
        error_messages={"required": _("Choose the body that issued the standard.")},
    )
    field_order = ["body", "occupation", "title", "title_original"]

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        super().__init__(*args, country=country, **kwargs)
        self.fields["occupation"].choices = _area_choices()  # type: ignore[attr-defined]
        self._offer("body", StandardBody.objects.filter(country=country).order_by("name"))

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
        empty_label=_("Not listed: name it below"),
    )
    new_body = Text(label=_("Name of the body, if it is not listed"), required=False, max_length=200)
    field_order = ["body", "new_body", "occupation", "title", "title_original"]

    create_anyway = forms.BooleanField(
        label=_("It is another standard: create it as well"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {})["owner"] = user.organisation_id
        super().__init__(*args, country=user.country, **kwargs)
        self.user = user
        self.alike: list[Edition] = []
        if self.fields["body"].queryset.exists():  # type: ignore[attr-defined]
            return
        del self.fields["body"]
        name = self.fields["new_body"]
        name.required, name.label = True, _("Issuing body")
        name.error_messages["required"] = _("Enter the name of the body that issued the standard.")

    def clean(self) -> dict[str, Any]:
        """One of the two ways to name the body; and a question, once, where the country seems to have it already."""
        values = super().clean() or self.cleaned_data
        if "body" in self.fields and not self.errors and not (values.get("body") or values.get("new_body")):
            self.add_error("body", _("Choose the body that issued the standard, or enter its name below."))
        if values.get("body") and values.get("new_body"):
            self.add_error(
                "new_body",
                _("A listed body is chosen above. Empty this field, or choose “Not listed” above."),
            )
        if not self.errors:
            self._ask_about_alike(values)
        return values

    def _ask_about_alike(self, values: dict[str, Any]) -> None:
        _area, _dash, occupation = values["occupation"].partition("-")
        self.alike = alike(
            self.user, occupation=int(occupation), title=values["title"], label=values["label"]
        )
        if not self.alike:
            return
        self.fields["create_anyway"].widget = forms.CheckboxInput()
        if not values.get("create_anyway"):
            self.add_error(
                "create_anyway",
                _(
                    "Your country has a standard like this one already. Open it, or tick that this is "
                    "another one."
                ),
            )

    def details(self) -> dict[str, Any]:
        """The values for the verb; the body as a row or as a typed name."""
        values = super().details()
        typed = values.pop("new_body")
        values.pop("create_anyway")
        return {**values, "body": values.get("body") or typed}


def edition_form(edition: Edition, *, standard_too: bool, data: Any = None) -> EditionForm:
    """The form for a draft's details, with the standard's own where nobody else has seen them yet."""
    names = (
        "label",
        "issued_on",
        "legal_basis",
        "language",
        "level_framework",
        "licence",
        "note",
        "revision",
    )
    initial: dict[str, Any] = {name: getattr(edition, name) for name in names}
    standard = edition.standard
    initial["owner"] = standard.owner
    if not standard_too:
        form = EditionForm(data, initial=initial, country=edition.country)
        others = standard.editions.exclude(pk=edition.pk)
        accepted = others.filter(state__in=[EditionState.ACCEPTED, EditionState.SUPERSEDED])
        form.taken = frozenset(accepted.values_list("label", flat=True))
        return form
    initial["occupation"] = f"{standard.skill_area_id}-{standard.occupation_id}"
    initial |= {"title": standard.title, "title_original": standard.title_original, "body": standard.body}
    return StandardForm(data, initial=initial, country=edition.country)


class ReturnForm(forms.Form):
    """Why an edition goes back."""

    reason = Text(
        label=_("What has to change, and why"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Say why you return the edition and what has to change.")},
    )


class CommentForm(forms.Form):
    """What somebody says about a line."""

    text = LongText(
        label=_("Your question or remark"),
        max_length=5000,
        error_messages={"required": _("Write what you want to say about the line.")},
    )


class ShareForm(forms.Form):
    """With whom an edition is to be shared: one organisation or one team."""

    party = forms.ChoiceField(
        label=_("Organisation or team"),
        error_messages={"required": _("Choose the organisation or team that is to read this edition.")},
    )

    def __init__(self, data: Any = None, *, organisations: list[Organisation], teams: list[Team]) -> None:
        super().__init__(data)
        self._parties: dict[str, Organisation | Team] = {f"o{one.pk}": one for one in organisations}
        self._parties |= {f"t{one.pk}": one for one in teams}
        choices: list[tuple[str, Any]] = [("", _("Choose"))]
        for code, country in countries.CHOICES:
            here = [(key, str(one)) for key, one in self._parties.items() if one.country == code]
            choices += [(str(country), here)] if here else []
        self.fields["party"].choices = choices  # type: ignore[attr-defined]

    def details(self) -> dict[str, Any]:
        """Organisation or team, for the verb."""
        party = self._parties[self.cleaned_data["party"]]
        return {"organisation" if isinstance(party, Organisation) else "team": party}
