"""What is done to missions and observations."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Min
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from accounts.models import Team, User
from benchmarking.models import GapFinding
from core import countries
from core.audit import changed, known, record
from core.conflicts import save_revision
from core.refs import make_ref
from core.states import IllegalMove, label_of, move
from corridors.models import Corridor, Pilot
from missions.models import Mission, Observation, ObservationGap
from missions.states import MISSION_TRANSITIONS, Effect, MissionKind, MissionState

# --- Missions ------------------------------------------------------------------------------------


@transaction.atomic
def plan_mission(
    *,
    pilot: Pilot,
    title: str,
    kind: str = MissionKind.VISIT,
    place: str,
    country: str,
    planned_start: date,
    planned_end: date,
    planned_month_only: bool = False,
    corridors: Iterable[Corridor],
    teams: Iterable[Team] = (),
    round: int | None = None,
    agenda: str = "",
    note: str = "",
    by: User | None,
) -> Mission:
    """Plan a mission for one or several corridors of a pilot.

    Args:
        planned_month_only: the day is not known yet; the planned dates become the whole month of `planned_start`.

    Raises:
        ValidationError: dates in the wrong order, no corridor, or one of another pilot.
    """
    start, end = _planned(planned_start, planned_end, planned_month_only)
    served = _served(pilot, corridors)
    mission = Mission.objects.create(
        ref=make_ref(place, title[:40], start.year),
        pilot=pilot,
        title=title,
        kind=kind,
        place=place,
        country=country,
        planned_start=start,
        planned_end=end,
        planned_month_only=planned_month_only,
        round=round,
        agenda=agenda,
        note=note,
    )
    mission.corridors.set(served)
    mission.teams.set(teams)
    record("mission.planned", on=mission, by=by, after=known(_told(mission)))
    return mission


@transaction.atomic
def edit_mission(*, mission: Mission, revision: int, by: User, **fields: Any) -> Mission:
    """Change a mission; also its actual dates, once it is held. Its state moves by the other verbs only.

    Args:
        revision: the revision that the person started from.
        fields: those of `plan_mission`, and `actual_start` and `actual_end` of a held mission.

    Raises:
        Conflict: somebody else saved since.
        ValidationError: what does not fit together, by field.
    """
    current = Mission.objects.select_related("pilot").get(pk=mission.pk)
    before = _told(current)
    corridors, teams = fields.pop("corridors", None), fields.pop("teams", None)
    if "planned_start" in fields or "planned_month_only" in fields:
        month_only = fields.get("planned_month_only", current.planned_month_only)
        start, end = (
            fields.get("planned_start", current.planned_start),
            fields.get("planned_end", current.planned_end),
        )
        fields["planned_start"], fields["planned_end"] = _planned(start, end, month_only)
    if "actual_start" in fields:
        if current.state != MissionState.HELD:
            raise IllegalMove(_("Only a mission that was held has actual dates."))
        _check_actual(current, fields["actual_start"], fields["actual_end"])
    served = _served(current.pilot, corridors, keep=current) if corridors is not None else None
    saved = save_revision(mission, revision=revision, **fields)
    if served is not None:
        saved.corridors.set(served)
    if teams is not None:
        saved.teams.set(teams)
    record("mission.edited", on=saved, by=by, **changed(before, _told(saved)))
    return saved


@transaction.atomic
def mark_held(*, mission: Mission, actual_start: date, actual_end: date, by: User) -> Mission:
    """Record that a mission took place. From now on the other sides see its observations.

    Raises:
        IllegalMove: it is held or cancelled already.
        ValidationError: dates in the wrong order or ahead, or an observation lies outside them.
    """
    _lock(mission)
    _check_actual(mission, actual_start, actual_end)
    was = label_of(mission)
    move(
        mission,
        MissionState.HELD,
        transitions=MISSION_TRANSITIONS,
        actual_start=actual_start,
        actual_end=actual_end,
    )
    after = {"state": label_of(mission), "held": mission.actual_text}
    record("mission.held", on=mission, by=by, before={"state": was}, after=after)
    return mission


@transaction.atomic
def cancel_mission(*, mission: Mission, by: User, reason: str = "") -> Mission:
    """Record that a planned mission will not take place.

    Raises:
        IllegalMove: it is held or cancelled already, or somebody noted observations on it.
    """
    _lock(mission)
    if mission.observations.exists():
        raise IllegalMove(
            _("Observations were noted on this mission, so it took place. Record its actual dates.")
        )
    was = label_of(mission)
    move(mission, MissionState.CANCELLED, transitions=MISSION_TRANSITIONS)
    after = {"state": label_of(mission)} | ({"reason": reason} if reason else {})
    record("mission.cancelled", on=mission, by=by, before={"state": was}, after=after)
    return mission


@transaction.atomic
def plan_again(*, mission: Mission, by: User) -> Mission:
    """Take up a cancelled mission again, with the dates it had.

    Raises:
        IllegalMove: it is not cancelled.
    """
    was = label_of(mission)
    move(mission, MissionState.PLANNED, transitions=MISSION_TRANSITIONS)
    record(
        "mission.planned_again", on=mission, by=by, before={"state": was}, after={"state": label_of(mission)}
    )
    return mission


def _planned(start: date, end: date, month_only: bool) -> tuple[date, date]:
    if month_only:
        return start.replace(day=1), start.replace(day=monthrange(start.year, start.month)[1])
    if end < start:
        raise ValidationError(
            {"planned_end": _("The last day lies before the first. Change one of the two dates.")}
        )
    return start, end


def _served(pilot: Pilot, corridors: Iterable[Corridor], *, keep: Mission | None = None) -> list[Corridor]:
    """The corridors, all of this pilot; none may go from which observations were noted."""
    served = list(corridors)
    if not served:
        raise ValidationError({"corridors": _("Choose at least one corridor that the mission serves.")})
    if any(corridor.pilot_id != pilot.pk for corridor in served):
        raise ValidationError(
            {"corridors": _("A corridor belongs to another pilot. Choose corridors of this pilot.")}
        )
    if keep is not None:
        left = Corridor.objects.filter(observations__mission=keep).exclude(pk__in=[one.pk for one in served])
        if lost := left.distinct().first():
            raise ValidationError(
                {
                    "corridors": _("Observations were noted for “%(corridor)s”, so it stays.")
                    % {"corridor": lost}
                }
            )
    return served


def _check_actual(mission: Mission, start: date, end: date) -> None:
    if end < start:
        raise ValidationError(
            {"actual_end": _("The last day lies before the first. Change one of the two dates.")}
        )
    if end > timezone.localdate():
        raise ValidationError(
            {"actual_end": _("This day lies ahead. Record the dates when the mission has been held.")}
        )
    noted = mission.observations.aggregate(first=Min("observed_on"), last=Max("observed_on"))
    for field, day, outside in (
        ("actual_start", noted["first"], noted["first"] and noted["first"] < start),
        ("actual_end", noted["last"], noted["last"] and noted["last"] > end),
    ):
        if outside:
            raise ValidationError(
                {
                    field: _(
                        "An observation is dated %(day)s. Include that day, or correct the observation first."
                    )
                    % {"day": formats.date_format(day, "j F Y")}
                }
            )


# --- Observations --------------------------------------------------------------------------------


@transaction.atomic
def observe(
    *,
    mission: Mission,
    corridor: Corridor,
    step: str = "",
    site: str,
    observed_on: date,
    text: str,
    gaps: Mapping[GapFinding, str],
    by: User,
) -> Observation:
    """Note what was seen or said on a mission, and what it does to gaps of the corridor.

    Raises:
        IllegalMove: the mission is cancelled.
        ValidationError: the corridor is not the mission's, a gap is not the corridor's, or the date does not fit.
    """
    mission = _lock(mission)
    if mission.state == MissionState.CANCELLED:
        raise IllegalMove(
            _("This mission was cancelled, so nothing was observed on it. Plan it again first.")
        )
    _check_observation(mission, corridor, observed_on, gaps)
    observation = Observation.objects.create(
        ref=make_ref(mission.place, site[:40]),
        mission=mission,
        corridor=corridor,
        step=step,
        site=site,
        observed_on=observed_on,
        text=text,
        by=by,
    )
    _link(observation, gaps)
    record("observation.noted", on=observation, by=by, after=known(_seen(observation)))
    return observation


@transaction.atomic
def edit_observation(
    *,
    observation: Observation,
    revision: int,
    corridor: Corridor,
    step: str,
    site: str,
    observed_on: date,
    text: str,
    gaps: Mapping[GapFinding, str],
    by: User,
) -> Observation:
    """Change an observation and its gaps.

    Args:
        revision: the revision that the person started from.

    Raises:
        Conflict: somebody else saved since.
        ValidationError: as for `observe`.
    """
    current = Observation.objects.select_related("mission", "corridor__skill_area").get(pk=observation.pk)
    _check_observation(_lock(current.mission), corridor, observed_on, gaps)
    before = _seen(current)
    saved = save_revision(
        observation,
        revision=revision,
        corridor=corridor,
        step=step,
        site=site,
        observed_on=observed_on,
        text=text,
    )
    saved.gap_links.all().delete()
    _link(saved, gaps)
    record("observation.edited", on=saved, by=by, **changed(before, _seen(saved)))
    return saved


def _check_observation(
    mission: Mission, corridor: Corridor, observed_on: date, gaps: Mapping[GapFinding, str]
) -> None:
    if not mission.corridors.filter(pk=corridor.pk).exists():
        raise ValidationError(
            {"corridor": _("The mission does not serve this corridor. Choose one that it serves.")}
        )
    if any(gap.corridor_id != corridor.pk for gap in gaps):
        raise ValidationError(_("A gap belongs to another corridor. Choose gaps of the corridor observed."))
    if observed_on > timezone.localdate():
        raise ValidationError({"observed_on": _("This day lies ahead. Write the day on which it was seen.")})
    start, end = mission.actual_start, mission.actual_end
    if mission.state == MissionState.HELD and start and end and not start <= observed_on <= end:
        raise ValidationError(
            {
                "observed_on": _("The mission was held on %(dates)s. Write one of these days.")
                % {"dates": mission.actual_text}
            }
        )


def _link(observation: Observation, gaps: Mapping[GapFinding, str]) -> None:
    ObservationGap.objects.bulk_create(
        ObservationGap(observation=observation, gap=gap, effect=Effect(effect))
        for gap, effect in gaps.items()
    )


# --- Words for the history -----------------------------------------------------------------------


def _told(mission: Mission) -> dict[str, str]:
    """What the history keeps of a mission. Corridors are counted, not named: not everybody sees each of them."""
    return {
        "title": mission.title,
        "kind": label_of(mission, "kind"),
        "place": mission.place,
        "country": countries.name_of(mission.country),
        "round": str(mission.round or ""),
        "planned": mission.planned_text,
        "held": mission.actual_text,
        "corridors": str(mission.corridors.count()),
        "teams": "; ".join(_names(list(mission.teams.order_by("name")))),
        "agenda": mission.agenda,
        "note": mission.note,
    }


def _seen(observation: Observation) -> dict[str, str]:
    """What the history keeps of an observation."""
    links = observation.gap_links.select_related("gap__benchmark", "gap__review").order_by("gap__number")
    return {
        "corridor": str(observation.corridor),
        "step": observation.step,
        "site": observation.site,
        "date": observation.observed_on.isoformat(),
        "text": observation.text,
        "gaps": "; ".join(f"{link.gap.label}: {link.get_effect_display()}" for link in links),
    }


def _names(rows: Sequence[object]) -> list[str]:
    return [str(row) for row in rows]


def _lock(mission: Mission) -> Mission:
    """The mission as it is now, held until the end of the transaction: an observation and a cancelling, or new
    dates, that come at once are judged one after the other."""
    return Mission.objects.select_for_update(of=("self",)).select_related("pilot").get(pk=mission.pk)
