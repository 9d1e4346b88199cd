"""Verbs on suggestions: ask for them, store what was computed."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from benchmarking.models import Benchmark
from benchmarking.queries.suggestions import fingerprint_of
from core.jobs import enqueue
from core.models import Job


@transaction.atomic
def ask(*, benchmark: Benchmark, by: User | None) -> Job:
    """Have the suggestions of a benchmark computed in the background.

    Asked twice for the same texts and the same thesaurus, it is one piece of work. No right is asked for here: who
    opens or sets a benchmark gets its suggestions with it.
    """
    key = f"{benchmark.pk}:{fingerprint_of(benchmark)}"
    return enqueue("benchmarking.suggest", subject=benchmark, by=by, key=key)
