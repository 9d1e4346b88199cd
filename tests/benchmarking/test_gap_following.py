"""Gaps follow the judgement they were born from, and never touch the words of a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarking.models import Benchmark, GapFinding, Judgement
from benchmarking.states import GapState, View
from core.queries import history_of
from tests.benchmarking import gap_world
from tests.conftest import World

PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture
def compared(small_world: World) -> Benchmark:
    """A released benchmark of the Thai and the Cambodian edition."""
    return gap_world.compared_in(small_world)


@pytest.fixture
def make(small_world: World, compared: Benchmark) -> Callable[..., GapFinding]:
    """`make(state)` is a gap of the released benchmark."""
    return gap_world.maker(small_world, compared)


def test_a_substantial_judgement_opens_a_gap_owned_by_the_sending_country(
    small_world: World, compared: Benchmark
) -> None:
    line = gap_world.line(small_world.thai, "1.2.1")
    judged = gap_world.judgement(compared, line, by=small_world.cast.expert_one)
    judged.counterparts.add(gap_world.line(small_world.cambodian, "2.1"))
    gap = gap_world.follow(judged, by=small_world.cast.expert_one)
    assert gap is not None
    assert (gap.number, gap.code, gap.severity, gap.owner_country, gap.state) == (
        1,
        "C4",
        "critical",
        "KH",
        "open",
    )
    assert gap.generated.splitlines() == [
        "1.2.1 Lay a half-brick wall in stretcher bond, plumb within 3 mm over 1 m",
        "Partly covered: 2.1 The wall is laid in stretcher bond",
        "Difference: No tolerance is named",
    ]
    assert [one.event for one in history_of(gap)] == ["gap.opened"]


@pytest.mark.parametrize(
    "fields",
    [
        {"substantial": False},
        {"rating": "F", "substantial": False},
        {"view": View.SENDING},
    ],
)
def test_other_judgements_open_no_gap(
    small_world: World, compared: Benchmark, fields: dict[str, Any]
) -> None:
    judged = gap_world.judgement(
        compared, gap_world.line(small_world.thai, "1.2.1"), by=small_world.cast.expert_one, **fields
    )
    assert gap_world.follow(judged, by=small_world.cast.expert_one) is None
    assert not GapFinding.objects.exists()


@pytest.mark.parametrize(
    "number, rating, code",
    [("1.1.1", "P", "C5"), ("1.3.1", "N", "C6"), ("1.2.1", "P", "C4"), ("1.2.1", "N", "C3")],
)
def test_a_judgement_without_a_code_gives_one_by_kind_of_line(
    small_world: World, compared: Benchmark, number: str, rating: str, code: str
) -> None:
    line = gap_world.line(small_world.thai, number)
    judged = gap_world.judgement(compared, line, by=small_world.cast.expert_one, rating=rating, gap_code="")
    gap = gap_world.follow(judged, by=small_world.cast.expert_one)
    assert gap is not None
    assert gap.code == code


def test_numbers_count_inside_the_benchmark(small_world: World, compared: Benchmark) -> None:
    for number in ("1.1.1", "1.1.2", "1.2.1"):
        judged = gap_world.judgement(
            compared, gap_world.line(small_world.thai, number), by=small_world.cast.expert_one
        )
        gap_world.follow(judged, by=small_world.cast.expert_one)
    assert [gap.label for gap in GapFinding.objects.order_by("number")] == ["G01", "G02", "G03"]


def test_a_changed_judgement_updates_the_generated_part_and_the_code(
    make: Callable[..., GapFinding], small_world: World
) -> None:
    gap = make()
    Judgement.objects.filter(pk=gap.judgement_id).update(
        rating="N", difference="Nothing about plumb", gap_code="C3"
    )
    follow(gap, small_world)
    assert "Nothing about plumb" in gap.generated
    assert "Not covered" in gap.generated
    assert gap.code == "C3"
    assert gap.revision == 1


def test_an_edited_gap_keeps_the_code_that_a_person_saw(
    make: Callable[..., GapFinding], small_world: World
) -> None:
    gap = make()
    gap_world.edit(gap, small_world.cast.expert_one, code="C7")
    Judgement.objects.filter(pk=gap.judgement_id).update(gap_code="C3", difference="Other")
    follow(gap, small_world)
    assert gap.code == "C7"
    assert "Other" in gap.generated


def test_an_agreed_gap_keeps_its_code(make: Callable[..., GapFinding], small_world: World) -> None:
    gap = make(GapState.AGREED)
    Judgement.objects.filter(pk=gap.judgement_id).update(gap_code="C3")
    follow(gap, small_world)
    assert gap.code == "C4"


def test_a_gap_goes_stale_and_back_with_its_judgement(
    make: Callable[..., GapFinding], small_world: World
) -> None:
    gap = make(GapState.IN_PROGRESS)
    Judgement.objects.filter(pk=gap.judgement_id).update(substantial=False, rating="F", gap_code="")
    follow(gap, small_world)
    assert (gap.stale, gap.state, gap.code) == (True, "in_progress", "C4")
    Judgement.objects.filter(pk=gap.judgement_id).update(substantial=True, rating="P", gap_code="C4")
    follow(gap, small_world)
    assert not gap.stale
    assert GapFinding.objects.count() == 1


@pytest.mark.parametrize("state", [GapState.KEPT, GapState.DISMISSED])
def test_a_gap_set_aside_stays_set_aside(
    make: Callable[..., GapFinding], small_world: World, state: GapState
) -> None:
    gap = make(state)
    Judgement.objects.filter(pk=gap.judgement_id).update(difference="Worded anew")
    follow(gap, small_world)
    assert gap.state == state
    assert "Worded anew" in gap.generated


@pytest.mark.parametrize(
    "change", [{"substantial": False, "rating": "F"}, {"difference": "Worse than thought", "rating": "N"}]
)
def test_a_judgement_never_touches_a_closed_gap(
    make: Callable[..., GapFinding], small_world: World, change: dict[str, Any]
) -> None:
    gap = make(GapState.CLOSED)
    before = GapFinding.objects.values().get(pk=gap.pk)
    Judgement.objects.filter(pk=gap.judgement_id).update(**change)
    follow(gap, small_world)
    assert GapFinding.objects.values().get(pk=gap.pk) == before


def test_following_twice_writes_one_line_of_history(
    make: Callable[..., GapFinding], small_world: World
) -> None:
    gap = make()
    Judgement.objects.filter(pk=gap.judgement_id).update(difference="Worded anew")
    follow(gap, small_world)
    follow(gap, small_world)
    assert [one.event for one in history_of(gap)] == ["gap.followed_judgement"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    title=st.text(max_size=60),
    description=st.text(max_size=200),
    changes=st.lists(
        st.fixed_dictionaries(
            {
                "rating": st.sampled_from(["F", "P", "N"]),
                "substantial": st.booleans(),
                "difference": st.text(alphabet="abcกខမ ", max_size=30),
                "gap_code": st.sampled_from(["C1", "C4", "A2"]),
            }
        ),
        max_size=4,
    ),
)
def test_no_judgement_ever_changes_the_words_of_a_person(
    make: Callable[..., GapFinding],
    small_world: World,
    title: str,
    description: str,
    changes: list[dict[str, Any]],
) -> None:
    with transaction.atomic():
        point = transaction.savepoint()
        gap = make()
        gap_world.edit(gap, small_world.cast.expert_one, title=title, description=description)
        names = ("title", "description", "code", "severity", "owner_country", "due_on", "state", "revision")
        human = GapFinding.objects.values(*names).get(pk=gap.pk)
        for change in changes:
            change["substantial"] = change["substantial"] and change["rating"] != "F"
            Judgement.objects.filter(pk=gap.judgement_id).update(**change)
            follow(gap, small_world)
            assert GapFinding.objects.values(*names).get(pk=gap.pk) == human
            assert gap.stale is not change["substantial"]
        transaction.savepoint_rollback(point)


def follow(gap: GapFinding, world: World) -> None:
    gap_world.follow(Judgement.objects.get(pk=gap.judgement_id), by=world.cast.expert_one)
    gap.refresh_from_db()
