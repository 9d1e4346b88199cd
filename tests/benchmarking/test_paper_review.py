"""The paper review: the receiving side's own check-list, hidden until it is released, corrected on a copy."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from benchmarking.actions import paper_review as actions
from benchmarking.models import PaperReview
from benchmarking.queries import paper_review as reads
from core.conflicts import Conflict
from core.states import IllegalMove
from questionnaires import actions as questionnaires
from questionnaires.models import AnswerSet, Questionnaire
from questionnaires.standard import standard_questionnaires
from questionnaires.states import AnswerState, Purpose
from tests.conftest import World

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]


@pytest.fixture
def review(small_world: World) -> PaperReview:
    return actions.start_review(corridor=small_world.th_kh, by=small_world.cast.expert_one)


def answer(review: PaperReview, place: int, value: str, note: str = "", *, by: User) -> None:
    """Answer the item at this place of the check-list, from 0."""
    questionnaires.save_answer(
        answer_set=review.answers,
        question=review.answers.version.questions.order_by("position")[place],
        value=value,
        note=note,
        revision=0,
        by=by,
    )


def url(world: World, act: str = "") -> str:
    name = f"benchmarking:paper-review{'-' if act else ''}{act}"
    return reverse(name, kwargs={"ref": world.th_kh.ref})


def text_of(browser: Client, world: World) -> str:
    return " ".join(browser.get(url(world)).content.decode().split())


def test_the_standard_check_list_stands_under_the_three_headings_of_the_desk_work() -> None:
    found = next(one for one in standard_questionnaires() if one.purpose == Purpose.PAPER_REVIEW)

    assert list(dict.fromkeys(one.section for one in found.questions)) == [
        "Procedures of certification",
        "Contents of the standards",
        "Assessment methods",
    ]
    assert len(found.questions) >= 20
    assert {one.choices for one in found.questions} == {"\n".join(reads.GRADES)}


def test_the_first_review_puts_the_standard_check_list_in_use(small_world: World, as_user: SignIn) -> None:
    browser = as_user(small_world.cast.expert_one)

    before = text_of(browser, small_world)
    browser.post(url(small_world, "start"))
    browser.post(url(small_world, "start"))

    made = PaperReview.objects.get()
    assert "Begin the paper review" in before
    assert Questionnaire.objects.filter(country="TH", purpose=Purpose.PAPER_REVIEW).count() == 1
    assert (made.answers.country, made.answers.topic) == ("TH", str(small_world.th_kh))


def test_two_corridors_do_not_share_their_findings(review: PaperReview, small_world: World) -> None:
    other = actions.start_review(corridor=small_world.th_la, by=small_world.cast.expert_one)

    assert other.answers_id != review.answers_id


def test_what_is_not_found_becomes_a_point_for_the_mission(
    review: PaperReview, small_world: World, as_user: SignIn
) -> None:
    by = small_world.cast.expert_one
    answer(review, 0, "Found", "Manual, page 4", by=by)
    answer(review, 1, "Not found", by=by)
    answer(review, 2, "", "Could not be read", by=by)

    headings = reads.headings_of(review.answers)
    points = [one.number for one in reads.points_of(headings)]
    page = text_of(as_user(by), small_world)

    assert [one.grade for one in headings[0].findings[:4]] == ["found", "not", "", "open"]
    assert "1.1" not in points
    assert points[:2] == ["1.2", "1.4"]
    assert headings[0].answered == 3
    assert "Manual, page 4" in page
    assert reverse("questionnaires:answer", kwargs={"ref": review.answers.ref}) in page


def test_nobody_else_reads_it_before_its_release(
    review: PaperReview, small_world: World, as_user: SignIn
) -> None:
    cast = small_world.cast
    answer(review, 0, "Found", "Manual, page 4", by=cast.expert_one)
    others = [as_user(person) for person in (cast.focal_kh, cast.expert_kh, cast.reviewer)]

    before = [text_of(browser, small_world) for browser in others]
    actions.release_review(review=review, by=cast.coordinator)
    after = [text_of(browser, small_world) for browser in others]

    assert all("No paper review to see yet" in page and "page 4" not in page for page in before)
    assert all("Manual, page 4" in page and "History</h2>" not in page for page in after)
    assert as_user(cast.focal_la).get(url(small_world)).status_code == 404
    assert as_user(cast.expert_two).get(url(small_world)).status_code == 404
    assert PaperReview.objects.get().answers.state == AnswerState.SUBMITTED
    assert AnswerSet.objects.visible_to(cast.focal_kh).filter(pk=review.answers_id).exists()


def test_the_check_page_says_what_is_not_answered(
    review: PaperReview, small_world: World, as_user: SignIn
) -> None:
    answer(review, 0, "Found", by=small_world.cast.expert_one)
    browser = as_user(small_world.cast.coordinator)

    page = " ".join(browser.get(url(small_world, "release")).content.decode().split())
    browser.post(url(small_world, "release"))

    assert "24 items are not answered" in page
    assert "There is no summary in words" in page
    assert PaperReview.objects.get().released_by == small_world.cast.coordinator


def test_a_review_without_an_answer_is_not_released(review: PaperReview, small_world: World) -> None:
    with pytest.raises(IllegalMove, match="No question is answered yet"):
        actions.release_review(review=review, by=small_world.cast.coordinator)

    assert PaperReview.objects.get().released_at is None


def test_a_correction_is_a_copy_that_is_released_again(review: PaperReview, small_world: World) -> None:
    cast = small_world.cast
    answer(review, 0, "Found", "First", by=cast.expert_one)
    first = actions.release_review(review=review, by=cast.coordinator).answers

    corrected = actions.correct_review(review=review, by=cast.expert_one)

    assert corrected.released_at is None
    assert corrected.answers.previous == first
    assert [one.note for one in corrected.answers.answers.all()] == ["First"]
    actions.release_review(review=corrected, by=cast.coordinator)
    first.refresh_from_db()
    assert first.state == AnswerState.SUPERSEDED
    assert AnswerSet.objects.visible_to(cast.focal_kh).filter(pk=corrected.answers_id).exists()


def test_a_correction_that_was_handed_in_elsewhere_is_taken_over(
    review: PaperReview, small_world: World
) -> None:
    cast = small_world.cast
    answer(review, 0, "Found", "First", by=cast.expert_one)
    released = actions.release_review(review=review, by=cast.coordinator)
    copy = questionnaires.correct_answers(answer_set=released.answers, by=cast.coordinator)
    questionnaires.submit_answers(answer_set=copy, by=cast.coordinator)

    assert actions.correct_review(review=review, by=cast.coordinator).answers == copy


def test_findings_in_work_need_no_correction(review: PaperReview, small_world: World) -> None:
    with pytest.raises(IllegalMove, match="still in work"):
        actions.correct_review(review=review, by=small_world.cast.expert_one)


def test_the_summary_of_two_people_leads_to_both_texts(
    review: PaperReview, small_world: World, as_user: SignIn
) -> None:
    cast = small_world.cast
    actions.write_summary(review=review, text="Theirs", revision=1, by=cast.coordinator)

    page = as_user(cast.expert_one).post(url(small_world, "summary"), {"summary": "Mine", "revision": 1})

    assert page.status_code == 409
    assert "Mine" in page.content.decode()
    assert "Theirs" in page.content.decode()
    with pytest.raises(Conflict):
        actions.write_summary(review=review, text="Mine", revision=1, by=cast.expert_one)


def test_a_released_summary_stays_and_what_was_typed_is_not_lost(
    review: PaperReview, small_world: World, as_user: SignIn
) -> None:
    cast = small_world.cast
    answer(review, 0, "Found", by=cast.expert_one)
    actions.release_review(review=review, by=cast.coordinator)

    page = as_user(cast.expert_one).post(
        url(small_world, "summary"), {"summary": "A new thought", "revision": 1}
    )

    assert page.status_code == 409
    assert "A new thought" in page.content.decode()
    assert "Start a correction" in page.content.decode()
    assert PaperReview.objects.get().summary == ""
