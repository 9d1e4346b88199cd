"""What is read of missions and observations, and by whom."""

from __future__ import annotations

from datetime import date

from missions import actions, queries
from missions.models import Mission, Observation
from missions.states import Effect
from tests.conftest import World
from tests.missions.gaps import DAY_ONE, gap, held, mission


def note(w: World, on: Mission, **fields: object) -> Observation:
    values = {
        "mission": on,
        "corridor": w.th_kh,
        "site": "Testing centre",
        "observed_on": DAY_ONE,
        "text": "Two hours.",
        "gaps": {},
        "by": w.cast.expert_one,
        **fields,
    }
    return actions.observe(**values)  # type: ignore[arg-type]


def test_observations_reach_the_sending_side_and_the_ilo_when_the_mission_is_held(small_world: World) -> None:
    made = mission(small_world)
    seen = note(small_world, made)
    cast = small_world.cast

    def readers() -> set[str]:
        return {
            name
            for name in (
                "coordinator",
                "expert_one",
                "expert_two",
                "focal_kh",
                "focal_la",
                "reviewer",
                "observer",
            )
            if seen in Observation.objects.visible_to(getattr(cast, name))
        }

    assert readers() == {"coordinator", "expert_one"}
    actions.mark_held(mission=made, actual_start=DAY_ONE, actual_end=DAY_ONE, by=cast.coordinator)
    assert readers() == {"coordinator", "expert_one", "focal_kh", "reviewer"}


def test_observations_on_a_gap_come_with_their_effect_and_only_to_those_who_see_both(
    small_world: World,
) -> None:
    made = held(small_world)
    first, second = gap(small_world, number=1), gap(small_world, number=2)
    seen = note(small_world, made, gaps={first: Effect.RAISES, second: Effect.DOUBTS})
    [found] = queries.observations_on(first, small_world.cast.focal_kh)
    assert found == seen
    assert [link.get_effect_display() for link in found.gap_links.all()] == ["Raises the gap"]
    assert [one.effect for one in queries.observations_on(second, small_world.cast.coordinator)] == ["doubts"]  # type: ignore[attr-defined]
    assert not queries.observations_on(first, small_world.cast.focal_la)
    hidden = gap(small_world, number=3, released=False)
    note(small_world, made, gaps={hidden: Effect.CONFIRMS})
    assert not queries.observations_on(hidden, small_world.cast.focal_kh)
    assert len(queries.observations_on(hidden, small_world.cast.coordinator)) == 1


def test_a_sending_side_does_not_learn_of_gaps_that_are_not_released(small_world: World) -> None:
    made = held(small_world)
    note(small_world, made, gaps={gap(small_world, released=False): Effect.CONFIRMS})
    [own] = queries.observations_of(made, small_world.cast.coordinator)
    assert len(own.gap_links.all()) == 1
    [theirs] = queries.observations_of(made, small_world.cast.focal_kh)
    assert len(theirs.gap_links.all()) == 0


def titles(waiting: list[object]) -> list[str]:
    return [one.title for one in waiting]  # type: ignore[attr-defined]


def test_past_missions_wait_for_their_dates_and_held_ones_for_an_observation(small_world: World) -> None:
    today = date(2019, 6, 10)
    past = mission(small_world)
    cast = small_world.cast
    assert titles(queries.waiting_for(cast.coordinator, today=today)) == [
        f"Record when this mission was held: {past}"
    ]
    assert queries.waiting_for(cast.expert_one, today=today) == []
    actions.mark_held(mission=past, actual_start=DAY_ONE, actual_end=DAY_ONE, by=cast.coordinator)
    for person in (cast.coordinator, cast.expert_one):
        assert titles(queries.waiting_for(person, today=today)) == [f"Note what was seen: {past}"]
    note(small_world, past)
    assert queries.waiting_for(cast.coordinator, today=today) == []


def test_a_mission_that_comes_soon_is_announced_to_both_sides(small_world: World) -> None:
    coming = mission(small_world)
    cast = small_world.cast
    for person in (cast.coordinator, cast.expert_one, cast.focal_kh):
        assert titles(queries.waiting_for(person, today=date(2019, 5, 20))) == [f"Coming mission: {coming}"]
        assert queries.waiting_for(person, today=date(2019, 4, 1)) == []
    for other in (cast.focal_la, cast.reviewer, cast.observer, cast.administrator):
        assert queries.waiting_for(other, today=date(2019, 5, 20)) == []


def test_the_summary_counts_missions_and_visible_observations(small_world: World) -> None:
    made = mission(small_world)
    note(small_world, made)
    missions, noted = queries.summary(small_world.th_kh, small_world.cast.coordinator, today=date(2019, 5, 1))
    assert missions.value == "0 held, 1 planned"
    assert "3–5 June 2019" in missions.hint
    assert noted.value == "1"
    _, theirs = queries.summary(small_world.th_kh, small_world.cast.focal_kh)
    assert theirs.value == "0"
