"""Verbs on suggestions: ask for them, store what was computed."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from benchmarking.matching import Matched
from benchmarking.models import Benchmark, Shortlist, SuggestionRun, TextVector
from benchmarking.queries.suggestions import fingerprint_of
from benchmarking.suggesting.weights import MODEL_NAME
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


@transaction.atomic
def store_suggestions(*, benchmark: Benchmark, matched: Matched, fingerprint: str) -> SuggestionRun:
    """Replace the shortlists of a benchmark. `fingerprint` is of the texts that they were computed from.

    No history line: nothing is decided by it, and whoever looks sees from when it is.
    """
    held = Benchmark.objects.select_for_update().get(pk=benchmark.pk)
    TextVector.objects.bulk_create(
        [
            TextVector(digest=digest, model=MODEL_NAME, vector=vector)
            for digest, vector in matched.fresh.items()
        ],
        batch_size=500,
        ignore_conflicts=True,
    )
    Shortlist.objects.filter(benchmark=held).delete()
    Shortlist.objects.bulk_create(matched.shortlists, batch_size=200)
    about = {"fingerprint": fingerprint, "vectors": not matched.note, "note": matched.note[:300]}
    return SuggestionRun.objects.update_or_create(benchmark=held, defaults=about)[0]
