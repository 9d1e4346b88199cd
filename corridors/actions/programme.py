"""What is done to pilots, corridors and roadmap steps, and how editions are distributed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Team, User
from core import countries
from core.audit import record
from core.refs import make_ref
from core.states import label_of, move
from corridors import queries
from corridors.models import Corridor, CorridorStep, Pilot
from corridors.states import (
    ROADMAP,
    STEP_TRANSITIONS,
    Priority,
    StepState,
)
from standards import actions as standards
from standards.models import Edition, SkillArea

#: Steps that a pilot covers unless said otherwise (concept note, section C: steps 1 to 5).
PILOT_STEPS = frozenset("12345")


# --- Pilots and corridors ------------------------------------------------------------------------


@transaction.atomic
def open_pilot(
    *, title: str, lead_country: str, starts_on: date, ends_on: date, by: User | None, summary: str = ""
) -> Pilot:
    """Open a phase of the programme.

    Raises:
        ValidationError: it would end before it starts.
    """
    if ends_on < starts_on:
        raise ValidationError({"ends_on": _("The end lies before the start. Change one of the two dates.")})
    pilot = Pilot.objects.create(
        ref=make_ref(title),
        title=title,
        lead_country=lead_country,
        starts_on=starts_on,
        ends_on=ends_on,
        summary=summary,
    )
    record("pilot.opened", on=pilot, by=by, after={"lead_country": countries.name_of(lead_country)})
    return pilot


@transaction.atomic
def open_corridor(
    *,
    pilot: Pilot,
    receiving_country: str,
    sending_country: str,
    skill_area: SkillArea,
    by: User | None,
    priority: str = Priority.PRIMARY,
    teams: Iterable[Team] = (),
    steps_in_scope: Iterable[str] = PILOT_STEPS,
) -> Corridor:
    """Open a corridor with all steps of the roadmap, of which some are in the pilot's scope.

    Editions of both countries that are released already are distributed to the other side.

    Raises:
        ValidationError: both countries are the same, or the pilot has this corridor already.
    """
    if receiving_country == sending_country:
        raise ValidationError({"sending_country": _("A corridor joins two different countries.")})
    place = {
        "pilot": pilot,
        "receiving_country": receiving_country,
        "sending_country": sending_country,
        "skill_area": skill_area,
    }
    if Corridor.objects.filter(**place).exists():
        raise ValidationError(_("The pilot has this corridor already."))
    ref = make_ref(receiving_country, sending_country, skill_area.title, pilot.starts_on.year)
    corridor = Corridor.objects.create(ref=ref, priority=priority, **place)
    corridor.teams.set(teams)
    scope = frozenset(steps_in_scope)
    CorridorStep.objects.bulk_create(
        CorridorStep(corridor=corridor, code=code, in_scope=code in scope) for code in ROADMAP
    )
    record("corridor.opened", on=corridor, by=by, after={"priority": str(Priority(priority).label)})
    sides = (receiving_country, sending_country)
    for edition in Edition.objects.released().filter(
        standard__skill_area=skill_area, standard__country__in=sides
    ):
        _distribute(edition, by=by)
    return corridor


# --- Roadmap steps -------------------------------------------------------------------------------


@transaction.atomic
def close_step(*, step: CorridorStep, reason: str, by: User) -> CorridorStep:
    """Close a roadmap step. No step waits for another: steps overlap in real missions.

    Raises:
        ValidationError: no reason is given.
        IllegalMove: the step is closed already.
    """
    return _move_step(step, StepState.CLOSED, reason, by, event="step.closed", at=timezone.now())


@transaction.atomic
def reopen_step(*, step: CorridorStep, reason: str, by: User) -> CorridorStep:
    """Open a closed roadmap step again.

    Raises:
        ValidationError: no reason is given.
        IllegalMove: the step is open.
    """
    return _move_step(step, StepState.OPEN, reason, by, event="step.reopened", at=None)


def _move_step(
    step: CorridorStep, to: StepState, reason: str, by: User, *, event: str, at: Any
) -> CorridorStep:
    if not reason:
        raise ValidationError({"reason": _("Say why, in a sentence that others will understand later.")})
    was = label_of(step)
    closed_by = by if to == StepState.CLOSED else None
    move(step, to, transitions=STEP_TRANSITIONS, reason=reason, closed_by=closed_by, closed_at=at)
    # On the corridor, where people look for it; the step itself has no page of its own.
    words = {"step": step.code, "state": label_of(step), "reason": reason}
    record(event, on=step.corridor, by=by, before={"state": was}, after=words)
    return step


# --- Editions are distributed --------------------------------------------------------------------


@transaction.atomic
def submit_edition(*, edition: Edition, by: User) -> list[queries.Reader]:
    """Submit an edition (it is frozen from now on) and distribute it to the other sides of its corridors.

    Returns:
        Who can read it from now on.

    Raises:
        IllegalMove: it is no draft, or it has no line that can be compared.
    """
    standards.submit(edition=edition, by=by)
    return _distribute(edition, by=by)


def _distribute(edition: Edition, *, by: User | None) -> list[queries.Reader]:
    readers = queries.audience(edition)
    for reader in readers:
        standards.share(
            edition=edition,
            organisation=reader.organisation,
            team=reader.team,
            capacity=reader.capacity,
            by=by,
        )
    record("edition.distributed", on=edition, by=by, after={"readers": "; ".join(map(str, readers))})
    return readers
