"""Make .venv and install the locked packages: `python3 scripts/setup_env.py [--dev]`.

Needs nothing but Python 3.11 with venv. Uses uv where it is on the search path, pip otherwise; both check
the hashes.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path

import debian
from console import PYTHON, ROOT, VENV, SetupError, finish, run_step, say

RUN_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
SUGGEST_LOCK = ROOT / "requirements-suggest.lock"
STAMP = VENV / "installed-locks.json"


def prepare(*, dev: bool) -> None:
    """Bring system libraries, .venv and the locked packages up to date; quick when nothing changed."""
    debian.bring(debian.TEST_PARTS if dev else debian.RUN_PARTS)
    make_venv()
    lock = DEV_LOCK if dev else RUN_LOCK
    done = json.loads(STAMP.read_text()) if STAMP.exists() else {}
    if done.get(lock.name) != digest(lock):
        install(lock)
        # The development lock holds all of the other one, in the same versions.
        both = (RUN_LOCK, DEV_LOCK) if dev else (RUN_LOCK,)
        done = {path.name: digest(path) for path in both} | {
            name: found for name, found in done.items() if name == SUGGEST_LOCK.name
        }
        STAMP.write_text(json.dumps(done))
    if done.get(SUGGEST_LOCK.name) != digest(SUGGEST_LOCK):
        install_model(needed=dev)
    compile_words()


def install_model(*, needed: bool) -> None:
    """Install what suggestions understand meaning with; where it is not needed, a failure is only said.

    Raises:
        SetupError: it is needed and cannot be had.
    """
    try:
        install(SUGGEST_LOCK)
    except SetupError:
        if needed:
            raise
        say("    Suggested counterparts go on with words alone; the next start tries again.")
    else:
        done = json.loads(STAMP.read_text()) if STAMP.exists() else {}
        STAMP.write_text(json.dumps(done | {SUGGEST_LOCK.name: digest(SUGGEST_LOCK)}))


def compile_words() -> None:
    """Compile the catalogues of other languages (locale/) that are newer than what was compiled from them."""
    for words in sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po")):
        made = words.with_suffix(".mo")
        if not made.exists() or made.stat().st_mtime < words.stat().st_mtime:
            language = words.parent.parent.name
            command: list[str | Path] = [
                PYTHON,
                "-m",
                "babel.messages.frontend",
                "compile",
                "-l",
                language,
                "-i",
                words,
                "-o",
                made,
            ]
            run_step(f"Compiling the words in “{language}”", command)


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def make_venv() -> None:
    """Make .venv when there is none, or when the Python in it is gone or too old."""
    if venv_works():
        return
    if importlib.util.find_spec("ensurepip") is None:
        # Debian ships venv apart, one package for each Python version.
        version = f"python3.{sys.version_info.minor}-venv"
        debian.bring([debian.Part(version, lambda: False)])
    run_step("Making the Python environment .venv", [sys.executable, "-m", "venv", "--clear", VENV])


def venv_works() -> bool:
    """Whether .venv has a Python that starts and is new enough."""
    if not PYTHON.exists():
        return False
    question = "import sys; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([PYTHON, "-c", question], check=False).returncode == 0
    except OSError:
        return False


def install(lock: Path) -> None:
    """Install a lock file into .venv; every file must have the hash that the lock names."""
    packages = sum(1 for line in lock.read_text().splitlines() if line[:1].isalnum())
    options = ["--require-hashes", "--no-deps", "-r", lock.name]
    if uv := shutil.which("uv"):
        command: list[str | Path] = [uv, "pip", "install", "--python", PYTHON, *options]
    else:
        # Python compiles a module when it is first imported; doing it now for all of them doubles the time.
        command = [PYTHON, "-m", "pip", "install", "--no-compile", "--no-input", *options]
    run_step(f"Installing {packages} Python packages", command, env={"PIP_USER": "0"})


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dev", action="store_true", help="also what `make test` needs")
    prepare(dev=parser.parse_args().dev)
    return 0


if __name__ == "__main__":
    finish(main)
