"""Inviting the sending side and releasing views: who reads what from which moment."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.permissions import Side
from benchmarking.actions import complete_benchmark, reopen_benchmark
from benchmarking.actions.releases import invite_sending, release_view
from benchmarking.actions.settings import mark_of, set_benchmark
from benchmarking.models import Benchmark, Judgement
from benchmarking.queries import waiting_for
from benchmarking.states import View
from core.models import AuditLine
from core.states import IllegalMove
from standards.models import Edition, Share
from tests.benchmarking.desks import opened, rate_all
from tests.benchmarking.two_views import both_released, opened_blind, say, say_all

pytestmark = pytest.mark.django_db


def views_of(user, benchmark) -> set[str]:
    """Views of which this person reads a judgement."""
    return set(Judgement.objects.visible_to(user).filter(benchmark=benchmark).values_list("view", flat=True))


class TestInviting:
    def test_the_sending_side_then_sees_the_benchmark_and_reads_the_reference_editions(
        self, small_world, cast
    ):
        Share.objects.filter(edition=small_world.thai).delete()
        made = opened(small_world)
        assert not Benchmark.objects.visible_to(cast.focal_kh).exists()
        assert not Edition.objects.visible_to(cast.focal_kh).filter(pk=small_world.thai.pk).exists()
        invite_sending(benchmark=made, by=cast.coordinator)
        for user in (cast.focal_kh, cast.expert_kh):
            assert Benchmark.objects.visible_to(user).get() == made
            assert Edition.objects.visible_to(user).filter(pk=small_world.thai.pk).exists()
        for user in (cast.reviewer, cast.focal_la, cast.observer):
            assert not Benchmark.objects.visible_to(user).exists()
        assert AuditLine.objects.filter(event="benchmark.invited").count() == 1

    def test_it_waits_on_their_home_page_with_the_lines_that_are_left(self, small_world, cast, as_user):
        made = opened_blind(small_world)
        assert [one.title for one in waiting_for(cast.focal_kh)] == ["Compare 5 lines"]
        say(small_world, made, View.SENDING, "1.1.1", "F")
        text = as_user(cast.focal_kh).get("/").content.decode()
        assert "Compare 4 lines" in text
        assert reverse("benchmarking:workspace", args=[made.ref]) in text
        assert not waiting_for(cast.focal_la)

    def test_twice_and_after_the_end_is_refused(self, small_world, cast):
        made = opened_blind(small_world)
        with pytest.raises(IllegalMove, match="invited already"):
            invite_sending(benchmark=made, by=cast.coordinator)

    def test_a_completed_benchmark_invites_nobody(self, small_world, cast):
        made = opened(small_world)
        rate_all(made, small_world, "N")
        complete_benchmark(benchmark=made, conclusion="not_yet", reason="Gaps", by=cast.expert_one)
        with pytest.raises(IllegalMove, match="completed"):
            invite_sending(benchmark=made, by=cast.coordinator)


class TestReleasing:
    def test_an_open_view_is_read_by_the_other_side_and_the_ilo_at_once(self, small_world, cast):
        made = opened_blind(small_world, blind=False)
        say_all(small_world, made, View.RECEIVING)
        say_all(small_world, made, View.SENDING)
        assert views_of(cast.focal_kh, made) == {"sending"}
        assert views_of(cast.expert_one, made) == {"receiving"}
        release_view(benchmark=made, side=Side.RECEIVING, by=cast.coordinator)
        assert views_of(cast.focal_kh, made) == {"sending", "receiving"}
        assert views_of(cast.expert_one, made) == {"receiving"}
        assert views_of(cast.reviewer, made) == {"receiving"}
        release_view(benchmark=made, side=Side.SENDING, by=cast.focal_kh)
        assert views_of(cast.expert_one, made) == {"receiving", "sending"}
        assert views_of(cast.reviewer, made) == {"receiving", "sending"}

    @pytest.mark.parametrize("first", [Side.RECEIVING, Side.SENDING])
    def test_hidden_views_open_together_whoever_is_first(self, small_world, cast, first):
        made = opened_blind(small_world)
        say_all(small_world, made, View.RECEIVING)
        say_all(small_world, made, View.SENDING)
        second = Side.SENDING if first == Side.RECEIVING else Side.RECEIVING
        release_view(benchmark=made, side=first, by=cast.coordinator)
        assert views_of(cast.focal_kh, made) == {"sending"}
        assert views_of(cast.expert_one, made) == {"receiving"}
        assert not Benchmark.objects.visible_to(cast.reviewer).exists()
        release_view(benchmark=made, side=second, by=cast.focal_kh)
        for user in (cast.focal_kh, cast.expert_one, cast.reviewer):
            assert views_of(user, made) == {"sending", "receiving"}

    def test_lines_that_are_left_a_second_time_and_an_uninvited_side_are_refused(self, small_world, cast):
        made = opened(small_world)
        with pytest.raises(IllegalMove, match="5 lines are not compared yet"):
            release_view(benchmark=made, side=Side.RECEIVING, by=cast.coordinator)
        with pytest.raises(IllegalMove, match="not invited"):
            release_view(benchmark=made, side=Side.SENDING, by=cast.focal_kh)
        rate_all(made, small_world, "N")
        release_view(benchmark=made, side=Side.RECEIVING, by=cast.coordinator)
        with pytest.raises(IllegalMove, match="released already"):
            release_view(benchmark=made, side=Side.RECEIVING, by=cast.coordinator)
        made.refresh_from_db()
        assert made.released_at
        assert not made.sending_released_at

    def test_a_line_that_both_sides_agreed_on_counts_as_compared_in_both_views(self, small_world, cast):
        made = opened_blind(small_world)
        for number in ("1.1.1", "1.1.2", "1.2.1", "1.2.2", "1.3.1"):
            say(small_world, made, View.AGREED, number, "F")
        release_view(benchmark=made, side=Side.SENDING, by=cast.focal_kh)
        assert made.sending_done_at

    def test_a_released_view_can_still_be_changed_until_the_end(self, small_world, cast):
        made = both_released(small_world)
        say(small_world, made, View.SENDING, "1.1.1", "N", "It is gone.")
        assert made.judgements.get(view="sending", line__number="1.1.1").rating == "N"

    def test_views_are_hidden_or_shown_by_choice_until_one_is_released(self, small_world, cast):
        made = opened_blind(small_world)
        say_all(small_world, made, View.RECEIVING)

        def turn(blind: bool) -> None:
            set_benchmark(
                benchmark=made,
                kinds=made.kinds,
                scope=[],
                blind=blind,
                assignments=[],
                mark=mark_of(Benchmark.objects.get()),
                by=cast.coordinator,
            )

        turn(False)
        turn(True)
        release_view(benchmark=made, side=Side.RECEIVING, by=cast.coordinator)
        with pytest.raises(Exception, match="released already"):
            turn(False)

    def test_what_was_released_by_completing_stays_released_when_it_is_reopened(self, small_world, cast):
        made = opened_blind(small_world, blind=False)
        say_all(small_world, made, View.RECEIVING)
        complete_benchmark(benchmark=made, conclusion="not_yet", reason="Gaps", by=cast.expert_one)
        assert views_of(cast.focal_kh, made) == {"receiving"}
        reopen_benchmark(benchmark=made, reason="Look again", by=cast.expert_one)
        assert views_of(cast.focal_kh, made) == {"receiving"}


class TestPages:
    def test_the_coordinator_invites_and_each_side_releases_by_pages_that_say_what_happens(
        self, small_world, cast, as_user
    ):
        made = opened(small_world)
        thai, khmer = as_user(cast.coordinator), as_user(cast.focal_kh)

        def address(name: str) -> str:
            return reverse(f"benchmarking:{name}", args=[made.ref])

        assert "Ministry of Labour and Vocational Training" in thai.get(address("invite")).content.decode()
        assert thai.post(address("invite")).url == address("detail")
        text = khmer.get(address("release")).content.decode()
        assert "5 lines are not compared yet" in text
        say_all(small_world, made, View.SENDING)
        assert "cannot be taken back" in khmer.get(address("release")).content.decode()
        khmer.post(address("release"))
        made.refresh_from_db()
        assert made.sending_done_at
        assert "Your view is released" in khmer.get(address("detail")).content.decode()

    def test_the_main_button_is_the_persons_own_next_step(self, small_world, cast, as_user):
        made = opened_blind(small_world)

        def step(user) -> tuple[str, str]:
            found = (
                as_user(user).get(reverse("benchmarking:detail", args=[made.ref])).context["overview"].step
            )
            return found.label, found.url.rsplit("/", 2)[-2] if found.url else ""

        assert step(cast.expert_one) == step(cast.focal_kh) == ("Compare lines", "work")
        say_all(small_world, made, View.RECEIVING)
        assert step(cast.expert_one) == ("Release your view", "release")
        release_view(benchmark=made, side=Side.RECEIVING, by=cast.coordinator)
        assert step(cast.expert_one) == ("", "")  # the sending side's turn: nothing to press
        assert step(cast.focal_kh) == ("Compare lines", "work")
        say_all(small_world, made, View.SENDING)
        assert step(cast.expert_kh) == ("", "")  # the focal point releases
        assert step(cast.focal_kh) == ("Release your view", "release")
        release_view(benchmark=made, side=Side.SENDING, by=cast.focal_kh)
        assert step(cast.focal_kh) == step(cast.coordinator) == ("Agree on 3 lines", "reconcile")
        for number in ("1.1.2", "1.2.1", "1.3.1"):
            say(small_world, made, View.AGREED, number, "F")
        assert step(cast.focal_kh) == ("", "")
        assert step(cast.coordinator) == ("Complete the benchmark", "complete")
