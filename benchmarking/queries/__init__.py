"""Page reads of the benchmarking app, one module per noun."""

from __future__ import annotations

from accounts.models import User
from benchmarking.queries import benchmarks, editions, gap_waiting, review_waiting, sign_waiting, waiting
from benchmarking.queries.benchmarks import visible_benchmark
from benchmarking.queries.gaps import history_for, visible_gap
from core.summary import Fact, Waiting
from corridors.models import Corridor

__all__ = ["history_for", "summary", "visible_benchmark", "visible_gap", "waiting_for"]


def waiting_for(user: User) -> list[Waiting]:
    """What waits for this person in benchmarks and gaps."""
    return [
        *waiting.waiting_for(user),
        *editions.waiting_for(user),
        *sign_waiting.waiting_for(user),
        *review_waiting.waiting_for(user),
        *gap_waiting.waiting_for(user),
    ]


def summary(corridor: Corridor, user: User) -> list[Fact]:
    """Lines of the corridor's overview about benchmarks and gaps, as far as this person sees them."""
    return [
        *benchmarks.summary(corridor, user),
        *gap_waiting.summary(corridor, user),
        *review_waiting.summary(corridor, user),
    ]
