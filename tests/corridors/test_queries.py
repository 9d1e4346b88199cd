"""What the home page and the corridor page ask of the action plan."""

from __future__ import annotations

from datetime import date

from corridors import actions, queries
from corridors.models import Activity
from tests.conftest import World

TODAY = date(2019, 7, 10)


def plan(w: World, title: str, **fields: object) -> Activity:
    return actions.plan_activity(pilot=w.pilot, title=title, by=w.cast.coordinator, **fields)  # type: ignore[arg-type]


def test_late_rows_wait_for_the_organisation_that_owns_them(small_world: World) -> None:
    mlvt = small_world.cast.focal_kh.organisation
    late = plan(small_world, "Late", owner=mlvt, country="KH", planned_end=date(2019, 7, 9))
    plan(small_world, "Due today", owner=mlvt, country="KH", planned_end=TODAY)
    done = plan(small_world, "Done", owner=mlvt, country="KH", planned_end=date(2019, 7, 1))
    actions.move_activity(activity=done, to="done", by=small_world.cast.coordinator, on=date(2019, 7, 1))
    [waiting] = queries.waiting_for(small_world.cast.focal_kh, today=TODAY)
    assert late.title in waiting.title
    assert late.ref in waiting.url
    assert "Tell the coordinator in Thailand" in waiting.detail  # Cambodia cannot write into the plan
    assert queries.waiting_for(small_world.cast.coordinator, today=TODAY) == []
    assert queries.waiting_for(small_world.cast.administrator, today=TODAY) == []


def test_many_late_rows_are_counted_and_the_count_leads_to_the_filtered_plan(small_world: World) -> None:
    owner = small_world.cast.coordinator.organisation
    for number in range(8):
        plan(small_world, f"Row {number}", owner=owner, planned_end=date(2019, 7, 1))
    waiting = queries.waiting_for(small_world.cast.coordinator, today=TODAY)
    assert len(waiting) == 6
    assert "Record what happened" in waiting[0].detail
    assert waiting[-1].title.startswith("3 more")
    assert waiting[-1].url.endswith("?state=late")


def test_the_summary_counts_what_the_person_sees(small_world: World) -> None:
    actions.close_step(
        step=small_world.th_kh.steps.get(code="1"), reason="Agreed.", by=small_world.cast.coordinator
    )
    plan(small_world, "Row", corridor=small_world.th_kh, kind="assistance", planned_end=date(2019, 7, 1))
    steps, activities = queries.summary(small_world.th_kh, small_world.cast.focal_kh, today=TODAY)
    assert steps.value == "1 of 5"
    assert activities.value == "0 of 1"
    assert "1 late" in activities.hint
    assert small_world.th_kh.ref in activities.url
