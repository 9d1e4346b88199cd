"""Text from the register of gaps turned into values: filters, names of saved views, a change to many gaps."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from benchmarking.forms.gaps import named
from benchmarking.queries.gap_register import ANY_UNSETTLED, CONTENT_STEP, NO_REPLY, GapFilter
from benchmarking.states import ActionType, GapCode, GapState, ReplyPosition, Severity
from core.fields import Text
from corridors.models import Corridor

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise

#: Domains of the gap taxonomy (domain.md 4.5), the first letter of a code.
DOMAINS: dict[str, Words] = {
    "C": gettext_lazy("C Content of the standard"),
    "L": gettext_lazy("L Level and qualification"),
    "A": gettext_lazy("A Assessment methods"),
    "R": gettext_lazy("R Procedures of certification"),
    "Q": gettext_lazy("Q Quality assurance"),
    "S": gettext_lazy("S System and other"),
}
_STEPS: list[tuple[str, Words]] = [
    (CONTENT_STEP, gettext_lazy("2 Content of the standards")),
    ("3", gettext_lazy("3 Qualification profiles")),
    ("4", gettext_lazy("4 Assessment and certification")),
    ("5", gettext_lazy("5 Quality assurance")),
]


def _choice(label: Words, none: Words, *choices: tuple[str, Words]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", none), *choices])


class GapFilterForm(forms.Form):
    """Filters of the register, from the address."""

    q = forms.CharField(required=False, max_length=100)
    corridor = _choice(gettext_lazy("Corridor"), "")
    country = _choice(gettext_lazy("Country of the corridor"), "")
    state = _choice(
        gettext_lazy("State"),
        gettext_lazy("All states"),
        (ANY_UNSETTLED, gettext_lazy("Still to be closed")),
        *GapState.choices,
    )
    severity = _choice(gettext_lazy("Severity"), gettext_lazy("All severities"), *Severity.choices)
    code = _choice(gettext_lazy("Gap code"), gettext_lazy("All codes"), *DOMAINS.items(), *GapCode.choices)
    step = _choice(gettext_lazy("Step of the roadmap"), gettext_lazy("All steps"), *_STEPS)
    waiting = _choice(
        gettext_lazy("Next step"), gettext_lazy("Of anybody"), ("mine", gettext_lazy("Waiting for my side"))
    )
    owner = _choice(gettext_lazy("Owner country"), "")
    office = _choice(gettext_lazy("Owner office"), "")
    action = _choice(gettext_lazy("Type of action"), gettext_lazy("All types"), *ActionType.choices)
    due = _choice(
        gettext_lazy("Due date"),
        gettext_lazy("All dates"),
        ("overdue", gettext_lazy("Overdue")),
        ("soon", gettext_lazy("In the next 30 days")),
        ("none", gettext_lazy("Not set")),
    )
    plan = _choice(
        gettext_lazy("Activities"),
        gettext_lazy("With or without"),
        ("with", gettext_lazy("With an activity")),
        ("without", gettext_lazy("Without an activity")),
    )
    reply = _choice(
        gettext_lazy("Formal reply"),
        gettext_lazy("Any or none"),
        (NO_REPLY, gettext_lazy("No formal reply yet")),
        *ReplyPosition.choices,
    )
    sort = _choice(
        gettext_lazy("Sort by"),
        gettext_lazy("Corridor and number"),
        ("severity", gettext_lazy("Severity")),
        ("due", gettext_lazy("Due date")),
        ("state", gettext_lazy("State")),
        ("code", gettext_lazy("Gap code")),
        ("owner", gettext_lazy("Owner")),
        ("newest", gettext_lazy("Newest first")),
    )
    benchmark = forms.CharField(required=False, max_length=100)
    review = forms.CharField(required=False, max_length=100)
    activity = forms.CharField(required=False, max_length=100)

    #: What most people filter by; the rest stands behind "More filters".
    FIRST = ("corridor", "state", "severity", "waiting")

    def __init__(
        self,
        *args: Any,
        corridors: list[Corridor],
        offices: list[Organisation],
        has_side: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offices = offices
        codes = {code for one in corridors for code in (one.receiving_country, one.sending_country)}
        self._choose("corridor", [("", _("All corridors")), *((one.ref, str(one)) for one in corridors)])
        for name in ("country", "owner"):
            self._choose(name, [("", _("All countries")), *named(codes)])
        self._choose("office", [("", _("All offices")), *((str(one.pk), one.short_name) for one in offices)])
        if not has_side:
            del self.fields["waiting"]

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for the type checker
        field.choices = choices

    def first_selects(self) -> list[forms.BoundField]:
        """The filters that stand in sight."""
        return [field for field in self._selects() if field.name in self.FIRST]

    def more_selects(self) -> list[forms.BoundField]:
        """The filters behind "More filters"."""
        return [field for field in self._selects() if field.name not in self.FIRST]

    def is_more_set(self) -> bool:
        """Whether one of those is set, so that they are to be seen."""
        return any(field.value() for field in self.more_selects())

    def _selects(self) -> list[forms.BoundField]:
        return [field for field in self if isinstance(field.field, forms.ChoiceField)]

    def wanted(self) -> GapFilter:
        """The filter that the address asks for; a value that makes no sense filters nothing."""
        self.is_valid()
        names = [field.name for field in fields(GapFilter)]
        return GapFilter(**{name: self.cleaned_data.get(name, "") for name in names})


class SavedViewForm(forms.Form):
    """The name under which a person keeps a filter."""

    name = Text(
        label=gettext_lazy("Name of the view"),
        max_length=80,
        error_messages={"required": gettext_lazy("Give the view a name, such as “Critical, Cambodia”.")},
    )
