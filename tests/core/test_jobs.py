"""Background work: the row is the truth, nothing runs twice, nothing is lost."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from accounts.models import User
from core import jobs
from core.jobs import HANDLERS, JobFailed, JobRun, LeaseLost
from core.models import Job, JobState
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(cast: Cast) -> Job:
    return jobs.enqueue("tests.work", subject=cast.coordinator, by=cast.coordinator)


@pytest.fixture(autouse=True)
def _own_handlers() -> Iterator[None]:
    before = dict(HANDLERS)
    yield
    HANDLERS.clear()
    HANDLERS.update(before)


def work_is(function: jobs.Handler) -> None:
    HANDLERS["tests.work"] = function


def test_a_job_that_succeeds_ends_ready_with_its_progress(asked: Job) -> None:
    work_is(lambda work: work.progress(3, 4, "page 3"))

    jobs.run(str(asked.pk))

    asked.refresh_from_db()
    assert (asked.state, asked.done, asked.total, asked.doing, asked.tries) == (
        JobState.READY,
        3,
        4,
        "page 3",
        1,
    )


def test_a_job_delivered_twice_runs_once(asked: Job) -> None:
    runs = []
    work_is(lambda work: runs.append(work.job.pk))

    jobs.run(str(asked.pk))
    jobs.run(str(asked.pk))

    assert runs == [asked.pk]


def test_a_failure_with_a_sentence_is_final(asked: Job) -> None:
    def refuse(_work: JobRun) -> None:
        raise JobFailed("The file is empty.")

    work_is(refuse)

    jobs.run(str(asked.pk))
    jobs.sweep()

    asked.refresh_from_db()
    assert (asked.state, asked.failure, asked.tries) == (JobState.FAILED, "The file is empty.", 1)


def test_an_unforeseen_error_is_tried_three_times_and_then_said(asked: Job) -> None:
    def break_down(_work: JobRun) -> None:
        raise ZeroDivisionError

    work_is(break_down)

    for expected in (JobState.QUEUED, JobState.QUEUED, JobState.FAILED):
        jobs.run(str(asked.pk))
        asked.refresh_from_db()
        assert asked.state == expected
    assert "three times" in asked.failure


def test_the_same_request_while_the_first_is_open_is_the_first(cast: Cast) -> None:
    first = jobs.enqueue("tests.work", subject=cast.coordinator, by=cast.coordinator, key="same")
    second = jobs.enqueue("tests.work", subject=cast.coordinator, by=cast.coordinator, key="same")

    assert second == first


def test_work_of_a_dead_worker_comes_back_when_its_lease_ends(asked: Job) -> None:
    Job.objects.filter(pk=asked.pk).update(
        state=JobState.RUNNING, tries=1, lease_until=timezone.now() - timedelta(seconds=1)
    )

    jobs.sweep()

    asked.refresh_from_db()
    assert asked.state == JobState.QUEUED
    assert asked.rung_at is not None


def test_work_that_dies_three_times_is_given_up_with_a_reason(asked: Job) -> None:
    Job.objects.filter(pk=asked.pk).update(
        state=JobState.RUNNING, tries=3, lease_until=timezone.now() - timedelta(seconds=1)
    )

    jobs.sweep()

    asked.refresh_from_db()
    assert asked.state == JobState.FAILED
    assert "three times" in asked.failure


def test_a_running_job_with_a_lease_is_left_alone(asked: Job) -> None:
    Job.objects.filter(pk=asked.pk).update(
        state=JobState.RUNNING, tries=1, lease_until=timezone.now() + timedelta(seconds=30)
    )

    assert jobs.sweep() == 0


def test_a_worker_that_lost_its_lease_leaves_no_result(asked: Job, cast: Cast) -> None:
    def too_late(work: JobRun) -> None:
        Job.objects.filter(pk=work.job.pk).update(
            state=JobState.QUEUED, token=None
        )  # the sweeper took it back
        with work.settling():
            User.objects.filter(pk=cast.observer.pk).update(title="written by a ghost")

    work_is(too_late)

    jobs.run(str(asked.pk))

    asked.refresh_from_db()
    cast.observer.refresh_from_db()
    assert asked.state == JobState.QUEUED
    assert cast.observer.title != "written by a ghost"


def test_a_cancelled_job_notices_at_its_next_progress(asked: Job) -> None:
    noticed = []

    def long_work(work: JobRun) -> None:
        jobs.cancel(work.job)
        try:
            work.progress(1, 2, "still going")
        except LeaseLost:
            noticed.append(True)
            raise

    work_is(long_work)

    jobs.run(str(asked.pk))

    asked.refresh_from_db()
    assert noticed == [True]
    assert asked.state == JobState.CANCELLED


def test_retry_starts_a_failed_job_from_its_first_try(asked: Job) -> None:
    Job.objects.filter(pk=asked.pk).update(state=JobState.FAILED, tries=3, failure="broken")

    assert jobs.retry(asked)

    asked.refresh_from_db()
    assert (asked.state, asked.tries, asked.failure) == (JobState.QUEUED, 0, "")
    assert not jobs.retry(asked)


def test_a_heartbeat_that_the_database_does_not_hear_costs_neither_job_nor_lease(
    asked: Job, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = JobRun(asked, uuid.uuid4())

    def busy() -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(work, "_mine", busy)

    assert work._renew() is None
    work.check()  # raises LeaseLost if the beat had given the job up
