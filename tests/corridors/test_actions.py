"""Verbs of pilots, corridors, steps, distribution and the action plan."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from core.conflicts import Conflict
from core.queries import history_of
from core.states import IllegalMove
from corridors import actions
from corridors.models import Activity
from corridors.states import ROADMAP, ActivityState, StepState
from standards.models import Edition, Share
from standards.states import EditionState, ShareCapacity
from tests.conftest import World
from tests.factories import people, world


def plan(w: World, title: str, **fields: object) -> Activity:
    return actions.plan_activity(pilot=w.pilot, title=title, by=w.cast.coordinator, **fields)  # type: ignore[arg-type]


def events_of(*objects: object) -> list[str]:
    return [line.event for line in history_of(*objects)]  # type: ignore[arg-type]


# --- Pilots and corridors


def test_a_new_corridor_has_all_steps_of_the_roadmap_and_one_to_five_in_scope(small_world: World) -> None:
    pilot = actions.open_pilot(
        title="MRS pilot 2020",
        lead_country="TH",
        starts_on=date(2020, 1, 1),
        ends_on=date(2020, 12, 31),
        by=small_world.cast.coordinator,
    )
    corridor = actions.open_corridor(
        pilot=pilot,
        receiving_country="TH",
        sending_country="KH",
        skill_area=world.skill_area(),
        teams=[small_world.cast.group_one],
        by=small_world.cast.coordinator,
    )
    assert [step.code for step in corridor.steps.all()] == sorted(ROADMAP)
    assert sorted(step.code for step in corridor.steps.filter(in_scope=True)) == list("12345")
    assert events_of(pilot, corridor) == ["corridor.opened", "pilot.opened"]


def test_a_corridor_joins_two_countries_once(small_world: World) -> None:
    place = {
        "pilot": small_world.pilot,
        "skill_area": world.skill_area(),
        "by": None,
        "receiving_country": "TH",
    }
    with pytest.raises(ValidationError, match="two different countries"):
        actions.open_corridor(sending_country="TH", **place)  # type: ignore[arg-type]
    with pytest.raises(ValidationError, match="already"):
        actions.open_corridor(sending_country="KH", **place)  # type: ignore[arg-type]


def test_a_pilot_does_not_end_before_it_starts(db: None) -> None:
    with pytest.raises(ValidationError):
        actions.open_pilot(
            title="x", lead_country="TH", starts_on=date(2020, 2, 1), ends_on=date(2020, 1, 1), by=None
        )


# --- Steps


def test_any_step_is_closed_with_a_reason_whatever_the_others_are(small_world: World) -> None:
    step = small_world.th_kh.steps.get(code="5")
    actions.close_step(step=step, reason="Seen on day 3.", by=small_world.cast.coordinator)
    step.refresh_from_db()
    assert (step.state, step.reason, step.closed_by) == (
        StepState.CLOSED,
        "Seen on day 3.",
        small_world.cast.coordinator,
    )
    line = history_of(small_world.th_kh).first()
    assert line is not None
    assert (line.event, line.after["step"], line.after["reason"]) == ("step.closed", "5", "Seen on day 3.")


def test_a_closed_step_is_opened_again_with_a_reason(small_world: World) -> None:
    step = small_world.th_kh.steps.get(code="2")
    actions.close_step(step=step, reason="Done.", by=small_world.cast.coordinator)
    actions.reopen_step(step=step, reason="A new edition came.", by=small_world.cast.coordinator)
    step.refresh_from_db()
    assert (step.state, step.closed_by, step.closed_at) == (StepState.OPEN, None, None)


def test_a_step_is_not_closed_twice_nor_without_a_reason(small_world: World) -> None:
    step = small_world.th_kh.steps.get(code="2")
    with pytest.raises(ValidationError):
        actions.close_step(step=step, reason="", by=small_world.cast.coordinator)
    actions.close_step(step=step, reason="Done.", by=small_world.cast.coordinator)
    with pytest.raises(IllegalMove):
        actions.close_step(step=step, reason="Again.", by=small_world.cast.coordinator)


# --- Distribution


def draft(w: World, country: str, by: object) -> Edition:
    return world.edition(country, by=by, state=EditionState.DRAFT, title=f"New standard {country}")  # type: ignore[arg-type]


def test_a_sending_edition_reaches_the_receiving_offices_and_the_teams_of_its_corridor(
    small_world: World,
) -> None:
    edition = draft(small_world, "KH", small_world.cast.focal_kh)
    actions.submit_edition(edition=edition, by=small_world.cast.focal_kh)
    edition.refresh_from_db()
    assert edition.state == EditionState.SUBMITTED
    shares = {(str(s.organisation or s.team), s.capacity) for s in Share.objects.filter(edition=edition)}
    assert shares == {
        ("Department of Skill Development", ShareCapacity.RECEIVING),
        ("Group I", ShareCapacity.RECEIVING),
    }
    seen = Edition.objects.visible_to
    assert edition in seen(small_world.cast.coordinator)
    assert edition in seen(small_world.cast.expert_one)
    assert edition not in seen(small_world.cast.expert_two)  # Group II serves wiring
    assert edition not in seen(small_world.cast.focal_la)
    assert "edition.distributed" in events_of(edition)


def test_a_receiving_edition_reaches_all_sending_countries_to_read_only(small_world: World) -> None:
    edition = draft(small_world, "TH", small_world.cast.coordinator)
    people.organisation("asec")
    actions.submit_edition(edition=edition, by=small_world.cast.coordinator)
    shares = {
        (s.organisation.country, s.capacity) for s in Share.objects.filter(edition=edition) if s.organisation
    }
    assert shares == {(code, ShareCapacity.READING) for code in ("KH", "LA", "MM")}


def test_an_edition_without_a_corridor_is_submitted_and_shared_with_nobody(small_world: World) -> None:
    area = world.skill_area(world.WIRING)
    edition = world.edition("LA", by=small_world.cast.focal_la, area=area, state=EditionState.DRAFT)
    assert actions.submit_edition(edition=edition, by=small_world.cast.focal_la) == []
    assert not edition.shares.exists()


def test_an_edition_without_lines_to_compare_is_not_submitted_and_not_shared(small_world: World) -> None:
    edition = world.edition(
        "KH",
        by=small_world.cast.focal_kh,
        state=EditionState.DRAFT,
        lines=[("unit", "1", "Only a heading", 0, False)],
    )
    with pytest.raises(IllegalMove):
        actions.submit_edition(edition=edition, by=small_world.cast.focal_kh)
    edition.refresh_from_db()
    assert edition.is_draft
    assert not edition.shares.exists()


def test_the_capacity_to_decide_wins_where_two_corridors_run_both_ways(small_world: World) -> None:
    actions.open_corridor(
        pilot=small_world.pilot,
        receiving_country="KH",
        sending_country="TH",
        skill_area=world.skill_area(world.WIRING),
        by=None,
    )
    edition = world.edition(
        "TH", by=small_world.cast.coordinator, area=world.skill_area(world.WIRING), state=EditionState.DRAFT
    )
    actions.submit_edition(edition=edition, by=small_world.cast.coordinator)
    assert edition.shares.get(organisation__country="KH").capacity == ShareCapacity.RECEIVING


# --- The action plan


def test_rows_get_the_next_number_and_place(small_world: World) -> None:
    first = plan(small_world, "Establish the action plan")
    third = plan(small_world, "Deliberate over the standards", number="3")
    below = plan(small_world, "Procedures of certification", parent=third)
    after = plan(small_world, "Contents of the standards", parent=third)
    last = plan(small_world, "Submit the report")
    assert [row.number for row in (first, third, below, after, last)] == ["1", "3", "3.1", "3.2", "4"]
    assert events_of(below) == ["activity.planned"]


def test_a_row_of_a_corridor_concerns_its_sending_country_and_is_unseen_by_the_others(
    small_world: World,
) -> None:
    row = plan(small_world, "Train assessors", corridor=small_world.th_kh)
    common = plan(small_world, "Final meeting")
    assert row.country == "KH"
    seen = Activity.objects.visible_to
    assert set(seen(small_world.cast.focal_kh)) == {row, common}
    assert set(seen(small_world.cast.focal_la)) == {common}
    assert set(seen(small_world.cast.reviewer)) == {row, common}
    assert not seen(small_world.cast.observer).exists()
    assert not seen(small_world.cast.administrator).exists()


def test_what_does_not_fit_together_is_refused_with_the_field(small_world: World) -> None:
    other = actions.open_pilot(
        title="Other", lead_country="KH", starts_on=date(2020, 1, 1), ends_on=date(2020, 2, 1), by=None
    )
    foreign = actions.plan_activity(pilot=other, title="Foreign", by=None)
    khmer = plan(small_world, "Cambodia", country="KH")
    refused = [
        ("planned_end", {"planned_start": date(2019, 5, 2), "planned_end": date(2019, 5, 1)}),
        ("parent", {"parent": foreign}),
        ("parent", {"parent": khmer, "country": "LA"}),
        ("country", {"corridor": small_world.th_kh, "country": "LA"}),
    ]
    for field, fields in refused:
        with pytest.raises(ValidationError) as told:
            plan(small_world, "x", **fields)
        assert list(told.value.message_dict) == [field]
    assert Activity.objects.filter(pilot=small_world.pilot).count() == 1


def test_an_edit_from_an_old_revision_changes_nothing(small_world: World) -> None:
    row = plan(small_world, "Visit")
    stale = Activity.objects.get(pk=row.pk)
    actions.edit_activity(activity=row, revision=1, by=small_world.cast.coordinator, title="Visit Cambodia")
    with pytest.raises(Conflict) as told:
        actions.edit_activity(
            activity=stale, revision=1, by=small_world.cast.expert_one, title="Visit Lao PDR"
        )
    row.refresh_from_db()
    assert (row.title, row.revision) == ("Visit Cambodia", 2)
    assert told.value.current == row
    line = history_of(row).first()
    assert line is not None
    assert (line.before, line.after) == ({"title": "Visit"}, {"title": "Visit Cambodia"})


def test_a_row_does_not_stand_below_itself(small_world: World) -> None:
    above = plan(small_world, "Above")
    below = plan(small_world, "Below", parent=above)
    with pytest.raises(ValidationError) as told:
        actions.edit_activity(activity=above, revision=1, by=small_world.cast.coordinator, parent=below)
    assert list(told.value.message_dict) == ["parent"]


def test_a_row_with_rows_of_two_countries_below_stays_common(small_world: World) -> None:
    visits = plan(small_world, "Visits")
    plan(small_world, "Cambodia", parent=visits, country="KH")
    plan(small_world, "Lao PDR", parent=visits, country="LA")
    with pytest.raises(ValidationError) as told:
        actions.edit_activity(activity=visits, revision=1, by=small_world.cast.coordinator, country="KH")
    assert list(told.value.message_dict) == ["country"]


def test_a_row_that_is_hung_elsewhere_goes_to_the_end_of_its_new_place(small_world: World) -> None:
    first, second = plan(small_world, "First"), plan(small_world, "Second")
    plan(small_world, "There", parent=second)
    actions.edit_activity(activity=first, revision=1, by=small_world.cast.coordinator, parent=second)
    first.refresh_from_db()
    assert (first.parent, first.position) == (second, 2)


def test_an_activity_is_started_done_and_opened_again(small_world: World) -> None:
    row = plan(small_world, "Visit")
    by = small_world.cast.coordinator
    actions.move_activity(activity=row, to=ActivityState.IN_PROGRESS, by=by, on=date(2019, 6, 3))
    actions.move_activity(activity=row, to=ActivityState.DONE, by=by, on=date(2019, 6, 5))
    row.refresh_from_db()
    assert (row.state, row.actual_start, row.actual_end) == ("done", date(2019, 6, 3), date(2019, 6, 5))
    actions.move_activity(activity=row, to=ActivityState.IN_PROGRESS, by=by, on=date(2019, 6, 9))
    row.refresh_from_db()
    assert (row.state, row.actual_start, row.actual_end) == ("in_progress", date(2019, 6, 3), None)
    assert events_of(row) == ["activity.reopened", "activity.done", "activity.started", "activity.planned"]


def test_an_activity_done_in_one_go_keeps_both_days(small_world: World) -> None:
    row = plan(small_world, "Visit")
    by = small_world.cast.coordinator
    with pytest.raises(ValidationError):
        actions.move_activity(
            activity=row, to="done", by=by, on=date(2019, 6, 5), started_on=date(2019, 6, 7)
        )
    actions.move_activity(activity=row, to="done", by=by, on=date(2019, 6, 5), started_on=date(2019, 6, 3))
    row.refresh_from_db()
    assert (row.actual_start, row.actual_end) == (date(2019, 6, 3), date(2019, 6, 5))


def test_a_cancelled_activity_is_planned_again_before_anything_else(small_world: World) -> None:
    row = plan(small_world, "Visit")
    by = small_world.cast.coordinator
    actions.move_activity(activity=row, to="cancelled", by=by, on=date(2019, 6, 5), reason="No budget.")
    line = history_of(row).first()
    assert line is not None
    assert line.after["reason"] == "No budget."
    with pytest.raises(IllegalMove):
        actions.move_activity(activity=row, to="done", by=by, on=date(2019, 6, 5))
    actions.move_activity(activity=row, to="planned", by=by, on=date(2019, 6, 5))
    assert events_of(row)[0] == "activity.planned_again"


def test_of_two_who_move_a_row_at_once_one_wins(small_world: World) -> None:
    row = plan(small_world, "Visit")
    stale = Activity.objects.get(pk=row.pk)
    actions.move_activity(activity=row, to="cancelled", by=small_world.cast.coordinator, on=date(2019, 6, 5))
    with pytest.raises(IllegalMove):
        actions.move_activity(
            activity=stale, to="in_progress", by=small_world.cast.expert_one, on=date(2019, 6, 5)
        )


def test_a_corridor_opened_late_distributes_what_is_released_already_and_no_draft(small_world: World) -> None:
    cast = small_world.cast
    released = world.edition(
        "LA", by=cast.focal_la, state=EditionState.SUBMITTED, area=world.skill_area(world.WIRING)
    )
    draft = world.edition(
        "LA", by=cast.focal_la, state=EditionState.DRAFT, area=world.skill_area(world.WIRING)
    )
    assert not Edition.objects.visible_to(cast.expert_two).filter(pk=released.pk).exists()

    actions.open_corridor(
        pilot=small_world.pilot,
        receiving_country="TH",
        sending_country="LA",
        skill_area=world.skill_area(world.WIRING),
        teams=[cast.group_two],
        by=cast.coordinator,
    )

    seen = Edition.objects.visible_to(cast.expert_two)
    assert seen.filter(pk=released.pk).exists()
    assert not seen.filter(pk=draft.pk).exists()
