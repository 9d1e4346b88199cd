"""The verb on a corridor's thresholds that knows what hangs on them: verdicts and signatures."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction

from accounts.models import User
from benchmarking.actions.signatures import follow_change
from benchmarking.models import Benchmark
from corridors import actions as corridors
from corridors.models import Corridor


@transaction.atomic
def set_thresholds(
    *,
    corridor: Corridor,
    comparable_from: Decimal,
    not_comparable_below: Decimal,
    seen: tuple[Decimal, Decimal],
    by: User,
) -> Corridor:
    """Set both thresholds in percent. Verdicts that were decided stand, marked as decided on older thresholds;
    signatures under benchmarks of this corridor become void.

    Args:
        seen: the values that the person saw, upper first.

    Raises:
        IllegalMove: somebody set others in between.
        ValidationError: by field.
    """
    Corridor.objects.select_for_update(no_key=True).get(pk=corridor.pk)  # before benchmarks, as everywhere
    benchmarks = list(
        Benchmark.objects.select_for_update(of=("self",)).filter(corridor=corridor).order_by("pk")
    )
    changed = corridors.set_thresholds(
        corridor=corridor,
        comparable_from=comparable_from,
        not_comparable_below=not_comparable_below,
        seen=seen,
        by=by,
    )
    for benchmark in benchmarks:
        follow_change(benchmark=benchmark, by=by)
    return changed
