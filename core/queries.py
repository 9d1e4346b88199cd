"""Reads of the history and of jobs, always for an object that the caller may show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import models
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from core import chain, witnesses
from core.audit import TAKEN
from core.chain_guard import is_guarded
from core.models import AuditLine, BrowserReport, Job, JobState

ModelT = TypeVar("ModelT", bound=models.Model)


def history_of(*objects: models.Model) -> QuerySet[AuditLine]:
    """History lines about any of the objects, newest first; who took which file stands in the history of its own."""
    lines = AuditLine.objects.none()
    for obj in objects:
        lines = lines | AuditLine.objects.filter(subject_type=obj._meta.label_lower, subject_id=str(obj.pk))
    return lines.exclude(event=TAKEN).order_by("-id")


#: Lines are sealed within seconds; older ones that wait say that nobody seals.
_SEALING_IS_LATE = timedelta(minutes=10)


@dataclass(frozen=True)
class HistoryState:
    """How the history's chain stands, for the health page; plain values, no content.

    Attributes:
        checked_at: when the nightly check ran last; None when it never did.
        whole: what it found; None when it never ran.
        told: what was wrong, in a sentence; "" for nothing.
        place: the end of the chain.
        waiting, waiting_since: lines that are not sealed yet, and when the oldest of them was written.
        guarded: the database itself refuses changes of sealed lines.
    """

    checked_at: datetime | None
    whole: bool | None
    told: str
    place: int
    waiting: int
    waiting_since: datetime | None
    guarded: bool

    @property
    def is_well(self) -> bool:
        """Nothing is wrong that somebody should look at."""
        late = self.waiting_since is not None and timezone.now() - self.waiting_since > _SEALING_IS_LATE
        return self.whole is not False and self.guarded and not late


def history_state() -> HistoryState:
    """The state of the chain as last checked, in four queries; nothing is verified here."""
    last = witnesses.last_check()
    return HistoryState(
        checked_at=last.at if last else None,
        whole=last.event == witnesses.CHECKED if last else None,
        told=str(last.after.get("told", "")) if last else "",
        place=chain.head_now().place,
        waiting=AuditLine.objects.filter(place=None).count(),
        waiting_since=chain.waiting_since(),
        guarded=is_guarded(),
    )


def place_in_queue(job: Job) -> int:
    """How many jobs run or wait before this one, plus one; 0 when it does not wait."""
    if job.state != JobState.QUEUED:
        return 0
    ahead = Job.objects.filter(queue=job.queue, state__in=[JobState.QUEUED, JobState.RUNNING])
    return ahead.filter(created_at__lt=job.created_at).count() + 1


def one(rows: QuerySet[ModelT], ref: str) -> ModelT:
    """The row with this reference among those that the person sees.

    Raises:
        Http404: there is none.
    """
    found = rows.filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def browser_reports(days: int = 7) -> QuerySet[BrowserReport]:
    """What browsers refused on our pages in the last days, newest day first, the most frequent first."""
    since = timezone.localdate() - timedelta(days=days - 1)
    return BrowserReport.objects.filter(day__gte=since).order_by("-day", "-number", "directive")
