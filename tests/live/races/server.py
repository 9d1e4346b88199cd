"""The portal with meeting points for requests and with guards that one request can switch off for itself.

Started by tests only: `gunicorn tests.live.races.server:application`. Without the headers below every request runs the
portal's own code and nothing else.

    X-Race-Meet     "name:3" waits before the view's first transaction until three requests have come to that name
    X-Race-Pause    seconds to wait before the first statement that writes, so that look and write lie apart
    X-Race-Without  guards that this request does without, such as "locks+where" (GUARDS)
    X-Race-Act      the body is {"act": ..., **arguments} for tests.live.races.stage, in this process with these headers
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from mrs_portal.wsgi import application as portal  # isort: skip - sets Django up
from django.core.handlers.base import BaseHandler
from django.db import close_old_connections, connection
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet
from django.db.transaction import Atomic

from tests.live.races import careless, stage

MEET_SECONDS = 5
_WRITES = ("INSERT", "UPDATE", "DELETE")
StartResponse = Callable[..., Any]


class Here(threading.local):
    """What the request in this thread asked for."""

    meet = ""
    armed = False
    pause = 0.0
    without: frozenset[str] = frozenset()


here = Here()
_barriers: dict[str, threading.Barrier] = {}
_lock = threading.Lock()


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """The portal, or one act of a test."""
    writes = environ["REQUEST_METHOD"] == "POST"  # not the page to which a form leads
    here.meet, here.armed = environ.get("HTTP_X_RACE_MEET", "") if writes else "", False
    here.pause = float(environ.get("HTTP_X_RACE_PAUSE", "0")) if writes else 0
    here.without = frozenset(filter(None, environ.get("HTTP_X_RACE_WITHOUT", "").split("+")))
    if "HTTP_X_RACE_ACT" not in environ:
        return portal(environ, start_response)
    size = int(environ.get("CONTENT_LENGTH") or 0)
    asked = json.loads(environ["wsgi.input"].read(size))
    close_old_connections()
    here.armed = True
    try:
        answer = {"value": stage.act(asked.pop("act"))(**asked)}
    except Exception as fault:
        answer = {"fault": f"{type(fault).__name__}: {fault}"}
    finally:
        close_old_connections()
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(answer, default=str).encode()]


def meet() -> None:
    """Wait for the others of this request's meeting point, once; go on alone when they do not come."""
    if not here.armed or not here.meet:
        return
    here.armed = False
    name, _colon, count = here.meet.rpartition(":")
    with _lock:
        barrier = _barriers.setdefault(name, threading.Barrier(int(count)))
    with suppress(threading.BrokenBarrierError):
        barrier.wait(MEET_SECONDS)


# --- Before the view's first transaction, before the first statement that writes ------------------

_make_view_atomic = BaseHandler.make_view_atomic
_enter, _exit = Atomic.__enter__, Atomic.__exit__
_execute, _executemany = CursorWrapper.execute, CursorWrapper.executemany


def make_view_atomic(self: BaseHandler, view: Any) -> Any:
    """Called right before the view: from here on the meeting point counts."""
    here.armed = True
    return _make_view_atomic(self, view)


def enter(self: Atomic) -> None:
    """A transaction begins, unless this request does without."""
    if not connection.in_atomic_block:
        meet()
    if "locks" not in here.without:
        _enter(self)


def leave(self: Atomic, *raised: Any) -> None:
    """A transaction ends, unless this request does without."""
    if "locks" not in here.without:
        _exit(self, *raised)


def _wait_before_writing(sql: Any) -> None:
    if here.pause and str(sql).lstrip().startswith(_WRITES):
        pause, here.pause = here.pause, 0.0
        time.sleep(pause)


def execute(self: CursorWrapper, sql: Any, params: Any = None) -> Any:
    """One statement."""
    _wait_before_writing(sql)
    return _execute(self, sql, params)


def executemany(self: CursorWrapper, sql: Any, param_list: Any) -> Any:
    """One statement for many rows."""
    _wait_before_writing(sql)
    return _executemany(self, sql, param_list)


BaseHandler.make_view_atomic = make_view_atomic  # type: ignore[method-assign]
Atomic.__enter__, Atomic.__exit__ = enter, leave  # type: ignore[method-assign]
CursorWrapper.execute, CursorWrapper.executemany = execute, executemany  # type: ignore[method-assign]

# --- Guards that a request can do without ---------------------------------------------------------

_select_for_update, _update = QuerySet.select_for_update, QuerySet.update


def select_for_update(self: QuerySet[Any], *args: Any, **options: Any) -> QuerySet[Any]:
    """Rows are not held."""
    return self.all() if "locks" in here.without else _select_for_update(self, *args, **options)


def update(self: QuerySet[Any], **values: Any) -> int:
    """Look first which rows are meant, write to them later, whatever they say by then."""
    if "where" not in here.without:
        return _update(self, **values)
    keys = list(self.values_list("pk", flat=True))
    if here.pause:
        time.sleep(here.pause)
    return _update(self.model._base_manager.filter(pk__in=keys), **values) if keys else 0


update.alters_data = True  # type: ignore[attr-defined]
QuerySet.select_for_update, QuerySet.update = select_for_update, update  # type: ignore[method-assign,assignment]
careless.install(here)
