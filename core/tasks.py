"""The only Celery tasks: run one job row, sweep all of them, send the mails that are due."""

from __future__ import annotations

from celery import shared_task  # noqa: TID251 - here and nowhere else
from celery.signals import worker_ready
from django.utils import timezone

from core import chain, chunks, heartbeat, jobs, mails, rounds


@shared_task(name="core.run_job", ignore_result=True)
def run_job(job_id: str) -> None:
    """Do the job with this id."""
    jobs.run(job_id)


@shared_task(name="core.sweep", ignore_result=True)
def sweep() -> None:
    """Bring lost work back, let go of uploads that ran out, seal the history, do the rounds that are due.

    Every 5 s from beat.
    """
    heartbeat.beat(timezone.now())
    jobs.sweep()
    chunks.sweep()
    chain.seal_due()
    rounds.run_due(timezone.now())


@shared_task(name="core.post", ignore_result=True)
def post() -> None:
    """Send the mails that are due (every 5 s from beat)."""
    mails.send_due(timezone.now())


@worker_ready.connect
def sweep_at_start(**_kwargs: object) -> None:
    """A worker that comes back looks for lost work at once."""
    jobs.sweep()
