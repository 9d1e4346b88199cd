"""The chart of a corridor: coverage and open gaps from benchmark to benchmark, without what is hidden."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from benchmarking.actions.gaps import dismiss
from benchmarking.actions.next_benchmark import start_next
from benchmarking.models import Benchmark, GapFinding
from benchmarking.queries.development import chart_of, development_of
from tests.benchmarking import gap_world
from tests.benchmarking.desks import line, opened, rate, rate_all
from tests.benchmarking.newer import newer

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Client]


def carried_on(world) -> tuple[Benchmark, Benchmark]:
    """Two benchmarks: two gaps found in the first one, one of them dismissed in the time of the second."""
    first = opened(world)
    by = world.cast.expert_one
    for number in ("1.1.1", "1.2.1"):
        rate(first, line(world.thai, number), "P", by=by, substantial=True, gap_code="C4")
    rate_all(first, world)
    Benchmark.objects.filter(pk=first.pk).update(created_at=timezone.now() - timedelta(days=300))
    second = start_next(benchmark=first, choices={world.cambodian.pk: newer(world.cambodian)}, by=by)
    dismiss(gap=GapFinding.objects.order_by("pk").first(), reason="No gap after all.", by=by)
    return first, second


def test_coverage_and_open_gaps_stand_for_each_benchmark(small_world) -> None:
    carried_on(small_world)
    points = development_of(small_world.th_kh, small_world.cast.expert_one)
    assert [(one.benchmark.number, one.coverage, one.born, one.open) for one in points] == [
        (1, 80.0, 2, 2),
        (2, 80.0, 0, 1),
    ]


def test_nothing_hidden_is_drawn(small_world, as_user: SignIn) -> None:
    first, second = carried_on(small_world)
    cast = small_world.cast
    assert development_of(small_world.th_kh, cast.focal_kh) == []
    assert "nothing to draw yet" in as_user(cast.focal_kh).get(url(small_world)).text
    Benchmark.objects.filter(pk=first.pk).update(released_at=gap_world.RELEASED)
    points = development_of(small_world.th_kh, cast.focal_kh)
    assert [(one.benchmark.number, one.coverage, one.open) for one in points] == [(1, 80.0, 1)]
    Benchmark.objects.filter(pk=second.pk).update(invited_at=gap_world.RELEASED)
    points = development_of(small_world.th_kh, cast.focal_kh)
    assert [(one.coverage, one.is_own_view, one.born) for one in points] == [
        (80.0, False, 2),
        (None, True, 0),
    ]


def url(world) -> str:
    return reverse("benchmarking:development", args=[world.th_kh.ref])


def test_the_chart_says_in_words_what_it_draws(small_world, as_user: SignIn) -> None:
    carried_on(small_world)
    page = as_user(small_world.cast.expert_one).get(url(small_world)).text
    assert "Benchmark 2: coverage 80 %, 1 open gap." in " ".join(page.split())
    assert 'aria-labelledby="chart-title chart-desc"' in page
    assert " style=" not in page
    assert "5 of 5" in page


def test_the_line_is_broken_where_a_coverage_is_missing(small_world) -> None:
    carried_on(small_world)
    points = development_of(small_world.th_kh, small_world.cast.expert_one)
    assert len(chart_of(points).lines) == 1
    Benchmark.objects.filter(number=2).get().judgements.update(rating="", substantial=False)
    points = development_of(small_world.th_kh, small_world.cast.expert_one)
    chart = chart_of(points)
    assert (chart.lines, chart.spots[1].y) == ([], None)


def test_ten_benchmarks_ask_the_database_as_often_as_two(
    small_world, as_user: SignIn, django_assert_num_queries
) -> None:
    _first, last = carried_on(small_world)
    client = as_user(small_world.cast.expert_one)
    with CaptureQueriesContext(connection) as few:
        client.get(url(small_world))
    for year in range(8):
        edition = newer(last.sending_editions.get(), label=f"{2030 + year}")
        last = start_next(
            benchmark=last, choices={edition.previous_id: edition}, by=small_world.cast.expert_one
        )
    with django_assert_num_queries(len(few)):
        client.get(url(small_world))
