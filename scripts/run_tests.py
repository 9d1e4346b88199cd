"""`make test`: everything that proves the portal, on both databases, with a summary at the end.

    python3 scripts/run_tests.py            what must pass before a change is handed in
    python3 scripts/run_tests.py --long     also the tests marked `long`
    python3 scripts/run_tests.py --static   only lint, types, import rules and Django's own checks

Brings what is missing, starts its own PostgreSQL and Redis on free ports and stops them again. A failing step does not
keep the others from running; the exit code is 1 when any failed.
"""

from __future__ import annotations

import argparse
import os
import re
import secrets
import signal
import subprocess
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import assets
import processes
import setup_env
from console import PYTHON, ROOT, finish, make_private_folders, say
from services import services

STEP_SECONDS = 45 * 60  # a hanging step is ended, so that the summary still comes
NOTHING_COLLECTED = 5

PLAIN = "not browser and not live and not long"
SERVERS = "(browser or live) and not long"
SERVERS_AGAIN = f"{SERVERS} and not screen"  # what only the browser does needs no second database
LONG = "long"

# Production as `check --deploy` must see it; nothing is connected to.
PRODUCTION = {
    "ALLOWED_HOSTS": "portal.example",
    "CSRF_TRUSTED_ORIGINS": "https://portal.example",
    "DATABASE_URL": "postgres://mrs:password@127.0.0.1:5432/mrs",
    "BROKER_URL": "redis://:password@127.0.0.1:6379/0",
    "HTTPS": "1",
    "EMAIL_URL": "smtp+tls://portal:password@mail.example:587",
    "MAIL_FROM": "MRS Portal <portal@portal.example>",
    "PORTAL_ADDRESS": "https://portal.example",
    "SECURITY_CONTACT": "security@portal.example",
}


@dataclass
class Result:
    """How one step ended; the counts are zero for steps that are no test runs."""

    name: str
    ok: bool
    seconds: float
    passed: int = 0
    failed: int = 0
    skipped: int = 0


@dataclass
class Run:
    """The steps so far, and the folder for their data."""

    folder: Path
    results: list[Result] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)

    def settings(self, name: str, **more: str) -> dict[str, str]:
        """The embedded default in a data folder of its own, whatever .env or the shell say; `more` is laid over."""
        data = self.folder / name
        data.mkdir(mode=0o700, exist_ok=True)
        return {
            "DJANGO_SETTINGS_MODULE": "mrs_portal.settings",
            "DATA_DIR": str(data),
            "DATABASE_URL": f"sqlite:///{data / 'db.sqlite3'}",
            "BROKER_URL": "filesystem://",
            "SECRET_KEY": secrets.token_urlsafe(64),
            "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
            "CSRF_TRUSTED_ORIGINS": "",
            "DEBUG": "0",
            "DEMO": "0",
            "HTTPS": "0",
            "BEHIND_PROXY": "0",
            "STATIC_HASHED": "0",
            "MRS_REQUIRE_SERVICES": "1",  # a missing browser or server is a failure here, not a skip
            **more,
        }

    def step(self, name: str, module: Sequence[str], env: dict[str, str]) -> int:
        """Run one Python module or script with its output on the screen; remember how it ended."""
        say(f"\n=== {name} ===")
        started = time.monotonic()
        code = run_in_group([str(PYTHON), *module], env)
        self.results.append(Result(name, code == 0, time.monotonic() - started))
        if code:
            say(f"--- {name}: failed (exit code {code})")
        return code

    def tests(self, name: str, marks: str, env: dict[str, str], *, both_cores: bool) -> None:
        """Run pytest on the tests with these marks and count them."""
        report = self.folder / f"{len(self.results)}.xml"
        code = self.step(name, pytest_command(marks, report, both_cores=both_cores), env)
        self.count(self.results[-1], marks, report, code)

    def side_by_side(self, steps: Sequence[tuple[str, str, dict[str, str]]]) -> None:
        """Run pytest for each (name, marks, env) at the same time, one process each, and print one after the other.

        Tests that drive servers wait most of their time, so two such runs share two cores well.
        """
        say(f"\n=== {' | '.join(name for name, _marks, _env in steps)}, side by side ===")
        with ExitStack() as stack:
            started = time.monotonic()
            running = []
            for place, (name, marks, env) in enumerate(steps):
                report, log = self.folder / f"side-{place}.xml", self.folder / f"side-{place}.log"
                command = [str(PYTHON), *pytest_command(marks, report, both_cores=False)]
                output = stack.enter_context(log.open("wb"))
                process = stack.enter_context(group(command, env, output))
                running.append((name, marks, report, log, process))
            for name, marks, report, log, process in running:
                code = wait(process, silent=True)
                say(f"\n=== {name} ===\n{log.read_text(encoding='utf-8', errors='replace')}")
                self.results.append(Result(name, code == 0, time.monotonic() - started))
                self.count(self.results[-1], marks, report, code)

    def count(self, result: Result, marks: str, report: Path, code: int) -> None:
        """Take the numbers of a run of pytest from its report."""
        if code == NOTHING_COLLECTED and not tests_expected(marks):
            result.ok = True
            say("--- no such tests yet")
            return
        if report.exists():
            result.passed, result.failed, result.skipped = counts(report)
        if code and not result.failed:
            result.failed = 1  # pytest itself did not get through


def pytest_command(marks: str, report: Path, *, both_cores: bool) -> list[str]:
    """Arguments for Python: the tests with these marks, with a JUnit file."""
    command = ["-m", "pytest", "-m", marks, f"--junitxml={report}", "--durations=5"]
    return [*command, *(("-n", "2") if both_cores else ("-p", "no:xdist"))]


def run_in_group(command: Sequence[str], env: dict[str, str]) -> int:
    """Run a program in a session of its own; its exit code."""
    with group(command, env) as process:
        return wait(process)


def wait(process: subprocess.Popen[bytes], *, silent: bool = False) -> int:
    """The exit code of a step, 1 when it took too long; a silent one gives a sign of life each minute."""
    for minute in range(STEP_SECONDS // 60):
        if silent and minute:
            say(f"... minute {minute}")
        with suppress(subprocess.TimeoutExpired):
            return process.wait(timeout=60)
    say(f"--- ended after {STEP_SECONDS // 60} minutes")
    return 1


@contextmanager
def group(
    command: Sequence[str], env: dict[str, str], output: IO[bytes] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A program in a session of its own; when we are stopped, let it clean up, then end all it started."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output and subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=10)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def tests_expected(marks: str) -> bool:
    """Whether an empty run is a fault: always for plain tests, else when a test file uses one of the marks."""
    wanted = [name for name in ("browser", "live", "long") if re.search(rf"(?<!not ){name}", marks)]
    if not wanted:
        return True
    pattern = re.compile(rf"^[^#]*\bmark\.({'|'.join(wanted)})\b", re.MULTILINE)
    return any(
        pattern.search(path.read_text(encoding="utf-8")) for path in (ROOT / "tests").rglob("test_*.py")
    )


def counts(report: Path) -> tuple[int, int, int]:
    """Passed, failed and skipped tests of a JUnit file."""
    suites = list(ElementTree.parse(report).getroot().iter("testsuite"))
    total, failures, errors, skipped = (
        sum(int(suite.get(key, "0")) for suite in suites)
        for key in ("tests", "failures", "errors", "skipped")
    )
    failed = failures + errors
    return total - failed - skipped, failed, skipped


def static_checks(run: Run) -> None:
    """Lint, format, types, import rules, templates, migrations, and Django's checks for production."""
    env = run.settings("static")
    run.step("ruff check", ["-m", "ruff", "check", "."], env)
    run.step("ruff format", ["-m", "ruff", "format", "--check", "."], env)
    run.step("mypy", ["-m", "mypy", "."], env)
    run.step("import rules", ["-c", "from importlinter.cli import lint_imports_command as c; c()"], env)
    run.step("djlint", ["-m", "djlint", ".", "--lint", "--check"], env)
    run.step("migrations", ["manage.py", "makemigrations", "--check", "--dry-run"], env)
    deploy = ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    run.step("deploy check", deploy, run.settings("production", **PRODUCTION))


def all_tests(run: Run, *, long: bool) -> None:
    """The test suite on the embedded default and on PostgreSQL with Redis."""
    embedded = run.settings("embedded")
    search = {"HYPOTHESIS_PROFILE": "search"} if long else {}
    run.tests("tests, SQLite", PLAIN, embedded | search, both_cores=True)
    with services() as found:
        production = run.settings("services", **found.env)
        # Parsers, layout and other pure code were tried above; here runs every test that touches a database.
        run.tests("tests, PostgreSQL", PLAIN, production | {"TESTS_DATABASE_ONLY": "1"}, both_cores=True)
        run.side_by_side(
            [
                ("browser and worker, SQLite", SERVERS, embedded),
                ("browser and worker, PostgreSQL and Redis", SERVERS_AGAIN, production),
            ]
        )
        if long:
            for name, env in (("SQLite", embedded), ("PostgreSQL and Redis", production)):
                run.tests(f"long, {name}", LONG, env | {"HYPOTHESIS_PROFILE": "search"}, both_cores=False)


def summary(run: Run) -> int:
    """Print the table and the closing line; the exit code."""
    say("\n" + "=" * 78)
    for result in run.results:
        word = "ok" if result.ok else "FAILED"
        tests = f"{result.passed:5} passed {result.failed:3} failed {result.skipped:3} skipped"
        counted = result.passed + result.failed + result.skipped
        say(f"{result.name:40} {word:7} {result.seconds:7.1f} s {tests if counted else ''}")
    bad = [result.name for result in run.results if not result.ok]
    total = time.monotonic() - run.started
    say(f"{'all steps':40} {'FAILED' if bad else 'ok':7} {total:7.1f} s")
    if bad:
        say(f"\nFailed steps: {', '.join(bad)}")
    passed, failed, skipped = (
        sum(getattr(result, key) for result in run.results) for key in ("passed", "failed", "skipped")
    )
    say(f"\n{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if bad else 0


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--long", action="store_true", help="also the tests marked long")
    parser.add_argument("--static", action="store_true", help="only lint, types and checks")
    options = parser.parse_args()
    make_private_folders()
    say("Setting up the tests")
    setup_env.prepare(dev=True)
    assets.make_assets()
    processes.adopt_orphans()
    with ExitStack() as stack:
        stack.callback(processes.end_adopted)
        run = Run(Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mrs-tests-"))))
        static_checks(run)
        if not options.static:
            all_tests(run, long=options.long)
        return summary(run)


if __name__ == "__main__":
    finish(main)
