"""How much of something one sender may have, so that nobody takes the portal from the others.

Two counters, because they answer two questions (decision 0017). `Buckets` live in the memory of one web process and
cost nothing: they keep a script or a stuck browser from flooding. `spend` counts in the database, exactly and over all
processes: files taken away, reports asked for, mails set off.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.models import Allowance

#: Whoever has to wait is never told to wait longer than this for a bucket: it is filled again long before.
LONGEST_PAUSE = 60
#: So many senders are remembered in one process; the one not heard of for longest is forgotten first.
SENDERS = 10_000


@dataclass(frozen=True)
class Pace:
    """So many at once, then so many a second."""

    burst: int
    per_second: float


@dataclass(frozen=True)
class Limit:
    """So many, or so many bytes, within a time that begins with the first of them; 0 is no limit."""

    period: timedelta
    number: int = 0
    size: int = 0


@dataclass
class Buckets:
    """A bucket for each sender: each request takes one drop, drops run in at an even pace."""

    pace: Pace
    clock: Callable[[], float] = time.monotonic
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def take(self, sender: str) -> int:
        """Seconds until there is one for this sender again; 0: taken."""
        now = self.clock()
        with self._lock:
            left, before = self._left.pop(sender, (float(self.pace.burst), now))
            left = min(self.pace.burst, left + (now - before) * self.pace.per_second)
            passes = left >= 1
            self._left[sender] = (left - 1 if passes else left, now)
            if len(self._left) > SENDERS:
                self._left.popitem(last=False)
        if passes:
            return 0
        return min(LONGEST_PAUSE, max(1, math.ceil((1 - left) / self.pace.per_second)))


def spend(key: str, limit: Limit, *, now: datetime, size: int = 0) -> int:
    """Count one more for `key`, or say how many seconds are left until it may; 0: counted.

    One UPDATE when there is room. What is counted at the same time by two processes is counted twice: the condition
    stands in the UPDATE. A single thing larger than the whole limit passes when nothing else was taken.
    """
    if _counted(key, limit, now, size):
        return 0
    with transaction.atomic():
        row = Allowance.objects.select_for_update().filter(key=key).first()
        if row is None:
            try:
                with transaction.atomic():
                    Allowance.objects.create(key=key, since=now, number=1, size=size)
            except IntegrityError:  # another process was first
                return 0 if _counted(key, limit, now, size) else 1
            return 0
        if row.since <= now - limit.period:
            Allowance.objects.filter(pk=row.pk).update(since=now, number=1, size=size)
            return 0
        if _counted(key, limit, now, size):
            return 0
    return max(1, math.ceil((row.since + limit.period - now).total_seconds()))


def _counted(key: str, limit: Limit, now: datetime, size: int) -> bool:
    room = Allowance.objects.filter(key=key, since__gt=now - limit.period)
    if limit.number:
        room = room.filter(number__lt=limit.number)
    if limit.size:
        room = room.filter(size__lt=limit.size)
    return bool(room.update(number=F("number") + 1, size=F("size") + size))


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """The page that asks for patience, with the time for programs in Retry-After."""
    minutes = math.ceil(seconds / 60)
    response = render(request, "429.html", {"seconds": seconds, "minutes": minutes}, status=429)
    response["Retry-After"] = str(seconds)
    return response
