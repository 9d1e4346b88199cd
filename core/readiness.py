"""Whether the portal can do its work at this moment, part by part; no part of it keeps a request waiting for long."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from kombu import Connection

from core import heartbeat
from core.models import Job, JobState, Mail, MailState

#: Trust study 4.2: beyond these the portal counts as not ready.
OLDEST_JOB = timedelta(minutes=5)
OLDEST_MAIL = timedelta(minutes=30)
LEAST_FREE = 0.15
SILENT = timedelta(minutes=2)


@dataclass(frozen=True)
class Reading:
    """One part: its name for programs, its words for people, whether it is well, and what was measured."""

    name: str
    words: str | Promise
    ok: bool
    value: str


def readings() -> list[Reading]:
    """Every part, the database first; parts that need it are left out when it is away."""
    now = timezone.now()
    found = [_reading("database", _("Database"), _database)]
    with_rows: list[tuple[str, str | Promise, Callable[[], tuple[bool, str]]]] = [
        ("queue", _("Oldest waiting job"), lambda: _queue(now)),
        ("mail", _("Oldest waiting mail"), lambda: _mail(now)),
        ("worker", _("Background worker"), lambda: _worker(now)),
    ]
    if found[0].ok:
        found += [_reading(*one) for one in with_rows]
    found.append(_reading("broker", _("Broker"), _broker))
    found.append(_reading("store", _("File store can be written"), _store))
    found.append(_reading("disk", _("Free room on the disk"), _disk))
    return found


def _reading(name: str, words: str | Promise, measure: Callable[[], tuple[bool, str]]) -> Reading:
    try:
        ok, value = measure()
    except (OSError, DatabaseError, ConnectionError) as fault:
        ok, value = False, type(fault).__name__
    return Reading(name, words, ok, value)


def _database() -> tuple[bool, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True, str(connection.vendor)


def _age(since: datetime | None, now: datetime, most: timedelta) -> tuple[bool, str]:
    if since is None:
        return True, "0 s"
    return now - since <= most, f"{max(0, int((now - since).total_seconds()))} s"


def _queue(now: datetime) -> tuple[bool, str]:
    oldest = Job.objects.filter(state=JobState.QUEUED).order_by("created_at").first()
    return _age(oldest.created_at if oldest else None, now, OLDEST_JOB)


def _mail(now: datetime) -> tuple[bool, str]:
    oldest = Mail.objects.filter(state=MailState.WAITING).order_by("created_at").first()
    return _age(oldest.created_at if oldest else None, now, OLDEST_MAIL)


def _worker(now: datetime) -> tuple[bool, str]:
    last = heartbeat.last_beat()
    return (False, "-") if last is None else _age(last, now, SILENT)


def _broker() -> tuple[bool, str]:
    if settings.BROKER_URL.startswith("filesystem"):
        folder = Path(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_in"])
        return folder.is_dir(), "filesystem"
    with Connection(
        settings.BROKER_URL, connect_timeout=1, transport_options=settings.CELERY_BROKER_TRANSPORT_OPTIONS
    ) as line:
        line.ensure_connection(max_retries=1, timeout=1)
    return True, "redis"


def _store() -> tuple[bool, str]:
    folder = Path(settings.PRIVATE_FILES)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    probe = folder / f".ready-{uuid.uuid4()}"
    try:
        probe.write_bytes(b"ready")
        return probe.read_bytes() == b"ready", "ok"
    finally:
        probe.unlink(missing_ok=True)


def _disk() -> tuple[bool, str]:
    usage = shutil.disk_usage(settings.PRIVATE_FILES)
    free = usage.free / usage.total
    return free >= LEAST_FREE, f"{free:.0%}"
