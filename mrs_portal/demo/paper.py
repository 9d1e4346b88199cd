"""The gap analysis report of the finished corridor: made, sent to the ILO, commented."""

from __future__ import annotations

import time

from django.db import transaction
from django.utils.module_loading import autodiscover_modules

from accounts.models import User
from core import jobs
from core.models import Job, JobState
from corridors.models import Corridor
from mrs_portal.demo.data import Data, benchmark_names, pilot_data, read
from reports import actions as reports
from reports.models import Report, ReportFile, Scope
from reports.states import ReportState

_WAIT_SECONDS = 120  # a worker that runs already may have taken the job


def finish_reports() -> list[str]:
    """Bring the reports of the files into their states, from wherever an earlier run left them.

    Returns:
        What was done, one sentence per report; nothing when all is done.
    """
    done = []
    for name in benchmark_names():
        data = read(name)
        if data["report"]:
            done += _finish(data, data["report"])
    return done


def _finish(data: Data, paper: Data) -> list[str]:
    corridor = corridor_of(data["corridor"])
    report = corridor.reports.filter(kind=paper["kind"]).order_by("pk").first()
    if report is not None and report.state != ReportState.DRAFT:
        return []
    if report is None:
        report = reports.request_report(
            scope=Scope.of(corridor), kind=paper["kind"], by=person_of(paper["requested_by"])
        )
    job = _run(report)
    if job.state != JobState.READY:
        return [f"{report} stays a draft, because its PDF could not be made: {job.failure or job.state}"]
    _send(report, paper)
    return [f"{report}, in ILO review"]


@transaction.atomic
def _send(report: Report, paper: Data) -> None:
    reports.move(report=report, to=ReportState.ILO_REVIEW, by=person_of(paper["sent_to_ilo_by"]))
    version = report.versions.get()
    for item in paper["comments"]:
        reports.comment(version=version, part="", text=item["text"], by=person_of(item["by"]))


def _run(report: Report) -> Job:
    """Make the PDF here and now, so that the demonstration starts with a finished one."""
    autodiscover_modules("tasks")  # the handlers, as a worker knows them
    file = ReportFile.objects.select_related("job").get(version__report=report)
    job = file.job
    assert job is not None  # noqa: S101  # request_report asked for it
    if job.state == JobState.FAILED and jobs.retry(job):
        job.refresh_from_db()
    end = time.monotonic() + _WAIT_SECONDS
    while job.state in (JobState.QUEUED, JobState.RUNNING) and time.monotonic() < end:
        jobs.run(str(job.pk))
        job.refresh_from_db()
        if job.state == JobState.RUNNING:
            time.sleep(0.5)
            jobs.sweep()  # takes back what an earlier run was killed over, once its lease has ended
    return job


def person_of(key: str) -> User:
    """An account of the demonstration by its key; addresses are made of it."""
    found = next(item for item in pilot_data()["accounts"] if item["key"] == key)
    return User.objects.select_related("organisation").get(email=found["email"])


def corridor_of(key: str) -> Corridor:
    """A corridor of the demonstration by its key."""
    data = pilot_data()
    item = next(one for one in data["corridors"] if one["key"] == key)
    return Corridor.objects.select_related("pilot", "skill_area").get(
        pilot__title=data["pilot"]["title"],
        receiving_country=item["receiving_country"],
        sending_country=item["sending_country"],
        skill_area__slug=item["skill_area"],
    )
