"""Whose judgements a person reads in a benchmark, and which of them the figures are counted from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import User
from accounts.permissions import Side
from benchmarking.models import Benchmark, Judgement, JudgementQuerySet
from benchmarking.states import View


@dataclass(frozen=True)
class Sight:
    """What one person reads of one benchmark.

    `views` may be read. `own` is the view that this person's side writes; None for who only reads.
    """

    views: frozenset[View]
    own: View | None

    @property
    def sees_receiving(self) -> bool:
        """Whether figures are those of the benchmark (agreed view, else receiving view); else of one's own view."""
        return View.RECEIVING in self.views


def sight_of(user: User, benchmark: Benchmark) -> Sight:
    """The same rules as `Judgement.objects.visible_to`, for one benchmark that this person sees."""
    return _sight(benchmark, benchmark.sides_of(user))


def sight_from(benchmark: Benchmark, sides: frozenset[Side]) -> Sight:
    """The sight of somebody whose sides towards the benchmark are known already; no query."""
    return _sight(benchmark, sides)


def sights_of(user: User, benchmarks: Iterable[Benchmark]) -> dict[int, Sight]:
    """The sight of each benchmark by primary key, without a query, for benchmarks that this person sees.

    Who sees a benchmark and belongs to the receiving country stands on the receiving side: an expert without a team
    that serves the corridor does not see it.
    """
    found = {}
    for one in benchmarks:
        country = "" if user.is_ilo else user.country
        sides = {
            Side.RECEIVING: country and country == one.corridor.receiving_country,
            Side.SENDING: country and country == one.corridor.sending_country,
        }
        found[one.pk] = _sight(one, frozenset(side for side, stands in sides.items() if stands))
    return found


def _sight(benchmark: Benchmark, sides: frozenset[Side]) -> Sight:
    views: set[View] = set()
    if benchmark.released_at:
        views |= {View.RECEIVING, View.AGREED}
    if benchmark.sending_released_at:
        views.add(View.SENDING)
    if Side.RECEIVING in sides:
        return Sight(frozenset(views | {View.RECEIVING, View.AGREED}), View.RECEIVING)
    if Side.SENDING in sides:
        joined = {View.AGREED} if benchmark.invited_at else set()
        return Sight(frozenset(views | joined | {View.SENDING}), View.SENDING)
    return Sight(frozenset(views), None)


def judgements_for(benchmark: Benchmark, sight: Sight) -> JudgementQuerySet:
    """One judgement a line, as the figures of this person count them."""
    rows = Judgement.objects.filter(benchmark=benchmark)
    return rows.effective() if sight.sees_receiving else rows.filter(view=View.SENDING)
