"""Background work with the database row as the truth.

A request calls `enqueue` inside its transaction; a worker calls `run`; beat calls `sweep`. Handlers are
registered by name, so that an action can ask for work without importing what does it.
Numbers: lease 20 s, heartbeat 5 s, three tries (docs/architecture.md, "Long work").
"""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import doorbell
from core.models import Job, JobState

if TYPE_CHECKING:
    from accounts.models import User

logger = logging.getLogger(__name__)
Handler = Callable[["JobRun"], None]
HANDLERS: dict[str, Handler] = {}


class JobFailed(Exception):
    """The work cannot succeed; the text is a sentence for the person who asked, and there is no retry."""


class LeaseLost(Exception):
    """Another worker owns the job now, or somebody cancelled it: stop and leave no trace."""


def handler(name: str) -> Callable[[Handler], Handler]:
    """Register a function as the one that does jobs of this name."""

    def register(function: Handler) -> Handler:
        HANDLERS[name] = function
        return function

    return register


def enqueue(
    name: str, *, subject: models.Model, by: User | None, key: str = "", queue: str = "interactive"
) -> Job:
    """Write a job row in the caller's transaction and ring after commit.

    With a `key`, a job of the same name and key that is still open is returned instead of a second one.
    """
    if key:
        open_job = Job.objects.filter(
            name=name, key=key, state__in=[JobState.QUEUED, JobState.RUNNING]
        ).first()
        if open_job:
            return open_job
    job = Job.objects.create(
        name=name, subject_id=str(subject.pk), by=by, key=key, queue=queue, rung_at=timezone.now()
    )
    transaction.on_commit(partial(doorbell.ring, str(job.pk), queue))
    return job


def retry(job: Job) -> bool:
    """Queue a failed or cancelled job again from its first try; False when it is neither."""
    rows = Job.objects.filter(pk=job.pk, state__in=[JobState.FAILED, JobState.CANCELLED])
    changed = rows.update(
        state=JobState.QUEUED,
        tries=0,
        failure="",
        doing="",
        done=0,
        total=0,
        ended_at=None,
        rung_at=timezone.now(),
    )
    if changed:
        transaction.on_commit(partial(doorbell.ring, str(job.pk), job.queue))
    return bool(changed)


def cancel(job: Job) -> bool:
    """Stop an open job; the worker that runs it notices within a heartbeat. False when it had ended."""
    rows = Job.objects.filter(pk=job.pk, state__in=[JobState.QUEUED, JobState.RUNNING])
    return bool(rows.update(state=JobState.CANCELLED, token=None, ended_at=timezone.now()))


def run(job_id: str) -> None:
    """Claim the job and do it. Returns at once when somebody else has it or it has ended."""
    token = uuid.uuid4()
    now = timezone.now()
    claimed = Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(
        state=JobState.RUNNING,
        token=token,
        tries=models.F("tries") + 1,
        lease_until=now + timedelta(seconds=settings.JOB_LEASE),
        started_at=now,
    )
    if not claimed:
        return
    work = JobRun(Job.objects.select_related("by").get(pk=job_id), token)
    with work.heartbeats():
        _do(work)


def sweep() -> int:
    """Bring lost work back: ring for queued rows, take back expired leases, give up after three tries.

    Returns the number of rows touched. Two sweepers at once do no harm: every change is conditional.
    """
    now = timezone.now()
    running = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=now)
    given_up = running.filter(tries__gte=settings.JOB_MAX_TRIES).update(
        state=JobState.FAILED,
        token=None,
        ended_at=now,
        failure=_(
            "The work stopped three times before it was done. Try again; if it stops again, tell the administrator."
        ),
    )
    back = running.filter(tries__lt=settings.JOB_MAX_TRIES).update(
        state=JobState.QUEUED, token=None, rung_at=None
    )
    silent = now - timedelta(seconds=10)
    waiting = Job.objects.filter(state=JobState.QUEUED).filter(
        models.Q(rung_at=None) | models.Q(rung_at__lt=silent)
    )
    rung = 0
    for pk, queue in waiting.order_by("created_at").values_list("pk", "queue")[:100]:
        if waiting.filter(pk=pk).update(rung_at=now):
            doorbell.ring(str(pk), queue)
            rung += 1
    return given_up + back + rung


def _do(work: JobRun) -> None:
    try:
        HANDLERS[work.job.name](work)
        if not work.settled:
            with work.settling():
                pass
    except LeaseLost:
        logger.info("Job %s belongs to somebody else now", work.job.pk)
    except JobFailed as failure:
        work.fail(str(failure))
    except Exception:
        logger.exception("Job %s (%s) broke on try %s", work.job.pk, work.job.name, work.job.tries)
        work.break_off()


class JobRun:
    """A claimed job in the hands of its worker: what the handler may ask and say."""

    def __init__(self, job: Job, token: uuid.UUID) -> None:
        self.job = job
        self.token = token
        self.settled = False
        self._lost = threading.Event()

    @property
    def subject_id(self) -> str:
        """Key of the row the work is about."""
        return self.job.subject_id

    @property
    def by(self) -> User | None:
        """Who asked; the handler checks this person's rights again."""
        return self.job.by

    def _mine(self) -> models.QuerySet[Job]:
        return Job.objects.filter(pk=self.job.pk, token=self.token, state=JobState.RUNNING)

    def progress(self, done: int, total: int, doing: str) -> None:
        """Show how far the work is.

        Raises:
            LeaseLost: the job was cancelled or taken over.
        """
        if not self._mine().update(done=done, total=total, doing=doing[:120]):
            self._lost.set()
        self.check()

    def check(self) -> None:
        """Stop here if the job is no longer ours.

        Raises:
            LeaseLost: the job was cancelled or taken over.
        """
        if self._lost.is_set():
            raise LeaseLost

    @contextmanager
    def settling(self) -> Iterator[None]:
        """The transaction in which the handler writes its result; the job becomes ready in the same one.

        Raises:
            LeaseLost: the job was cancelled or taken over, so the result must not be written.
        """
        with transaction.atomic():
            if not self._mine().update(state=JobState.READY, token=None, ended_at=timezone.now(), failure=""):
                raise LeaseLost
            yield
        self.settled = True

    def fail(self, sentence: str) -> None:
        """End as failed with a sentence for the reader."""
        self._mine().update(state=JobState.FAILED, token=None, ended_at=timezone.now(), failure=sentence)

    def break_off(self) -> None:
        """Give the job back at once for another try, or fail it when the tries are used up."""
        if self.job.tries >= settings.JOB_MAX_TRIES:
            self.fail(
                _(
                    "Something in the portal broke three times. The administrator finds the details in the log."
                )
            )
        else:
            self._mine().update(state=JobState.QUEUED, token=None, rung_at=None)

    def _renew(self) -> int | None:
        """Rows renewed: 0 when the job is no longer ours, None when the database did not hear this beat."""
        try:
            lease = timezone.now() + timedelta(seconds=settings.JOB_LEASE)
            return self._mine().update(lease_until=lease)
        except DatabaseError:  # busy or away: the next beat tries again, well before the lease ends
            logger.warning("A heartbeat of job %s was not heard", self.job.pk)
            connection.close()
            return None

    @contextmanager
    def heartbeats(self) -> Iterator[None]:
        """Renew the lease from a thread of its own while the handler works."""
        stop = threading.Event()

        def beat() -> None:
            try:
                while not stop.wait(settings.JOB_HEARTBEAT):
                    if self._renew() == 0:
                        self._lost.set()
                        return
            finally:
                connection.close()

        thread = threading.Thread(target=beat, name="heartbeat", daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join(timeout=5)
