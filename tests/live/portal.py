"""A real portal in processes of its own: web server, worker with its clock, own data folder, database and broker.

Tests look at it from outside only: through HTTP, through a browser, by killing its processes, and by asking
facts of its database through a process beside it (tests.live.facts).
"""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import processes
import psycopg2
from console import tail
from services import free_port

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "brick-and-mortar-2019"  # of every demonstration account; printed by `manage.py demo_accounts`
REDIS_NUMBER = 7  # database of the portals under test on the Redis of the run
START_SECONDS = 60

PREPARE = (
    "import django; django.setup(); from django.core.management import call_command as c; "
    "c('migrate', interactive=False, verbosity=0); "
    "c('collectstatic', interactive=False, verbosity=0, ignore_patterns=['test']); c('seed_demo'); "
    # The drafts of the demonstration ask for their PDF; no test waits for those, and each takes the worker seconds.
    "from core import jobs; from core.models import Job; "
    "[jobs.cancel(job) for job in Job.objects.filter(state='queued')]"
)
WEB = ["-m", "gunicorn", "--worker-class", "gthread", "--workers", "1", "--no-control-socket"]
THREADS = 8
WORKER = ["-m", "celery", "-A", "mrs_portal", "worker", "--beat", "--concurrency", "1", "--loglevel", "INFO"]
WORKER += ["--queues", "interactive,background", "--without-gossip", "--without-mingle"]


def wait_until(happened: Callable[[], Any], *, seconds: float, what: str, every: float = 0.1) -> Any:
    """The first true answer of `happened`; fails with `what` when there is none in time."""
    end = time.monotonic() + seconds
    while True:
        if answer := happened():
            return answer
        if time.monotonic() > end:
            raise AssertionError(f"Not within {seconds:.0f} s: {what}")
        time.sleep(every)


def children_of(pid: int) -> list[int]:
    """All processes below this one (Linux)."""
    found: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += [int(child) for child in (task / "children").read_text().split()]
    return [one for child in found for one in (child, *children_of(child))]


def command_of(pid: int) -> str:
    """The command line of a process; empty when it is gone."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    return ""


def is_alive(pid: int) -> bool:
    """Whether the process runs (a dead one that nobody has waited for does not)."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    return False


@dataclass
class Web:
    """A running web server of the portal."""

    url: str
    process: subprocess.Popen[bytes]


@dataclass
class Worker:
    """A running Celery worker with its clock."""

    process: subprocess.Popen[bytes]
    log: Path
    log_start: int

    def is_ready(self) -> bool:
        """Whether it takes work, by its own log."""
        assert self.process.poll() is None, f"The worker ended by itself:\n{tail(self.log)}"
        return " ready." in self.log.read_text(encoding="utf-8", errors="replace")[self.log_start :]

    def rendering(self) -> list[int]:
        """The limited child processes (core.child) that work for it now."""
        return [pid for pid in children_of(self.process.pid) if "core.child" in command_of(pid)]

    def kill(self) -> None:
        """SIGKILL to the worker, its pool and its clock at once, as when the machine's memory runs out."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@dataclass
class Portal:
    """One installation of the portal."""

    folder: Path
    env: dict[str, str]
    webs: list[Web] = field(default_factory=list)
    workers: list[Worker] = field(default_factory=list)
    _facts: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """Address of its (first) web server, without a slash at the end."""
        return self.webs[0].url

    @property
    def messages(self) -> Path:
        """The folder in which the embedded broker keeps its messages."""
        return self.folder / "broker" / "messages"

    @property
    def has_redis(self) -> bool:
        """Whether its broker is a Redis; else it is a folder."""
        return self.env["BROKER_URL"].startswith("redis")

    def prepare(self) -> None:
        """Database, static files, demonstration data."""
        done = subprocess.run(
            [sys.executable, "-c", PREPARE], cwd=ROOT, env=self._env(), capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr[-3000:]

    def start_web(self, *, application: str = "mrs_portal.wsgi", threads: int = THREADS, **env: str) -> Web:
        """Start a web server on a free port and wait until it answers; `env` is laid over its environment."""
        port = free_port()
        own = ["--bind", f"127.0.0.1:{port}", "--threads", str(threads), application]
        child = processes.start(
            "web", [sys.executable, *WEB, *own], log=self.folder / "web.log", env=self._env(**env)
        )
        web = Web(f"http://127.0.0.1:{port}", child.process)
        self.webs.append(web)

        def is_up() -> bool:
            assert child.process.poll() is None, f"The web server ended by itself:\n{tail(child.log)}"
            return answers(web.url)

        wait_until(is_up, seconds=START_SECONDS, what=f"the web server answers, see {child.log}")
        return web

    def stop_web(self, web: Web) -> None:
        """End a web server."""
        _end(web.process)
        self.webs.remove(web)

    def start_worker(self, *, wait: bool = True) -> Worker:
        """Start a worker with its clock and wait until it takes work."""
        number = len(self.workers) + 1
        log = self.folder / f"worker{number}.log"
        begin = log.stat().st_size if log.exists() else 0
        own = ["-n", f"live{number}@%h", "--schedule", str(self.folder / f"clock{number}")]
        child = processes.start("worker", [sys.executable, *WORKER, *own], log=log, env=self._env())
        worker = Worker(child.process, log, begin)
        self.workers.append(worker)
        if wait:
            wait_until(worker.is_ready, seconds=START_SECONDS, what=f"the worker is ready, see {log}")
        return worker

    def kill_worker(self, worker: Worker | None = None) -> None:
        """SIGKILL to a worker (the last one) with everything it started."""
        worker = worker or self.workers[-1]
        worker.kill()
        self.workers.remove(worker)

    def ask(self, expression: str) -> Any:
        """The value of an expression over the portal's models, as JSON gives it."""
        if self._facts is None or self._facts.poll() is not None:
            self._facts = subprocess.Popen(
                [sys.executable, "-m", "tests.live.facts"],
                cwd=ROOT,
                env=self._env(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                start_new_session=True,
            )
        assert self._facts.stdin is not None
        assert self._facts.stdout is not None
        self._facts.stdin.write(json.dumps(expression) + "\n")
        self._facts.stdin.flush()
        answer = json.loads(self._facts.stdout.readline())
        assert "fault" not in answer, answer["fault"]
        return answer["answer"]

    def job(self, subject: object) -> dict[str, Any]:
        """The newest job about a subject as {state, tries, done, total, failure}; {} when there is none."""
        found: list[dict[str, Any]] = self.ask(
            f"list(Job.objects.filter(subject_id={str(subject)!r}).order_by('-created_at')"
            ".values('id', 'name', 'state', 'tries', 'done', 'total', 'failure')[:1])"
        )
        return found[0] if found else {}

    def log(self, name: str) -> str:
        """What a program wrote: "web.log", "worker1.log"."""
        path = self.folder / name
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    def stop(self) -> None:
        """End every process."""
        for process in [one.process for one in (*self.webs, *self.workers)]:
            _end(process)
        if self._facts is not None:
            _end(self._facts)
            for stream in (self._facts.stdin, self._facts.stdout):
                if stream is not None:
                    stream.close()

    def _env(self, **more: str) -> dict[str, str]:
        return {**os.environ, **self.env, **more}


def _end(process: subprocess.Popen[Any]) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def answers(url: str) -> bool:
    """Whether the portal at this address says that it is well."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"{url}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def running_portal(folder: Path) -> Iterator[Portal]:
    """A seeded portal with one web server and one worker, on the database and broker of the test run."""
    with _database(folder) as database_url:
        portal = Portal(folder, _settings(folder, database_url))
        try:
            portal.prepare()
            portal.start_web()
            portal.start_worker()
            yield portal
        finally:
            portal.stop()


def _settings(folder: Path, database_url: str) -> dict[str, str]:
    broker = os.environ.get("BROKER_URL", "")
    if broker.startswith("redis"):
        broker = urlunsplit(urlsplit(broker)._replace(path=f"/{REDIS_NUMBER}"))
    return {
        "DJANGO_SETTINGS_MODULE": "mrs_portal.settings",
        "DATA_DIR": str(folder),
        "DATABASE_URL": database_url,
        "BROKER_URL": broker or "filesystem://",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "CSRF_TRUSTED_ORIGINS": "",
        "DEBUG": "0",
        "DEMO": "1",
        "HTTPS": "0",
        "BEHIND_PROXY": "0",
        "STATIC_HASHED": "1",
        "THROTTLES": "0",  # tests are faster than people
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": "",
    }


@contextmanager
def _database(folder: Path) -> Iterator[str]:
    """The URL of a database of our own: a file, or one on the PostgreSQL server of the run, dropped at the end."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield f"sqlite:///{folder / 'db.sqlite3'}"
        return
    name = f"mrs_live_{os.getpid()}"
    _on_server(url, f"CREATE DATABASE {name}")
    try:
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    finally:
        _on_server(url, f"DROP DATABASE {name} WITH (FORCE)")


def _on_server(url: str, statement: str) -> None:
    connection = psycopg2.connect(url)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()
