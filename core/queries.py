"""Reads of the history and of jobs, always for an object that the caller may show."""

from __future__ import annotations

from typing import TypeVar

from django.db import models
from django.db.models import QuerySet
from django.http import Http404

from core.models import AuditLine, Job, JobState

ModelT = TypeVar("ModelT", bound=models.Model)


def history_of(*objects: models.Model) -> QuerySet[AuditLine]:
    """History lines about any of the objects, newest first."""
    lines = AuditLine.objects.none()
    for obj in objects:
        lines = lines | AuditLine.objects.filter(subject_type=obj._meta.label_lower, subject_id=str(obj.pk))
    return lines.order_by("-id")


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
