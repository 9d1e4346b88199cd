"""The part of `make run` that needs Django: database, static files and demonstration data, in one process.

Run by scripts/run_portal.py with the Python of .venv. Everything here may be repeated: what is there stays.
"""

from __future__ import annotations

import hashlib
import io
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from pathlib import Path

import django
from console import LOGS, ROOT, say, shown, step
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

NOT_SERVED = ["test"]  # static_build/test is for browser tests


def main() -> int:
    """Prepare everything, then print the demonstration accounts; 1 with the reason when a step fails."""
    sys.path.insert(0, str(ROOT))
    output = io.StringIO()
    try:
        with quiet_step("Preparing the database", output):
            django.setup()
            call_command("migrate", interactive=False, verbosity=0)
        collect_static(output)
        with quiet_step("Loading the demonstration data", output):
            call_command("seed_demo")
        say("\nDemonstration accounts\n")
        call_command("demo_accounts")
        say()
    except Exception:  # whatever it is, the person needs its last lines
        log = LOGS / "setup.log"
        log.write_text(output.getvalue() + traceback.format_exc(), encoding="utf-8")
        say("\n" + "\n".join(f"    {line}" for line in traceback.format_exc().splitlines()[-6:]))
        say(f"\nThat did not work. The whole message is in {shown(log)}.")
        return 1
    return 0


@contextmanager
def quiet_step(title: str, output: io.StringIO) -> Iterator[None]:
    """A step whose own output and log lines are kept for the case that it fails."""
    with step(title), redirect_stdout(output), redirect_stderr(output):
        yield


def collect_static(output: io.StringIO) -> None:
    """Collect, hash and compress the static files when one of them changed since the last time."""
    root = Path(settings.STATIC_ROOT)
    state, stamp = static_state(), root.parent / "static-state"
    if stamp.exists() and stamp.read_text() == state and root.is_dir():
        return
    with quiet_step("Collecting stylesheets and scripts", output):
        options = {"interactive": False, "ignore_patterns": NOT_SERVED, "clear": True, "verbosity": 0}
        call_command("collectstatic", **options)
        stamp.write_text(state)


def static_state() -> str:
    """One hash over the names and contents of all static files and the way they are stored."""
    seen = hashlib.sha256(str(settings.STORAGES["staticfiles"]).encode())
    for finder in finders.get_finders():
        for name, storage in finder.list(NOT_SERVED):
            content = Path(storage.path(name)).read_bytes()
            seen.update(f"{name} {len(content)}\n".encode() + content)
    return seen.hexdigest()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):  # scripts/run_portal.py, which got the same Ctrl-C, says it
        sys.exit(main())
