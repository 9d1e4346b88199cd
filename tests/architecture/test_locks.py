"""Rows are held so that no two acts ever wait for each other (PostgreSQL ends one of two that do with an error)."""

from __future__ import annotations

import re
import threading

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from benchmarking.actions.thresholds import set_thresholds
from reports.actions.holding import hold_scope
from reports.actions.requesting import new_version
from reports.models import Report, Scope
from tests.architecture.code import ROOT, sources
from tests.benchmarking.desks import line, opened, rate
from tests.reports.world import requested

_HOLDS = re.compile(r"Corridor\.objects\s*\.select_for_update\((.*?)\)\s*[.\n]")


def test_who_holds_a_corridor_lets_others_refer_to_it():
    """A gap refers to its corridor. Whoever judges holds the benchmark and makes a gap; whoever starts the next benchmark
    or freezes a report holds the corridor and then wants the benchmark. With `no_key` the first never waits.
    """
    found = []
    for path in sources():
        for call in _HOLDS.findall(path.read_text(encoding="utf-8")):
            if "no_key=True" not in call:
                found.append(f"{path.relative_to(ROOT)}: {call}")
    assert found == []


@pytest.mark.django_db
def test_a_corridor_is_held_before_its_benchmarks(small_world, cast):
    opened(small_world)
    seen = (small_world.th_kh.comparable_from, small_world.th_kh.not_comparable_below)
    with CaptureQueriesContext(connection) as queries:
        set_thresholds(
            corridor=small_world.th_kh,
            comparable_from=seen[0] - 1,
            not_comparable_below=seen[1],
            seen=seen,
            by=cast.coordinator,
        )
    tables = [re.search(r'FROM "(\w+)"', one["sql"]) for one in queries]
    read = [one[1] for one in tables if one]
    assert read.index("corridors_corridor") < read.index("benchmarking_benchmark")


@pytest.mark.django_db(transaction=True)
def test_a_gap_is_made_while_somebody_freezes_a_report(small_world, cast):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite holds the whole database")
    benchmark = opened(small_world)
    gaps = []

    def judge() -> None:
        try:
            of = line(small_world.thai, "1.1.2")
            rate(benchmark, of, "P", by=cast.expert_one, substantial=True, gap_code="C4")
            gaps.append(benchmark.gaps.count())
        finally:
            connection.close()

    with transaction.atomic():
        hold_scope(Scope.of(small_world.th_kh))
        thread = threading.Thread(target=judge)
        thread.start()
        thread.join(20)
        assert gaps == [1]
    thread.join()


@pytest.mark.django_db
def test_a_new_version_holds_the_corridors_before_its_report(small_world, cast):
    """Publishing holds corridors, then the report, then the one before it; a volume holds all reports that it merges."""
    report = requested(small_world)
    Report.objects.update(state="returned")
    with CaptureQueriesContext(connection) as queries:
        new_version(report=report, by=cast.coordinator)
    tables = [re.search(r'FROM "(\w+)"', one["sql"]) for one in queries]
    read = [one[1] for one in tables if one]
    assert read.index("corridors_corridor") < read.index("reports_report")
