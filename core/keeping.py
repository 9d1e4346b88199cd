"""What core keeps for a time and then lets go of: mails, who asked for jobs, counts of tries, uploads under way."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection

from core import chunks
from core.models import Job, JobState, Mail, MailState, PartialState, PartialUpload


def forget_mails(before: datetime, *, dry_run: bool) -> int:
    """Remove mails that were sent or given up before this moment; how many."""
    old = Mail.objects.exclude(state=MailState.WAITING).filter(created_at__lt=before)
    return old.count() if dry_run else old.delete()[0]


def empty_texts(before: datetime, *, dry_run: bool) -> int:
    """Empty the texts of mails that were given up before this moment, for they may hold links; how many."""
    old = Mail.objects.filter(state=MailState.FAILED, created_at__lt=before).exclude(text="")
    return old.count() if dry_run else old.update(text="")


def forget_askers(before: datetime, *, dry_run: bool) -> int:
    """Forget who asked for background work that ended before this moment; how many. The work itself stays."""
    ended = Job.objects.exclude(state__in=[JobState.QUEUED, JobState.RUNNING])
    old = ended.filter(ended_at__lt=before, by__isnull=False)
    return old.count() if dry_run else old.update(by=None)


def forget_uploads(before: datetime, *, dry_run: bool) -> int:
    """Let go of files that were still arriving when their time ran out; how many. The sweep does it sooner."""
    late = PartialUpload.objects.filter(state=PartialState.OPEN, expires_at__lt=before)
    return late.count() if dry_run else chunks.sweep()


def forget_counts(before: datetime, *, dry_run: bool) -> int:
    """Remove counts of tries and downloads that ran out before this moment (settings.CACHES); how many."""
    naive = before.astimezone(UTC).replace(tzinfo=None) if connection.vendor == "sqlite" else before
    moment = connection.ops.adapt_datetimefield_value(naive)
    with connection.cursor() as cursor:
        if dry_run:
            cursor.execute("SELECT COUNT(*) FROM core_cache WHERE expires < %s", [moment])
            return int(cursor.fetchone()[0])
        cursor.execute("DELETE FROM core_cache WHERE expires < %s", [moment])
        return int(cursor.rowcount)
