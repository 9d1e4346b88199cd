"""`python -m reports.docx`: reads {"html": ..., "edition": ..., ...} from standard input, writes the file.

Lines `PROGRESS done total title` go to standard error while it works, as the worker's limited children do.
"""

from __future__ import annotations

import gc
import json
import sys

from reports.docx import Facts, html_to_docx


def main() -> int:
    """Entry of the child process."""

    def report(done: int, total: int, title: str) -> None:
        sys.stderr.write(f"PROGRESS {done} {total} {' '.join(title.split())}\n")
        sys.stderr.flush()

    gc.disable()  # the process ends with the file
    asked = json.load(sys.stdin.buffer)
    html = asked.pop("html")
    sys.stdout.buffer.write(html_to_docx(html, Facts(**asked), report))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
