"""Jobs, mails and the seals of the history."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

from django.core.files.base import File
from django.utils import timezone

import reports.tasks  # noqa: F401 - as a worker does: the handlers of jobs
import standards.tasks  # noqa: F401
from core import chain, chain_guard, jobs, mails
from core.audit import record
from core.models import AuditHead, AuditLine, Job, Mail
from corridors.models import Pilot
from standards import actions
from standards.intake import ReadLine, template_workbook
from standards.models import Edition, Intake
from tests.live.races.stage.editions import draft, told
from tests.live.races.stage.plan import person

_WORKBOOK = (ReadLine("unit", "1", "Brickwork"), ReadLine("criterion", "1.1", "The mortar is measured"))
_LOST = "races.lost"


def rest() -> None:
    """Nothing waits for a worker."""
    for job in Job.objects.filter(state__in=["queued", "running"]):
        jobs.cancel(job)


def reading_to_do() -> str:
    """The job that reads a small workbook."""
    by = person("focal.kh")
    content = File(BytesIO(template_workbook(_WORKBOOK)), name="lines.xlsx")
    intake = actions.upload_source(
        edition=Edition.objects.get(ref=draft()), content=content, name="lines.xlsx", by=by
    )
    return str(intake.job_id)


def work(job: str) -> None:
    """A worker is told of a job."""
    jobs.run(job)


def job(job: str) -> dict[str, Any]:
    """A job of a reading as it is stored, and how often the history tells that it was read."""
    row = Job.objects.get(pk=job)
    intake = Intake.objects.get(job=row)
    read = told(intake).filter(event="intake.read").count()
    return {"state": row.state, "tries": row.tries, "read": read, "lines": intake.lines.count()}


def lost_jobs(count: int) -> None:
    """So many jobs that nobody rang for, and as many whose worker is gone."""
    rest()
    Job.objects.filter(name=_LOST).delete()
    past = timezone.now() - timedelta(minutes=1)
    waiting = [Job(name=_LOST, subject_id="1") for _number in range(count)]
    lapsed = [Job(name=_LOST, subject_id="1", state="running", tries=1, lease_until=past) for _one in waiting]
    Job.objects.bulk_create([*waiting, *lapsed])


def end_lost_jobs() -> None:
    """Those jobs are no more."""
    Job.objects.filter(name=_LOST).delete()


def sweep() -> int:
    """The clock comes round."""
    return jobs.sweep()


def mails_to_send(count: int) -> None:
    """So many mails that are due, and no others."""
    Mail.objects.filter(state="waiting").update(state="failed", text="")
    for number in range(count):
        mails.post(to="focal.kh@mrs.example.org", kind="race", subject=f"Race {number}", text="A mail.")


def send_mails() -> int:
    """The post goes out; how many mails left."""
    return mails.send_due(timezone.now())


def unsealed_lines(count: int) -> None:
    """So many new lines of the history, behind a chain that is whole."""
    chain.seal_due()
    pilot = Pilot.objects.order_by("pk")[0]
    for _number in range(count):
        record("activity.edited", on=pilot, by=None)


def seal() -> int:
    """The lines that wait are sealed; how many were."""
    return chain.seal_due()


def chain_now() -> dict[str, Any]:
    """Whether the chain is whole, without gaps, and nothing waits."""
    verdict = chain.verify()
    places = list(AuditLine.objects.exclude(place=None).order_by("place").values_list("place", flat=True))
    told_ = verdict.told or (f"{verdict.waiting} lines wait" if verdict.waiting else "")
    if places != list(range(1, len(places) + 1)):
        told_ = told_ or "there is a gap between the places"
    return {"whole": not told_, "told": told_}


def mend_chain() -> None:
    """All seals anew, after a race that was lost on purpose."""
    chain_guard.take_down()
    AuditLine.objects.update(place=None, seal="")
    AuditHead.objects.update(place=0, seal="")
    chain_guard.put_up()
    while chain.seal_due():
        pass
