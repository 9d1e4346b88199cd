"""Steps 3 to 5: both countries' answers side by side, rated, with gaps, released to the sending side alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Side
from benchmarking.actions import reviews as actions
from benchmarking.models import ArrangementRating, ArrangementReview, GapFinding
from benchmarking.queries import reviews as queries
from core.conflicts import Conflict
from core.states import IllegalMove
from questionnaires import actions as questionnaires
from questionnaires.models import AnswerSet
from tests.conftest import World
from tests.questionnaires.desk import quality, question, say

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def review(small_world: World) -> ArrangementReview:
    """Step 5 of Thailand and Cambodia, answered by both on one question."""
    cast = small_world.cast
    quality(cast.coordinator)
    made = actions.start_review(corridor=small_world.th_kh, step="5", by=cast.expert_one)
    for answers, by in ((made.receiving_answers, cast.coordinator), (made.sending_answers, cast.focal_kh)):
        assert answers is not None
        say(answers, "rpl", f"Said by {answers.country}", by=by)
        questionnaires.submit_answers(answer_set=answers, by=by)
    return ArrangementReview.objects.get(pk=made.pk)


def _rate(
    review: ArrangementReview, name: str = "rpl", *, by: User, **values: Any
) -> ArrangementRating | None:
    said = {
        "rating": "partly",
        "difference": "No test",
        "reason": "",
        "substantial": False,
        "gap_code": "",
        "recommendation": "",
        "revision": 0,
    } | values
    return actions.rate(review=review, question=question(review.version, name), by=by, **said)


def _rate_all(review: ArrangementReview, by: User) -> None:
    for each in review.version.questions.all():
        actions.rate(
            review=review,
            question=each,
            rating="comparable",
            difference="",
            reason="",
            substantial=False,
            gap_code="",
            recommendation="",
            revision=0,
            by=by,
        )


@pytest.mark.parametrize(
    ("rating", "substantial", "gaps"),
    [
        ("partly", True, 1),
        ("not", True, 1),
        ("partly", False, 0),
        ("comparable", False, 0),
        ("no_evidence", False, 0),
    ],
)
def test_partly_or_not_and_substantial_is_a_gap_and_nothing_else_is(
    review: ArrangementReview, small_world: World, rating: str, substantial: bool, gaps: int
) -> None:
    _rate(
        review,
        by=small_world.cast.expert_one,
        rating=rating,
        substantial=substantial,
        gap_code="A6" if substantial else "",
    )

    assert GapFinding.objects.filter(review=review).count() == gaps


@pytest.mark.parametrize(
    "values",
    [
        {"rating": "no_evidence", "substantial": True, "gap_code": "A6"},
        {"rating": "partly", "difference": ""},
        {"rating": "partly", "substantial": True, "gap_code": ""},
        {"rating": "equivalent"},
    ],
)
def test_what_the_rules_forbid_is_refused(
    review: ArrangementReview, small_world: World, values: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError):
        _rate(review, by=small_world.cast.expert_one, **values)
    assert not review.ratings.exists()


def test_a_rating_that_somebody_else_saved_meanwhile_is_a_conflict(
    review: ArrangementReview, small_world: World
) -> None:
    _rate(review, by=small_world.cast.expert_one)

    with pytest.raises(Conflict):
        _rate(review, by=small_world.cast.coordinator, difference="Another thing")
    _rate(review, by=small_world.cast.coordinator, difference="Another thing", revision=1)


def test_answers_of_a_country_are_read_by_the_other_side_of_its_corridor_alone(
    review: ArrangementReview, small_world: World
) -> None:
    cast = small_world.cast
    receiving, sending = review.receiving_answers, review.sending_answers

    def seen(person: User) -> set[AnswerSet]:
        return set(AnswerSet.objects.visible_to(person))

    assert seen(cast.expert_one) == seen(cast.focal_kh) == seen(cast.reviewer) == {receiving, sending}
    assert seen(cast.focal_la) == seen(cast.focal_mm) == seen(cast.observer) == set()

    second = actions.start_review(corridor=small_world.th_la, step="5", by=cast.expert_one)

    assert second.receiving_answers == receiving  # Thailand's answers serve both corridors
    assert seen(cast.focal_la) == {receiving, second.sending_answers}  # its own in work, and Thailand's
    assert second.sending_answers not in seen(cast.focal_kh) | seen(cast.expert_one)


def test_the_sending_side_learns_that_it_is_asked_and_reads_ratings_after_the_release(
    review: ArrangementReview, small_world: World, as_user: SignIn
) -> None:
    cast = small_world.cast
    _rate_all(review, cast.expert_one)
    _rate(
        review,
        by=cast.expert_one,
        substantial=True,
        gap_code="A6",
        revision=1,
        difference="Marked difference",
    )
    client = as_user(cast.focal_kh)
    corridor = reverse("benchmarking:reviews", kwargs={"ref": small_world.th_kh.ref})
    page = reverse("benchmarking:review", kwargs={"ref": review.ref})

    before = client.get(corridor).content.decode()
    assert "Said by" not in before
    assert "Side by side" not in before
    assert "Partly comparable" not in before
    assert client.get(page).status_code == 404
    with pytest.raises(IllegalMove):  # the whole step is not rated
        actions.release_review(review=review, by=cast.expert_one)
    actions.rate_dimension(
        review=review, rating="partly", reason="One difference", revision=1, by=cast.expert_one
    )
    actions.release_review(review=review, by=cast.expert_one)

    assert client.get(page).status_code == 200
    assert "Marked difference" in client.get(page + "?part=5").content.decode()
    assert as_user(cast.focal_la).get(page).status_code == 404


def test_a_question_that_is_not_rated_holds_the_release_back(
    review: ArrangementReview, small_world: World
) -> None:
    by = small_world.cast.expert_one
    actions.rate_dimension(review=review, rating="partly", reason="One difference", revision=1, by=by)

    with pytest.raises(IllegalMove):
        actions.release_review(review=review, by=by)


def test_corrected_answers_are_told_and_what_changed_is_marked(
    review: ArrangementReview, small_world: World
) -> None:
    cast = small_world.cast
    _rate_all(review, cast.expert_one)
    old = review.sending_answers
    assert old is not None
    newer = questionnaires.correct_answers(answer_set=old, by=cast.focal_kh)
    say(newer, "rpl", "Otherwise", by=cast.focal_kh, revision=1)
    assert queries.newer_answers(review) == []  # a draft says nothing
    questionnaires.submit_answers(answer_set=newer, by=cast.focal_kh)
    review = ArrangementReview.objects.get(pk=review.pk)

    told = queries.newer_answers(review)
    assert [(one.side, [each.after.text for each in one.changes]) for one in told] == [
        (Side.SENDING, ["Otherwise"])
    ]
    taken = actions.take_newer(review=review, side=Side.SENDING, by=cast.expert_one)
    rows = queries.flat(queries.parts_of(taken, cast.expert_one))
    assert [row.question for row in rows if row.changed] == [question(review.version, "rpl")]

    _rate(
        taken, by=cast.expert_one, rating="comparable", difference="", revision=1
    )  # looked at, and it stands
    rows = queries.flat(queries.parts_of(taken, cast.expert_one))
    assert not any(row.changed for row in rows)


def test_one_review_of_a_step_is_open_at_a_time(review: ArrangementReview, small_world: World) -> None:
    with pytest.raises(IllegalMove):
        actions.start_review(corridor=small_world.th_kh, step="5", by=small_world.cast.expert_one)


def test_the_pages_ask_the_database_as_often_for_many_ratings_as_for_none(
    review: ArrangementReview, small_world: World, as_user: SignIn
) -> None:
    client = as_user(small_world.cast.expert_one)
    addresses = [
        reverse("benchmarking:reviews", kwargs={"ref": small_world.th_kh.ref}),
        reverse("benchmarking:review", kwargs={"ref": review.ref}),
        reverse("benchmarking:review", kwargs={"ref": review.ref}) + "?part=3",
    ]

    def counted() -> list[int]:
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            found.append(len(asked))
        return found

    _rate(review, by=small_world.cast.expert_one, substantial=True, gap_code="A6")
    counted()
    few = counted()
    for each in review.version.questions.exclude(pk=question(review.version, "rpl").pk):
        actions.rate(
            review=review,
            question=each,
            rating="partly",
            difference="Differs",
            reason="",
            substantial=True,
            gap_code="Q1",
            recommendation="",
            revision=0,
            by=small_world.cast.expert_one,
        )

    assert counted() == few


def test_a_row_is_saved_alone_and_a_fault_comes_back_as_typed(
    review: ArrangementReview, small_world: World, as_user: SignIn
) -> None:
    asked = question(review.version, "rpl")
    address = reverse("benchmarking:review-rate", kwargs={"ref": review.ref, "key": asked.key})
    client = as_user(small_world.cast.expert_one)
    sent = {
        f"q{asked.position}-rating": "partly",
        f"q{asked.position}-revision": 0,
        f"q{asked.position}-reason": "Why",
    }

    refused = client.post(address, sent, headers={"HX-Request": "true"})
    assert refused.status_code == 422
    assert "Why" in refused.content.decode()
    saved = client.post(
        address, sent | {f"q{asked.position}-difference": "No test"}, headers={"HX-Request": "true"}
    )
    assert saved.status_code == 200
    assert review.ratings.get().difference == "No test"
