"""Recommendations of a corridor: added, changed, moved, deleted, read by whom."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from benchmarking.actions import complete_benchmark
from benchmarking.actions.recommendations import (
    add_recommendation,
    change_recommendation,
    delete_recommendation,
    move_recommendation,
)
from benchmarking.models import Recommendation
from benchmarking.queries.recommendations import recommendations_of
from core.conflicts import Conflict
from core.models import AuditLine
from tests.benchmarking.desks import opened, rate_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(small_world):
    """Three recommendations in their order."""
    return [add(small_world, text) for text in ("First", "Second", "Third")]


def add(world, text, kind="next"):
    """By the Group I expert."""
    return add_recommendation(corridor=world.th_kh, kind=kind, text=text, by=world.cast.expert_one)


def order(world):
    """Texts in their order."""
    return [one.text for one in Recommendation.objects.filter(corridor=world.th_kh)]


def test_they_stand_in_the_order_in_which_they_were_added(three, small_world):
    assert order(small_world) == ["First", "Second", "Third"]


def test_a_second_press_adds_nothing(three, small_world):
    assert add(small_world, "Second") == three[1]
    assert len(order(small_world)) == 3


@pytest.mark.parametrize(("kind", "text", "field"), [("other", "x", "kind"), ("next", "  ", "text")])
def test_kind_and_words_are_needed(small_world, kind, text, field):
    with pytest.raises(ValidationError) as caught:
        add(small_world, text, kind)
    assert list(caught.value.message_dict) == [field]


def test_moving_up_and_down(three, small_world):
    move_recommendation(recommendation=three[2], up=True, by=small_world.cast.expert_one)
    assert order(small_world) == ["First", "Third", "Second"]
    move_recommendation(recommendation=three[0], up=False, by=small_world.cast.expert_one)
    assert order(small_world) == ["Third", "First", "Second"]


def test_moving_past_the_end_changes_nothing(three, small_world):
    before = AuditLine.objects.count()
    move_recommendation(recommendation=three[0], up=True, by=small_world.cast.expert_one)
    move_recommendation(recommendation=three[2], up=False, by=small_world.cast.expert_one)
    assert order(small_world) == ["First", "Second", "Third"]
    assert AuditLine.objects.count() == before


def test_a_change_counts_up_and_the_slower_one_gets_both(three, small_world):
    say = {"kind": "condition", "by": small_world.cast.expert_one}
    made = change_recommendation(recommendation=three[0], text="Mine", revision=1, **say)
    assert (made.text, made.kind, made.revision) == ("Mine", "condition", 2)
    with pytest.raises(Conflict):
        change_recommendation(recommendation=three[0], text="Theirs", revision=1, **say)


def test_deleting_twice_is_deleting_once_and_the_words_stay_in_the_history(three, small_world):
    for _ in range(2):
        delete_recommendation(recommendation=three[1], by=small_world.cast.expert_one)
    assert order(small_world) == ["First", "Third"]
    (act,) = AuditLine.objects.filter(event="recommendation.deleted")
    assert act.before["text"] == "Second"


def test_the_other_side_reads_them_from_the_release(three, small_world):
    cast = small_world.cast
    for user in (cast.focal_kh, cast.reviewer):
        assert recommendations_of(small_world.th_kh, user) == []
    made = opened(small_world)
    rate_all(made, small_world)
    complete_benchmark(benchmark=made, conclusion="comparable", reason="", by=cast.expert_one)
    for user in (cast.focal_kh, cast.reviewer):
        assert len(recommendations_of(small_world.th_kh, user)) == 3


class TestPages:
    def here(self, world, name="recommendations", *args):
        return reverse(f"benchmarking:{name}", args=args or [world.th_kh.ref])

    def test_the_list_leads_to_every_act(self, as_user, three, small_world):
        text = as_user(small_world.cast.expert_one).get(self.here(small_world)).content.decode()
        for name in ("recommendation-edit", "recommendation-move", "recommendation-delete"):
            assert self.here(small_world, name, three[0].pk) in text

    def test_before_the_release_the_other_side_finds_nothing(self, as_user, three, small_world):
        text = as_user(small_world.cast.focal_kh).get(self.here(small_world)).content.decode()
        assert "First" not in text
        assert "No recommendation to read yet" in text
        corridor = as_user(small_world.cast.focal_kh).get(reverse("corridor", args=[small_world.th_kh.ref]))
        assert "First" not in corridor.content.decode()

    def test_adding_changing_moving_deleting(self, as_user, small_world):
        browser = as_user(small_world.cast.expert_one)
        wrong = browser.post(self.here(small_world, "recommendation-add"), {"kind": "next", "text": ""})
        assert wrong.status_code == 422
        browser.post(self.here(small_world, "recommendation-add"), {"kind": "next", "text": "One"})
        made = Recommendation.objects.get()
        edit = self.here(small_world, "recommendation-edit", made.pk)
        browser.post(edit, {"kind": "bridging", "text": "Two", "revision": "1"})
        slow = browser.post(edit, {"kind": "bridging", "text": "Slow", "revision": "1"})
        assert slow.status_code == 409
        assert "Two" in slow.content.decode()
        delete = self.here(small_world, "recommendation-delete", made.pk)
        assert "Two" in browser.get(delete).content.decode()
        assert browser.post(delete).status_code == 302
        assert not Recommendation.objects.exists()

    def test_the_other_side_writes_none(self, as_user, small_world):
        browser = as_user(small_world.cast.focal_kh)
        assert browser.get(self.here(small_world, "recommendation-add")).status_code == 403

    def test_the_list_costs_the_same_for_one_and_for_many(
        self, as_user, small_world, django_assert_max_num_queries
    ):
        for number in range(30):
            add(small_world, f"Recommendation {number}")
        browser = as_user(small_world.cast.expert_one)
        with django_assert_max_num_queries(16):
            browser.get(self.here(small_world))
