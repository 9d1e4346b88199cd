"""The chain of a gap shows everything that hangs on it, and to nobody what they may not see."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from benchmarking import actions
from benchmarking.models import Benchmark, GapFinding, Judgement
from benchmarking.states import View
from mrs_portal.chains import chain_of, visible_chain_gap
from questionnaires.models import Answer, AnswerSet, AnswerShare
from tests.benchmarking import gap_world
from tests.benchmarking.test_gap_views import SignIn
from tests.conftest import World


@pytest.fixture
def gap(small_world: World) -> GapFinding:
    """A gap on the agreed view of a released, blind benchmark; the sending view is not released."""
    by = small_world.cast.expert_one
    compared = gap_world.compared_in(small_world)
    line = gap_world.line(small_world.thai, "1.2.1")
    receiving = gap_world.judgement(compared, line, by=by, difference="Receiving words")
    receiving.counterparts.add(gap_world.line(small_world.cambodian, "2.1"))
    gap_world.judgement(
        compared, line, by=small_world.cast.focal_kh, view=View.SENDING, difference="Sending words"
    )
    agreed = gap_world.judgement(
        compared, line, by=by, view=View.AGREED, difference="Agreed words", dissent="One side says otherwise"
    )
    made = gap_world.follow(agreed, by=by)
    assert made is not None
    return made


def shown(as_user: SignIn, person: User, gap: GapFinding) -> str:
    """The page of the chain."""
    answer = as_user(person).get(reverse("chain", kwargs={"ref": gap.ref}))
    assert answer.status_code == 200
    return answer.content.decode()


def test_both_sides_read_the_views_that_they_may_and_the_dissent(
    small_world: World, gap: GapFinding, as_user: SignIn
) -> None:
    cast = small_world.cast
    expected = {
        cast.coordinator: {"Receiving words": True, "Sending words": False, "Agreed words": True},
        cast.focal_kh: {"Receiving words": True, "Sending words": True, "Agreed words": True},
        cast.reviewer: {"Receiving words": True, "Sending words": False, "Agreed words": True},
    }
    for person, words in expected.items():
        page = shown(as_user, person, gap)
        assert {text: text in page for text in words} == words, person
        assert "One side says otherwise" in page
        assert "The gap rests on this judgement" in page
    Benchmark.objects.update(sending_released_at=timezone.now())
    for person in expected:
        assert "Sending words" in shown(as_user, person, gap), person


def test_earlier_and_later_benchmarks_stand_on_the_chain_as_far_as_they_are_out(
    small_world: World, gap: GapFinding, as_user: SignIn
) -> None:
    cast = small_world.cast
    later = gap_world.benchmark(
        small_world.th_kh, by=cast.expert_one, reference=small_world.thai, released=False
    )
    line = gap_world.line(small_world.thai, "1.2.1")
    origin = gap.judgement
    next_one = gap_world.judgement(
        later,
        line,
        by=cast.expert_one,
        rating="F",
        substantial=False,
        difference="Covered now",
        carried_from=origin,
    )
    assert "Covered now" in shown(as_user, cast.expert_one, gap)
    assert "Covered now" not in shown(as_user, cast.focal_kh, gap)
    Benchmark.objects.update(released_at=timezone.now())
    assert "Covered now" in shown(as_user, cast.focal_kh, gap)
    assert "In later benchmarks" in shown(as_user, cast.focal_kh, gap)

    Judgement.objects.filter(pk=next_one.pk).update(carried_from=None)
    Judgement.objects.filter(pk=origin.pk if origin else 0).update(carried_from=next_one)
    page = shown(as_user, cast.focal_kh, gap)
    assert "In earlier benchmarks" in page
    assert "Covered now" in page


def test_judgements_that_carry_each_other_on_in_a_circle_end(small_world: World, gap: GapFinding) -> None:
    Judgement.objects.filter(pk=gap.judgement_id).update(carried_from=gap.judgement_id)
    user = small_world.cast.coordinator
    found = chain_of(visible_chain_gap(user, gap.ref), user)
    assert len(found.earlier) <= 10


def test_a_gap_of_the_arrangements_shows_question_and_the_answers_that_the_reader_sees(
    small_world: World, as_user: SignIn
) -> None:
    cast = small_world.cast
    gap = gap_world.step_gap(small_world.th_kh, by=cast.expert_one)
    assert gap.review is not None
    assert gap.arrangement is not None
    for country, person, side in (("TH", cast.coordinator, "receiving"), ("KH", cast.focal_kh, "sending")):
        answers = AnswerSet.objects.create(
            ref=f"answers-{country.lower()}",
            version=gap.review.version,
            country=country,
            topic="Bricklaying",
            state="submitted",
            created_by=person,
        )
        Answer.objects.create(
            answer_set=answers, question=gap.arrangement.question, value=f"Assessors of {country}", by=person
        )
        setattr(gap.review, f"{side}_answers", answers)
    gap.review.save()
    AnswerShare.objects.create(answer_set=gap.review.sending_answers, country="TH")

    page = shown(as_user, cast.expert_one, gap)
    assert "Assessors of TH" in page
    assert "Assessors of KH" in page
    assert "Assessors of TH" not in shown(as_user, cast.focal_kh, gap)  # it was not shared with Cambodia


def test_replies_activities_closing_and_their_history_stand_on_the_chain(
    small_world: World, gap: GapFinding, as_user: SignIn
) -> None:
    cast = small_world.cast
    actions.give_position(gap=gap, position="remarks", text="Only for level 2", by=cast.focal_kh)
    actions.agree(gap=gap, by=cast.coordinator)
    actions.plan_activity_for(gap=gap, title="Workshop on plumb", by=cast.coordinator)
    actions.report_done(gap=gap, what_was_done="Named in the edition", proof_note="Page 12", by=cast.focal_kh)
    actions.close(gap=gap, note="Page 12 read", by=cast.coordinator)
    page = shown(as_user, cast.reviewer, gap)
    for part in (
        "Only for level 2",
        "Accepts it with remarks",
        "Workshop on plumb",
        "Named in the edition",
        "Page 12 read",
        "Formal reply of the sending country",
    ):
        assert part in page, part


def test_the_wording_before_the_release_stays_with_the_side_that_wrote_it(
    small_world: World, as_user: SignIn
) -> None:
    cast = small_world.cast
    compared = gap_world.benchmark(
        small_world.th_kh,
        by=cast.expert_one,
        reference=small_world.thai,
        sending=small_world.cambodian,
        released=False,
    )
    values: dict[str, Any] = {
        "benchmark": compared,
        "line": gap_world.line(small_world.thai, "1.2.1"),
        "rating": "P",
        "counterparts": [],
        "reason": "",
        "substantial": True,
        "gap_code": "C4",
        "recommendation": "",
        "by": cast.expert_one,
    }
    first = actions.judge(difference="First thought", revision=0, **values)
    actions.judge(difference="Second thought", revision=first.revision, **values)
    Benchmark.objects.update(released_at=timezone.now())
    gap = GapFinding.objects.get()
    assert "First thought" in shown(as_user, cast.expert_one, gap)
    for person in (cast.focal_kh, cast.reviewer):
        page = shown(as_user, person, gap)
        assert "Second thought" in page
        assert "First thought" not in page


@pytest.mark.parametrize("count", [1, 12])
def test_the_chain_costs_the_same_queries_however_much_hangs_on_it(
    small_world: World, gap: GapFinding, as_user: SignIn, count: int, django_assert_max_num_queries: Any
) -> None:
    cast = small_world.cast
    for number in range(count):
        actions.reply(gap=gap, text=f"Reply {number}", by=cast.focal_kh if number % 2 else cast.coordinator)
    client = as_user(cast.expert_one)
    with django_assert_max_num_queries(36):
        assert client.get(reverse("chain", kwargs={"ref": gap.ref})).status_code == 200
