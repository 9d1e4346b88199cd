"""What a set-up command says: one line a step with its seconds, one sentence when it cannot go on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("DATA_DIR") or ROOT / "var").resolve()
LOGS = VAR / "log"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"

SECONDS_BETWEEN_SIGNS_OF_LIFE = 5

Command = Sequence[str | os.PathLike[str]]


class SetupError(Exception):
    """Something the person at the keyboard can put right; the message says how."""


def say(text: str = "") -> None:
    """Print one line at once, also into a pipe."""
    print(text, flush=True)


def make_private_folders() -> None:
    """Make the data folder (var/ unless DATA_DIR says another) for this account only, and log/ in it."""
    VAR.mkdir(mode=0o700, parents=True, exist_ok=True)
    LOGS.mkdir(exist_ok=True)


def shown(path: Path) -> str:
    """A path as a person in the project folder would type it."""
    return os.path.relpath(path, ROOT)


def tail(path: Path, lines: int = 15) -> str:
    """The last lines of a log, indented for printing; empty when there is no such file."""
    if not path.exists():
        return ""
    text = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(f"    {line}" for line in text[-lines:])


@contextmanager
def step(title: str) -> Iterator[None]:
    """Print the title of a piece of work, a sign of life while it lasts, and its seconds at the end."""
    started = time.monotonic()
    over = threading.Event()
    screen = sys.stdout  # what is done inside may redirect its own output

    def show_life() -> None:
        while not over.wait(SECONDS_BETWEEN_SIGNS_OF_LIFE):
            print(f" {time.monotonic() - started:.0f} s ...", end="", flush=True, file=screen)

    print(f"  {title} ...", end="", flush=True)
    shower = threading.Thread(target=show_life, daemon=True)
    shower.start()
    word = "failed after"
    try:
        yield
        word = "done in"
    finally:
        over.set()
        shower.join()
        say(f" {word} {time.monotonic() - started:.1f} s")


def run_step(title: str, command: Command, *, env: Mapping[str, str] | None = None) -> None:
    """Run one set-up command as a step.

    What the command prints goes to log/setup.log of the data folder. `env` is added to the environment. Raises SetupError
    with the end of the output when the command fails.
    """
    make_private_folders()
    log = LOGS / "setup.log"
    with step(title), log.open("w", encoding="utf-8") as output:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
        if done.returncode:
            raise SetupError(f"{title} did not work. The last lines it printed:\n{tail(log)}")


def finish(main: Callable[[], int]) -> None:
    """Run a script's main function and exit with its code; a SetupError becomes one plain message."""
    stop_on_signals(_as_ctrl_c)
    try:
        if sys.version_info < (3, 11):  # noqa: UP036  an older Python may well be what `python3` is
            raise SetupError(f"MRS Portal needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
        code = main()
    except SetupError as error:
        say(f"\n{error}")
        code = 1
    except KeyboardInterrupt:
        say("\nStopped.")
        code = 130
    sys.exit(code)


def stop_on_signals(stop: Callable[[int, FrameType | None], None]) -> None:
    """Call `stop` for Ctrl-C, for `kill`, and for a closed terminal unless started with nohup."""
    signals = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signals.append(signal.SIGHUP)
    for signum in signals:
        signal.signal(signum, stop)


def _as_ctrl_c(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
