"""Verbs on the end of a benchmark: complete (which releases and concludes), reopen."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from benchmarking.actions.gap_following import follow_released
from benchmarking.actions.signatures import follow_change
from benchmarking.actions.verdicts import take_proposals_of
from benchmarking.models import Benchmark
from benchmarking.queries.progress import progress_of
from benchmarking.states import BENCHMARK_TRANSITIONS, BenchmarkState, Conclusion
from core.audit import record
from core.states import IllegalMove, move
from core.text import clean


@transaction.atomic
def complete_benchmark(*, benchmark: Benchmark, conclusion: str, reason: str, by: User) -> Benchmark:
    """Conclude the benchmark and release the receiving view to the sending side and the ILO.

    Proposed verdicts that nobody has decided on are taken over as decided. A blind benchmark is completed after both
    sides have released their views; in any other one completing releases the receiving view.

    Raises:
        IllegalMove: lines are not compared yet, a view of a blind benchmark is not released, or the benchmark is
            completed already.
        ValidationError: by field; no conclusion, or no reason where the conclusion needs one.
    """
    held = _hold(benchmark)
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
    if held.is_open and (fault := views_missing(held)):
        raise IllegalMove(fault)
    now, is_first = timezone.now(), held.released_at is None
    if held.is_open:
        take_proposals_of(held, by)
    move(
        held,
        to=BenchmarkState.COMPLETED,
        transitions=BENCHMARK_TRANSITIONS,
        conclusion=conclusion,
        conclusion_reason=reason,
        completed_by=by,
        completed_at=now,
        receiving_done_at=held.receiving_done_at or now,
        released_at=held.released_at or now,
    )
    if is_first:
        follow_released(benchmark=held, by=by)
    after = {"conclusion": held.get_conclusion_display(), "reason": reason}
    record("benchmark.completed", on=held, by=by, after=after)
    follow_change(benchmark=held, by=by)
    return held


@transaction.atomic
def reopen_benchmark(*, benchmark: Benchmark, reason: str, by: User) -> Benchmark:
    """Take a completed benchmark up again; what the other side has seen stays released, the conclusion goes, and
    signatures become void.

    Raises:
        IllegalMove: the benchmark is not completed.
        ValidationError: the reason is missing.
    """
    held = _hold(benchmark)
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
    follow_change(benchmark=held, by=by)
    return held


def views_missing(benchmark: Benchmark) -> str:
    """Why a blind benchmark cannot be completed yet, in a sentence; empty when it can."""
    if not benchmark.blind or (benchmark.receiving_done_at and benchmark.sending_done_at):
        return ""
    return str(
        _(
            "In this benchmark each side's view is hidden until both have released theirs. Both views have to be "
            "released before the benchmark is completed."
        )
    )


def _hold(benchmark: Benchmark) -> Benchmark:
    return Benchmark.objects.select_for_update(of=("self",)).select_related("corridor").get(pk=benchmark.pk)


def _not_ready(left: int) -> str:
    if not left:
        return str(_("The reference editions have no line to compare, so there is nothing to conclude."))
    sentence = ngettext(
        "%(left)d line is not compared yet. Compare it first; then the benchmark can be completed.",
        "%(left)d lines are not compared yet. Compare them first; then the benchmark can be completed.",
        left,
    )
    return sentence % {"left": left}
