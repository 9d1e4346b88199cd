"""The worker's sign of life, kept where every process can read it: the shared cache."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.cache import cache

#: A sign this often at most; a write every five seconds would disturb a small database.
EVERY = timedelta(seconds=30)
#: A worker that was not heard for so long is taken to be away.
SILENT = timedelta(minutes=2)
_KEY = "worker.heartbeat"
_last: list[datetime] = []


def beat(now: datetime) -> bool:
    """Note that a worker is there; whether this process wrote (it wrote less than 30 s ago otherwise)."""
    if _last and timedelta(0) <= now - _last[-1] < EVERY:
        return False
    _last[:] = [now]
    cache.set(_KEY, now.isoformat(), timeout=None)
    return True


def last_beat() -> datetime | None:
    """When a worker was last heard; None when none was ever heard."""
    noted = cache.get(_KEY)
    return datetime.fromisoformat(noted) if noted else None
