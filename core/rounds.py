"""Work that comes round by itself, such as emptying a bin. Apps register it; the sweep calls it, once an hour at most.

Every piece of work is told the time and may run twice: two workers do not know of each other.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

logger = logging.getLogger(__name__)
EVERY = timedelta(hours=1)
_work: dict[str, Callable[[datetime], object]] = {}
_last: dict[str, datetime] = {}


def register(name: str, work: Callable[[datetime], object]) -> None:
    """Have `work` called with the present time, about once an hour."""
    _work[name] = work


def run_due(now: datetime) -> None:
    """Call what has not been called for an hour in this process; one that fails does not stop the others."""
    for name, work in _work.items():
        last = _last.get(name)
        if last is not None and now - last < EVERY:
            continue
        _last[name] = now
        try:
            work(now)
        except Exception:
            logger.exception("The round %s failed; it is tried again in an hour", name)
