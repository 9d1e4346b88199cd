"""The child process: `python -m benchmarking.exchange PATH [NAME]`; answers like `python -m standards.intake`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from benchmarking.exchange.form import NotOurs
from benchmarking.exchange.reading import read, to_json
from standards.intake import Refused


def main(arguments: list[str]) -> int:
    """Reads the file and prints the answer. Raises only for faults of ours (the parent sees a crash)."""
    if not 1 <= len(arguments) <= 2:
        sys.stderr.write("Usage: python -m benchmarking.exchange PATH [NAME]\n")
        return 2
    try:
        answer = to_json(read(Path(arguments[0]), arguments[1] if len(arguments) > 1 else ""))
    except (Refused, NotOurs) as refused:
        answer = json.dumps({"refused": {"code": refused.code, "params": refused.params}}, ensure_ascii=False)
    except MemoryError:  # the limit that the parent set; the file is the cause, not the machine
        answer = json.dumps({"refused": {"code": "too_long", "params": {}}})
    sys.stdout.buffer.write(answer.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
