"""Verdicts on sections, the conclusion, thresholds: proposed, decided, decided again, marked as older."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from benchmarking.actions import complete_benchmark, reopen_benchmark
from benchmarking.actions.thresholds import set_thresholds
from benchmarking.actions.verdicts import decide_verdict, take_proposals
from benchmarking.models import ArrangementReview, SectionVerdict
from benchmarking.queries.sight import sight_of
from benchmarking.queries.verdicts import verdict_page, verdict_rows
from core.conflicts import Conflict
from core.queries import history_of
from core.states import IllegalMove
from tests.benchmarking.desks import line, opened, rate, rate_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def benchmark(small_world):
    """Every line F but 1.2.1, which is critical and P: section 1.2 is short of it."""
    made = opened(small_world)
    rate(made, line(small_world.thai, "1.2.1"), "P", by=small_world.cast.expert_one)
    rate_all(made, small_world)
    return made


@pytest.fixture
def expert(cast):
    """The Group I expert."""
    return cast.expert_one


def rows_of(benchmark, user):
    """Rows by number of the section."""
    found = verdict_rows(benchmark, sight_of(user, benchmark))
    return {row.section.number: row for row in found}


def decide(benchmark, world, number, verdict, *, reason="", revision=0):
    """By the Group I expert."""
    return decide_verdict(
        benchmark=benchmark,
        section=line(world.thai, number),
        verdict=verdict,
        reason=reason,
        revision=revision,
        by=world.cast.expert_one,
    )


class TestRows:
    def test_they_say_how_the_proposal_came_about(self, benchmark, small_world, expert):
        rows = rows_of(benchmark, expert)
        assert rows["1.1"].proposal.verdict == "comparable"
        assert "every critical line is fully covered" in rows["1.1"].because
        assert rows["1.2"].proposal.verdict == "partly"
        assert rows["1.2"].because == "Coverage 75 % lies between 50 % and 80 %."

    def test_the_number_of_queries_does_not_grow(
        self, benchmark, small_world, expert, django_assert_max_num_queries
    ):
        take_proposals(benchmark=benchmark, by=expert)
        fresh = type(benchmark).objects.select_related("corridor").get(pk=benchmark.pk)
        sight = sight_of(expert, fresh)
        with django_assert_max_num_queries(6):
            verdict_rows(fresh, sight)
        with django_assert_max_num_queries(9):
            verdict_page(fresh, expert)

    def test_an_invited_side_reads_its_own_proposals_and_no_decision(self, benchmark, small_world):
        take_proposals(benchmark=benchmark, by=small_world.cast.expert_one)
        rows = rows_of(benchmark, small_world.cast.focal_kh)
        assert {row.counts.rated for row in rows.values()} == {0}
        assert all(row.decided is None for row in rows.values())


class TestDeciding:
    def test_as_proposed_needs_no_reason(self, benchmark, small_world, expert):
        made = decide(benchmark, small_world, "1.1", "comparable")
        assert (made.verdict, made.proposed, made.by) == ("comparable", "comparable", expert)
        assert [one.event for one in history_of(made)] == ["verdict.decided"]

    def test_otherwise_needs_one(self, benchmark, small_world):
        with pytest.raises(ValidationError, match="Say why you decide otherwise"):
            decide(benchmark, small_world, "1.1", "partly", reason="  ")
        made = decide(benchmark, small_world, "1.1", "partly", reason="Tools differ")
        assert (made.proposed, made.reason) == ("comparable", "Tools differ")

    def test_deciding_again_takes_it_back_and_both_stand_in_the_history(self, benchmark, small_world):
        decide(benchmark, small_world, "1.1", "partly", reason="Tools differ")
        made = decide(benchmark, small_world, "1.1", "comparable", revision=1)
        assert (made.verdict, made.reason, made.revision) == ("comparable", "", 2)
        newest = history_of(made)[0]
        assert newest.before == {"verdict": "Partly comparable", "reason": "Tools differ"}
        assert newest.after == {"verdict": "Comparable", "reason": ""}

    def test_who_was_slower_gets_both_versions(self, benchmark, small_world):
        decide(benchmark, small_world, "1.1", "comparable")
        decide(benchmark, small_world, "1.1", "partly", reason="Mine", revision=1)
        with pytest.raises(Conflict):
            decide(benchmark, small_world, "1.1", "not", reason="Theirs", revision=1)

    def test_the_same_again_writes_nothing(self, benchmark, small_world):
        made = decide(benchmark, small_world, "1.1", "comparable")
        assert decide(benchmark, small_world, "1.1", "comparable", revision=0).revision == 1
        assert history_of(made).count() == 1

    def test_nothing_is_decided_while_a_line_is_open(self, small_world):
        made = opened(small_world)
        with pytest.raises(IllegalMove, match="not compared yet"):
            decide(made, small_world, "1.1", "comparable")

    @pytest.mark.parametrize("verdict", ["open", "", "equivalent"])
    def test_only_the_three_verdicts_are_taken(self, benchmark, small_world, verdict):
        with pytest.raises(ValidationError, match="Choose comparable"):
            decide(benchmark, small_world, "1.1", verdict, reason="x")

    def test_a_line_that_is_no_section_is_refused(self, benchmark, small_world):
        with pytest.raises(ValidationError, match="no section"):
            decide(benchmark, small_world, "1.1.1", "comparable")

    def test_a_completed_benchmark_keeps_its_verdicts(self, benchmark, small_world, expert):
        complete_benchmark(benchmark=benchmark, conclusion="comparable", reason="", by=expert)
        with pytest.raises(IllegalMove, match="completed"):
            decide(benchmark, small_world, "1.1", "partly", reason="Late", revision=1)
        with pytest.raises(IllegalMove, match="completed"):
            take_proposals(benchmark=benchmark, by=expert)


class TestOlderFigures:
    def test_a_changed_line_marks_the_verdict(self, benchmark, small_world, expert):
        decide(benchmark, small_world, "1.1", "comparable")
        rate(benchmark, line(small_world.thai, "1.1.1"), "P", by=expert, revision=1)
        assert rows_of(benchmark, expert)["1.1"].older == "Decided on 2 of 2 lines F; now 1 of 2."

    def test_it_goes_when_the_figures_come_back_or_it_is_decided_again(self, benchmark, small_world, expert):
        decide(benchmark, small_world, "1.1", "comparable")
        of = line(small_world.thai, "1.1.1")
        rate(benchmark, of, "P", by=expert, revision=1)
        decide(benchmark, small_world, "1.1", "comparable", reason="Still", revision=1)
        assert rows_of(benchmark, expert)["1.1"].older == ""
        rate(benchmark, of, "F", by=expert, revision=2)
        assert "Decided on 1 of 2 lines F; now 2 of 2" in rows_of(benchmark, expert)["1.1"].older

    def test_new_thresholds_mark_it(self, benchmark, small_world, expert):
        decide(benchmark, small_world, "1.2", "partly")
        set_for(small_world, 70, 50)
        benchmark.corridor.refresh_from_db()
        row = rows_of(benchmark, expert)["1.2"]
        assert row.older.startswith("Decided with thresholds 80 % and 50 %; now they are 70 % and 50 %")
        assert row.proposal.verdict == "partly"  # a critical line is short
        assert "is not fully covered" in row.because


class TestTakingOver:
    def test_what_is_not_decided_is_taken_as_proposed(self, benchmark, small_world, expert):
        decide(benchmark, small_world, "1.1", "not", reason="Mine")
        assert take_proposals(benchmark=benchmark, by=expert) == 2
        found = {one.section.number: one.verdict for one in benchmark.verdicts.select_related("section")}
        assert found == {"1.1": "not", "1.2": "partly", "1.3": "comparable"}
        assert take_proposals(benchmark=benchmark, by=expert) == 0

    def test_sections_with_open_lines_are_left(self, small_world, expert):
        made = opened(small_world)
        rate(made, line(small_world.thai, "1.3.1"), "F", by=expert)
        assert take_proposals(benchmark=made, by=expert) == 1

    def test_completing_takes_over_the_rest(self, benchmark, expert):
        complete_benchmark(benchmark=benchmark, conclusion="comparable", reason="", by=expert)
        assert benchmark.verdicts.count() == 3

    def test_a_completing_that_fails_takes_nothing_over(self, benchmark, expert):
        with pytest.raises(ValidationError):
            complete_benchmark(benchmark=benchmark, conclusion="", reason="", by=expert)
        assert not SectionVerdict.objects.exists()


class TestCompletingABlindOne:
    def test_both_views_have_to_be_released(self, benchmark, expert):
        type(benchmark).objects.filter(pk=benchmark.pk).update(blind=True)
        with pytest.raises(IllegalMove, match="Both views have to be released"):
            complete_benchmark(benchmark=benchmark, conclusion="comparable", reason="", by=expert)
        now = benchmark.created_at
        type(benchmark).objects.filter(pk=benchmark.pk).update(receiving_done_at=now, sending_done_at=now)
        made = complete_benchmark(benchmark=benchmark, conclusion="comparable", reason="", by=expert)
        assert made.released_at is not None

    def test_an_open_one_is_released_by_completing(self, benchmark, expert):
        made = complete_benchmark(benchmark=benchmark, conclusion="comparable", reason="", by=expert)
        assert made.released_at == made.receiving_done_at == made.completed_at


def set_for(world, upper, lower, *, seen=(80, 50), by=None):
    """By the coordinator."""
    return set_thresholds(
        corridor=world.th_kh,
        comparable_from=Decimal(upper),
        not_comparable_below=Decimal(lower),
        seen=(Decimal(seen[0]), Decimal(seen[1])),
        by=by or world.cast.coordinator,
    )


class TestThresholds:
    def test_both_are_kept_and_recorded(self, small_world):
        made = set_for(small_world, 85, "45.5")
        assert (made.comparable_from, made.not_comparable_below) == (Decimal(85), Decimal("45.5"))
        act = history_of(made)[0]
        assert act.event == "corridor.thresholds"
        assert act.before["comparable_from"] == "80.00 %"

    @pytest.mark.parametrize(
        ("upper", "lower", "field"),
        [(101, 50, "comparable_from"), (80, -1, "not_comparable_below"), (40, 50, "not_comparable_below")],
    )
    def test_values_that_make_no_sense_are_refused(self, small_world, upper, lower, field):
        with pytest.raises(ValidationError) as caught:
            set_for(small_world, upper, lower)
        assert list(caught.value.message_dict) == [field]

    def test_who_was_slower_changes_nothing(self, small_world):
        set_for(small_world, 85, 50)
        with pytest.raises(IllegalMove, match="meanwhile"):
            set_for(small_world, 75, 50)
        small_world.th_kh.refresh_from_db()
        assert small_world.th_kh.comparable_from == 85

    def test_the_page_saves_and_keeps_what_was_typed_on_errors(self, as_user, small_world):
        browser = as_user(small_world.cast.coordinator)
        here = reverse("benchmarking:thresholds", args=[small_world.th_kh.ref])
        fields = {"seen_upper": "80", "seen_lower": "50"}
        wrong = browser.post(here, fields | {"comparable_from": "40", "not_comparable_below": "60"})
        assert wrong.status_code == 422
        assert 'value="60"' in wrong.content.decode()
        assert browser.get(here).status_code == 200
        right = browser.post(here, fields | {"comparable_from": "90", "not_comparable_below": "60"})
        assert right.status_code == 302
        small_world.th_kh.refresh_from_db()
        assert small_world.th_kh.comparable_from == 90

    @pytest.mark.parametrize("who", ["expert_one", "focal_kh", "reviewer"])
    def test_only_the_receiving_coordinator_sets_them(self, as_user, small_world, who):
        here = reverse("benchmarking:thresholds", args=[small_world.th_kh.ref])
        assert as_user(getattr(small_world.cast, who)).get(here).status_code == 403


class TestPage:
    def test_an_override_without_a_reason_keeps_what_was_typed(self, as_user, benchmark, small_world, expert):
        section = line(small_world.thai, "1.1")
        here = reverse("benchmarking:verdict", args=[benchmark.ref, section.pk])
        answer = as_user(expert).post(here, {"verdict": "not", "reason": "", "revision": "0"})
        text = answer.content.decode()
        assert answer.status_code == 422
        assert "Say why you decide otherwise" in text
        assert f'id="v{section.pk}-not"' in text
        assert not SectionVerdict.objects.exists()

    def test_deciding_and_taking_over_from_the_page(self, as_user, benchmark, small_world, expert):
        browser = as_user(expert)
        section = line(small_world.thai, "1.1")
        here = reverse("benchmarking:verdict", args=[benchmark.ref, section.pk])
        browser.post(here, {"verdict": "not", "reason": "Tools", "revision": "0"})
        browser.post(reverse("benchmarking:verdicts-take", args=[benchmark.ref]))
        assert benchmark.verdicts.count() == 3
        text = browser.get(reverse("benchmarking:verdicts", args=[benchmark.ref])).content.decode()
        assert "Otherwise than proposed then (Comparable)" in text
        assert "Take over" not in text

    def test_a_conflict_shows_both(self, as_user, benchmark, small_world, expert):
        decide(benchmark, small_world, "1.1", "partly", reason="Theirs")
        decide(benchmark, small_world, "1.1", "partly", reason="Theirs again", revision=1)
        here = reverse("benchmarking:verdict", args=[benchmark.ref, line(small_world.thai, "1.1").pk])
        answer = as_user(expert).post(here, {"verdict": "not", "reason": "Mine", "revision": "1"})
        assert answer.status_code == 409
        assert "Theirs again" in answer.content.decode()
        assert "Mine" in answer.content.decode()

    def test_completing_shows_the_dimensions_and_what_is_taken_over(
        self, as_user, benchmark, small_world, expert
    ):
        text = as_user(expert).get(reverse("benchmarking:complete", args=[benchmark.ref])).content.decode()
        assert "3 sections have no decision yet" in text
        assert "Coverage 90 %" in text
        assert "Quality assurance (step 5)" in text
        assert not ArrangementReview.objects.exists()
        assert "Not rated yet" in text

    def test_reopened_verdicts_can_be_decided_again(self, benchmark, small_world, expert):
        complete_benchmark(benchmark=benchmark, conclusion="comparable", reason="", by=expert)
        reopen_benchmark(benchmark=benchmark, reason="Look again", by=expert)
        assert decide(benchmark, small_world, "1.1", "not", reason="New", revision=1).verdict == "not"
