"""Verbs on the agreed view where both sides have judged: take one side's view, keep dissent, take over what is the same.

Every one of them writes through `judgements.judge`, so that gaps, versions and signatures follow as for any judgement.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from benchmarking.actions.judgements import judge
from benchmarking.actions.releases import hold
from benchmarking.models import Benchmark, Judgement
from benchmarking.queries.reconciling import Pair, both_shown, pair_of, same_pairs
from benchmarking.states import BenchmarkState, View
from core.audit import record
from core.conflicts import Conflict
from core.states import IllegalMove
from core.text import clean
from standards.models import Line

LONGEST = 2000  # characters of one side's reason


@transaction.atomic
def take_view(*, benchmark: Benchmark, line: Line, view: str, seen: str, by: User) -> Judgement:
    """Make what one side says about a line the agreed view.

    Args:
        view: RECEIVING or SENDING, whose judgement both sides agree on.
        seen: mark of the judgements that the person had before them (`Pair.mark`).

    Raises:
        IllegalMove: the views are not released to each other, the benchmark is completed, somebody changed the line
            meanwhile, or that side has not rated it.
    """
    pair = _pair(benchmark, line, seen)
    chosen = pair.receiving if view == View.RECEIVING else pair.sending if view == View.SENDING else None
    if chosen is None or not chosen.rating:
        raise IllegalMove(_("This side has not rated the line, so there is nothing to agree on yet."))
    return _write(benchmark, pair, chosen, by)


@transaction.atomic
def record_dissent(
    *, benchmark: Benchmark, line: Line, receiving_reason: str, sending_reason: str, seen: str, by: User
) -> Judgement:
    """Keep that the sides do not agree, with both reasons. The receiving rating counts, the dissent is printed.

    Raises:
        IllegalMove: as `take_view`.
        ValidationError: by field; a reason is missing.
    """
    reasons = {"receiving_reason": clean(receiving_reason), "sending_reason": clean(sending_reason)}
    missing = {name: [str(MISSING[name])] for name, words in reasons.items() if not words}
    if missing:
        raise ValidationError(missing)
    pair = _pair(benchmark, line, seen)
    if pair.receiving is None or not pair.receiving.rating:
        raise IllegalMove(
            _("The receiving side has not rated the line, so there is no rating that could stand.")
        )
    corridor = benchmark.corridor
    words = "\n".join(
        (
            f"{corridor.get_receiving_country_display()}: {reasons['receiving_reason'][:LONGEST]}",
            f"{corridor.get_sending_country_display()}: {reasons['sending_reason'][:LONGEST]}",
        )
    )
    return _write(benchmark, pair, pair.receiving, by, dissent=words)


MISSING = {
    "receiving_reason": _("Write why the receiving side holds to its view."),
    "sending_reason": _("Write why the sending side holds to its view."),
}


@transaction.atomic
def agree_where_same(*, benchmark: Benchmark, by: User) -> int:
    """Take over every line on which both views say the same and nothing is agreed yet; returns how many.

    Raises:
        IllegalMove: the views are not released to each other, or the benchmark is completed.
    """
    _hold(benchmark)
    pairs = same_pairs(benchmark)
    for pair in pairs:
        if pair.receiving is not None:
            _write(benchmark, pair, pair.receiving, by)
    if pairs:
        record("benchmark.agreed_same", on=benchmark, by=by, after={"lines": len(pairs)})
    return len(pairs)


def _hold(benchmark: Benchmark) -> Benchmark:
    held = hold(benchmark)
    if held.state != BenchmarkState.OPEN:
        raise IllegalMove(
            _("This benchmark is completed, so its lines cannot change. Reopen it first; nothing was saved.")
        )
    if not both_shown(held):
        raise IllegalMove(
            _("Both sides release their view first; then they agree line by line. Nothing was saved.")
        )
    return held


def _pair(benchmark: Benchmark, line: Line, seen: str) -> Pair:
    """The line's judgements under the benchmark's lock, if they still are what the person saw."""
    _hold(benchmark)
    pair = pair_of(benchmark, line)
    if pair.mark != seen:
        raise IllegalMove(_MOVED)
    return pair


def _write(benchmark: Benchmark, pair: Pair, chosen: Judgement, by: User, *, dissent: str = "") -> Judgement:
    try:
        return judge(
            benchmark=benchmark,
            line=pair.line,
            view=View.AGREED,
            rating=chosen.rating,
            counterparts=list(chosen.counterparts.all()),
            difference=chosen.difference,
            reason=chosen.reason,
            substantial=chosen.substantial,
            gap_code=chosen.gap_code,
            recommendation=chosen.recommendation,
            revision=pair.agreed.revision if pair.agreed else 0,
            dissent=dissent,
            by=by,
        )
    except Conflict as conflict:
        raise IllegalMove(_MOVED) from conflict
    except ValidationError as error:
        sentences = {"line": str(pair.line)[:80], "faults": " ".join(error.messages)}
        raise IllegalMove(
            _("%(line)s cannot be taken over as it stands. Open it in the workspace. %(faults)s") % sentences
        ) from error


_MOVED = _(
    "Somebody changed this line while you had it before you. Nothing was saved; here is how it stands now."
)
