"""Verbs that let the other side in: inviting it to judge, and releasing a view. Only these write the four moments
of a benchmark (see `Benchmark`)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.permissions import Side
from benchmarking.actions.gap_following import follow_released
from benchmarking.models import Benchmark
from benchmarking.queries.people import offices_of
from benchmarking.queries.progress import progress_in
from benchmarking.states import BenchmarkState, View
from core.audit import record
from core.states import IllegalMove
from standards import actions as standards
from standards.states import ShareCapacity


@transaction.atomic
def invite_sending(*, benchmark: Benchmark, by: User) -> Benchmark:
    """Ask the sending side for its view.

    From now on it sees the benchmark, and the sending country's government offices read the reference editions. What
    the receiving side has judged stays hidden until the receiving view is released.

    Raises:
        IllegalMove: the benchmark is completed, or the sending side is invited already.
    """
    held = hold(benchmark)
    if held.state != BenchmarkState.OPEN:
        raise IllegalMove(
            _("This benchmark is completed. Reopen it first; then the sending side can be invited.")
        )
    if held.invited_at:
        raise IllegalMove(_("The sending side is invited already."))
    held.invited_at = timezone.now()
    held.save(update_fields=["invited_at"])
    offices = offices_of(held.corridor.sending_country)
    for edition in held.reference_editions.select_related("standard"):
        for office in offices:
            standards.share(edition=edition, organisation=office, capacity=ShareCapacity.READING, by=by)
    record(
        "benchmark.invited",
        on=held,
        by=by,
        after={"readers": "; ".join(str(office) for office in offices)},
    )
    return _told(benchmark, held)


@transaction.atomic
def release_view(*, benchmark: Benchmark, side: Side, by: User) -> Benchmark:
    """Release one side's view to the other side and the ILO: at once, or where the benchmark is blind, as soon as
    both sides have released theirs. The view may still be changed while the benchmark is open.

    Args:
        side: RECEIVING or SENDING, the side that releases its own view.

    Raises:
        IllegalMove: the benchmark is completed, this view is released already, lines are not compared in it yet, or
            the sending side is not invited.
        ValueError: `side` is neither.
    """
    if side not in (Side.RECEIVING, Side.SENDING):
        raise ValueError(f"{side} has no view")
    held = hold(benchmark)
    if fault := _fault_of_release(held, side):
        raise IllegalMove(fault)
    now = timezone.now()
    setattr(held, f"{side.value}_done_at", now)
    both = bool(held.receiving_done_at and held.sending_done_at)
    shown = {Side.RECEIVING, Side.SENDING} if held.blind and both else set() if held.blind else {side}
    if Side.RECEIVING in shown:
        held.released_at = held.released_at or now
    if Side.SENDING in shown:
        held.sending_released_at = held.sending_released_at or now
    held.save(update_fields=["receiving_done_at", "sending_done_at", "released_at", "sending_released_at"])
    if Side.RECEIVING in shown:
        follow_released(benchmark=held, by=by)
    waits = held.blind and not both
    record(
        "benchmark.view_released",
        on=held,
        by=by,
        after={
            "view": str(View(side.value).label),
            "shown": str(_("when both sides have released") if waits else _("at once")),
        },
    )
    return _told(benchmark, held)


def hold(benchmark: Benchmark) -> Benchmark:
    """The benchmark's row, held until the transaction ends, with its corridor."""
    held = Benchmark.objects.select_for_update(of=("self",)).select_related("corridor__skill_area")
    return held.get(pk=benchmark.pk)


def _fault_of_release(held: Benchmark, side: Side) -> str | Promise:
    """Why this side cannot release its view now; empty when it can."""
    if held.state != BenchmarkState.OPEN:
        return _("This benchmark is completed; its views are released already or are not asked for.")
    if getattr(held, f"{side.value}_done_at"):
        return _("This view is released already.")
    if side == Side.SENDING and not held.invited_at:
        return _("The sending side is not invited to give its view.")
    counts = progress_in([held], View(side.value))[held.pk]
    if not counts.total:
        return _("There is no line to compare, so there is nothing to release.")
    sentence = ngettext(
        "%(left)d line is not compared yet. Compare it first; then the view can be released.",
        "%(left)d lines are not compared yet. Compare them first; then the view can be released.",
        counts.open,
    )
    return sentence % {"left": counts.open} if counts.open else ""


def _told(benchmark: Benchmark, held: Benchmark) -> Benchmark:
    """The caller's object with the moments that were written."""
    for name in ("invited_at", "receiving_done_at", "sending_done_at", "released_at", "sending_released_at"):
        setattr(benchmark, name, getattr(held, name))
    return benchmark
