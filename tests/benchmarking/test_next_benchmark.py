"""The next benchmark: everything that did not change goes on, the rest is open again, gaps keep their number."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from accounts.permissions import Side
from benchmarking.actions.completing import complete_benchmark
from benchmarking.actions.gap_following import gap_carried
from benchmarking.actions.next_benchmark import start_next
from benchmarking.actions.releases import invite_sending, release_view
from benchmarking.models import (
    Additional,
    Assignment,
    Benchmark,
    GapFinding,
    SectionVerdict,
)
from benchmarking.queries.carrying import outlook, preview_of
from benchmarking.queries.editions import newer_of, waiting_for
from benchmarking.queries.sight import sight_of
from benchmarking.rebenchmark import Fate
from benchmarking.states import GapState
from core.states import IllegalMove
from standards.states import EditionState
from tests.benchmarking import gap_world
from tests.benchmarking.desks import line, opened, rate, rateable
from tests.benchmarking.newer import SUBSTANTIAL, again, done, judged, newer, start

pytestmark = pytest.mark.django_db


def test_a_newer_edition_is_told_to_who_sees_it(small_world) -> None:
    benchmark = opened(small_world)
    assert newer_of(benchmark, small_world.cast.expert_one) == []
    draft = newer(small_world.cambodian, state=EditionState.DRAFT, label="2019")
    later = newer(small_world.cambodian)
    found = newer_of(benchmark, small_world.cast.expert_one)
    assert [(one.old, one.choices) for one in found] == [(small_world.cambodian, [later])]
    assert draft not in found[0].choices
    assert newer_of(benchmark, small_world.cast.expert_two) == []  # shared with Group I only


def test_it_waits_for_who_may_start_and_only_until_somebody_did(small_world) -> None:
    cast = small_world.cast
    benchmark = opened(small_world)
    later = newer(small_world.cambodian)

    def told(user) -> list[str]:
        return [one.detail for one in waiting_for(user)]

    assert str(later) in told(cast.expert_one)[0]
    assert told(cast.focal_kh) == told(cast.reviewer) == told(cast.expert_two) == []
    start(benchmark, small_world, later)
    assert told(cast.expert_one) == []


def test_unchanged_lines_go_on_with_everything(small_world) -> None:
    benchmark = done(small_world)
    was = judged(benchmark, "1.1.1")
    later = newer(small_world.cambodian, changed={"2.1": "The wall is laid plumb within 5 mm"})
    made = start(benchmark, small_world, later)
    now = judged(made, "1.1.1")
    assert (now.rating, now.by, now.carried_from, now.revision) == ("F", was.by, was, 1)
    assert [one.edition for one in now.counterparts.all()] == [later]
    version = now.versions.get()
    assert (version.values["rating"], version.revision) == ("F", 1)
    assert version.values["counterparts"] == [later.lines.get(number="1.1").pk]
    assert (made.previous, made.number) == (benchmark, 2)
    benchmark.refresh_from_db()
    assert judged(benchmark, "1.1.1").rating == "F"


def test_a_changed_counterpart_opens_the_line_again_with_its_words(small_world) -> None:
    benchmark = done(small_world)
    later = newer(small_world.cambodian, changed={"2.1": "The wall is laid plumb within 5 mm"})
    now = judged(start(benchmark, small_world, later), "1.2.1")
    assert (now.rating, now.substantial, now.gap_code) == ("", False, "")
    assert now.difference == "No tolerance is stated."
    assert now.carried_from is not None
    assert now.carried_from.rating == "P"
    assert {one.number for one in now.counterparts.all()} == {"1.2", "2.1"}


def test_a_counterpart_that_is_gone_opens_the_line_again(small_world) -> None:
    later = newer(small_world.cambodian, gone=["2.1"])
    now = judged(start(done(small_world), small_world, later), "1.2.1")
    assert (now.rating, [one.number for one in now.counterparts.all()]) == ("", ["1.2"])


def test_receiving_lines_changed_new_and_gone(small_world) -> None:
    benchmark = done(small_world)
    later = newer(
        small_world.thai,
        changed={"1.1.2": "Mixing ratios of mortar and plaster by volume"},
        renumbered={"1.2.2": "1.2.3"},
        gone=["1.3.1"],
        more=[("1.2", "1.2.4", "Cut bricks")],
    )
    found = outlook(benchmark, {small_world.thai.pk: later})
    fates = {found.lines[key].number: fate for key, fate in found.plan.fates.items()}
    assert fates == {
        "1.1.1": Fate.CARRIED,
        "1.1.2": Fate.REOPENED,
        "1.2.1": Fate.CARRIED,
        "1.2.3": Fate.CARRIED,
        "1.2.4": Fate.NEW,
        "1.3": Fate.NEW,  # a heading that lost its lines is a line
    }
    preview = preview_of(found, sight_of(small_world.cast.expert_one, benchmark))
    assert [one.number for one in preview.removed] == ["1.3.1"]
    assert [(one.line.number, one.judgement.rating) for one in preview.again] == [("1.1.2", "F")]
    words = preview.again[0].change.text_words
    assert "".join(one.text for one in words if one.mark == "added").strip() == "and plaster"
    assert (preview.total, preview.renumbered) == (6, 1)
    made = start(benchmark, small_world, later)
    assert made.judgements.exclude(rating="").count() == preview.carried == 3
    assert not made.judgements.filter(line__number="1.2.4").exists()


def test_kinds_scope_blindness_assignments_and_marks_go_on(small_world) -> None:
    benchmark = opened(small_world)
    Benchmark.objects.filter(pk=benchmark.pk).update(blind=True, kinds=["skill", "knowledge"])
    benchmark.refresh_from_db()
    section = line(small_world.thai, "1.2")
    benchmark.scope.set([section])
    by = small_world.cast.expert_one
    Assignment.objects.create(benchmark=benchmark, person=by, section=section)
    for number in ("2.1", "2.2"):
        Additional.objects.create(
            benchmark=benchmark, line=line(small_world.cambodian, number), note=number, by=by
        )
    later = newer(small_world.thai, changed={"1.2.2": "Read a plan"})
    theirs = newer(small_world.cambodian, changed={"2.2": "Waste is sorted"})
    made = start(benchmark, small_world, later, theirs)
    assert (made.kinds, made.blind) == (["skill", "knowledge"], True)
    assert [one.edition for one in made.scope.all()] == [later]
    assert made.assignments.get().section == later.lines.get(number="1.2")
    assert [(one.line.edition, one.note) for one in made.additional.all()] == [(theirs, "2.1")]


def test_a_verdict_goes_on_where_the_whole_section_does(small_world) -> None:
    benchmark = done(small_world)
    for number in ("1.1", "1.2"):
        SectionVerdict.objects.create(
            benchmark=benchmark,
            section=line(small_world.thai, number),
            verdict="comparable",
            proposed="partly",
            reason="Agreed at the table.",
            by=small_world.cast.expert_one,
        )
    later = newer(small_world.thai, changed={"1.2.1": "Lay a wall"})
    kept = start(benchmark, small_world, later).verdicts.get()
    assert (kept.section, kept.reason) == (later.lines.get(number="1.1"), "Agreed at the table.")
    assert benchmark.verdicts.count() == 2


def test_the_sending_view_goes_on_and_the_sending_side_is_invited_again(small_world) -> None:
    benchmark = done(small_world)
    invite_sending(benchmark=benchmark, by=small_world.cast.coordinator)
    gap_world.judgement(
        benchmark, line(small_world.thai, "1.3.1"), by=small_world.cast.focal_kh, view="sending", rating="F",
        substantial=False, gap_code="", difference="",
    )  # fmt: skip
    made = start(benchmark, small_world, newer(small_world.cambodian))
    assert made.invited_at
    assert not (made.released_at)
    assert not (made.sending_released_at)
    assert judged(made, "1.3.1", "sending").rating == "F"


def test_the_preview_does_not_show_the_view_of_the_other_side(small_world) -> None:
    benchmark = done(small_world)
    gap_world.judgement(
        benchmark, line(small_world.thai, "1.2.2"), by=small_world.cast.focal_kh, view="sending"
    ).counterparts.add(line(small_world.cambodian, "2.2"))
    later = newer(small_world.cambodian, changed={"2.2": "Waste is sorted"})
    found = outlook(benchmark, {small_world.cambodian.pk: later})
    preview = preview_of(found, sight_of(small_world.cast.expert_one, benchmark))
    assert (preview.again, preview.reopened) == ([], 0)
    made = start(benchmark, small_world, later)
    assert (judged(made, "1.2.2").rating, judged(made, "1.2.2", "sending").rating) == ("N", "")


def test_only_one_benchmark_follows(small_world) -> None:
    benchmark = done(small_world)
    later = newer(small_world.cambodian)
    start(benchmark, small_world, later)
    with pytest.raises(IllegalMove):
        start(benchmark, small_world, later, by=small_world.cast.coordinator)
    assert Benchmark.objects.count() == 2


def test_only_editions_that_follow_are_taken(small_world) -> None:
    benchmark = done(small_world)
    draft = newer(small_world.cambodian, state=EditionState.DRAFT)
    for choices in ({}, {small_world.cambodian.pk: draft}, {small_world.thai.pk: small_world.cambodian}):
        with pytest.raises(ValidationError):
            start_next(benchmark=benchmark, choices=choices, by=small_world.cast.expert_one)
    assert Benchmark.objects.count() == 1


# --- Gaps ----------------------------------------------------------------------------------------


def test_a_gap_is_not_born_twice_and_keeps_its_number(small_world) -> None:
    benchmark = done(small_world)
    gap = GapFinding.objects.get()
    made = start(benchmark, small_world, newer(small_world.thai))
    assert gap_carried(judged(made, "1.2.1")) == gap
    again(made, "1.2.1", small_world, recommendation="Name a tolerance.")
    third = start(made, small_world, newer(made.reference_editions.get(), label="2021"))
    again(third, "1.2.1", small_world, difference="Still none.")
    assert GapFinding.objects.get() == gap
    gap.refresh_from_db()
    assert (gap.benchmark, gap.label, gap.judgement) == (benchmark, "G01", judged(benchmark, "1.2.1"))


def test_a_gap_is_not_born_twice_when_the_agreed_view_is_written_anew(small_world) -> None:
    """Only the receiving view was carried on; the sending side joins later and both agree."""
    gap = (before := done(small_world)).gaps.get()
    made = start(before, small_world, newer(small_world.cambodian))
    invite_sending(benchmark=made, by=small_world.cast.coordinator)
    of = judged(made, "1.2.1").line
    rate(made, of, "P", by=small_world.cast.expert_one, view="agreed", **SUBSTANTIAL)

    assert list(GapFinding.objects.filter(corridor=made.corridor)) == [gap]


def test_a_carried_gap_says_what_the_next_benchmark_says_from_its_release_on(small_world) -> None:
    benchmark = done(small_world)
    made = start(benchmark, small_world, newer(small_world.thai))
    again(made, "1.2.1", small_world, difference="The new rule names half of it.")
    assert "half of it" not in GapFinding.objects.get().generated
    release_view(benchmark=made, side=Side.RECEIVING, by=small_world.cast.coordinator)

    assert "half of it" in GapFinding.objects.get().generated


def test_completing_the_next_benchmark_marks_a_gap_that_it_no_longer_finds(small_world) -> None:
    benchmark = done(small_world)
    made = start(benchmark, small_world, newer(small_world.thai))
    again(made, "1.2.1", small_world, rating="F", substantial=False, gap_code="", reason="Named now.")
    assert not GapFinding.objects.get().stale
    by = small_world.cast.expert_one
    complete_benchmark(benchmark=made, conclusion="comparable", reason="", by=by)

    assert GapFinding.objects.get().stale


def test_after_a_closed_gap_a_substantial_difference_is_a_new_one(small_world) -> None:
    benchmark = done(small_world)
    cast = small_world.cast
    GapFinding.objects.update(
        state=GapState.CLOSED,
        what_was_done="Revised",
        closed_by=cast.coordinator,
        reported_by=cast.expert_one,
    )
    made = start(benchmark, small_world, newer(small_world.thai))
    again(made, "1.2.1", small_world, recommendation="Name a tolerance.")
    assert [one.label for one in GapFinding.objects.order_by("pk")] == ["G01", "G2.01"]


def test_a_carried_gap_keeps_what_its_readers_may_not_know_yet(small_world) -> None:
    benchmark = done(small_world)
    Benchmark.objects.filter(pk=benchmark.pk).update(released_at=gap_world.RELEASED)
    said = GapFinding.objects.get().generated
    made = start(benchmark, small_world, newer(small_world.thai))
    again(made, "1.2.1", small_world, difference="A secret of the team.")
    assert GapFinding.objects.get().generated == said
    Benchmark.objects.filter(pk=made.pk).update(released_at=gap_world.RELEASED)
    made.refresh_from_db()
    again(made, "1.2.1", small_world, difference="Told to everybody.")
    assert "Told to everybody." in GapFinding.objects.get().generated


@pytest.mark.parametrize("size", [1, 12])
def test_starting_asks_the_database_the_same_number_of_times(
    small_world, size, django_assert_max_num_queries
) -> None:
    """However many judgements go on."""
    benchmark = opened(small_world)
    later = newer(small_world.cambodian)
    for one in rateable(small_world)[:size]:
        rate(benchmark, one, "N", by=small_world.cast.expert_one)
    with django_assert_max_num_queries(70):
        start(benchmark, small_world, later)
