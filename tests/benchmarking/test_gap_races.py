"""Several people at once on the same gaps: each change is made once, and nobody's is lost without a word."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts.models import User
from benchmarking import actions
from benchmarking.actions.gap_bulk import change_gaps
from benchmarking.models import ArrangementRating, GapFinding, Judgement
from benchmarking.queries.gap_bulk import BulkAct, Change, Plan
from benchmarking.states import View
from core.queries import history_of
from core.states import IllegalMove
from tests.benchmarking import gap_world
from tests.benchmarking.test_gap_lists import compare, many
from tests.conftest import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _real_database() -> None:
    """Threads need a database that they share; the one in memory serves one connection."""
    if connection.vendor == "sqlite":
        pytest.skip("The database in memory serves one connection; this runs on PostgreSQL.")


def at_once(*works: Callable[[], object]) -> list[object]:
    """Do all at the same moment, each on its own connection."""
    start = Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        try:
            start.wait(10)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_of_four_who_change_the_same_gaps_at_once_each_gap_is_changed_once(small_world: World) -> None:
    by = small_world.cast.expert_one
    gaps = many(compare(small_world, small_world.th_kh), 20, by=by)
    people = [by, small_world.cast.coordinator] * 2

    def work(person: User, turn: int) -> Callable[[], object]:
        order = gaps if turn % 2 else list(reversed(gaps))
        checked = {gap.pk: gap.revision for gap in order}
        return lambda: change_gaps(
            checked=checked, change=Change(BulkAct.ACTION, ["revise", "bridging"][turn % 2]), by=person
        )

    plans = at_once(*(work(person, turn) for turn, person in enumerate(people)))

    changed = [len(plan.planned) for plan in plans if isinstance(plan, Plan)]
    assert sum(changed) == 20
    assert sorted(changed) == [0, 0, 0, 20]  # one transaction held them all
    assert history_of(*gaps).count() == 20
    assert set(GapFinding.objects.values_list("revision", flat=True)) == {2}


def test_agreeing_one_by_one_and_together_at_once_agrees_once(small_world: World) -> None:
    by = small_world.cast.expert_one
    gaps = many(compare(small_world, small_world.th_kh), 5, by=by)
    checked = {gap.pk: gap.revision for gap in gaps}

    def alone() -> int:
        done = 0
        for gap in gaps:
            try:
                actions.agree(gap=GapFinding.objects.get(pk=gap.pk), by=small_world.cast.focal_kh)
                done += 1
            except IllegalMove:
                continue
        return done

    def together() -> int:
        return len(change_gaps(checked=checked, change=Change(BulkAct.AGREE), by=by).planned)

    first, second = at_once(alone, together)

    assert isinstance(first, int)
    assert isinstance(second, int)
    assert first + second == 5
    assert history_of(*gaps).filter(event="gap.agreed").count() == 5


def test_both_views_saved_at_once_make_one_gap(small_world: World) -> None:
    by = small_world.cast.expert_one
    compared = compare(small_world, small_world.th_kh)
    line = gap_world.line(small_world.thai, "1.2.1")
    receiving = gap_world.judgement(compared, line, by=by)
    agreed = gap_world.judgement(compared, line, by=by, view=View.AGREED)

    at_once(*(lambda one=one: gap_world.follow(one, by=by) for one in (receiving, agreed) * 3))

    gap = GapFinding.objects.get()
    assert gap.judgement == agreed
    assert Judgement.objects.filter(gap__isnull=False).count() == 1


def test_an_arrangement_that_is_saved_by_two_at_once_has_one_gap(small_world: World) -> None:
    by = small_world.cast.expert_one
    asked = gap_world.question(by=by)
    rating = gap_world.rated(gap_world.review(small_world.th_kh, asked, by=by), asked, by=by)
    at_once(
        *(
            lambda: actions.follow_arrangement(rating=ArrangementRating.objects.get(pk=rating.pk), by=by)
            for _press in range(4)
        )
    )
    assert GapFinding.objects.get().label == "S4-01"
