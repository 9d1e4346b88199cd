"""Heat maps: words in every cell, gaps where they belong, nothing hidden leaks, constant queries."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from benchmarking.actions import complete_benchmark, dismiss
from benchmarking.comparison import Counts
from benchmarking.models import ArrangementReview, Benchmark, GapFinding
from benchmarking.queries.heat import Shade, Tally, corridor_heat, dimensions_of
from benchmarking.queries.pilot_heat import pilot_heat
from benchmarking.queries.sight import sight_of
from benchmarking.queries.verdicts import verdict_rows
from core.countries import COUNTRIES
from questionnaires.models import Questionnaire, QuestionnaireVersion
from questionnaires.states import STEP_OF
from tests.benchmarking.desks import line, opened, rate, rate_all
from tests.factories import world as make

pytestmark = pytest.mark.django_db

#: Columns of the corridor's map.
CONTENT, C, L, A, R, Q, S = range(7)


@pytest.fixture
def benchmark(small_world):
    """1.2.1 P with a C4 gap, the rest F."""
    made = opened(small_world)
    of = line(small_world.thai, "1.2.1")
    rate(made, of, "P", by=small_world.cast.expert_one, substantial=True, gap_code="C4")
    rate_all(made, small_world)
    return made


def finish(benchmark, world):
    """Completed with conditions."""
    complete_benchmark(
        benchmark=benchmark, conclusion="conditions", reason="Tolerance", by=world.cast.expert_one
    )


def rows_of(heat):
    """Rows by their head."""
    return {row.head: row for row in heat.rows}


@pytest.fixture
def review(small_world):
    """Makes a review of one step with a rating; the questions do not matter here."""

    def make_review(step, rating, *, released=True):
        by = small_world.cast.coordinator
        purpose = next(one for one, of in STEP_OF.items() if of == step)
        kind = Questionnaire.objects.create(
            ref=f"q{step}", country="TH", purpose=purpose, title=f"Step {step}", created_by=by
        )
        version = QuestionnaireVersion.objects.create(questionnaire=kind, number=1)
        return ArrangementReview.objects.create(
            ref=f"review-{step}",
            corridor=small_world.th_kh,
            step=step,
            version=version,
            rating=rating,
            released_at=timezone.now() if released else None,
            created_by=by,
        )

    return make_review


class TestCorridor:
    def test_every_cell_has_a_word(self, benchmark, small_world):
        heat = corridor_heat(small_world.th_kh, small_world.cast.expert_one)
        assert [len(row.cells) for row in heat.rows] == [len(heat.columns)] * 4
        assert all(cell.word for row in heat.rows for cell in row.cells)

    def test_coverage_and_verdict_stand_in_the_first_column(self, benchmark, small_world):
        rows = rows_of(corridor_heat(small_world.th_kh, small_world.cast.expert_one))
        assert rows["1.1 Knowledge"].cells[CONTENT].word == "Comparable"
        assert rows["1.2 Skill"].cells[CONTENT].word == "Partly comparable"
        assert rows["1.2 Skill"].cells[CONTENT].figure == "75 % of 2 lines"
        assert rows["Whole corridor"].cells[CONTENT].word == "90 %"

    def test_a_gap_stands_in_its_section_and_family(self, benchmark, small_world):
        rows = rows_of(corridor_heat(small_world.th_kh, small_world.cast.expert_one))
        assert rows["1.2 Skill"].cells[C].word == "1 gap, critical"
        assert rows["1.2 Skill"].cells[C].shade == Shade.MUCH
        assert rows["1.2 Skill"].cells[A].word == "No gap"
        assert rows["1.1 Knowledge"].cells[C].word == "No gap"
        assert rows["Whole corridor"].cells[C].word == "1 gap, critical"

    def test_an_open_gap_stays_in_its_section_when_the_next_benchmark_is_in_work(
        self, benchmark, small_world
    ):
        finish(benchmark, small_world)
        opened(small_world)
        rows = rows_of(corridor_heat(small_world.th_kh, small_world.cast.expert_one))
        assert rows["1.2 Skill"].cells[CONTENT].word == "No verdict yet"
        assert rows["1.2 Skill"].cells[C].word == "1 gap, critical"

    def test_a_settled_gap_is_no_heat(self, benchmark, small_world):
        gap = GapFinding.objects.get()
        dismiss(gap=gap, reason="Counted twice", by=small_world.cast.expert_one)
        rows = rows_of(corridor_heat(small_world.th_kh, small_world.cast.expert_one))
        assert rows["Whole corridor"].cells[C].word == "No gap"

    def test_what_is_not_compared_says_so(self, small_world):
        opened(small_world)
        rows = rows_of(corridor_heat(small_world.th_kh, small_world.cast.expert_one))
        cell = rows["1.1 Knowledge"].cells[CONTENT]
        assert (cell.word, cell.figure, cell.shade) == (
            "No verdict yet",
            "0 of 2 lines compared",
            Shade.UNKNOWN,
        )

    def test_steps_stand_beside_the_gaps_of_the_whole_corridor(self, benchmark, small_world, review):
        review("5", "partly")
        row = rows_of(corridor_heat(small_world.th_kh, small_world.cast.expert_one))["Whole corridor"]
        assert (row.cells[Q].word, row.cells[Q].figure) == ("Partly comparable", "No gap")
        assert row.cells[L].word == "Not rated yet"

    def test_before_the_release_the_other_side_reads_nothing_of_it(self, benchmark, small_world, review):
        review("5", "not", released=False)
        for user in (small_world.cast.focal_kh, small_world.cast.reviewer):
            heat = corridor_heat(small_world.th_kh, user)
            (row,) = heat.rows
            assert [cell.word for cell in row.cells] == [
                "",
                "No gap",
                "Not rated yet",
                "Not rated yet",
                "Not rated yet",
                "Not rated yet",
                "No gap",
            ]

    def test_an_invited_side_reads_its_own_figures_and_no_gap(self, benchmark, small_world):
        Benchmark.objects.update(invited_at=timezone.now())
        heat = corridor_heat(small_world.th_kh, small_world.cast.focal_kh)
        assert "own view" in heat.note
        assert {row.cells[CONTENT].word for row in heat.rows[:-1]} == {"No verdict yet"}
        assert heat.rows[-1].cells[CONTENT].word == "–"
        assert all(row.cells[C].word == "No gap" for row in heat.rows)

    def test_after_the_release_both_read_the_same(self, benchmark, small_world):
        finish(benchmark, small_world)
        mine, theirs = (
            corridor_heat(small_world.th_kh, user)
            for user in (small_world.cast.expert_one, small_world.cast.focal_kh)
        )
        assert mine == theirs

    def test_the_queries_do_not_grow_with_the_sections(
        self, benchmark, small_world, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(14):
            corridor_heat(small_world.th_kh, small_world.cast.expert_one)


class TestPilot:
    def test_each_step_has_a_word_and_a_figure(self, benchmark, small_world, review):
        review("4", "comparable")
        finish(benchmark, small_world)
        heat = pilot_heat(small_world.pilot, small_world.cast.coordinator)
        row = next(
            row for row in heat.rows if row.head == "Thailand – Cambodia" and "Bricklaying" in row.note
        )
        assert [cell.word for cell in row.cells] == [
            "Open",
            "Comparable with conditions",
            "Open",
            "Comparable",
            "Open",
        ]
        assert row.cells[1].figure == "coverage 90 %, 1 gap, critical"
        assert row.cells[0].figure == "Primary"

    def test_an_open_benchmark_shows_no_figure_to_the_other_side(self, benchmark, small_world):
        row = next(iter(pilot_heat(small_world.pilot, small_world.cast.focal_kh).rows))
        assert row.cells[1].figure == "no benchmark to read yet"
        Benchmark.objects.update(invited_at=timezone.now())
        row = next(iter(pilot_heat(small_world.pilot, small_world.cast.focal_kh).rows))
        assert (row.cells[1].word, row.cells[1].figure) == ("In work", "0 of 5 lines compared")

    def test_a_country_sees_its_own_corridors(self, benchmark, small_world):
        heat = pilot_heat(small_world.pilot, small_world.cast.focal_la)
        assert [row.head for row in heat.rows] == ["Thailand – Lao PDR"]

    def test_the_queries_do_not_grow_with_the_corridors(
        self, benchmark, small_world, django_assert_max_num_queries
    ):
        for code in COUNTRIES:
            if code not in ("TH", "KH"):
                make.corridor(small_world.pilot, code, make.skill_area(make.WIRING))
        with django_assert_max_num_queries(12):
            pilot_heat(small_world.pilot, small_world.cast.coordinator)


class TestPages:
    def test_the_corridor_leads_to_the_map_and_the_map_to_the_gaps(self, as_user, benchmark, small_world):
        browser = as_user(small_world.cast.expert_one)
        here = reverse("benchmarking:heat", args=[small_world.th_kh.ref])
        assert here in browser.get(reverse("corridor", args=[small_world.th_kh.ref])).content.decode()
        text = browser.get(here).content.decode()
        assert f"corridor={small_world.th_kh.ref}&amp;state=unsettled&amp;code=C" in text

    def test_the_pilot_page_has_the_map(self, as_user, benchmark, small_world):
        text = (
            as_user(small_world.cast.coordinator)
            .get(reverse("pilot", args=[small_world.pilot.ref]))
            .content.decode()
        )
        assert "Where the corridors stand" in text

    def test_on_paper_the_same_table_stands_without_links(self, benchmark, small_world):
        heat = corridor_heat(small_world.th_kh, small_world.cast.expert_one)
        paper = render_to_string("benchmarking/_heat.html", {"heat": heat, "plain": True})
        screen = render_to_string("benchmarking/_heat.html", {"heat": heat})
        assert "<a " not in paper
        assert "style=" not in paper
        for row in heat.rows:
            for cell in row.cells:
                assert cell.word in paper
                assert cell.word in screen


def test_a_tally_names_the_worst():
    gaps = [GapFinding(severity=one) for one in ("minor", "critical", "major")]
    assert Tally.of(gaps).words == "3 gaps, worst critical"
    assert Tally.of(gaps).shade == Shade.MUCH
    assert Tally.of([]).words == "No gap"


def test_dimensions_stand_side_by_side_and_are_never_one_figure(benchmark, small_world, review):
    review("3", "partly")
    rows = verdict_rows(benchmark, sight_of(small_world.cast.expert_one, benchmark))
    counts = sum((row.counts for row in rows), Counts())
    found = dimensions_of(small_world.th_kh, small_world.cast.expert_one, counts)
    assert [one.word for one in found] == [
        "Coverage 90 %",
        "Partly comparable",
        "Not rated yet",
        "Not rated yet",
    ]
    assert found[0].figure == "1 gap, critical"
