"""Which lines a benchmark rates, and changing it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from benchmarking.actions import complete_benchmark, open_benchmark
from benchmarking.actions.settings import mark_of, set_benchmark
from benchmarking.models import Assignment, Benchmark
from benchmarking.models.benchmarks import default_kinds
from benchmarking.queries.benchmarks import trees_of
from benchmarking.queries.people import Assigned, assignable
from benchmarking.queries.progress import progress_of
from benchmarking.queries.scope import nodes_in_scope, rates, sections_in_scope, totals_of
from core.models import AuditLine, Job
from core.states import IllegalMove
from tests.benchmarking.desks import line, opened, rate

pytestmark = pytest.mark.django_db


def numbers(benchmark: Benchmark) -> list[str]:
    """Numbers of the rated lines."""
    return [
        node.line.number for node in nodes_in_scope(benchmark, trees_of(benchmark.reference_editions.all()))
    ]


def open_with(world, **fields) -> Benchmark:
    """A benchmark of the Thai against the Cambodian edition."""
    return open_benchmark(
        corridor=world.th_kh,
        reference_editions=[world.thai],
        sending_editions=[world.cambodian],
        by=world.cast.expert_one,
        **fields,
    )


def change(benchmark: Benchmark, *, by, **fields) -> Benchmark:
    """Save the settings with these changes."""
    stored = {
        "kinds": benchmark.kinds,
        "scope": list(benchmark.scope.all()),
        "blind": benchmark.blind,
        "assignments": [],
        "mark": mark_of(benchmark),
    }
    return set_benchmark(benchmark=benchmark, by=by, **(stored | fields))


def test_without_a_scope_every_line_is_rated_in_reading_order(small_world):
    assert numbers(opened(small_world)) == ["1.1.1", "1.1.2", "1.2.1", "1.2.2", "1.3.1"]


def test_scope_and_kinds_narrow_lines_sections_and_every_count(small_world):
    made = open_with(small_world, scope=[line(small_world.thai, "1.1"), line(small_world.thai, "1.2")])
    assert numbers(made) == ["1.1.1", "1.1.2", "1.2.1", "1.2.2"]
    sections = sections_in_scope(made, trees_of(made.reference_editions.all()))
    assert [(one.line.number, len(one.lines)) for one in sections] == [("1.1", 2), ("1.2", 2)]
    skills = open_with(small_world, kinds=["skill"])
    assert numbers(skills) == ["1.2.1", "1.2.2"]
    assert totals_of([made, skills]) == {made.pk: 4, skills.pk: 2}
    assert not rates(made, line(small_world.thai, "1.3.1"))
    assert not rates(skills, line(small_world.thai, "1.1.1"))
    assert rates(made, line(small_world.thai, "1.2.2"))


def test_a_line_outside_the_scope_is_not_judged_and_not_waited_for(small_world, cast):
    made = open_with(small_world, scope=[line(small_world.thai, "1.3")])
    with pytest.raises(ValidationError, match="outside the scope"):
        rate(made, line(small_world.thai, "1.1.1"), "N", by=cast.expert_one)
    rate(made, line(small_world.thai, "1.3.1"), "N", by=cast.expert_one)
    assert progress_of([made])[made.pk].total == 1
    done = complete_benchmark(benchmark=made, conclusion="not_yet", reason="Waste", by=cast.expert_one)
    assert not done.is_open


def test_a_section_under_a_ticked_level_is_not_kept_twice(small_world):
    made = open_with(small_world, scope=[line(small_world.thai, "1"), line(small_world.thai, "1.1")])
    assert [one.number for one in made.scope.all()] == ["1"]


def test_the_same_editions_can_be_compared_in_two_parts_but_no_part_twice(small_world):
    first = line(small_world.thai, "1.1")
    open_with(small_world, scope=[first])
    open_with(small_world, scope=[line(small_world.thai, "1.2")])
    with pytest.raises(ValidationError, match="already compares"):
        open_with(small_world, scope=[first])


def test_opening_refuses_what_is_no_heading_no_kind_and_nobody_of_the_team(small_world, cast):
    for field, fields in (
        ("scope", {"scope": [line(small_world.thai, "1.1.1")]}),
        ("scope", {"scope": [line(small_world.cambodian, "CON-01")]}),
        ("kinds", {"kinds": []}),
        ("kinds", {"kinds": ["criterion"]}),  # the Thai edition has none
        ("assignments", {"assignments": [Assigned(cast.focal_kh, None)]}),
        ("assignments", {"assignments": [Assigned(cast.expert_two, None)]}),
    ):
        with pytest.raises(ValidationError) as refused:
            open_with(small_world, **fields)
        assert field in refused.value.message_dict
    assert not Benchmark.objects.exists()
    assert not Job.objects.filter(name="benchmarking.suggest").exists()


def test_people_of_the_serving_teams_who_may_judge_can_be_assigned(small_world, cast):
    assert cast.expert_one in assignable(small_world.th_kh)
    assert cast.expert_two not in assignable(small_world.th_kh)
    made = open_with(small_world, assignments=[Assigned(cast.expert_one, line(small_world.thai, "1.1"))])
    assert [(one.person, one.section.number) for one in made.assignments.all()] == [(cast.expert_one, "1.1")]


def test_opening_asks_for_suggestions(small_world):
    made = opened(small_world)
    assert Job.objects.filter(name="benchmarking.suggest", subject_id=str(made.pk)).exists()


class TestChanging:
    def test_assignments_change_and_the_history_says_how(self, small_world, cast):
        made = opened(small_world)
        change(made, by=cast.coordinator, assignments=[Assigned(cast.expert_one, None)])
        assert Assignment.objects.get().person == cast.expert_one
        last = AuditLine.objects.filter(event="benchmark.set").latest("pk")
        assert str(cast.expert_one) in last.after["assignments"]
        assert set(last.after) == {"assignments"}

    def test_lines_that_are_compared_do_not_fall_out_and_the_sentence_names_them(self, small_world, cast):
        made = opened(small_world)
        rate(made, line(small_world.thai, "1.1.2"), "F", by=cast.expert_one, reason="Same ratio")
        with pytest.raises(ValidationError) as refused:
            change(made, by=cast.coordinator, scope=[line(small_world.thai, "1.2")])
        assert "Mixing ratios of mortar" in refused.value.message_dict["scope"][0]
        with pytest.raises(ValidationError, match="Mixing ratios"):
            change(made, by=cast.coordinator, kinds=["skill"])
        changed = change(made, by=cast.coordinator, kinds=["knowledge"])
        assert numbers(changed) == ["1.1.1", "1.1.2"]
        change(changed, by=cast.coordinator, kinds=default_kinds())

    def test_settings_somebody_else_changed_meanwhile_are_not_overwritten(self, small_world, cast):
        made = opened(small_world)
        old = mark_of(made)
        change(made, by=cast.coordinator, kinds=["skill"])
        with pytest.raises(IllegalMove, match="Somebody else"):
            change(made, by=cast.coordinator, kinds=["attitude"], mark=old)

    def test_a_completed_benchmark_keeps_its_settings(self, small_world, cast):
        made = open_with(small_world, scope=[line(small_world.thai, "1.3")])
        rate(made, line(small_world.thai, "1.3.1"), "N", by=cast.expert_one)
        complete_benchmark(benchmark=made, conclusion="not_yet", reason="Waste", by=cast.expert_one)
        with pytest.raises(IllegalMove, match="completed"):
            change(made, by=cast.coordinator, kinds=["skill"])


def test_counting_takes_the_same_queries_for_one_and_many(small_world, django_assert_num_queries):
    one = opened(small_world)
    more = [open_with(small_world, scope=[line(small_world.thai, n)]) for n in ("1.1", "1.2", "1.3")]
    with django_assert_num_queries(3):
        totals_of([one])
    with django_assert_num_queries(4):
        totals_of([one, *more])
