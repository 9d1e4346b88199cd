"""What one change would do to many gaps: which it changes, which it cannot, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation, User
from accounts.permissions import Side
from accounts.states import OrganisationKind
from benchmarking import gap_acts
from benchmarking.gap_acts import RULES, GapAct
from benchmarking.models import GapFinding
from benchmarking.queries.gap_rows import holds
from benchmarking.states import ActionType, GapState, Severity
from core import countries

#: The most gaps that one change takes.
MOST = 2_000


class BulkAct(StrEnum):
    """What can be changed for many gaps at once."""

    SEVERITY = "severity"
    ACTION = "action"
    OFFICE = "office"
    DUE = "due"
    AGREE = "agree"
    START = "start"


LABELS: dict[BulkAct, Promise] = {
    BulkAct.SEVERITY: gettext_lazy("Severity"),
    BulkAct.ACTION: gettext_lazy("Type of action"),
    BulkAct.OFFICE: gettext_lazy("Owner office"),
    BulkAct.DUE: gettext_lazy("Due date"),
    BulkAct.AGREE: gettext_lazy("Agree"),
    BulkAct.START: gettext_lazy("Start work"),
}
_ACTS = {BulkAct.AGREE: GapAct.AGREE, BulkAct.START: GapAct.START}
_FIELDS = {
    BulkAct.SEVERITY: "severity",
    BulkAct.ACTION: "action_type",
    BulkAct.OFFICE: "owner_office",
    BulkAct.DUE: "due_on",
}


@dataclass(frozen=True)
class Change:
    """One change for many gaps. `value`: a severity, a type of action, an office, a day; None takes it away."""

    act: BulkAct
    value: str | date | Organisation | None = None

    @property
    def field(self) -> str:
        """The gap's field that is written; "" for a move to another state."""
        return _FIELDS.get(self.act, "")

    @property
    def stored(self) -> str | date | Organisation | None:
        """What the field then holds: text that is taken away is empty, not None."""
        return self.value or ("" if self.act == BulkAct.ACTION else None)

    @property
    def gap_act(self) -> GapAct:
        """The act whose right and states apply."""
        return _ACTS.get(self.act, GapAct.EDIT)

    @property
    def will(self) -> str:
        """What the gaps then say, in words."""
        if not self.field:
            to = RULES[self.gap_act].leads_to
            return str(to.label) if to else ""
        return _words(self.act, self.value)

    @property
    def label(self) -> str:
        """What is changed, in words."""
        return str(LABELS[self.act]) if self.field else _("State")


@dataclass(frozen=True)
class Planned:
    """A gap that the change changes, and what it says now."""

    gap: GapFinding
    was: str


@dataclass(frozen=True)
class Refused:
    """A gap that the change leaves as it is, and why."""

    gap: GapFinding
    why: str


@dataclass(frozen=True)
class Plan:
    """What a change does."""

    change: Change
    planned: list[Planned]
    refused: list[Refused]

    @property
    def checked(self) -> str:
        """The gaps that it changes, as they are now: "key.revision" separated by spaces."""
        return " ".join(f"{one.gap.pk}.{one.gap.revision}" for one in self.planned)


def plan_for(gaps: Iterable[GapFinding], change: Change, user: User) -> Plan:
    """Sort the gaps by whether this person can change them so now. Reads nothing but whose side the person is on."""
    planned: list[Planned] = []
    refused: list[Refused] = []
    sides: dict[int, frozenset[Side]] = {}
    for gap in gaps:
        if gap.corridor_id not in sides:
            sides[gap.corridor_id] = gap.sides_of(user)
        why = _obstacle(gap, change, user, sides[gap.corridor_id])
        if why:
            refused.append(Refused(gap, why))
        else:
            planned.append(Planned(gap, _now(gap, change)))
    return Plan(change, planned, refused)


def _obstacle(gap: GapFinding, change: Change, user: User, sides: frozenset[Side]) -> str:
    """Why the change is not possible for this person and gap; "" when it is."""
    if not holds(user, RULES[change.gap_act].permission, sides):
        return _("Your role does not include this step in this corridor.")
    if not gap_acts.is_possible(change.gap_act, gap.state):
        return _("It is “%(state)s”.") % {"state": GapState(gap.state).label}
    if change.field and getattr(gap, change.field) == change.stored:
        return _("It says so already.")
    office = change.value
    if isinstance(office, Organisation) and not _fits(gap, office):
        return _("The owner is %(country)s; an office of another country cannot own it.") % {
            "country": countries.name_of(gap.owner_country)
        }
    return ""


def _fits(gap: GapFinding, office: Organisation) -> bool:
    return office.kind == OrganisationKind.GOVERNMENT and office.country == gap.owner_country


def _now(gap: GapFinding, change: Change) -> str:
    return _words(change.act, getattr(gap, change.field)) if change.field else str(gap.get_state_display())


def _words(act: BulkAct, value: Any) -> str:
    if not value:
        return _("not set")
    if act == BulkAct.SEVERITY:
        return str(Severity(value).label)
    if act == BulkAct.ACTION:
        return str(ActionType(value).label)
    return formats.date_format(value, "j F Y") if isinstance(value, date) else str(value)
