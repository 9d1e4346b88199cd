"""Verbs on benchmarks and judgements: what they store, record and refuse."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from benchmarking.actions import complete_benchmark, open_benchmark, reopen_benchmark
from benchmarking.models import GapFinding, Judgement
from benchmarking.states import Severity
from core.conflicts import Conflict
from core.queries import history_of
from core.states import IllegalMove
from standards.states import EditionState
from tests.benchmarking.desks import line, opened, rate, rate_all, rateable
from tests.factories import world as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def benchmark(small_world):
    """An open benchmark, Thailand – Cambodia."""
    return opened(small_world)


@pytest.fixture
def expert(cast):
    """The Group I expert, who works on the receiving side."""
    return cast.expert_one


class TestOpening:
    def test_it_takes_both_sides_editions_and_says_so_in_the_history(self, benchmark, small_world):
        assert list(benchmark.reference_editions.all()) == [small_world.thai]
        assert list(benchmark.sending_editions.all()) == [small_world.cambodian]
        assert [one.event for one in history_of(benchmark)] == ["benchmark.opened"]
        assert benchmark.released_at is None

    def test_benchmarks_of_a_corridor_are_numbered(self, benchmark, small_world):
        second = make.edition("KH", by=small_world.cast.focal_kh, title="Renewed")
        make.share(second, team=small_world.cast.group_one)
        other = open_benchmark(
            corridor=small_world.th_kh,
            reference_editions=[small_world.thai],
            sending_editions=[second],
            by=small_world.cast.expert_one,
        )
        assert (benchmark.number, other.number) == (1, 2)

    def test_the_same_editions_are_not_opened_twice(self, benchmark, small_world):
        with pytest.raises(ValidationError, match="already compares exactly these"):
            opened(small_world)

    @pytest.mark.parametrize("state", [EditionState.DRAFT, EditionState.RETURNED, EditionState.SUPERSEDED])
    def test_an_edition_that_is_not_usable_is_refused(self, small_world, state):
        type(small_world.cambodian).objects.filter(pk=small_world.cambodian.pk).update(state=state)
        with pytest.raises(ValidationError) as caught:
            opened(small_world)
        assert list(caught.value.message_dict) == ["sending_editions"]

    def test_an_edition_that_is_not_shared_with_the_person_is_refused(self, small_world):
        hidden = make.edition("KH", by=small_world.cast.focal_kh, title="Not distributed")
        with pytest.raises(ValidationError, match="Choose from the list"):
            open_benchmark(
                corridor=small_world.th_kh,
                reference_editions=[small_world.thai],
                sending_editions=[hidden],
                by=small_world.cast.expert_one,
            )

    def test_both_sides_need_an_edition_of_their_own_country(self, small_world):
        with pytest.raises(ValidationError) as caught:
            open_benchmark(
                corridor=small_world.th_kh,
                reference_editions=[small_world.cambodian],
                sending_editions=[],
                by=small_world.cast.expert_one,
            )
        assert set(caught.value.message_dict) == {"reference_editions", "sending_editions"}


class TestJudging:
    def test_a_rating_is_stored_with_its_counterparts_and_recorded(self, benchmark, small_world, expert):
        counterpart = line(small_world.cambodian, "1.1")
        judgement = rate(
            benchmark, line(small_world.thai, "1.1.2"), "F", counterparts=[counterpart], by=expert
        )
        assert (judgement.rating, judgement.revision, judgement.by) == ("F", 1, expert)
        assert list(judgement.counterparts.all()) == [counterpart]
        (act,) = history_of(judgement)
        assert act.event == "judgement.made"
        assert act.after == {"rating": "F", "counterparts": str(counterpart)}

    def test_a_change_records_old_and_new(self, benchmark, small_world, expert):
        of = line(small_world.thai, "1.1.1")
        rate(benchmark, of, "F", by=expert)
        judgement = rate(benchmark, of, "P", by=expert, revision=1)
        act = history_of(judgement)[0]
        assert act.event == "judgement.changed"
        assert act.before == {"rating": "F", "difference": "", "reason": "Stands in the introduction."}
        assert act.after == {"rating": "P", "difference": "No tolerance is stated.", "reason": ""}
        assert judgement.revision == 2

    def test_saving_what_is_stored_writes_nothing(self, benchmark, small_world, expert):
        of = line(small_world.thai, "1.1.1")
        first = rate(benchmark, of, "F", by=expert)
        again = rate(benchmark, of, "F", by=expert, revision=0)
        assert again.revision == 1
        assert history_of(first).count() == 1

    def test_a_save_from_an_older_revision_is_a_conflict_and_changes_nothing(
        self, benchmark, small_world, expert, cast
    ):
        of = line(small_world.thai, "1.1.1")
        rate(benchmark, of, "F", by=expert)
        rate(benchmark, of, "P", by=cast.coordinator, revision=1)
        with pytest.raises(Conflict) as caught:
            rate(benchmark, of, "N", by=expert, revision=1)
        assert caught.value.current.rating == "P"
        assert Judgement.objects.get(line=of).rating == "P"

    def test_two_first_saves_of_one_line_are_a_conflict_too(self, benchmark, small_world, expert, cast):
        of = line(small_world.thai, "1.1.1")
        rate(benchmark, of, "F", by=expert)
        with pytest.raises(Conflict):
            rate(benchmark, of, "P", by=cast.coordinator, revision=0)

    def test_taking_a_rating_back_keeps_the_words_and_drops_substantial(self, benchmark, small_world, expert):
        of = line(small_world.thai, "1.1.1")
        rate(benchmark, of, "P", by=expert, substantial=True, gap_code="C5")
        judgement = rate(
            benchmark, of, "", by=expert, revision=1, substantial=True, gap_code="C5", difference="Kept"
        )
        assert (judgement.rating, judgement.substantial, judgement.gap_code) == ("", False, "")
        assert judgement.difference == "Kept"
        assert history_of(judgement)[0].event == "judgement.cleared"

    @pytest.mark.parametrize(
        ("rating", "fields", "field"),
        [
            ("", {}, "rating"),
            ("X", {}, "rating"),
            ("P", {"difference": "  "}, "difference"),
            ("F", {"reason": " "}, "counterparts"),
            ("N", {"difference": ""}, "difference"),
            ("F", {"substantial": True, "gap_code": "C1"}, "substantial"),
            ("P", {"substantial": True}, "gap_code"),
            ("P", {"substantial": True, "gap_code": "Z9"}, "gap_code"),
        ],
    )
    def test_a_judgement_against_the_rules_is_refused_by_field(
        self, benchmark, small_world, expert, rating, fields, field
    ):
        with pytest.raises(ValidationError) as caught:
            rate(benchmark, line(small_world.thai, "1.1.1"), rating, by=expert, **fields)
        assert list(caught.value.message_dict) == [field]
        assert not Judgement.objects.exists()

    def test_n_with_a_counterpart_is_refused(self, benchmark, small_world, expert):
        with pytest.raises(ValidationError, match="looked and found no counterpart"):
            rate(
                benchmark,
                line(small_world.thai, "1.1.1"),
                "N",
                by=expert,
                counterparts=[line(small_world.cambodian, "1.1")],
            )

    def test_a_note_without_a_rating_may_be_kept(self, benchmark, small_world, expert):
        judgement = rate(benchmark, line(small_world.thai, "1.1.1"), "", by=expert, reason="Ask on the visit")
        assert (judgement.rating, judgement.reason) == ("", "Ask on the visit")

    @pytest.mark.parametrize("number", ["1", "1.1"])
    def test_headings_are_not_rated(self, benchmark, small_world, expert, number):
        with pytest.raises(ValidationError, match="heading"):
            rate(benchmark, line(small_world.thai, number), "F", by=expert)

    def test_lines_outside_the_benchmark_are_refused_on_both_sides(self, benchmark, small_world, expert):
        with pytest.raises(ValidationError, match="not in a reference edition"):
            rate(benchmark, line(small_world.cambodian, "1.1"), "F", by=expert)
        with pytest.raises(ValidationError, match="not in a sending edition"):
            rate(
                benchmark,
                line(small_world.thai, "1.1.1"),
                "F",
                by=expert,
                counterparts=[line(small_world.thai, "1.1.2")],
            )


class TestGapOfAJudgement:
    def test_a_substantial_difference_becomes_a_gap_of_the_sending_country(
        self, benchmark, small_world, expert
    ):
        rate(benchmark, line(small_world.thai, "1.2.1"), "P", by=expert, substantial=True, gap_code="C4")
        gap = GapFinding.objects.get()
        assert (gap.number, gap.code, gap.owner_country, gap.severity) == (1, "C4", "KH", Severity.CRITICAL)
        assert "No tolerance is stated." in gap.generated

    def test_a_changed_judgement_updates_the_gap_and_leaves_people_their_words(
        self, benchmark, small_world, expert
    ):
        of = line(small_world.thai, "1.2.1")
        rate(benchmark, of, "P", by=expert, substantial=True, gap_code="C4")
        GapFinding.objects.update(title="Our words")
        rate(
            benchmark, of, "N", by=expert, revision=1, substantial=True, gap_code="C3", difference="Missing."
        )
        gap = GapFinding.objects.get()
        assert (gap.code, gap.title) == ("C3", "Our words")
        assert "Missing." in gap.generated

    def test_a_gap_whose_judgement_is_no_longer_substantial_is_stale_and_stays(
        self, benchmark, small_world, expert
    ):
        of = line(small_world.thai, "1.2.1")
        rate(benchmark, of, "P", by=expert, substantial=True, gap_code="C4")
        rate(benchmark, of, "F", by=expert, revision=1)
        assert GapFinding.objects.get().stale


class TestCompleting:
    def test_it_needs_every_line_and_says_how_many_are_left(self, benchmark, small_world, expert):
        rate(benchmark, rateable(small_world)[0], "F", by=expert)
        with pytest.raises(IllegalMove, match="4 lines are not compared yet"):
            complete_benchmark(benchmark=benchmark, conclusion="comparable", reason="", by=expert)

    def test_a_note_without_a_rating_does_not_count_as_compared(self, benchmark, small_world, expert):
        rate(benchmark, rateable(small_world)[0], "", by=expert, reason="Ask")
        rate_all(benchmark, small_world)
        complete_benchmark(benchmark=benchmark, conclusion="comparable", reason="", by=expert)
        reopen_benchmark(benchmark=benchmark, reason="Look again", by=expert)
        rate(benchmark, rateable(small_world)[1], "", by=expert, revision=1, reason="Ask")
        with pytest.raises(IllegalMove, match="1 line is not compared yet"):
            complete_benchmark(benchmark=benchmark, conclusion="comparable", reason="", by=expert)

    @pytest.mark.parametrize("conclusion", ["conditions", "not_yet"])
    def test_conditions_and_not_yet_need_a_reason(self, benchmark, small_world, expert, conclusion):
        rate_all(benchmark, small_world)
        with pytest.raises(ValidationError) as caught:
            complete_benchmark(benchmark=benchmark, conclusion=conclusion, reason=" ", by=expert)
        assert list(caught.value.message_dict) == ["reason"]

    def test_it_releases_to_the_sending_side_and_the_ilo_only(self, benchmark, small_world, expert, cast):
        readers = [cast.focal_kh, cast.reviewer]
        strangers = [cast.focal_la, cast.focal_mm, cast.observer, cast.administrator, cast.expert_two]
        everything = type(benchmark).objects
        assert not any(everything.visible_to(user).exists() for user in readers + strangers)
        rate_all(benchmark, small_world)
        complete_benchmark(benchmark=benchmark, conclusion="comparable", reason="", by=expert)
        assert all(everything.visible_to(user).exists() for user in readers)
        assert not any(everything.visible_to(user).exists() for user in strangers)

    def test_a_completed_benchmark_takes_no_judgement(self, benchmark, small_world, expert):
        rate_all(benchmark, small_world)
        complete_benchmark(benchmark=benchmark, conclusion="comparable", reason="", by=expert)
        with pytest.raises(IllegalMove, match="Reopen it first"):
            rate(benchmark, rateable(small_world)[0], "P", by=expert, revision=1)

    def test_it_is_completed_once(self, benchmark, small_world, expert):
        rate_all(benchmark, small_world)
        complete_benchmark(benchmark=benchmark, conclusion="comparable", reason="", by=expert)
        with pytest.raises(IllegalMove):
            complete_benchmark(benchmark=benchmark, conclusion="not_yet", reason="No", by=expert)

    def test_reopening_takes_the_conclusion_back_and_keeps_it_in_the_history(
        self, benchmark, small_world, expert
    ):
        rate_all(benchmark, small_world)
        complete_benchmark(benchmark=benchmark, conclusion="conditions", reason="Safety first", by=expert)
        reopen_benchmark(benchmark=benchmark, reason="New edition seen", by=expert)
        benchmark.refresh_from_db()
        assert (benchmark.is_open, benchmark.conclusion, benchmark.completed_at) == (True, "", None)
        assert benchmark.released_at
        act = history_of(benchmark)[0]
        assert act.before == {"conclusion": "Comparable with conditions", "reason": "Safety first"}
        assert act.after["reason"] == "New edition seen"

    def test_an_open_benchmark_is_not_reopened_and_a_reason_is_needed(self, benchmark, expert):
        with pytest.raises(IllegalMove):
            reopen_benchmark(benchmark=benchmark, reason="Why", by=expert)
        with pytest.raises(ValidationError):
            reopen_benchmark(benchmark=benchmark, reason="", by=expert)
