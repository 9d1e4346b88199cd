"""How far benchmarks are: counts by rating, as a whole, of one view, or as one person may read them.

Who needs several of them for the same benchmarks passes `totals` (`scope.totals_of`) along.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db.models import Count, Exists, OuterRef, Q

from accounts.models import User
from benchmarking.comparison import Counts
from benchmarking.models import Benchmark, Judgement, JudgementQuerySet
from benchmarking.queries.scope import totals_of
from benchmarking.queries.sight import Sight, sights_of
from benchmarking.states import Rating, View


def progress_of(
    benchmarks: Collection[Benchmark], totals: Mapping[int, int] | None = None
) -> dict[int, Counts]:
    """Counts of each benchmark's rated lines (agreed view, else receiving view), by primary key.

    For rules, not for pages: these figures are hidden from the sending side until the receiving view is released.
    The number of queries does not depend on the number of benchmarks.
    """
    return _counts(benchmarks, _in(benchmarks).effective(), totals)


def progress_in(
    benchmarks: Collection[Benchmark], view: str, totals: Mapping[int, int] | None = None
) -> dict[int, Counts]:
    """Counts of one view, by primary key. A line that both sides have agreed on counts as agreed in both views."""
    agreed = Judgement.objects.filter(
        benchmark=OuterRef("benchmark"), line=OuterRef("line"), view=View.AGREED
    ).exclude(rating="")
    rows = _in(benchmarks).exclude(rating="")
    rows = rows.filter(Q(view=View.AGREED) | (Q(view=view) & ~Exists(agreed)))
    return _counts(benchmarks, rows, totals)


def progress_by_view(benchmark: Benchmark, total: int) -> dict[str, Counts]:
    """What each side's own view and the agreed view say in themselves, by view; one query.

    Args:
        total: how many lines the benchmark rates.
    """
    rows = Judgement.objects.filter(benchmark=benchmark).exclude(rating="")
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for view, rating, number in rows.values_list("view", "rating").annotate(Count("pk")).order_by():
        found[view][rating] = number
    counts = {}
    for view in View.values:
        f, p, n = (found[view].get(rating, 0) for rating in (Rating.FULL, Rating.PARTLY, Rating.NOT))
        counts[view] = Counts(f, p, n, max(0, total - f - p - n))
    return counts


def progress_for(
    user: User, benchmarks: Collection[Benchmark], totals: Mapping[int, int] | None = None
) -> dict[int, Counts]:
    """Counts as this person may read them: of the benchmark where they read the receiving view, else of their own
    side's view; without a rating for who reads neither. By primary key, for benchmarks that they see.
    """
    return _counts(benchmarks, shown_to(sights_of(user, benchmarks)), totals)


def shown_to(sights: dict[int, Sight]) -> JudgementQuerySet:
    """The judgements that figures are counted from, for benchmarks by primary key as somebody sees them."""
    whole = [key for key, sight in sights.items() if sight.sees_receiving]
    own = [key for key, sight in sights.items() if not sight.sees_receiving and sight.own == View.SENDING]
    agreed = (
        Judgement.objects.filter(benchmark=OuterRef("benchmark"), line=OuterRef("line"), view=View.AGREED)
        .exclude(rating="")
        .order_by()
    )
    effective = (Q(view=View.AGREED) & ~Q(rating="")) | (Q(view=View.RECEIVING) & ~Exists(agreed))
    return Judgement.objects.filter(
        (Q(benchmark__in=whole) & effective) | Q(benchmark__in=own, view=View.SENDING)
    )


def _in(benchmarks: Collection[Benchmark]) -> JudgementQuerySet:
    return Judgement.objects.filter(benchmark__in=[one.pk for one in benchmarks])


def _counts(
    benchmarks: Collection[Benchmark], rows: JudgementQuerySet, totals: Mapping[int, int] | None
) -> dict[int, Counts]:
    totals = totals_of(benchmarks) if totals is None else totals
    rated: dict[int, dict[str, int]] = defaultdict(dict)
    found = rows.exclude(rating="").values_list("benchmark_id", "rating").annotate(Count("pk")).order_by()
    for key, rating, number in found:
        rated[key][rating] = number
    counts = {}
    for one in benchmarks:
        f, p, n = (rated[one.pk].get(rating, 0) for rating in (Rating.FULL, Rating.PARTLY, Rating.NOT))
        counts[one.pk] = Counts(f, p, n, max(0, totals[one.pk] - f - p - n))
    return counts
