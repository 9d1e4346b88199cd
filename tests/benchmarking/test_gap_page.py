"""What the page of a gap says, to whom."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from benchmarking import actions
from benchmarking.models import Benchmark, GapFinding
from benchmarking.states import GapState
from core.queries import history_of
from corridors.models import Activity
from corridors.states import ActivityState
from tests.benchmarking import gap_world
from tests.benchmarking.test_gap_views import SignIn, gap_in, url
from tests.conftest import Cast, World


@pytest.fixture
def compared(small_world: World) -> Benchmark:
    """A released benchmark of the Thai and the Cambodian edition."""
    return gap_world.compared_in(small_world)


def test_the_page_says_who_has_the_ball(small_world: World, compared: Benchmark, as_user: SignIn) -> None:
    gap = gap_in(compared, small_world, GapState.OPEN)
    client = as_user(small_world.cast.coordinator)
    assert "next step: Cambodia" in client.get(url("gap", gap)).content.decode()
    actions.reply(gap=gap, text="Why?", by=small_world.cast.expert_kh)
    assert "next step: Thailand" in client.get(url("gap", gap)).content.decode()
    actions.reply(gap=gap, text="Because", by=small_world.cast.coordinator)
    assert "next step: Cambodia" in client.get(url("gap", gap)).content.decode()
    actions.agree(gap=gap, by=small_world.cast.focal_kh)
    GapFinding.objects.filter(pk=gap.pk).update(owner_country="TH")
    assert "next step: Thailand" in client.get(url("gap", gap)).content.decode()


def test_a_stale_gap_says_so(small_world: World, compared: Benchmark, as_user: SignIn) -> None:
    gap = gap_in(compared, small_world, GapState.OPEN, stale=True)
    page = as_user(small_world.cast.focal_kh).get(url("gap", gap)).content.decode()
    assert "The judgement no longer calls this substantial" in page


def test_a_hint_stands_there_when_all_activities_are_done(
    small_world: World, compared: Benchmark, as_user: SignIn
) -> None:
    gap = gap_in(compared, small_world, GapState.IN_PROGRESS)
    hint = "All activities for this gap are done"
    client = as_user(small_world.cast.focal_kh)
    assert hint not in client.get(url("gap", gap)).content.decode()
    first, second = (
        Activity.objects.create(
            ref=f"a-{n}", pilot=small_world.pilot, title=f"Workshop {n}", state=ActivityState.DONE
        )
        for n in range(2)
    )
    gap.activities.add(first, second)
    assert hint in client.get(url("gap", gap)).content.decode()
    Activity.objects.filter(pk=second.pk).update(state=ActivityState.IN_PROGRESS)
    assert hint not in client.get(url("gap", gap)).content.decode()


def test_the_sending_side_does_not_see_activities_of_others_nor_the_history_before_the_release(
    small_world: World, compared: Benchmark, as_user: SignIn
) -> None:
    gap = gap_in(compared, small_world, GapState.OPEN)
    actions.edit_gap(
        gap=gap,
        revision=1,
        title="Tolerance",
        description="First thoughts",
        severity="minor",
        code="C4",
        due_on=None,
        owner_country="KH",
        by=small_world.cast.expert_one,
    )
    line = history_of(gap).get()
    type(line).objects.filter(pk=line.pk).update(at=gap_world.RELEASED.replace(month=5))
    gap.activities.add(
        Activity.objects.create(
            ref="a-1", pilot=small_world.pilot, title="Inside Thailand only", country="TH"
        )
    )
    for person, sees in (("coordinator", True), ("focal_kh", False)):
        page = as_user(getattr(small_world.cast, person)).get(url("gap", gap)).content.decode()
        assert ("Gap edited" in page) is sees
        assert ("Inside Thailand only" in page) is sees


def test_a_link_form_offers_only_what_fits(small_world: World, compared: Benchmark, as_user: SignIn) -> None:
    gap = gap_in(compared, small_world, GapState.AGREED)
    for title, fields in {
        "Common workshop": {},
        "For this corridor": {"corridor": small_world.th_kh, "country": "KH"},
        "For Lao PDR": {"corridor": small_world.th_la, "country": "LA"},
        "Cancelled one": {"state": ActivityState.CANCELLED},
    }.items():
        Activity.objects.create(
            ref=title.lower().replace(" ", "-"), pilot=small_world.pilot, title=title, **fields
        )
    client = as_user(small_world.cast.expert_one)
    page = client.get(url("gap-activity", gap)).content.decode()
    assert [
        title in page for title in ("Common workshop", "For this corridor", "For Lao PDR", "Cancelled one")
    ] == [
        True,
        True,
        False,
        False,
    ]
    assert (
        client.post(url("gap-activity", gap), {"how": "link", "activity": "for-lao-pdr"}).status_code == 422
    )
    assert (
        client.post(url("gap-activity", gap), {"how": "link", "activity": "common-workshop"}).status_code
        == 302
    )
    assert [activity.title for activity in gap.activities.all()] == ["Common workshop"]


def test_nothing_that_was_written_becomes_markup(
    small_world: World, compared: Benchmark, as_user: SignIn
) -> None:
    evil = "<script>alert(1)</script>"
    gap = gap_in(
        compared, small_world, GapState.KEPT, title=evil, description=evil, reason=evil, generated=evil
    )
    actions.reply(gap=gap, text=evil, by=small_world.cast.focal_kh)
    page = as_user(small_world.cast.coordinator).get(url("gap", gap)).content.decode()
    assert evil not in page
    assert "&lt;script&gt;alert(1)" in page


def test_one_page_needs_few_queries(
    small_world: World, compared: Benchmark, as_user: SignIn, django_assert_max_num_queries: Any, cast: Cast
) -> None:
    gap = gap_in(compared, small_world, GapState.IN_PROGRESS)
    client = as_user(cast.expert_one)
    for n in range(12):
        actions.reply(gap=gap, text=f"Reply {n}", by=cast.focal_kh if n % 2 else cast.coordinator)
        gap.activities.add(
            Activity.objects.create(ref=f"a-{n}", pilot=small_world.pilot, title=f"Workshop {n}")
        )
    with django_assert_max_num_queries(12):
        assert client.get(url("gap", gap)).status_code == 200


def test_the_page_leads_to_the_whole_chain(small_world: World, compared: Benchmark, as_user: SignIn) -> None:
    gap = gap_in(compared, small_world, GapState.OPEN)
    page = as_user(small_world.cast.focal_kh).get(url("gap", gap)).content.decode()
    assert page.count(reverse("chain", args=[gap.ref])) == 2


def test_a_text_in_another_script_is_marked_with_its_language(
    small_world: World, compared: Benchmark, as_user: SignIn
) -> None:
    gap = gap_in(compared, small_world, GapState.OPEN, title="ជញ្ជាំង", description="กำแพง")
    actions.reply(gap=gap, text="ຝາ", by=small_world.cast.focal_kh)
    page = as_user(small_world.cast.focal_kh).get(url("gap", gap)).content.decode()
    assert '<div lang="th"><p>กำแพง' in page
    assert '<div lang="lo"><p>ຝາ' in page
