"""Work on untrusted input and heavy work run in a limited child process."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from django.conf import settings

from core.child import OUT_OF_MEMORY

Progress = Callable[[int, int, str], None]
_TICK = 0.5
_ABORTS = (signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS, signal.SIGILL, signal.SIGFPE, signal.SIGTRAP)
_GRACE = 5.0  # seconds that a child may take to end after it closed its error channel


@dataclass(frozen=True)
class Limits:
    """What a child may use: CPU seconds, wall clock seconds, bytes of address space."""

    cpu_seconds: int = 30
    wall_seconds: int = 60
    memory_bytes: int = 512 * 1024**2


@dataclass(frozen=True)
class Usage:
    """What a child used: CPU seconds, wall clock seconds, most bytes in memory at once (0 where not known)."""

    cpu_seconds: float
    wall_seconds: float
    memory_bytes: int


class ChildFailed(Exception):
    """The child gave no result. `reason` is "time", "memory", "abort", "crash" or "killed"; `detail` is for the log.

    "killed" came from outside (the machine ran out of memory, somebody ended it): another try may succeed. "abort"
    is a library that gave up on what it was given, as C and C++ libraries do when memory ends in the middle.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


def run_limited(
    module: str,
    *,
    args: tuple[str, ...] = (),
    stdin: bytes = b"",
    limits: Limits | None = None,
    on_progress: Progress | None = None,
    check: Callable[[], None] | None = None,
    on_end: Callable[[Usage], None] | None = None,
) -> bytes:
    """Run `python -m module args` under limits and return what it wrote to standard output.

    Args:
        on_progress: called for each line "PROGRESS done total text" on the child's standard error.
        check: called about twice a second; an exception from it kills the child and is passed on.
        on_end: called once the child has ended, however it ended.

    Raises:
        ChildFailed: it ran too long, used too much memory, or ended with an error.
    """
    limits = limits or Limits()
    started = time.monotonic()
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as result:
        source.write(stdin)
        source.seek(0)
        child = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "core.child",
                str(limits.cpu_seconds),
                str(limits.memory_bytes),
                module,
                *args,
            ],
            stdin=source,
            stdout=result,
            stderr=subprocess.PIPE,
            cwd=settings.BASE_DIR,
            env=_environment(),
            start_new_session=True,
        )
        patience = 0.0
        heard = _Heard()
        try:
            errors = _watch(child, limits, heard, on_progress, check)
            patience = _GRACE
        finally:
            if child.stderr:
                child.stderr.close()
            usage = _reap(child, started, patience, heard)
            if on_end:
                on_end(usage)
        _judge(child.returncode, errors)
        result.seek(0)
        return result.read()


@dataclass
class _Heard:
    """What a child told about itself: the last lines for the log, the most kibibytes that it had in memory."""

    tail: list[str] = field(default_factory=list)
    memory: int = 0

    def note(self, line: str) -> None:
        word, _, amount = line.partition(" ")
        if word == "MEMORY" and amount.isdigit():
            self.memory = max(self.memory, int(amount))
            return
        self.tail.append(line)
        del self.tail[:-20]

    def look(self, child: subprocess.Popen[bytes]) -> None:
        """Asked while it runs: a child that is killed tells nothing."""
        with contextlib.suppress(OSError):
            status = Path(f"/proc/{child.pid}/status").read_text(encoding="ascii", errors="replace")
            for line in status.splitlines():
                if line.startswith("VmHWM:"):
                    self.note(f"MEMORY {line.split()[1]}")


def _reap(child: subprocess.Popen[bytes], started: float, patience: float, heard: _Heard) -> Usage:
    """Wait so many seconds for the child's end, then kill it and whatever it started."""
    pid, status, used = os.wait4(child.pid, os.WNOHANG)
    deadline = time.monotonic() + patience
    while not pid and time.monotonic() < deadline:
        time.sleep(0.01)
        pid, status, used = os.wait4(child.pid, os.WNOHANG)
    if not pid:
        os.killpg(child.pid, signal.SIGKILL)
        pid, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return Usage(used.ru_utime + used.ru_stime, time.monotonic() - started, heard.memory * 1024)


def _environment() -> dict[str, str]:
    """Nothing of ours reaches the child but what Python needs: no secret, no database address."""
    kept = {
        name: os.environ[name]
        for name in ("PATH", "HOME", "LD_LIBRARY_PATH", "FONTCONFIG_FILE")
        if name in os.environ
    }
    return {
        **kept,
        "LANG": "C.UTF-8",
        "PYTHONUTF8": "1",
        "PYTHONPATH": str(settings.BASE_DIR),
        "OPENBLAS_NUM_THREADS": "1",
    }


def _watch(
    child: subprocess.Popen[bytes],
    limits: Limits,
    heard: _Heard,
    on_progress: Progress | None,
    check: Callable[[], None] | None,
) -> str:
    """Read the child's standard error until it closes; the tail is returned for the log."""
    assert child.stderr is not None  # noqa: S101 - asked for above
    deadline = time.monotonic() + limits.wall_seconds
    with selectors.DefaultSelector() as selector:
        selector.register(child.stderr, selectors.EVENT_READ)
        os.set_blocking(child.stderr.fileno(), False)
        rest = b""
        while True:
            if selector.select(timeout=_TICK):
                chunk = _read(child.stderr)
                if chunk == b"":
                    break
                *lines, rest = (rest + (chunk or b"")).split(b"\n")
                rest = rest[-65536:]  # a child that never ends its line must not fill our memory
                for line in lines:
                    _tell(line.decode("utf-8", "replace"), heard, on_progress)
            heard.look(child)
            if check:
                check()
            if time.monotonic() > deadline:
                raise ChildFailed("time", f"more than {limits.wall_seconds} s")
    return "\n".join([*heard.tail, rest.decode("utf-8", "replace")])


def _read(stream: IO[bytes]) -> bytes | None:
    return os.read(stream.fileno(), 65536)


def _tell(line: str, heard: _Heard, on_progress: Progress | None) -> None:
    word, _, rest = line.partition(" ")
    if word != "PROGRESS":
        heard.note(line)
        return
    done, _, rest = rest.partition(" ")
    total, _, text = rest.partition(" ")
    if on_progress and done.isdigit() and total.isdigit():
        on_progress(int(done), int(total), text)


#: What Python says when memory ends, and the loader when it ends while a library is read.
_NO_MEMORY = ("MemoryError", "Cannot allocate memory", "failed to map segment")


def _judge(code: int, errors: str) -> None:
    if code == 0:
        return
    if code == -signal.SIGXCPU:
        raise ChildFailed("time", errors)
    if code == -signal.SIGKILL:  # not by us: those we kill have raised before
        raise ChildFailed("killed", errors)
    if -code in _ABORTS:
        raise ChildFailed("abort", errors)
    if code == OUT_OF_MEMORY or any(words in errors for words in _NO_MEMORY):
        raise ChildFailed("memory", errors)
    raise ChildFailed("crash", errors)
