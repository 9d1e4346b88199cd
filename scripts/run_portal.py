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
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import IO

import assets
import processes
import setup_env
from console import LOGS, PYTHON, ROOT, VAR, SetupError, finish, make_private_folders, run_step, say, tail

HOST = "127.0.0.1"
START_SECONDS = 60
STOP_SECONDS = 10  # a job that is not finished by then is taken up again at the next start
LOG_BYTES_KEPT = 5_000_000

SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "mrs_portal.settings",
    "STATIC_HASHED": "1",
    "DEMO": "1",
    "PYTHONUNBUFFERED": "1",
}


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
    """Hold var/run.lock while the portal runs: two workers with one clock file would disturb each other."""
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
    manage("Preparing the database", "migrate", "--noinput")
    manage("Collecting stylesheets and scripts", "collectstatic", "--noinput", "--ignore", "test", "-v", "0")
    manage("Loading the demonstration data", "seed_demo")


def manage(title: str, *command: str) -> None:
    """Run one management command as a step of the set-up."""
    run_step(title, [PYTHON, "manage.py", *command], env=environment())


def environment() -> dict[str, str]:
    """What the portal's programs get in addition; what is set outside already wins."""
    return {name: os.environ.get(name, value) for name, value in SETTINGS.items()}


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
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signum, self._note_interrupt)
        try:
            self._start()
            if self._wait_until(self._web_answers) and self._wait_until(self._worker_is_ready):
                self._tell(time.monotonic() - started)
                while not self.interrupts and not self._dead():
                    time.sleep(0.3)
            return self._explain_death()
        finally:
            self._stop()

    def _note_interrupt(self, signum: int, frame: FrameType | None) -> None:
        self.interrupts += 1

    def _start(self) -> None:
        python = str(PYTHON)
        web = [
            "-m",
            "gunicorn",
            "mrs_portal.wsgi",
            "--bind",
            f"{HOST}:{self.port}",
            "--worker-class",
            "gthread",
        ]
        web += ["--workers", "2", "--threads", "4", "--no-control-socket", "--access-logfile", "-"]
        worker = ["-m", "celery", "-A", "mrs_portal", "worker", "--beat", "--concurrency", "2"]
        worker += [
            "--queues",
            "interactive,background",
            "--loglevel",
            "INFO",
            "--without-gossip",
            "--without-mingle",
        ]
        self.children = [
            self._start_one("web server", "web", [python, *web], nice=0),
            # A report takes a whole core while it is made; pages come first.
            self._start_one("worker", "worker", [python, *worker], nice=10),
        ]

    def _start_one(self, name: str, log_name: str, command: Sequence[str], *, nice: int) -> processes.Child:
        log = LOGS / f"{log_name}.log"
        if log.exists():
            log.replace(log.with_suffix(".log.1"))  # the log of the run before this one
        return processes.start(name, command, log=log, env=environment(), nice=nice)

    def _wait_until(self, ready: Callable[[], bool]) -> bool:
        """True when ready, False after Ctrl-C or when a program died; SetupError after a minute."""
        end = time.monotonic() + START_SECONDS
        while not self.interrupts and not self._dead():
            if ready():
                return True
            if time.monotonic() > end:
                logs = "\n".join(tail(child.log, 8) for child in self.children)
                raise SetupError(
                    f"The portal did not start within {START_SECONDS} seconds. Last log lines:\n{logs}"
                )
            time.sleep(0.1)
        return False

    def _web_answers(self) -> bool:
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with direct.open(f"{self.address}healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (OSError, http.client.HTTPException):
            return False

    def _worker_is_ready(self) -> bool:
        return " ready." in self.children[1].log.read_text(encoding="utf-8", errors="replace")

    def _tell(self, seconds: float) -> None:
        accounts = subprocess.run(
            [PYTHON, "manage.py", "demo_accounts"],
            cwd=ROOT,
            env={**os.environ, **environment()},
            capture_output=True,
            text=True,
            check=False,
        )
        say(f"\nMRS Portal runs (ready after {seconds:.0f} s).\n\n  Address  {self.address}\n")
        say(
            accounts.stdout.rstrip()
            or "  The accounts could not be listed: .venv/bin/python manage.py demo_accounts"
        )
        say("\n  Logs     var/log/web.log and var/log/worker.log")
        say("  Stop     Ctrl-C (the data stay)\n")

    def _dead(self) -> list[processes.Child]:
        return [child for child in self.children if child.process.poll() is not None]

    def _explain_death(self) -> int:
        if self.interrupts:
            return 0
        for child in self._dead():
            code = child.process.returncode
            say(f"\nThe {child.name} ended by itself (exit code {code}). The end of its log:")
            say(f"{tail(child.log)}\n    ({child.log.relative_to(ROOT)})")
        return 1

    def _stop(self) -> None:
        seen = self.interrupts
        if any(child.process.poll() is None for child in self.children):
            say("\nStopping the web server and the worker (Ctrl-C again: at once) ...")
        processes.stop(self.children, seconds=STOP_SECONDS, hurry=lambda: self.interrupts > seen)
        processes.end_adopted()
        say("MRS Portal is stopped.")


if __name__ == "__main__":
    finish(main)
