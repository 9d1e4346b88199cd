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
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

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
        command = ["-m", "pytest", "-m", marks, f"--junitxml={report}", "--durations=5"]
        command += ["-n", "2"] if both_cores else ["-p", "no:xdist"]
        code = self.step(name, command, env)
        result = self.results[-1]
        if code == NOTHING_COLLECTED and not tests_expected(marks):
            result.ok = True
            say("--- no such tests yet")
            return
        if report.exists():
            result.passed, result.failed, result.skipped = counts(report)
        if code and not result.failed:
            result.failed = 1  # pytest itself did not get through


def run_in_group(command: Sequence[str], env: dict[str, str]) -> int:
    """Run a program in a session of its own; when we are stopped, let it clean up, then end all it started."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return process.wait(timeout=STEP_SECONDS)
    except subprocess.TimeoutExpired:
        say(f"--- ended after {STEP_SECONDS // 60} minutes")
        return 1
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
        for name, marks, env in (
            ("SQLite", SERVERS, embedded),
            ("PostgreSQL and Redis", SERVERS_AGAIN, production),
        ):
            run.tests(f"browser and worker, {name}", marks, env, both_cores=False)
            if long:
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
    total = sum(result.seconds for result in run.results)
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
