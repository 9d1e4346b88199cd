"""Several people at once: one benchmark follows, and one spreadsheet is taken in once."""

from __future__ import annotations

import pytest

from benchmarking.actions.next_benchmark import start_next
from benchmarking.actions.sheets import take_sheet
from benchmarking.exchange.form import FILLED, InCell, InRow, InSheet
from benchmarking.models import Benchmark, JudgementVersion
from benchmarking.states import View
from core.models import AuditLine, StoredFile
from core.states import IllegalMove
from tests.benchmarking.desks import opened, rateable
from tests.benchmarking.newer import newer
from tests.benchmarking.test_gap_races import _real_database, at_once  # noqa: F401  # a fixture
from tests.conftest import World

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_four_who_start_the_next_benchmark_at_once_one_does(small_world: World) -> None:
    benchmark = opened(small_world)
    later = newer(small_world.cambodian)
    cast = small_world.cast

    def work(person: object) -> object:
        try:
            return start_next(benchmark=benchmark, choices={small_world.cambodian.pk: later}, by=person)  # type: ignore[arg-type]
        except IllegalMove as moved:
            return moved

    made = at_once(*(lambda who=who: work(who) for who in [cast.expert_one, cast.coordinator] * 2))
    assert [isinstance(one, Benchmark) for one in made].count(True) == 1
    assert Benchmark.objects.filter(previous=benchmark).count() == 1


def test_the_same_file_taken_in_by_four_at_once_is_saved_once(small_world: World) -> None:
    benchmark = opened(small_world)
    by = small_world.cast.expert_one
    said = {"Rating": "N", "Difference": "Not there."}
    rows = tuple(
        InRow(
            at,
            str(line.pk),
            "0",
            {name: InCell(said.get(name, ""), f"A{at}") for name in FILLED},
        )
        for at, line in enumerate(rateable(small_world), 2)
    )
    sheet = InSheet(benchmark.ref, "receiving", rows)
    stored = StoredFile.objects.create(sha256="0" * 64, size=1, name="a.xlsx", content_type="x", by=by)

    def work() -> int:
        taken = take_sheet(
            benchmark=benchmark, view=View.RECEIVING, sheet=sheet, mine={}, stored=stored, by=by
        )
        return taken.applied

    assert sorted(at_once(work, work, work, work)) == [0, 0, 0, 5]  # type: ignore[type-var]
    assert JudgementVersion.objects.count() == 5
    assert AuditLine.objects.filter(event="benchmark.sheet_taken").count() == 1
