"""Forms of benchmarks: open, settings, dissent, complete, reopen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from benchmarking.models import Benchmark
from benchmarking.queries.benchmarks import trees_of, usable_editions
from benchmarking.queries.people import Assigned, assignable
from benchmarking.queries.scope import headings_of
from benchmarking.states import Conclusion
from core.countries import name_of
from core.fields import LONGEST_KEY, LongText, Rows, Text
from corridors.models import Corridor
from standards.models import Edition, EditionQuerySet, Line
from standards.states import RATEABLE_KINDS, LineKind

LONG = 4000  # characters of a text field


class EditionsField(Rows):
    """Editions as ticks, each with its state; submitted ones are labelled provisional."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Edition) -> str:
        """Such as "Bricklayer, 2018 (accepted, MLVT)"."""
        state = _("provisional: submitted, not accepted yet") if obj.is_provisional else _("accepted")
        return f"{obj} ({state}; {obj.standard.body.short_name})"


#: Kinds that can be rated, in the order of a standard.
KIND_CHOICES = [(kind, label) for kind, label in LineKind.choices if kind in RATEABLE_KINDS]


@dataclass(frozen=True)
class Choice:
    """A tick that stands for a person who compares a section."""

    value: str
    person: User
    ticked: bool


@dataclass(frozen=True)
class ScopeRow:
    """A level or section of an edition in the list of what is compared and by whom; None for all lines."""

    edition: Edition | None
    line: Line | None
    depth: int
    ticked: bool
    people: list[Choice]


class SettingForm(forms.Form):
    """What is rated, by whom, and whether the views are hidden: the part that opening and settings share."""

    kinds = forms.MultipleChoiceField(
        label=_("Kinds of line that are compared"),
        choices=KIND_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one kind of line that is compared.")},
    )
    blind = forms.BooleanField(
        label=_("Hide each side’s view from the other until both have released theirs"),
        help_text=_("Can be changed until a side has released its view."),
        required=False,
    )
    scope = forms.MultipleChoiceField(label=_("Levels and sections"), required=False)
    assignments = forms.MultipleChoiceField(label=_("Who compares which lines"), required=False)

    def __init__(self, *args: Any, corridor: Corridor, editions: Iterable[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        trees = trees_of(editions)
        self.headings = [(edition, node) for edition, roots in trees.items() for node in headings_of(roots)]
        self.people = assignable(corridor)
        self._lines = {str(node.line.pk): node.line for _edition, node in self.headings}
        self._persons = {str(person.pk): person for person in self.people}
        self._choose("scope", list(self._lines))
        self._choose(
            "assignments", [f"{person}:{line}" for person in self._persons for line in ["", *self._lines]]
        )
        self.fields["scope"].error_messages["invalid_choice"] = _(
            "A level or section belongs to an edition that is not chosen. Look at the list again."
        )

    def _choose(self, name: str, values: list[str]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  # tells the type checker
        field.choices = [(value, value) for value in values]

    def rows(self) -> list[ScopeRow]:
        """The levels and sections of the chosen editions with their ticks."""
        scope = {str(value) for value in self["scope"].value() or []}
        return [
            ScopeRow(
                edition, node.line, node.depth, str(node.line.pk) in scope, self._people_of(str(node.line.pk))
            )
            for edition, node in self.headings
        ]

    def everything(self) -> ScopeRow:
        """The row for all lines."""
        return ScopeRow(None, None, 0, False, self._people_of(""))

    def _people_of(self, line: str) -> list[Choice]:
        ticked = {str(value) for value in self["assignments"].value() or []}
        values = [(f"{key}:{line}", person) for key, person in self._persons.items()]
        return [Choice(value, person, value in ticked) for value, person in values]

    def setting(self) -> dict[str, Any]:
        """Arguments of the verbs from a valid form."""
        data = self.cleaned_data
        pairs = [value.split(":") for value in data["assignments"]]
        return {
            "kinds": data["kinds"],
            "blind": data.get("blind", False),
            "scope": [self._lines[key] for key in data["scope"]],
            "assignments": [
                Assigned(self._persons[person], self._lines[line] if line else None) for person, line in pairs
            ],
        }


class OpenBenchmarkForm(SettingForm):
    """Which editions are set against each other, and what of them is compared."""

    reference_editions = EditionsField(Edition.objects.none())
    sending_editions = EditionsField(Edition.objects.none())

    def __init__(
        self, *args: Any, corridor: Corridor, user: User, may_set: bool = True, **kwargs: Any
    ) -> None:
        usable = {
            name: usable_editions(user, country, corridor.skill_area).with_standard()
            for name, country in (
                ("reference_editions", corridor.receiving_country),
                ("sending_editions", corridor.sending_country),
            )
        }
        chosen = _chosen(usable["reference_editions"], *args, **kwargs)
        super().__init__(*args, corridor=corridor, editions=chosen, **kwargs)
        self.missing: list[str] = []  # countries without a usable edition, by name
        labels = {
            "reference_editions": (corridor.receiving_country, _("Reference editions of %(country)s")),
            "sending_editions": (corridor.sending_country, _("Editions of %(country)s, the sending country")),
        }
        for name, (country, label) in labels.items():
            field = self.fields[name]
            assert isinstance(field, EditionsField)  # noqa: S101  # tells the type checker
            field.queryset = usable[name].order_by("standard__title", "-created_at")
            if not field.queryset:
                self.missing.append(name_of(country))
            field.label = label % {"country": name_of(country)}
            field.error_messages["required"] = _("Choose at least one edition.")
        self.initial.setdefault("kinds", [kind for kind, _label in KIND_CHOICES])
        if not may_set:
            del self.fields["blind"]

    def content(self) -> dict[str, Any]:
        """Arguments of the verb `open_benchmark` from a valid form."""
        names = ("reference_editions", "sending_editions")
        return {name: self.cleaned_data[name] for name in names} | self.setting()


def _chosen(usable: EditionQuerySet, *args: Any, **kwargs: Any) -> list[Edition]:
    """The reference editions that are ticked, in what was sent or in what the page begins with."""
    data = args[0] if args else kwargs.get("data")
    if isinstance(data, QueryDict):
        values = data.getlist("reference_editions")
    else:
        values = [str(value) for value in (kwargs.get("initial") or {}).get("reference_editions", [])]
    keys = {
        int(value) for value in values if value.isascii() and value.isdecimal() and len(value) < LONGEST_KEY
    }
    return list(usable.filter(pk__in=keys).order_by("standard__title", "-created_at")) if keys else []


class SettingsForm(SettingForm):
    """The settings of a benchmark that is open."""

    mark = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, benchmark: Benchmark, **kwargs: Any) -> None:
        stored = {
            "kinds": benchmark.kinds,
            "blind": benchmark.blind,
            "scope": [line.pk for line in benchmark.scope.all()],
            "assignments": [f"{row.person_id}:{row.section_id or ''}" for row in benchmark.assignments.all()],
        }
        editions = benchmark.reference_editions.order_by("standard__title", "pk")
        initial = stored | (kwargs.pop("initial", None) or {})
        super().__init__(*args, corridor=benchmark.corridor, editions=editions, initial=initial, **kwargs)

    def content(self) -> dict[str, Any]:
        """Arguments of the verb `set_benchmark` from a valid form."""
        return self.setting() | {"mark": self.cleaned_data["mark"]}


class DissentForm(forms.Form):
    """Both reasons, where the sides cannot agree on a line."""

    receiving_reason = LongText(max_length=2000, rows=3)
    sending_reason = LongText(max_length=2000, rows=3)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=60)

    def __init__(self, *args: Any, benchmark: Benchmark, line: Line, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        corridor = benchmark.corridor
        sides = {
            "receiving_reason": name_of(corridor.receiving_country),
            "sending_reason": name_of(corridor.sending_country),
        }
        for name, country in sides.items():
            self.fields[name].label = _("Why %(country)s holds to its view") % {"country": country}
            self.fields[name].widget.attrs["data-autosave"] = f"dissent-{benchmark.pk}-{line.pk}-{name}"
            self.fields[name].error_messages["required"] = _("Write why this side holds to its view.")


class CompleteForm(forms.Form):
    """The conclusion, by people."""

    conclusion = forms.ChoiceField(
        label=_("Conclusion for the corridor"),
        choices=Conclusion.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a conclusion.")},
    )
    reason = Text(
        label=_("Reason or conditions"),
        help_text=_(
            "Needed for “comparable with conditions” and “not yet comparable”. Printed in the report."
        ),
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ReopenForm(forms.Form):
    """Why a completed benchmark is taken up again."""

    reason = Text(
        label=_("Reason"),
        help_text=_("The other side and the ILO read it in the history."),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say why the benchmark is taken up again. The other side reads it.")},
    )
