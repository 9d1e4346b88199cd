"""Background work of the benchmarking app: suggested counterparts."""

from __future__ import annotations

import logging

from django.utils.translation import gettext as _

from benchmarking.actions.suggestions import store_suggestions
from benchmarking.matching import match
from benchmarking.models import Benchmark
from benchmarking.queries.suggestions import fingerprint_of
from core.children import ChildFailed
from core.jobs import JobFailed, JobRun, handler

logger = logging.getLogger(__name__)


@handler("benchmarking.suggest")
def suggest(job: JobRun) -> None:
    """Compute the shortlists of a benchmark. Nobody reads the result by asking, so no right is checked again.

    Raises:
        JobFailed: it took too long or too much memory: no retry helps.
    """
    benchmark = Benchmark.objects.get(pk=job.subject_id)
    fingerprint = fingerprint_of(benchmark)
    try:
        matched = match(
            benchmark,
            on_progress=lambda done, total, _text: job.progress(done, total, _("Comparing the lines")),
            check=job.check,
        )
    except ChildFailed as broken:
        if broken.reason == "killed":
            raise  # from outside: the job is tried again
        raise JobFailed(
            _(
                "Suggestions could not be computed: the comparison broke off. Lines can be compared without them."
            )
        ) from broken
    if matched.note:
        logger.warning("Suggestions of benchmark %s by words alone: %s", benchmark.pk, matched.note)
    with job.settling():
        store_suggestions(benchmark=benchmark, matched=matched, fingerprint=fingerprint)
