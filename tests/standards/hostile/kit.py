"""What a hostile case is, and how it is put to the portal: the look in the request, then the real reader."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.core.files.base import ContentFile

from core.children import ChildFailed, Usage, run_limited
from standards.intake import Refused, read
from standards.reading import LIMITS, glance, too_much

MIB = 1024 * 1024
#: Starting the reader with its libraries; the work on the file comes on top.
START_SECONDS = 3.0


@dataclass(frozen=True)
class Case:
    """A file and what must come of it.

    `refused` names the sentences (codes) that are right; `warned` what a reading must warn of. With both, either is
    right. `child` runs the real limited child process; `slow` cases take more than two seconds.
    """

    id: str
    title: str
    make: Callable[[], bytes]
    name: str
    refused: tuple[str, ...] = ()
    warned: tuple[str, ...] | None = None
    child: bool = False
    slow: bool = False
    seconds: float = 5.0


@dataclass(frozen=True)
class NameCase:
    """A file name and what is kept of it."""

    id: str
    title: str
    given: str
    kept: str


@dataclass(frozen=True)
class Outcome:
    """What came of a file: the code of a refusal, or the warnings, remarks and number of lines of a reading."""

    refused: str = ""
    by: str = "reader"
    warnings: tuple[str, ...] = ()
    lines: int = 0
    seconds: float = 0.0
    memory: int = 0

    def __str__(self) -> str:
        if self.refused:
            return f"refused ({self.by}): {self.refused}"
        return f"read, {self.lines} lines" + (f", warns: {', '.join(self.warnings)}" if self.warnings else "")


def refused(*codes: str) -> tuple[str, ...]:
    """Readable in the tables of cases."""
    return codes


def put(case: Case, *, child: bool | None = None) -> Outcome:
    """Send the case the way of an upload. Anything but a reading or a refusal goes through as an exception."""
    content = case.make()
    started = time.process_time()
    try:
        glance(ContentFile(content), case.name)
    except Refused as found:
        return Outcome(found.code, "request", seconds=time.process_time() - started)
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        path = Path(folder) / "source"
        path.write_bytes(content)
        return (
            _by_child(path, case.name) if (case.child if child is None else child) else _here(path, case.name)
        )


def _here(path: Path, name: str) -> Outcome:
    started = time.process_time()
    try:
        result = read(path, name)
    except Refused as found:
        return Outcome(found.code, seconds=time.process_time() - started)
    warnings = tuple(sorted({one.code for one in (*result.warnings, *result.remarks)}))
    return Outcome(warnings=warnings, lines=len(result.lines), seconds=time.process_time() - started)


def _by_child(path: Path, name: str) -> Outcome:
    used: list[Usage] = []
    try:
        answer = run_limited("standards.intake", args=(str(path), name), limits=LIMITS, on_end=used.append)
    except ChildFailed as failed:
        return Outcome(
            too_much(failed).code, "limits", seconds=used[0].cpu_seconds, memory=used[0].memory_bytes
        )
    found = json.loads(answer)
    seconds, memory = used[0].cpu_seconds, used[0].memory_bytes
    if "refused" in found:
        return Outcome(found["refused"]["code"], seconds=seconds, memory=memory)
    warnings = tuple(sorted({one["code"] for one in (*found["warnings"], *found["remarks"])}))
    return Outcome(warnings=warnings, lines=len(found["lines"]), seconds=seconds, memory=memory)


def judge(case: Case, outcome: Outcome) -> str:
    """What is wrong with the outcome, or nothing."""
    if outcome.refused:
        return "" if outcome.refused in case.refused else f"{outcome}, expected {case.refused or 'a reading'}"
    if case.warned is None:
        return f"{outcome}, expected a refusal: {case.refused}"
    missing = set(case.warned) - set(outcome.warnings)
    return f"{outcome}, not warned of {sorted(missing)}" if missing else ""
