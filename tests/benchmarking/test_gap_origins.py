"""A gap rests on the agreed view, else on the receiving view, or on a rating of the arrangements."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarking import actions
from benchmarking.models import ArrangementRating, Benchmark, GapFinding, Judgement
from benchmarking.states import GapState, View
from core.queries import history_of
from missions.queries import gaps_of
from standards.models import Line
from tests.benchmarking import gap_world
from tests.benchmarking.test_gap_views import SignIn
from tests.conftest import World


@pytest.fixture
def compared(small_world: World) -> Benchmark:
    """A released benchmark of the Thai and the Cambodian edition."""
    return gap_world.compared_in(small_world)


@pytest.fixture
def line(small_world: World) -> Line:
    """A critical Thai line."""
    return gap_world.line(small_world.thai, "1.2.1")


# --- Lines ---------------------------------------------------------------------------------------


def test_the_agreed_view_takes_the_gap_over_with_its_number_and_its_words(
    small_world: World, compared: Benchmark, line: Line
) -> None:
    by = small_world.cast.expert_one
    receiving = gap_world.judgement(compared, line, by=by)
    first = gap_world.follow(receiving, by=by)
    assert first is not None
    gap_world.edit(first, by, title="Plumb", severity="minor", code="C7")
    agreed = gap_world.judgement(compared, line, by=by, view=View.AGREED, difference="Both say: no tolerance")

    gap = gap_world.follow(agreed, by=by)

    assert gap is not None
    assert (gap.pk, gap.number, gap.judgement) == (first.pk, 1, agreed)
    assert (gap.title, gap.severity, gap.code) == ("Plumb", "minor", "C7")
    assert "Both say: no tolerance" in gap.generated
    moved = history_of(gap).get(event="gap.followed_judgement")
    assert (moved.before["view"], moved.after["view"]) == ("Receiving view", "Agreed view")


def test_a_gap_goes_back_to_the_receiving_view_when_the_agreed_rating_is_taken_back(
    small_world: World, compared: Benchmark, line: Line
) -> None:
    by = small_world.cast.expert_one
    receiving = gap_world.judgement(compared, line, by=by)
    agreed = gap_world.judgement(compared, line, by=by, view=View.AGREED, rating="F", substantial=False)
    assert gap_world.follow(agreed, by=by) is None  # agreed: fully covered, so there is no gap
    Judgement.objects.filter(pk=agreed.pk).update(rating="")

    gap = gap_world.follow(receiving, by=by)

    assert gap is not None
    assert gap.judgement == receiving


def test_an_agreed_full_coverage_makes_the_gap_stale_and_leaves_it(
    small_world: World, compared: Benchmark, line: Line
) -> None:
    by = small_world.cast.expert_one
    gap_world.follow(gap_world.judgement(compared, line, by=by), by=by)
    agreed = gap_world.judgement(compared, line, by=by, view=View.AGREED, rating="F", substantial=False)

    gap = gap_world.follow(agreed, by=by)

    assert gap is not None
    assert (gap.stale, gap.state) == (True, "open")


def test_the_sending_view_alone_never_makes_or_moves_a_gap(
    small_world: World, compared: Benchmark, line: Line
) -> None:
    by = small_world.cast.focal_kh
    sending = gap_world.judgement(compared, line, by=by, view=View.SENDING)
    assert gap_world.follow(sending, by=by) is None
    receiving = gap_world.judgement(compared, line, by=small_world.cast.expert_one)
    gap_world.follow(receiving, by=by)
    gap = gap_world.follow(sending, by=by)
    assert gap is not None
    assert gap.judgement == receiving


_STEP = st.tuples(
    st.sampled_from([View.RECEIVING, View.AGREED, View.SENDING]),
    st.sampled_from(["F", "P", "N", ""]),
    st.booleans(),
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(_STEP, min_size=1, max_size=7))
def test_whatever_is_judged_in_whatever_order_a_line_has_one_gap_that_says_what_counts(
    small_world: World, compared: Benchmark, line: Line, steps: list[tuple[View, str, bool]]
) -> None:
    by = small_world.cast.expert_one
    with gap_world.undone():
        for view, rating, wished in steps:
            substantial = wished and rating in ("P", "N")
            judged, _new = Judgement.objects.update_or_create(
                benchmark=compared,
                line=line,
                view=view,
                defaults={"rating": rating, "substantial": substantial, "gap_code": "C4", "by": by},
            )
            gap = gap_world.follow(judged, by=by)
            views = {one.view: one for one in Judgement.objects.filter(benchmark=compared, line=line)}
            agreed = views.get(View.AGREED)
            counts = agreed if agreed and agreed.rating else views.get(View.RECEIVING, agreed)
            assert GapFinding.objects.count() <= 1
            if gap is None:
                assert counts is None or not counts.substantial
            else:
                gap.refresh_from_db()
                assert gap.judgement == counts
                assert gap.stale is not (counts is not None and counts.substantial)


# --- Arrangements --------------------------------------------------------------------------------


def test_a_substantial_difference_in_the_arrangements_is_a_gap_with_the_code_of_its_question(
    small_world: World,
) -> None:
    gap = gap_world.step_gap(small_world.th_kh, by=small_world.cast.expert_one)

    assert (gap.label, gap.code, gap.severity, gap.owner_country, gap.state) == (
        "S4-01",
        "A4",
        "major",
        "KH",
        "open",
    )
    assert gap.generated.splitlines() == [
        "How many assessors judge one candidate?",
        "Partly comparable.",
        "Difference: One assessor instead of two",
    ]
    assert (gap.line, gap.difference, list(gap.counterparts)) == (None, "One assessor instead of two", [])
    assert [one.event for one in history_of(gap)] == ["gap.opened"]


@pytest.mark.parametrize(
    ("step", "asked", "rated", "code"),
    [
        ("3", "", "", "L1"),
        ("4", "", "", "A1"),
        ("5", "", "", "Q1"),
        ("5", "Q4", "", "Q4"),
        ("4", "A2", "R5", "R5"),
    ],
)
def test_the_code_is_the_ratings_else_the_questions_else_that_of_the_step(
    small_world: World, step: str, asked: str, rated: str, code: str
) -> None:
    by = small_world.cast.expert_one
    question = gap_world.question(step, by=by, gap_code=asked)
    review = gap_world.review(small_world.th_kh, question, by=by, step=step)
    rating = gap_world.rated(review, question, by=by, gap_code=rated)
    gap = actions.follow_arrangement(rating=rating, by=by)
    assert gap is not None
    assert gap.code == code


@pytest.mark.parametrize(
    "fields",
    [
        {"substantial": False},
        {"rating": "comparable", "substantial": False},
        {"rating": "no_evidence", "substantial": False},
        {"rating": "", "substantial": False},
    ],
)
def test_other_ratings_of_arrangements_make_no_gap(small_world: World, fields: dict[str, Any]) -> None:
    by = small_world.cast.expert_one
    question = gap_world.question(by=by)
    rating = gap_world.rated(gap_world.review(small_world.th_kh, question, by=by), question, by=by, **fields)
    assert actions.follow_arrangement(rating=rating, by=by) is None
    assert not GapFinding.objects.exists()


def test_the_gap_follows_the_rating_and_keeps_what_a_person_wrote(small_world: World) -> None:
    by = small_world.cast.expert_one
    gap = gap_world.step_gap(small_world.th_kh, by=by)
    gap_world.edit(gap, by, title="Assessors", code="A5")
    ArrangementRating.objects.update(rating="comparable", substantial=False, difference="", gap_code="R1")
    actions.follow_arrangement(rating=ArrangementRating.objects.get(), by=by)
    gap.refresh_from_db()
    assert (gap.stale, gap.title, gap.code) == (True, "Assessors", "A5")
    assert gap.generated == "How many assessors judge one candidate?\nComparable."


def test_a_closed_gap_of_an_arrangement_stays_as_it_was_closed(small_world: World) -> None:
    cast = small_world.cast
    gap = gap_world.step_gap(small_world.th_kh, by=cast.expert_one)
    GapFinding.objects.update(
        state=GapState.CLOSED, what_was_done="Two", reported_by=cast.focal_kh, closed_by=cast.expert_one
    )
    before = GapFinding.objects.values().get(pk=gap.pk)
    ArrangementRating.objects.update(difference="Worse")
    actions.follow_arrangement(rating=ArrangementRating.objects.get(), by=cast.expert_one)
    assert GapFinding.objects.values().get(pk=gap.pk) == before


# --- A gap without a line lives on every page ------------------------------------------------------


def test_before_the_review_is_released_only_the_receiving_side_sees_its_gap(
    small_world: World, as_user: SignIn
) -> None:
    gap = gap_world.step_gap(small_world.th_kh, by=small_world.cast.expert_one, released=False)
    for person, status in {"coordinator": 200, "expert_one": 200, "focal_kh": 404, "reviewer": 404}.items():
        client = as_user(getattr(small_world.cast, person))
        for route in ("benchmarking:gap", "chain"):
            assert client.get(reverse(route, kwargs={"ref": gap.ref})).status_code == status, (person, route)
        shown = client.get(reverse("benchmarking:gap-list")).content.decode()
        assert ("S4-01" in shown) is (status == 200), person
        assert (gap in gaps_of([small_world.th_kh], getattr(small_world.cast, person))) is (status == 200)


def test_every_page_lives_with_a_gap_without_a_line(small_world: World, as_user: SignIn) -> None:
    cast = small_world.cast
    gap = gap_world.step_gap(small_world.th_kh, by=cast.expert_one)
    for client in (as_user(cast.coordinator), as_user(cast.focal_kh), as_user(cast.reviewer)):
        for route in ("benchmarking:gap", "chain"):
            page = client.get(reverse(route, kwargs={"ref": gap.ref}))
            assert page.status_code == 200
            assert "How many assessors judge one candidate?" in page.content.decode()
        assert (
            client.get(reverse("benchmarking:gap-list"), {"q": "S4-01"}).content.decode().count(gap.ref) >= 1
        )
        assert client.get(reverse("benchmarking:gap-export")).status_code == 200
    expert = as_user(cast.expert_one)
    for route in ("gap-edit", "gap-keep", "gap-dismiss", "gap-reply", "gap-activity"):
        assert expert.get(reverse(f"benchmarking:{route}", kwargs={"ref": gap.ref})).status_code == 200, route
    assert "S4-01" in as_user(cast.focal_kh).get(reverse("home")).content.decode()


def test_the_life_of_a_gap_without_a_line_ends_like_any_other(small_world: World, as_user: SignIn) -> None:
    cast = small_world.cast
    gap = gap_world.step_gap(small_world.th_kh, by=cast.expert_one)
    actions.give_position(gap=gap, position="accepts", text="", by=cast.focal_kh)
    actions.agree(gap=gap, by=cast.expert_one)
    actions.report_done(gap=gap, what_was_done="Two assessors", proof_note="Rule 7", by=cast.focal_kh)
    actions.close(gap=gap, note="Read", by=cast.coordinator)
    page = as_user(cast.focal_kh).get(reverse("chain", kwargs={"ref": gap.ref})).content.decode()
    assert "Two assessors" in page
