"""Background work of the benchmarking app: suggested counterparts."""

from __future__ import annotations

from core.jobs import JobRun, handler


@handler("benchmarking.suggest")
def suggest(job: JobRun) -> None:
    """Compute the shortlists of a benchmark."""
