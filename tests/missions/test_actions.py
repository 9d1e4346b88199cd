"""Verbs of missions and observations."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.conflicts import Conflict
from core.queries import history_of
from core.states import IllegalMove
from missions import actions
from missions.models import Mission, Observation
from missions.states import Effect, MissionState
from tests.conftest import World
from tests.missions.gaps import DAY_ONE, DAY_THREE, gap, held, mission


def note(w: World, on: Mission, **fields: object) -> Observation:
    values = {
        "mission": on,
        "corridor": w.th_kh,
        "step": "4",
        "site": "Testing centre",
        "observed_on": DAY_ONE,
        "text": "The wall test takes two hours; no drawing is used.",
        "gaps": {},
        "by": w.cast.expert_one,
        **fields,
    }
    return actions.observe(**values)  # type: ignore[arg-type]


def test_a_mission_serves_several_corridors_and_teams(small_world: World) -> None:
    made = mission(
        small_world,
        small_world.th_kh,
        small_world.th_kh_wiring,
        teams=[small_world.cast.group_one, small_world.cast.group_two],
        round=1,
    )
    assert set(made.corridors.all()) == {small_world.th_kh, small_world.th_kh_wiring}
    assert made.teams.count() == 2
    line = history_of(made).get()
    assert (line.event, line.after["planned"], line.after["corridors"]) == (
        "mission.planned",
        "3–5 June 2019",
        "2",
    )


def test_a_mission_known_to_the_month_is_planned_for_the_whole_month(small_world: World) -> None:
    made = mission(
        small_world, planned_start=date(2019, 7, 9), planned_end=date(2019, 7, 9), planned_month_only=True
    )
    made.refresh_from_db()
    assert (made.planned_start, made.planned_end) == (date(2019, 7, 1), date(2019, 7, 31))
    assert made.planned_text == "July 2019"


def test_what_does_not_fit_together_is_refused_with_the_field(small_world: World) -> None:
    with pytest.raises(ValidationError) as told:
        mission(small_world, planned_start=DAY_THREE, planned_end=DAY_ONE)
    assert list(told.value.message_dict) == ["planned_end"]
    with pytest.raises(ValidationError) as told:
        mission(small_world, corridors=[])
    assert list(told.value.message_dict) == ["corridors"]
    assert not Mission.objects.exists()


def test_planned_and_actual_dates_stand_side_by_side(small_world: World) -> None:
    made = mission(small_world, planned_start=date(2019, 5, 27), planned_end=date(2019, 5, 31))
    actions.mark_held(
        mission=made,
        actual_start=date(2019, 6, 12),
        actual_end=date(2019, 6, 14),
        by=small_world.cast.coordinator,
    )
    made.refresh_from_db()
    assert (made.planned_text, made.actual_text) == ("27–31 May 2019", "12–14 June 2019")
    with pytest.raises(IllegalMove):
        actions.mark_held(
            mission=made, actual_start=DAY_ONE, actual_end=DAY_ONE, by=small_world.cast.coordinator
        )


def test_actual_dates_lie_neither_ahead_nor_in_the_wrong_order_nor_off_an_observation(
    small_world: World,
) -> None:
    made = mission(small_world)
    ahead = timezone.localdate() + timedelta(days=1)
    note(small_world, made, observed_on=DAY_ONE)
    for start, end, field in [
        (DAY_THREE, DAY_ONE, "actual_end"),
        (DAY_ONE, ahead, "actual_end"),
        (DAY_THREE, DAY_THREE, "actual_start"),
        (date(2019, 6, 1), date(2019, 6, 2), "actual_end"),
    ]:
        with pytest.raises(ValidationError) as told:
            actions.mark_held(
                mission=made, actual_start=start, actual_end=end, by=small_world.cast.coordinator
            )
        assert list(told.value.message_dict) == [field]
    made.refresh_from_db()
    assert made.state == MissionState.PLANNED


def test_a_cancelled_mission_is_planned_again(small_world: World) -> None:
    made = mission(small_world)
    by = small_world.cast.coordinator
    actions.cancel_mission(mission=made, by=by, reason="Travel was not possible.")
    with pytest.raises(IllegalMove):
        actions.mark_held(mission=made, actual_start=DAY_ONE, actual_end=DAY_ONE, by=by)
    actions.plan_again(mission=made, by=by)
    with pytest.raises(IllegalMove):
        actions.plan_again(mission=made, by=by)
    assert [line.event for line in history_of(made)] == [
        "mission.planned_again",
        "mission.cancelled",
        "mission.planned",
    ]


def test_a_mission_with_observations_is_not_cancelled(small_world: World) -> None:
    made = mission(small_world)
    note(small_world, made)
    with pytest.raises(IllegalMove, match="took place"):
        actions.cancel_mission(mission=made, by=small_world.cast.coordinator)


def test_an_edit_from_an_old_revision_changes_nothing(small_world: World) -> None:
    made = mission(small_world)
    by = small_world.cast.coordinator
    actions.edit_mission(mission=made, revision=1, by=by, place="Siem Reap")
    with pytest.raises(Conflict):
        actions.edit_mission(
            mission=made, revision=1, by=by, place="Battambang", corridors=[small_world.th_la]
        )
    made.refresh_from_db()
    assert (made.place, made.revision, list(made.corridors.all())) == ("Siem Reap", 2, [small_world.th_kh])


def test_a_corridor_with_observations_stays_with_the_mission(small_world: World) -> None:
    made = mission(small_world, small_world.th_kh, small_world.th_kh_wiring)
    note(small_world, made)
    by = small_world.cast.coordinator
    with pytest.raises(ValidationError) as told:
        actions.edit_mission(mission=made, revision=1, by=by, corridors=[small_world.th_kh_wiring])
    assert list(told.value.message_dict) == ["corridors"]
    actions.edit_mission(mission=made, revision=1, by=by, corridors=[small_world.th_kh])
    assert list(made.corridors.all()) == [small_world.th_kh]


def test_actual_dates_are_corrected_once_the_mission_is_held(small_world: World) -> None:
    by = small_world.cast.coordinator
    planned = mission(small_world)
    with pytest.raises(IllegalMove):
        actions.edit_mission(mission=planned, revision=1, by=by, actual_start=DAY_ONE, actual_end=DAY_ONE)
    made = held(small_world)
    actions.edit_mission(mission=made, revision=1, by=by, actual_start=DAY_ONE, actual_end=DAY_ONE)
    made.refresh_from_db()
    assert made.actual_text == "3 June 2019"


# --- Observations


def test_an_observation_confirms_raises_or_speaks_against_gaps_of_its_corridor(small_world: World) -> None:
    made = held(small_world)
    first, second = gap(small_world, number=1), gap(small_world, number=2)
    seen = note(small_world, made, gaps={first: Effect.CONFIRMS, second: "doubts"})
    assert set(seen.gap_links.values_list("gap__number", "effect")) == {(1, "confirms"), (2, "doubts")}
    line = history_of(seen).get()
    assert line.after["gaps"] == "G01: Confirms the gap; G02: Speaks against the gap"


def test_an_observation_that_does_not_fit_its_mission_is_refused(small_world: World) -> None:
    made = held(small_world)
    other = gap(small_world, small_world.th_la)
    for fields, field in [
        ({"corridor": small_world.th_la}, "corridor"),
        ({"observed_on": date(2019, 6, 9)}, "observed_on"),
        ({"observed_on": timezone.localdate() + timedelta(days=1)}, "observed_on"),
    ]:
        with pytest.raises(ValidationError) as told:
            note(small_world, made, **fields)
        assert list(told.value.message_dict) == [field]
    with pytest.raises(ValidationError, match="another corridor"):
        note(small_world, made, gaps={other: Effect.CONFIRMS})
    assert not Observation.objects.exists()


def test_nothing_is_observed_on_a_cancelled_mission(small_world: World) -> None:
    made = mission(small_world)
    actions.cancel_mission(mission=made, by=small_world.cast.coordinator)
    with pytest.raises(IllegalMove):
        note(small_world, made)


def edit(seen: Observation, w: World, **fields: object) -> Observation:
    values = {name: getattr(seen, name) for name in ("corridor", "step", "site", "observed_on", "text")}
    return actions.edit_observation(  # type: ignore[arg-type]
        observation=seen, by=w.cast.coordinator, **{**values, "gaps": {}, "revision": 1, **fields}
    )


def test_an_edit_replaces_the_gaps_and_an_old_revision_changes_nothing(small_world: World) -> None:
    made = held(small_world)
    first, second = gap(small_world, number=1), gap(small_world, number=2)
    seen = note(small_world, made, gaps={first: Effect.CONFIRMS})
    edit(seen, small_world, gaps={second: Effect.RAISES}, text="Three hours.")
    with pytest.raises(Conflict):
        edit(seen, small_world, gaps={}, text="Four hours.")
    seen.refresh_from_db()
    assert seen.text == "Three hours."
    assert [link.gap for link in seen.gap_links.all()] == [second]
    line = history_of(seen).first()
    assert line is not None
    assert line.before["gaps"] == "G01: Confirms the gap"
    assert line.after["gaps"] == "G02: Raises the gap"
