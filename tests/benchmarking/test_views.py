"""Pages of benchmarks: who sees what, what they say, what they refuse."""

from __future__ import annotations

import pytest
from django.urls import reverse

from benchmarking.actions import complete_benchmark
from benchmarking.models import Benchmark
from benchmarking.queries import summary, waiting_for
from benchmarking.queries.overview import overview_of
from core.refs import make_ref
from standards.models import Edition
from standards.states import EditionState
from tests.benchmarking.desks import line, opened, rate, rate_all, rateable

pytestmark = pytest.mark.django_db

LIST = "/benchmarks/"


@pytest.fixture
def benchmark(small_world):
    """An open benchmark with one line rated P, substantial."""
    made = opened(small_world)
    of = line(small_world.thai, "1.2.1")
    rate(made, of, "P", by=small_world.cast.expert_one, substantial=True, gap_code="C4")
    return made


@pytest.fixture
def completed(benchmark, small_world):
    """The same benchmark, completed with conditions."""
    rate_all(benchmark, small_world)
    return complete_benchmark(
        benchmark=benchmark,
        conclusion="conditions",
        reason="A tolerance is added",
        by=small_world.cast.expert_one,
    )


def choice(world):
    """What the opening page sends with everything ticked that it begins with."""
    return {
        "reference_editions": [world.thai.pk],
        "sending_editions": [world.cambodian.pk],
        "kinds": ["criterion", "knowledge", "skill", "attitude"],
    }


def page(benchmark, name="detail"):
    """Address of a page of the benchmark."""
    return reverse(f"benchmarking:{name}", args=[benchmark.ref])


class TestList:
    def test_it_says_what_to_do_while_it_is_empty(self, as_user, small_world):
        text = as_user(small_world.cast.expert_one).get(LIST).content.decode()
        assert "No benchmark yet" in text
        assert reverse("benchmarking:create", args=[small_world.th_kh.ref]) in text

    def test_the_sending_side_is_told_that_the_other_side_begins(self, as_user, small_world, benchmark):
        text = as_user(small_world.cast.focal_kh).get(LIST).content.decode()
        assert "The receiving country opens a benchmark" in text
        assert benchmark.ref not in text

    def test_the_sending_side_and_the_ilo_see_it_once_it_is_completed(self, as_user, small_world, completed):
        for user in (small_world.cast.focal_kh, small_world.cast.reviewer):
            assert completed.ref in as_user(user).get(LIST).content.decode()
        for user in (small_world.cast.focal_la, small_world.cast.observer, small_world.cast.administrator):
            assert completed.ref not in as_user(user).get(LIST).content.decode()

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("q=cambodia", True),
            ("q=BRICK+2019", True),
            ("q=sewing", False),
            ("country=KH", True),
            ("country=LA", False),
            ("state=open", True),
            ("state=completed", False),
            ("area=7112", True),
            ("area=nowhere", False),
            ("page=99999&state=%00", False),
        ],
    )
    def test_search_and_filters_narrow_it(self, as_user, small_world, benchmark, query, found):
        response = as_user(small_world.cast.expert_one).get(f"{LIST}?{query}")
        assert response.status_code == 200
        assert (page(benchmark) in response.content.decode()) is found

    @pytest.mark.parametrize("rows", [1, 10, 1000])
    def test_any_number_of_rows_takes_the_same_queries(
        self, as_user, small_world, benchmark, django_assert_max_num_queries, rows
    ):
        Benchmark.objects.bulk_create(
            Benchmark(
                ref=make_ref("b", number),
                corridor=small_world.th_kh,
                number=number,
                created_by=small_world.cast.expert_one,
            )
            for number in range(2, rows + 1)
        )
        browser = as_user(small_world.cast.expert_one)
        with django_assert_max_num_queries(13):
            response = browser.get(LIST)
        assert response.context["page"].paginator.count == rows


class TestOpening:
    def address(self, world):
        return reverse("benchmarking:create", args=[world.th_kh.ref])

    def test_the_form_offers_usable_editions_and_labels_provisional_ones(self, as_user, small_world):
        Edition.objects.filter(pk=small_world.cambodian.pk).update(state=EditionState.SUBMITTED)
        text = as_user(small_world.cast.expert_one).get(self.address(small_world)).content.decode()
        assert "Reference editions of Thailand" in text
        assert "provisional: submitted, not accepted yet" in text

    def test_it_opens_the_benchmark_and_leads_to_the_workspace(self, as_user, small_world):
        data = choice(small_world)
        response = as_user(small_world.cast.expert_one).post(self.address(small_world), data)
        assert response.url == page(Benchmark.objects.get(), "workspace")

    def test_a_missing_choice_comes_back_with_what_was_ticked(self, as_user, small_world):
        response = as_user(small_world.cast.expert_one).post(
            self.address(small_world), {"reference_editions": [small_world.thai.pk]}
        )
        assert response.status_code == 422
        text = response.content.decode()
        assert "Choose at least one edition." in text
        assert "checked" in text
        assert not Benchmark.objects.exists()

    def test_the_same_editions_twice_are_refused_with_a_sentence(self, as_user, small_world, benchmark):
        data = choice(small_world)
        response = as_user(small_world.cast.expert_one).post(self.address(small_world), data)
        assert response.status_code == 422
        assert "already compares exactly these editions" in response.content.decode()

    def test_wild_keys_are_refused_with_a_sentence(self, as_user, small_world):
        data = {"reference_editions": ["x", "9" * 30], "sending_editions": [small_world.thai.pk]}
        response = as_user(small_world.cast.expert_one).post(self.address(small_world), data)
        assert response.status_code == 422

    def test_where_no_edition_is_there_it_says_what_to_do(self, as_user, small_world):
        Edition.objects.filter(pk=small_world.cambodian.pk).update(state=EditionState.RETURNED)
        text = as_user(small_world.cast.expert_one).get(self.address(small_world)).content.decode()
        assert "No edition of Cambodia can be compared yet" in text
        assert "ask the focal point of Cambodia" in text

    def test_the_sending_side_may_not_and_strangers_see_nothing(self, as_user, small_world):
        cast = small_world.cast
        for user, status in [
            (cast.focal_kh, 403),
            (cast.reviewer, 403),
            (cast.expert_two, 404),
            (cast.focal_la, 404),
        ]:
            assert as_user(user).get(self.address(small_world)).status_code == status


class TestOverview:
    def test_it_shows_editions_counts_thresholds_and_the_next_step(self, as_user, small_world, benchmark):
        text = as_user(small_world.cast.expert_one).get(page(benchmark)).content.decode()
        assert "1 of 5 lines compared; coverage 50 %" in text
        assert "is 80 % or more; not comparable below 50 %" in text
        assert "Compare the 4 lines that are left" in text
        assert f"{reverse('benchmarking:gap-list')}?benchmark={benchmark.ref}" in text
        assert "Benchmark opened" in text

    def test_the_unit_map_says_how_each_verdict_came_about(self, small_world, benchmark, cast):
        rate(benchmark, line(small_world.thai, "1.3.1"), "F", by=cast.expert_one)
        rate(benchmark, line(small_world.thai, "1.2.2"), "F", by=cast.expert_one)
        rows = {row.section.number: row for row in overview_of(benchmark, cast.expert_one).sections}
        assert list(rows) == ["1.1", "1.2", "1.3"]
        assert rows["1.1"].because == "2 lines are not compared yet."
        assert rows["1.2"].because == "Coverage 75 % lies between 50 % and 80 %."
        assert rows["1.3"].because == "Coverage 100 % reaches 80 %. There is no critical line."

    def test_a_critical_line_that_is_not_fully_covered_holds_the_verdict_down(self, small_world, cast):
        made = opened(small_world)
        rate(made, line(small_world.thai, "1.1.1"), "F", by=cast.expert_one)
        rate(made, line(small_world.thai, "1.1.2"), "P", by=cast.expert_one)
        type(small_world.th_kh).objects.filter(pk=small_world.th_kh.pk).update(comparable_from=70)
        row = overview_of(Benchmark.objects.get(), cast.expert_one).sections[0]
        assert row.proposal.verdict == "partly"
        assert row.because == "Coverage 75 % reaches 70 %, but 1 of 1 critical lines is not fully covered."

    def test_it_takes_the_same_queries_for_one_judgement_and_for_all(
        self, as_user, small_world, benchmark, django_assert_num_queries
    ):
        browser = as_user(small_world.cast.expert_one)
        with django_assert_num_queries(27):
            browser.get(page(benchmark))
        rate_all(benchmark, small_world, "N")
        with django_assert_num_queries(27):
            browser.get(page(benchmark))

    def test_what_one_may_not_see_does_not_exist(self, as_user, small_world, benchmark):
        cast = small_world.cast
        for user in (
            cast.focal_kh,
            cast.reviewer,
            cast.expert_two,
            cast.focal_la,
            cast.observer,
            cast.administrator,
        ):
            assert as_user(user).get(page(benchmark)).status_code == 404

    def test_the_other_side_reads_the_conclusion_and_gets_no_buttons(self, as_user, small_world, completed):
        text = as_user(small_world.cast.focal_kh).get(page(completed)).content.decode()
        assert "Comparable with conditions" in text
        assert "A tolerance is added" in text
        assert page(completed, "reopen") not in text


class TestCompletingAndReopening:
    def test_while_lines_are_left_it_says_how_many_and_leads_to_the_first(
        self, as_user, small_world, benchmark
    ):
        text = as_user(small_world.cast.expert_one).get(page(benchmark, "complete")).content.decode()
        assert "4 lines are not compared yet" in text
        assert f"?line={rateable(small_world)[0].pk}&amp;show=open" in text

    def test_posting_it_then_is_refused_and_changes_nothing(self, as_user, small_world, benchmark):
        response = as_user(small_world.cast.expert_one).post(
            page(benchmark, "complete"), {"conclusion": "comparable", "reason": ""}
        )
        assert response.status_code == 409
        benchmark.refresh_from_db()
        assert benchmark.is_open

    def test_a_conclusion_without_its_reason_keeps_the_choice(self, as_user, small_world, benchmark):
        rate_all(benchmark, small_world)
        response = as_user(small_world.cast.expert_one).post(
            page(benchmark, "complete"), {"conclusion": "not_yet"}
        )
        assert response.status_code == 422
        text = response.content.decode()
        assert "This conclusion needs a reason" in text
        assert text.count("checked") == 1

    def test_completing_and_reopening_through_the_pages(self, as_user, small_world, benchmark):
        rate_all(benchmark, small_world)
        browser = as_user(small_world.cast.expert_one)
        browser.post(page(benchmark, "complete"), {"conclusion": "comparable"})
        benchmark.refresh_from_db()
        assert (benchmark.state, benchmark.completed_by) == ("completed", small_world.cast.expert_one)
        assert browser.get(page(benchmark, "complete")).status_code == 302
        assert browser.post(page(benchmark, "reopen"), {"reason": ""}).status_code == 422
        browser.post(page(benchmark, "reopen"), {"reason": "A new edition"})
        benchmark.refresh_from_db()
        assert benchmark.is_open
        again = browser.post(page(benchmark, "reopen"), {"reason": "Twice"}, follow=True)
        assert again.status_code == 200

    @pytest.mark.parametrize("name", ["complete", "reopen"])
    def test_the_sending_side_and_the_ilo_may_not(self, as_user, small_world, completed, name):
        for user in (small_world.cast.focal_kh, small_world.cast.expert_kh, small_world.cast.reviewer):
            assert as_user(user).post(page(completed, name), {"reason": "x"}).status_code == 403


class TestWhatWaits:
    def test_lines_to_compare_then_completing_wait_for_the_receiving_team(self, small_world, benchmark):
        cast = small_world.cast
        (waiting,) = waiting_for(cast.expert_one)
        assert (waiting.title, waiting.url) == ("Compare 4 lines", page(benchmark, "workspace"))
        rate_all(benchmark, small_world)
        assert page(benchmark, "complete") in [one.url for one in waiting_for(cast.expert_one)]
        for user in (cast.expert_two, cast.focal_kh, cast.reviewer, cast.observer):
            assert page(benchmark, "complete") not in [one.url for one in waiting_for(user)]

    def test_the_corridor_says_how_far_its_benchmark_is(self, small_world, benchmark):
        fact = summary(small_world.th_kh, small_world.cast.expert_one)[0]
        assert (fact.value, fact.hint) == ("In work", "1 of 5 lines compared")
        assert page(benchmark) not in [
            one.url for one in summary(small_world.th_kh, small_world.cast.focal_kh)
        ]
