"""The child process: `python -m standards.intake PATH [NAME [gate]]`.

Writes one JSON object to standard output and exits with 0: the result, or `{"refused": {code, message, params}}`.
Progress goes to standard error as lines "PROGRESS done total text". The parent sets the limits.
With "gate" the file is only looked at, not read: the result is then `{"kind": ...}`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from standards.intake.gates.gate import check
from standards.intake.kinds import Refused
from standards.intake.reading import read


def show_progress(done: int, total: int, text: str) -> None:
    """One line for the parent."""
    sys.stderr.write(f"PROGRESS {done} {total} {text}\n")
    sys.stderr.flush()


def _refusal(refused: Refused) -> str:
    return json.dumps({"refused": refused.to_json()}, ensure_ascii=False)


def _looked_at(path: Path, name: str) -> str:
    return json.dumps({"kind": check(path, name)})


def main(arguments: list[str]) -> int:
    """Reads the file and prints the answer. Raises only for faults of ours (the parent sees a crash)."""
    if not 1 <= len(arguments) <= 3 or arguments[2:] not in ([], ["gate"]):
        sys.stderr.write("Usage: python -m standards.intake PATH [NAME [gate]]\n")
        return 2
    path, name = Path(arguments[0]), (arguments[1] if len(arguments) > 1 else "")
    try:
        answer = _looked_at(path, name) if arguments[2:] else read(path, name, show_progress).to_json()
    except Refused as refused:
        answer = _refusal(refused)
    except MemoryError:  # the limit that the parent set; the file is the cause, not the machine
        answer = _refusal(Refused("too_long"))
    sys.stdout.buffer.write(answer.encode("utf-8"))
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
