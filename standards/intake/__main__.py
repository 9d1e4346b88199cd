"""The child process: `python -m standards.intake PATH [NAME]`.

Writes one JSON object to standard output and exits with 0: the result, or `{"refused": {code, message, params}}`.
Progress goes to standard error as lines "PROGRESS done total text". The parent sets the limits.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from standards.intake.kinds import Refused
from standards.intake.reading import read


def show_progress(done: int, total: int, text: str) -> None:
    """One line for the parent."""
    print(f"PROGRESS {done} {total} {text}", file=sys.stderr, flush=True)


def main(arguments: list[str]) -> int:
    """Reads the file and prints the answer. Raises only for faults of ours (the parent sees a crash)."""
    if not 1 <= len(arguments) <= 2:
        print("Usage: python -m standards.intake PATH [NAME]", file=sys.stderr)
        return 2
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    path, name = Path(arguments[0]), (arguments[1] if len(arguments) == 2 else "")
    try:
        print(read(path, name, show_progress).to_json())
    except Refused as refused:
        print(json.dumps({"refused": refused.to_json()}, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
