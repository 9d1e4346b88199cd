"""Start and stop child processes so that none outlives its parent."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from console import ROOT

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


@dataclass
class Child:
    """A running program with the name people know it by and the file its output goes to."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path


def start(
    name: str,
    command: Sequence[str | os.PathLike[str]],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    nice: int = 0,
    **options: Any,
) -> Child:
    """Start a program in a session of its own, so that Ctrl-C reaches us alone and we stop it in order.

    `env` is added to the environment, `options` go to Popen (`user`, `group`, `cwd`). Output is
    added to `log`. Linux ends the program when we die, however we die.
    """
    options.setdefault("cwd", ROOT)
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            env={**os.environ, **(env or {})},
            stdin=options.pop("stdin", subprocess.DEVNULL),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=lambda: _in_child(nice),
            **options,
        )
    return Child(name, process, log)


def _in_child(nice: int) -> None:
    if nice:
        os.nice(nice)
    _prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value)


def adopt_orphans() -> None:
    """Grandchildren whose parent dies become our children, so that `end_adopted` finds them (Linux only)."""
    _prctl(PR_SET_CHILD_SUBREAPER, 1)


def stop(
    children: Sequence[Child],
    *,
    seconds: float,
    hurry: Callable[[], bool] = lambda: False,
    how: int = signal.SIGTERM,
) -> None:
    """Ask every child to end, wait, then end what is left with everything it started.

    `hurry` is asked while waiting: True ends the wait at once.
    """
    for child in children:
        if child.process.poll() is None:
            child.process.send_signal(how)
    end = time.monotonic() + seconds
    while time.monotonic() < end and not hurry() and any(child.process.poll() is None for child in children):
        time.sleep(0.05)
    for child in children:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()


def end_adopted() -> None:
    """End every child process that is left; the very last thing a supervisor does (see `adopt_orphans`)."""
    while pids := _own_children():
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)


def _own_children() -> list[int]:
    try:
        return [int(pid) for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]
    except OSError:
        return []
