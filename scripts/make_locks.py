"""`make locks`: write requirements*.lock anew from requirements*.txt, with the newest versions and their hashes.

Needs uv on the search path. The files name no package index and hold for every system and Python 3.11 or later.
"""

from __future__ import annotations

import shutil

from console import ROOT, SetupError, finish, run_step

# Lock file -> its source and the options it needs. The development lock has the same versions as the portal's.
LOCKS = {
    "requirements.lock": ["requirements.txt", "--upgrade"],
    "requirements-dev.lock": ["requirements-dev.txt", "--upgrade", "--constraint", "requirements.lock"],
    "requirements-suggest.lock": ["requirements-suggest.txt", "--upgrade", "--no-deps"],
    "requirements-node.lock": ["requirements-node.txt", "--upgrade"],
}
OPTIONS = [
    *("--universal", "--python-version", "3.11", "--generate-hashes"),
    *("--no-emit-index-url", "--no-emit-find-links", "--custom-compile-command", "make locks"),
]


def main() -> int:
    """Command line."""
    uv = shutil.which("uv") or shutil.which("uv", path=str(ROOT / ".venv" / "bin"))
    if uv is None:
        raise SetupError("Locks are made with uv. Type: python3 -m pip install uv")
    for lock, source in LOCKS.items():
        run_step(f"Writing {lock}", [uv, "pip", "compile", *OPTIONS, *source, "--output-file", lock])
    return 0


if __name__ == "__main__":
    finish(main)
