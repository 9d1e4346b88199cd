"""Forms of the reference data."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import Day, Filter, LongText, Rows, Text, choose, rows_of
from standards.models import FrameworkLevel, LevelFramework, Occupation, SkillArea, StandardBody
from standards.queries import reference

_ISCO = re.compile(r"[0-9]{4}(\.[0-9]{1,3})?")


class BodyFilter(Filter):
    """Filters of the list of bodies."""

    country = forms.ChoiceField(label=_("Country"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        choose(self.fields["country"], [("", _("All countries")), *reference.body_countries()])


class KeptForm(forms.Form):
    """A form of reference data; `revision` notices that somebody else saved."""

    revision = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def values(self) -> dict[str, Any]:
        """What the verb takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}


class AreaForm(KeptForm):
    """A skill area with its occupations."""

    title = Text(
        label=_("Skill area"),
        max_length=200,
        help_text=_("What is recognised, for example “Bricklaying and plastering”."),
        error_messages={"required": _("Enter the name of the skill area.")},
    )
    occupations = Rows(
        Occupation.objects.none(),
        label=_("Occupations that it covers"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one occupation. Add it first if it is not listed.")},
    )

    def __init__(self, data: Any = None, *, area: SkillArea | None = None) -> None:
        initial = (
            {"title": area.title, "occupations": area.covered, "revision": area.revision} if area else None
        )
        super().__init__(data, initial=initial)
        rows_of(self.fields["occupations"], Occupation.objects.order_by("isco"))


class OccupationForm(KeptForm):
    """An ISCO-08 unit group."""

    isco = Text(
        label=_("ISCO-08 code"),
        max_length=10,
        help_text=_("Four digits, for example 7112."),
        error_messages={"required": _("Enter the code, for example 7112.")},
    )
    title = Text(
        label=_("Title"),
        max_length=200,
        help_text=_("As ISCO-08 words it."),
        error_messages={"required": _("Enter the title of the occupation.")},
    )

    def __init__(self, data: Any = None, *, occupation: Occupation | None = None) -> None:
        names = ("isco", "title", "revision")
        super().__init__(data, initial={n: getattr(occupation, n) for n in names} if occupation else None)

    def clean_isco(self) -> str:
        """A unit group has four digits; national subdivisions follow a point."""
        code = str(self.cleaned_data["isco"])
        if not _ISCO.fullmatch(code):
            raise forms.ValidationError(
                _("Enter four digits, for example 7112, or 7411.1 for a subdivision.")
            )
        return code


class BodyForm(KeptForm):
    """A body that issues standards."""

    name = Text(
        label=_("Name of the body"),
        max_length=200,
        error_messages={"required": _("Enter the name of the body.")},
    )
    short_name = Text(
        label=_("Short name"),
        max_length=40,
        help_text=_("As people call it, for example DSD."),
        error_messages={"required": _("Enter a short name.")},
    )

    def __init__(self, data: Any = None, *, body: StandardBody) -> None:
        names = ("name", "short_name", "revision")
        super().__init__(data, initial={n: getattr(body, n) for n in names} if body.pk else None)
        self.body = body

    def clean_name(self) -> str:
        """A country has one body of a name."""
        name = str(self.cleaned_data["name"])
        others = StandardBody.objects.filter(country=self.body.country, name=name).exclude(pk=self.body.pk)
        if others.exists():
            raise forms.ValidationError(_("Your country has a body of this name already."))
        return name


class FrameworkForm(KeptForm):
    """A ladder of levels."""

    name = Text(
        label=_("Name of the framework"),
        max_length=200,
        help_text=_(
            "A qualifications framework, or the levels of one body, for example its trade levels 1 to 3."
        ),
        error_messages={"required": _("Enter the name of the framework.")},
    )
    short_name = Text(
        label=_("Short name"),
        max_length=40,
        help_text=_("For example NQF."),
        error_messages={"required": _("Enter a short name.")},
    )
    source = Text(
        label=_("Source"),
        required=False,
        max_length=500,
        help_text=_("The law, decision or document that says so."),
    )
    as_of = Day(label=_("As of"), required=False)
    note = LongText(label=_("Note"), required=False, max_length=5000)

    def __init__(self, data: Any = None, *, framework: LevelFramework | None = None) -> None:
        names = (*LevelFramework.shown, "revision")
        super().__init__(data, initial={n: getattr(framework, n) for n in names} if framework else None)


class LevelForm(KeptForm):
    """One rung of a ladder."""

    label = Text(
        label=_("Level"),
        max_length=40,
        help_text=_("A number or short name, for example 2."),
        error_messages={"required": _("Enter the level, for example 2.")},
    )
    title = Text(
        label=_("Title"),
        required=False,
        max_length=200,
        help_text=_("For example the certificate that it leads to."),
    )
    descriptor = LongText(
        label=_("Descriptor"),
        required=False,
        max_length=10_000,
        rows=8,
        help_text=_("What a person at this level knows, can do and answers for, as the framework words it."),
    )
    regional = forms.ModelChoiceField(
        label=_("Level of the region (AQRF)"),
        queryset=FrameworkLevel.objects.none(),
        required=False,
        empty_label=_("Not referenced"),
    )
    regional_source = Text(
        label=_("Source of the referencing"),
        required=False,
        max_length=500,
        help_text=_("For example the referencing report that was endorsed."),
    )
    regional_as_of = Day(label=_("Referenced as of"), required=False)

    def __init__(
        self, data: Any = None, *, framework: LevelFramework, level: FrameworkLevel | None = None
    ) -> None:
        initial = None
        if level is not None:
            names = (
                "label",
                "title",
                "descriptor",
                "regional",
                "regional_source",
                "regional_as_of",
                "revision",
            )
            initial = {name: getattr(level, name) for name in names}
        super().__init__(data, initial=initial)
        if framework.country:
            rows_of(self.fields["regional"], reference.regional_levels())
        else:
            for name in ("regional", "regional_source", "regional_as_of"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """A referencing without its source is a rumour."""
        values = super().clean() or self.cleaned_data
        if values.get("regional") and not values.get("regional_source") and not self.errors:
            self.add_error("regional_source", _("Say where this level was referenced to the region's."))
        return values
