"""Coming to one view: the list of differences, agreeing by one key, dissent, and what follows from it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from benchmarking.actions import complete_benchmark
from benchmarking.actions.reconciling import agree_where_same, record_dissent, take_view
from benchmarking.models import GapFinding, Judgement
from benchmarking.queries.progress import progress_of
from benchmarking.queries.reconciling import ReconcileFilter, pair_of, reconciliation_of
from benchmarking.reconciling import Differs, Said, differences, same
from benchmarking.states import View
from core.models import AuditLine
from core.states import IllegalMove
from standards.models import Line
from tests.benchmarking.desks import line
from tests.benchmarking.two_views import both_released, opened_blind, say, say_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def benchmark(small_world):
    """Both views are released; they differ on three lines."""
    return both_released(small_world)


def take(world, benchmark, number: str, view: str, *, by=None) -> Judgement:
    """Agree on one side's view of the line with this number."""
    of = line(world.thai, number)
    return take_view(
        benchmark=benchmark,
        line=of,
        view=view,
        seen=pair_of(benchmark, of).mark,
        by=by or world.cast.focal_kh,
    )


def listed(benchmark, **wanted) -> list[str]:
    """Numbers of the lines on the list."""
    return [pair.line.number for pair in reconciliation_of(benchmark, ReconcileFilter(**wanted)).rows]


def address(benchmark, of: Line | None = None, name: str = "reconcile") -> str:
    return reverse(f"benchmarking:{name}", args=[benchmark.ref, *([of.pk] if of else [])])


class TestWhatDiffers:
    def test_each_kind_of_difference_is_told_apart(self):
        one = Said("P", False, "", frozenset({1}), "No  tolerance")
        assert not differences(one, Said("P", False, "", frozenset({1}), "no tolerance"))
        assert differences(one, Said("N", True, "C4", frozenset(), "Gone")) == tuple(Differs)
        assert differences(one, Said("P", False, "", frozenset({2}), "No tolerance")) == (
            Differs.COUNTERPARTS,
        )
        assert differences(Said("P", True, "C4"), Said("P", True, "C5")) == (Differs.SUBSTANTIAL,)

    def test_two_empty_views_say_nothing_that_could_be_agreed_on(self):
        assert not same(Said(), Said())
        assert same(Said("F"), Said("F"))


class TestTheList:
    def test_it_shows_only_differences_in_reading_order_with_counts(self, benchmark):
        found = reconciliation_of(benchmark, ReconcileFilter())
        assert [pair.line.number for pair in found.rows] == ["1.1.2", "1.2.1", "1.3.1"]
        assert (found.differing, found.left, found.same_left, found.total) == (3, 3, 2, 5)
        assert dict(found.kinds)[Differs.RATING] == 2

    def test_search_filters_and_what_is_settled(self, benchmark, small_world):
        assert listed(benchmark, q="tolerance stated") == ["1.2.1"]
        assert listed(benchmark, differs="rating") == ["1.1.2", "1.2.1"]
        assert listed(benchmark, section=str(line(small_world.thai, "1.3").pk)) == ["1.3.1"]
        take(small_world, benchmark, "1.2.1", View.SENDING)
        assert listed(benchmark) == ["1.1.2", "1.3.1"]
        assert listed(benchmark, show="agreed") == ["1.2.1"]
        assert listed(benchmark, show="all") == ["1.1.2", "1.2.1", "1.3.1"]
        assert listed(benchmark, show="dissent") == []

    def test_the_page_shows_both_sides_words_and_keeps_the_filter(
        self, benchmark, small_world, cast, as_user
    ):
        response = as_user(cast.focal_kh).get(address(benchmark) + "?differs=rating")
        text = response.content.decode()
        assert "No tolerance is stated." in text
        assert "The tolerance is stated in the test only." in text
        assert "Sorting is left to the site." not in text
        assert '<input type="hidden" name="differs" value="rating">' in text

    def test_before_both_views_are_released_it_says_what_is_missing_and_shows_nothing(
        self, small_world, cast, as_user
    ):
        made = opened_blind(small_world)
        say_all(small_world, made, View.RECEIVING)
        say_all(small_world, made, View.SENDING)
        for user in (cast.focal_kh, cast.expert_one):
            text = as_user(user).get(address(made)).content.decode()
            assert "Both views are needed first" in text
            assert "tolerance" not in text

    def test_it_takes_the_same_queries_for_one_difference_and_for_all(
        self, benchmark, small_world, cast, as_user, django_assert_max_num_queries
    ):
        browser = as_user(cast.focal_kh)
        with django_assert_max_num_queries(17):
            browser.get(address(benchmark))
        for number in ("1.1.1", "1.2.2"):
            say(small_world, benchmark, View.SENDING, number, "N", "Nothing like it.")
        with django_assert_max_num_queries(17):
            browser.get(address(benchmark))


class TestAgreeing:
    def test_one_press_makes_a_sides_view_the_agreed_one_which_then_counts(self, benchmark, small_world):
        before = progress_of([benchmark])[benchmark.pk]
        made = take(small_world, benchmark, "1.1.2", View.SENDING)
        assert (made.view, made.rating, made.by) == ("agreed", "F", small_world.cast.focal_kh)
        assert [one.number for one in made.counterparts.all()] == ["1.1"]
        after = progress_of([benchmark])[benchmark.pk]
        assert (after.full, after.partly) == (before.full + 1, before.partly - 1)
        assert AuditLine.objects.filter(event="judgement.made", subject_id=str(made.pk)).exists()
        assert made.versions.count() == 1

    def test_a_gap_follows_the_agreed_view(self, benchmark, small_world):
        of = line(small_world.thai, "1.2.1")
        gap = GapFinding.objects.get(benchmark=benchmark, judgement__line=of)
        take(small_world, benchmark, "1.2.1", View.SENDING)
        gap.refresh_from_db()
        assert gap.stale or gap.judgement.view == "agreed"

    def test_agreeing_otherwise_later_is_a_new_version_of_the_same_judgement(self, benchmark, small_world):
        take(small_world, benchmark, "1.1.2", View.SENDING)
        again = take(small_world, benchmark, "1.1.2", View.RECEIVING)
        assert (again.rating, again.revision) == ("P", 2)
        assert Judgement.objects.filter(benchmark=benchmark, view="agreed").count() == 1

    def test_a_line_that_moved_on_is_not_agreed_on_unseen(self, benchmark, small_world):
        of = line(small_world.thai, "1.1.2")
        seen = pair_of(benchmark, of).mark
        say(small_world, benchmark, View.RECEIVING, "1.1.2", "N", "Not asked for at all.")
        with pytest.raises(IllegalMove, match="Somebody changed this line"):
            take_view(benchmark=benchmark, line=of, view="receiving", seen=seen, by=small_world.cast.focal_kh)
        assert not benchmark.judgements.filter(view="agreed").exists()

    def test_two_people_who_agree_at_once_agree_once(self, benchmark, small_world):
        of = line(small_world.thai, "1.1.2")
        seen = pair_of(benchmark, of).mark
        take_view(benchmark=benchmark, line=of, view="sending", seen=seen, by=small_world.cast.focal_kh)
        with pytest.raises(IllegalMove, match="Somebody changed"):
            take_view(
                benchmark=benchmark, line=of, view="receiving", seen=seen, by=small_world.cast.expert_one
            )
        assert benchmark.judgements.get(view="agreed").rating == "F"

    def test_lines_on_which_both_say_the_same_are_taken_over_together(self, benchmark, small_world):
        assert agree_where_same(benchmark=benchmark, by=small_world.cast.coordinator) == 2
        agreed = benchmark.judgements.filter(view="agreed").values_list("line__number", "rating")
        assert sorted(agreed) == [("1.1.1", "F"), ("1.2.2", "F")]
        assert agree_where_same(benchmark=benchmark, by=small_world.cast.coordinator) == 0

    def test_before_the_releases_and_after_the_end_nothing_is_agreed(self, small_world, cast):
        made = opened_blind(small_world)
        say_all(small_world, made, View.RECEIVING)
        say_all(small_world, made, View.SENDING)
        with pytest.raises(IllegalMove, match="release their view first"):
            take(small_world, made, "1.1.2", View.SENDING)
        with pytest.raises(IllegalMove, match="release their view first"):
            agree_where_same(benchmark=made, by=cast.coordinator)
        assert not made.judgements.filter(view="agreed").exists()

    def test_a_completed_benchmark_is_read_and_not_agreed_on(self, benchmark, small_world, cast, as_user):
        for number in ("1.1.2", "1.2.1"):
            take(small_world, benchmark, number, View.SENDING)
        complete_benchmark(benchmark=benchmark, conclusion="not_yet", reason="Gaps", by=cast.expert_one)
        with pytest.raises(IllegalMove, match="completed"):
            take(small_world, benchmark, "1.3.1", View.SENDING)
        text = as_user(cast.reviewer).get(address(benchmark) + "?show=all").content.decode()
        assert "Agreed, as Cambodia sees it." in text
        assert 'name="take"' not in text

    def test_the_key_answers_with_the_row_as_it_is_now_and_the_counts(
        self, benchmark, small_world, cast, as_user
    ):
        of = line(small_world.thai, "1.1.2")
        data = {"take": "sending", "seen": pair_of(benchmark, of).mark}
        browser = as_user(cast.expert_one)
        response = browser.post(address(benchmark, of, "take"), data, headers={"HX-Request": "true"})
        text = response.content.decode()
        assert "Agreed, as Cambodia sees it." in text
        assert 'id="rec-counts" hx-swap-oob="true"' in text
        assert "2 lines are still to be agreed on." in text
        assert len(response.content) < 12_000
        again = browser.post(address(benchmark, of, "take"), data, headers={"HX-Request": "true"})
        assert "Somebody changed this line" in again.content.decode()

    def test_without_javascript_the_button_leads_back_to_the_list_with_its_filter(
        self, benchmark, small_world, cast, as_user
    ):
        of = line(small_world.thai, "1.1.2")
        data = {"take": "receiving", "seen": pair_of(benchmark, of).mark, "differs": "rating"}
        response = as_user(cast.focal_kh).post(address(benchmark, of, "take"), data)
        assert response.url == address(benchmark) + "?differs=rating"
        wild = as_user(cast.focal_kh).post(address(benchmark, of, "take"), {"take": "x", "seen": "?"})
        assert wild.status_code == 302


class TestDissent:
    def test_both_reasons_are_kept_and_the_receiving_rating_counts(
        self, benchmark, small_world, cast, as_user
    ):
        of = line(small_world.thai, "1.2.1")
        page = as_user(cast.focal_kh)
        text = page.get(address(benchmark, of, "dissent")).content.decode()
        # The next benchmark may rate the same line.
        assert f'data-autosave="dissent-{benchmark.pk}-{of.pk}-' in text
        assert "The rating of Thailand, the receiving side, counts." in text
        data = {
            "receiving_reason": "The wall has to be plumb.",
            "sending_reason": "The test asks for it.",
            "seen": pair_of(benchmark, of).mark,
        }
        assert page.post(address(benchmark, of, "dissent"), data).status_code == 302
        made = benchmark.judgements.get(view="agreed")
        assert made.rating == "N"
        assert made.dissent == "Thailand: The wall has to be plumb.\nCambodia: The test asks for it."
        assert listed(benchmark, show="dissent") == ["1.2.1"]
        shown = page.get(address(benchmark) + "?show=dissent").content.decode()
        assert "The receiving rating counts; the dissent is printed beside it." in shown

    def test_a_missing_reason_comes_back_with_what_was_typed(self, benchmark, small_world, cast, as_user):
        of = line(small_world.thai, "1.2.1")
        data = {"receiving_reason": "Plumb [kept]", "sending_reason": " ", "seen": "1.1.0"}
        response = as_user(cast.focal_kh).post(address(benchmark, of, "dissent"), data)
        assert response.status_code == 422
        assert "Plumb [kept]" in response.content.decode()
        with pytest.raises(ValidationError):
            record_dissent(
                benchmark=benchmark,
                line=of,
                receiving_reason="",
                sending_reason="x",
                seen="",
                by=cast.focal_kh,
            )

    def test_agreeing_after_all_takes_the_dissent_away(self, benchmark, small_world, cast):
        of = line(small_world.thai, "1.2.1")
        record_dissent(
            benchmark=benchmark,
            line=of,
            receiving_reason="Plumb",
            sending_reason="Tested",
            seen=pair_of(benchmark, of).mark,
            by=cast.focal_kh,
        )
        assert take(small_world, benchmark, "1.2.1", View.SENDING).dissent == ""
