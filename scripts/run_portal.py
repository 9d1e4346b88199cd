"""`make run`: from a fresh clone to a running portal with demonstration data, in one command.

    python3 scripts/run_portal.py [--port 8123]

Sets up what is missing, then keeps two programs running until Ctrl-C: the web server (gunicorn) and the
worker (Celery with its clock). If one of them ends, the other is stopped and the reason is shown.
"""

from __future__ import annotations

import argparse
import fcntl
import http.client
import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import IO

import assets
import processes
import setup_env
from console import (
    LOGS,
    PYTHON,
    ROOT,
    VAR,
    SetupError,
    finish,
    make_private_folders,
    say,
    shown,
    step,
    stop_on_signals,
    tail,
)

HOST = "127.0.0.1"
START_SECONDS = 60
STOP_SECONDS = 10  # a job that is not finished by then is taken up again at the next start
LOG_BYTES_KEPT = 5_000_000

SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "mrs_portal.settings",
    "STATIC_HASHED": "1",
    "DEMO": "1",
    "LOG_LEVEL": "INFO",  # the worker says in its log when it is ready
    "PYTHONUNBUFFERED": "1",
}
WEB = ["-m", "gunicorn", "mrs_portal.wsgi", "--worker-class", "gthread", "--workers", "2", "--threads", "4"]
WEB += ["--preload", "--no-control-socket", "--access-logfile", "-"]
# Two at a time: the clock's small tasks pass while a report is made.
WORKER = ["-m", "celery", "-A", "mrs_portal", "worker", "--beat", "--concurrency", "2", "--loglevel", "INFO"]
WORKER += ["--queues", "interactive,background", "--without-gossip", "--without-mingle"]


def main() -> int:
    """Command line."""
    started = time.monotonic()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--port", default="8000", help="where the portal listens on this machine (default 8000)"
    )
    port = free_port(parser.parse_args().port)
    make_private_folders()
    lock = only_one_here()
    say("Setting up MRS Portal")
    set_up()
    portal = Portal(port)
    try:
        return portal.run(started)
    finally:
        lock.close()


def free_port(text: str) -> int:
    """The port as a number; SetupError when it is no port or when something listens there already."""
    port = int(text) if text.isascii() and text.isdigit() else 0
    if not 1 <= port <= 65535:
        raise SetupError(f"PORT must be a number from 1 to 65535, not {text!r}. Example: make run PORT=8123")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise SetupError(f"Ports below 1024 are for root. Example: make run PORT={port + 8000}") from None
        except OSError:
            other = 8123 if port != 8123 else 8124
            raise SetupError(
                f"Port {port} is taken by another program. Choose another one: make run PORT={other}"
            ) from None
    return port


def only_one_here() -> IO[str]:
    """Hold run.lock while the portal runs: two workers on the same data would disturb each other's clock."""
    lock = (VAR / "run.lock").open("w", encoding="utf-8")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise SetupError(
            "MRS Portal runs from this folder already. Stop it there with Ctrl-C first."
        ) from None
    return lock


def set_up() -> None:
    """Packages, front-end files, database, static files, demonstration data; each quick when it is there."""
    setup_env.prepare(dev=False)
    assets.make_assets()
    prepare = [PYTHON, ROOT / "scripts" / "prepare_data.py"]
    if subprocess.run(prepare, cwd=ROOT, env={**os.environ, **SETTINGS}, check=False).returncode:
        raise SetupError("MRS Portal was not started.")


@dataclass
class Portal:
    """The two programs of a running portal."""

    port: int
    children: list[processes.Child] = field(default_factory=list)
    interrupts: int = 0

    @property
    def address(self) -> str:
        """Where the first page is."""
        return f"http://{HOST}:{self.port}/"

    def run(self, started: float) -> int:
        """Start, say where to go, watch until Ctrl-C; 0 when stopped by hand, 1 when a program died."""
        processes.adopt_orphans()
        stop_on_signals(self._note_interrupt)
        try:
            self._start()
            with step("Starting the web server and the worker"):
                self._wait_until_ready()
            say(f"\nMRS Portal runs (ready after {time.monotonic() - started:.0f} s).\n")
            say(f"  Address  {self.address}")
            say(f"  Logs     {shown(LOGS / 'web.log')} and {shown(LOGS / 'worker.log')}")
            say("  Stop     Ctrl-C (the data stay)\n")
            while not self.interrupts:
                self._check_alive()
                time.sleep(0.3)
            return 0
        finally:
            self._stop()

    def _note_interrupt(self, signum: int, frame: FrameType | None) -> None:
        self.interrupts += 1

    def _start(self) -> None:
        self.children = [
            self._start_one("web server", "web", [*WEB, "--bind", f"{HOST}:{self.port}"], nice=0),
            # A report takes a whole core while it is made; pages come first.
            self._start_one("worker", "worker", WORKER, nice=10),
        ]

    def _start_one(self, name: str, log_name: str, command: Sequence[str], *, nice: int) -> processes.Child:
        log = LOGS / f"{log_name}.log"
        if log.exists():
            log.replace(log.with_suffix(".log.1"))  # the log of the run before this one
        return processes.start(name, [PYTHON, *command], log=log, env=SETTINGS, nice=nice)

    def _wait_until_ready(self) -> None:
        started = time.monotonic()
        while not (self._web_answers() and self._worker_is_ready()):
            if self.interrupts:
                raise KeyboardInterrupt
            self._check_alive()
            if time.monotonic() > started + START_SECONDS:
                raise SetupError(f"The portal did not start within {START_SECONDS} seconds. {self._logs()}")
            time.sleep(0.1)

    def _check_alive(self) -> None:
        """SetupError with the end of its log when one of the programs ended by itself."""
        for child in self.children:
            code = child.process.poll()
            if code is not None and not self.interrupts:
                raise SetupError(f"The {child.name} ended by itself (exit code {code}). {self._logs(child)}")

    def _logs(self, *children: processes.Child) -> str:
        parts = (f"The end of {shown(child.log)}:\n{tail(child.log)}" for child in children or self.children)
        return "\n".join(parts)

    def _web_answers(self) -> bool:
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with direct.open(f"{self.address}healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (OSError, http.client.HTTPException):
            return False

    def _worker_is_ready(self) -> bool:
        return " ready." in self.children[1].log.read_text(encoding="utf-8", errors="replace")

    def _stop(self) -> None:
        seen = self.interrupts
        if any(child.process.poll() is None for child in self.children):
            say("\nStopping the web server and the worker (Ctrl-C again: at once) ...")
        processes.stop(self.children, seconds=STOP_SECONDS, hurry=lambda: self.interrupts > seen)
        processes.end_adopted()
        say("MRS Portal is stopped.")


if __name__ == "__main__":
    finish(main)
