"""Telling a worker that a job waits, without ever making a request wait for the broker.

One background thread per process publishes with a one second limit and no retry. A ring that gets lost is
no loss: the sweeper rings again.
"""

from __future__ import annotations

import logging
import os
import queue
import threading

from celery import current_app

logger = logging.getLogger(__name__)
_rings: queue.Queue[tuple[str, str]] = queue.Queue(maxsize=1000)
_thread: threading.Thread | None = None
_owner = 0
_lock = threading.Lock()


def ring(job_id: str, job_queue: str) -> None:
    """Ask the thread to publish one message; returns at once."""
    _start()
    try:
        _rings.put_nowait((job_id, job_queue))
    except queue.Full:
        logger.warning("The doorbell is overfull; the sweeper will ring for job %s", job_id)


def _start() -> None:
    global _thread, _owner
    with _lock:
        if _thread is None or not _thread.is_alive() or _owner != os.getpid():  # a fork loses the thread
            _owner = os.getpid()
            _thread = threading.Thread(target=_publish_all, name="doorbell", daemon=True)
            _thread.start()


def _publish_all() -> None:
    while True:
        job_id, job_queue = _rings.get()
        try:
            current_app.send_task(
                "core.run_job", args=[job_id], queue=job_queue, retry=False, ignore_result=True
            )
        except Exception as error:  # any broker trouble: the row stays queued and the sweeper rings again
            logger.warning("Nobody heard the doorbell for job %s: %s", job_id, type(error).__name__)
