"""`make run` as a person uses it: wait for the address, open it, press Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
import pytest
from services import free_port

pytestmark = pytest.mark.live

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def settings_of_run(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A data folder and a database of this test's own, on whichever servers the test run is for."""
    own = {"DATA_DIR": str(tmp_path / "data"), "DATABASE_URL": "", "BROKER_URL": "filesystem://"}
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield {**own, "DATABASE_URL": f"sqlite:///{tmp_path}/data/db.sqlite3"}
        return
    name = f"run_{free_port()}"
    with closing(psycopg2.connect(url)) as server:
        server.autocommit = True
        server.cursor().execute(f"CREATE DATABASE {name}")
        broker = os.environ["BROKER_URL"].rpartition("/")[0] + "/1"
        yield {**own, "DATABASE_URL": f"{url.rpartition('/')[0]}/{name}", "BROKER_URL": broker}
        server.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")


class Running:
    """A started `make run` and what it printed."""

    def __init__(self, settings: dict[str, str]) -> None:
        data = Path(settings["DATA_DIR"])
        self.port = free_port()
        self.printed = data.with_name(f"printed-{self.port}.txt")
        with self.printed.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "scripts/run_portal.py", "--port", str(self.port)],
                cwd=ROOT,
                env={**os.environ, **settings},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def text(self) -> str:
        return self.printed.read_text()

    def wait_for(self, text: str, *, seconds: float = 120) -> None:
        end = time.monotonic() + seconds
        while text not in self.text():
            assert self.process.poll() is None, self.text()
            assert time.monotonic() < end, self.text()
            time.sleep(0.1)

    def children(self) -> list[int]:
        """Every process below this one."""
        found, queue = [], [self.process.pid]
        while queue:
            listing = Path(f"/proc/{queue[0]}/task/{queue.pop(0)}/children")
            below = [int(pid) for pid in listing.read_text().split()] if listing.exists() else []
            found += below
            queue += below
        return found


@contextmanager
def running(settings: dict[str, str]) -> Iterator[Running]:
    portal = Running(settings)
    try:
        yield portal
    finally:
        portal.process.terminate()
        try:
            portal.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            portal.process.kill()
            portal.process.wait()


def alive(pids: list[int]) -> list[int]:
    def lives(pid: int) -> bool:
        try:
            return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
        except OSError:
            return False

    return [pid for pid in pids if lives(pid)]


def test_it_runs_shows_the_accounts_and_stops_cleanly_and_starts_again_quickly(
    settings_of_run: dict[str, str],
) -> None:
    with running(settings_of_run) as portal:
        portal.wait_for("Stop     Ctrl-C")
        assert f"http://127.0.0.1:{portal.port}/" in portal.text()
        assert "Demonstration accounts" in portal.text()
        with urllib.request.urlopen(f"http://127.0.0.1:{portal.port}/", timeout=20) as page:
            assert page.status == 200
            assert "</html>" in page.read().decode()
        started = portal.children()
        assert len(started) >= 5  # web server, worker and their processes
        portal.process.send_signal(signal.SIGINT)
        assert portal.process.wait(timeout=30) == 0
        assert alive(started) == []
        assert portal.text().rstrip().endswith("MRS Portal is stopped.")
    with running(settings_of_run) as portal:
        portal.wait_for("Stop     Ctrl-C")
        assert "Installing" not in portal.text()
        assert "Collecting" not in portal.text()


def test_a_program_that_dies_stops_the_other_and_says_why(settings_of_run: dict[str, str]) -> None:
    with running(settings_of_run) as portal:
        portal.wait_for("Stop     Ctrl-C")
        started = portal.children()
        worker = next(pid for pid in started if b"celery" in Path(f"/proc/{pid}/cmdline").read_bytes())
        os.kill(worker, signal.SIGKILL)
        assert portal.process.wait(timeout=30) == 1
        assert "The worker ended by itself (exit code -9)" in portal.text()
        assert alive(started) == []


def test_a_second_start_on_the_same_data_is_refused(settings_of_run: dict[str, str]) -> None:
    with running(settings_of_run) as first:
        first.wait_for("Setting up")
        second = Running(settings_of_run)
        assert second.process.wait(timeout=30) == 1
        assert "runs from this folder already" in second.text()
