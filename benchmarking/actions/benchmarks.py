"""Verbs on benchmarks: open, complete (which releases), reopen."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from benchmarking.models import Benchmark
from benchmarking.queries.benchmarks import progress_of, usable_editions
from benchmarking.states import BENCHMARK_TRANSITIONS, BenchmarkState, Conclusion
from core.audit import record
from core.refs import make_ref
from core.states import IllegalMove, move
from core.text import clean
from corridors.models import Corridor
from standards.models import Edition


@transaction.atomic
def open_benchmark(
    *,
    corridor: Corridor,
    reference_editions: Collection[Edition],
    sending_editions: Collection[Edition],
    by: User,
) -> Benchmark:
    """Set editions of the receiving country against editions of the sending country.

    A benchmark takes accepted editions, and submitted ones, which are labelled provisional.

    Raises:
        ValidationError: by field; an edition is missing, not usable, not of that country and skill area, not
            visible to `by`, or the same editions already stand in an open benchmark.
    """
    held = Corridor.objects.select_for_update().get(pk=corridor.pk)
    faults = _faults_of_editions(held, reference_editions, sending_editions, by)
    if faults:
        raise ValidationError({name: [str(sentence)] for name, sentence in faults.items()})
    _refuse_twin(held, reference_editions, sending_editions)
    number = (held.benchmarks.aggregate(last=Max("number"))["last"] or 0) + 1
    benchmark = Benchmark.objects.create(
        ref=make_ref(
            held.receiving_country, held.sending_country, held.skill_area.title, "benchmark", number
        ),
        corridor=held,
        number=number,
        created_by=by,
    )
    benchmark.reference_editions.set(reference_editions)
    benchmark.sending_editions.set(sending_editions)
    after = {
        "reference_editions": "; ".join(str(edition) for edition in reference_editions),
        "sending_editions": "; ".join(str(edition) for edition in sending_editions),
    }
    record("benchmark.opened", on=benchmark, by=by, after=after)
    return benchmark


@transaction.atomic
def complete_benchmark(*, benchmark: Benchmark, conclusion: str, reason: str, by: User) -> Benchmark:
    """Conclude the benchmark and release the receiving view to the sending side and the ILO.

    Raises:
        IllegalMove: lines are not compared yet, or the benchmark is completed already.
        ValidationError: by field; no conclusion, or no reason where the conclusion needs one.
    """
    held = Benchmark.objects.select_for_update().get(pk=benchmark.pk)
    reason = clean(reason)
    if conclusion not in Conclusion.values:
        raise ValidationError({"conclusion": _("Choose a conclusion.")})
    if conclusion != Conclusion.COMPARABLE and not reason:
        raise ValidationError(
            {"reason": _("Say which conditions, or why not yet. This conclusion needs a reason.")}
        )
    counts = progress_of([held])[held.pk]
    if held.is_open and (counts.open or not counts.total):
        raise IllegalMove(_not_ready(counts.open))
    now = timezone.now()
    move(
        held,
        to=BenchmarkState.COMPLETED,
        transitions=BENCHMARK_TRANSITIONS,
        conclusion=conclusion,
        conclusion_reason=reason,
        completed_by=by,
        completed_at=now,
        released_at=held.released_at or now,
    )
    after = {"conclusion": held.get_conclusion_display(), "reason": reason}
    record("benchmark.completed", on=held, by=by, after=after)
    return held


@transaction.atomic
def reopen_benchmark(*, benchmark: Benchmark, reason: str, by: User) -> Benchmark:
    """Take a completed benchmark up again; what the other side has seen stays released, the conclusion goes.

    Raises:
        IllegalMove: the benchmark is not completed.
        ValidationError: the reason is missing.
    """
    held = Benchmark.objects.select_for_update().get(pk=benchmark.pk)
    reason = clean(reason)
    if not reason:
        raise ValidationError(
            {"reason": _("Say why the benchmark is taken up again. The other side reads it.")}
        )
    before = {"conclusion": held.get_conclusion_display(), "reason": held.conclusion_reason}
    move(
        held,
        to=BenchmarkState.OPEN,
        transitions=BENCHMARK_TRANSITIONS,
        conclusion="",
        conclusion_reason="",
        completed_by=None,
        completed_at=None,
    )
    record("benchmark.reopened", on=held, by=by, before=before, after={"conclusion": "", "reason": reason})
    return held


def _not_ready(left: int) -> str:
    if not left:
        return str(_("The reference editions have no line to compare, so there is nothing to conclude."))
    sentence = ngettext(
        "%(left)d line is not compared yet. Compare it first; then the benchmark can be completed.",
        "%(left)d lines are not compared yet. Compare them first; then the benchmark can be completed.",
        left,
    )
    return sentence % {"left": left}


def _faults_of_editions(
    corridor: Corridor, reference: Collection[Edition], sending: Collection[Edition], by: User
) -> dict[str, Promise]:
    faults: dict[str, Promise] = {}
    sides = {
        "reference_editions": (reference, corridor.receiving_country),
        "sending_editions": (sending, corridor.sending_country),
    }
    for name, (editions, country) in sides.items():
        usable = set(usable_editions(by, country, corridor.skill_area).values_list("pk", flat=True))
        if not editions:
            faults[name] = _("Choose at least one edition.")
        elif {edition.pk for edition in editions} - usable:
            faults[name] = _(
                "An edition is not accepted or submitted, or belongs to another country or skill area. Choose from the list."
            )
    return faults


def _refuse_twin(corridor: Corridor, reference: Collection[Edition], sending: Collection[Edition]) -> None:
    wanted = ({edition.pk for edition in reference}, {edition.pk for edition in sending})
    open_ones = corridor.benchmarks.filter(state=BenchmarkState.OPEN)
    for other in open_ones.prefetch_related("reference_editions", "sending_editions"):
        theirs = (
            {edition.pk for edition in other.reference_editions.all()},
            {edition.pk for edition in other.sending_editions.all()},
        )
        if theirs == wanted:
            raise ValidationError(
                _(
                    "Benchmark %(number)d of this corridor already compares exactly these editions. Go on there."
                ),
                params={"number": other.number},
            )
