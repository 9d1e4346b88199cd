"""Parts of the operating system: look for them, bring them where we may, else say the line to type."""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from console import SetupError, run_step, say

POSTGRES_PROGRAMS = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Part:
    """One Debian package, how to see that it is there, and whether the portal works without it."""

    package: str
    is_there: Callable[[], bool]
    needed: bool = True


def library(package: str, name: str, *, needed: bool = True) -> Part:
    """A shared library that can be loaded by its file name."""

    def is_there() -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return Part(package, is_there, needed)


def program(package: str, name: str) -> Part:
    """A program on the search path."""
    return Part(package, lambda: shutil.which(name) is not None)


def postgres_programs() -> Path | None:
    """The folder with initdb and postgres of the newest installed PostgreSQL, or None."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = [path.parent for path in POSTGRES_PROGRAMS.glob("*/bin/initdb")]
    return max(versions, key=lambda folder: float(folder.parent.name), default=None)


# WeasyPrint draws text with Pango; without harfbuzz-subset it still works, five times slower.
RUN_PARTS = (
    library("libpango-1.0-0", "libpango-1.0.so.0"),
    library("libpangoft2-1.0-0", "libpangoft2-1.0.so.0"),
    library("libharfbuzz-subset0", "libharfbuzz-subset.so.0", needed=False),
)
TEST_PARTS = (
    *RUN_PARTS,
    Part("postgresql", lambda: postgres_programs() is not None),
    program("redis-server", "redis-server"),
    program("chromium", "chromium"),
    program("gettext", "msgfmt"),
    program("poppler-utils", "pdftoppm"),
)


def bring(parts: Sequence[Part]) -> None:
    """Install what is missing when we are root on Debian; else raise SetupError with the one line to type."""
    missing = [part for part in parts if not part.is_there()]
    if not missing:
        return
    packages = [part.package for part in missing]
    if shutil.which("apt-get") and os.geteuid() == 0:
        install(packages)
        return
    names = " ".join(packages)
    line = f"sudo apt-get update && sudo apt-get install --no-install-recommends -y {names}"
    if not shutil.which("apt-get"):
        line = f"(on Debian or Ubuntu) {line}"
    if any(part.needed for part in missing):
        raise SetupError(
            f"This machine lacks: {names}. Type this line, then the command again:\n\n    {line}\n"
        )
    say(f"  Reports are made faster with one more package. Type: {line}")


def install(packages: Sequence[str]) -> None:
    """Install Debian packages as root; the package lists are fetched only when the first try fails."""
    title = f"Installing Debian packages ({' '.join(packages)})"
    command = ["apt-get", "install", "--no-install-recommends", "-y", *packages]
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        run_step(title, command, env=quiet)
    except SetupError:
        run_step("Fetching the lists of Debian packages", ["apt-get", "update"], env=quiet)
        run_step(title, command, env=quiet)
