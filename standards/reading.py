"""Reading an uploaded file: a cheap look in the request, the real reading in a limited child process."""

from __future__ import annotations

import json
import logging
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from django.core.cache import cache
from django.core.files.base import File

from core.children import ChildFailed, Limits, run_limited
from core.models import StoredFile
from core.text import clean
from standards.intake import FileKind, ReadLine, ReadResult, Refused, limits
from standards.intake.gates import gate
from standards.lines import NUMBER_LENGTH, NewLine
from standards.refusals import UNSAFE
from standards.states import TranslationStatus, UnitType

logger = logging.getLogger(__name__)
Progress = Callable[[int, int, str], None]

CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.CSV: "text/csv",
    FileKind.CASE: "application/json",
}
_PROGRESS_EVERY = 0.5  # seconds; more often would only make the database write

LIMITS = Limits(
    cpu_seconds=limits.CHILD_CPU_SECONDS,
    wall_seconds=limits.CHILD_WALL_SECONDS,
    memory_bytes=limits.CHILD_MEMORY_BYTES,
)
#: Pasted text is read while the person waits.
PASTE_LIMITS = Limits(cpu_seconds=15, wall_seconds=25, memory_bytes=limits.CHILD_MEMORY_BYTES)


@dataclass(frozen=True)
class Refusal:
    """Why a file was not read: a code of `standards.refusals` and the values of its sentence."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)


def glance(content: File[bytes], name: str) -> FileKind:
    """The kind of an upload by its size, its first bytes and its name; the child process looks closer later.

    Raises:
        Refused: empty, too large, or not a PDF, DOCX, XLSX or text table.
    """
    content.seek(0)
    head = content.read(gate.HEAD_BYTES)
    kinds = gate.kinds_by_head(head, content.size or 0, name)
    if not kinds:
        content.seek(0)
        reason = gate.old_office(content.read())
        content.seek(0)
        raise Refused(reason)
    content.seek(0)
    suffix = PurePath(name.replace("\\", "/")).suffix.lower().lstrip(".")
    return FileKind(suffix) if len(kinds) > 1 and suffix else kinds[0]


def read_stored(
    stored: StoredFile, *, on_progress: Progress, check: Callable[[], None]
) -> ReadResult | Refusal:
    """What the reader makes of a stored file.

    Raises:
        FileNotFoundError: the content is missing from storage.
        ChildFailed: the reader broke ("crash"): a fault of ours.
    """
    answer = _ask_child(stored, (), on_progress=_seldom(on_progress), check=check)
    return answer if isinstance(answer, Refusal) else _result(answer)


def inspect_stored(stored: StoredFile) -> Refusal | None:
    """Why a file may not be kept for others, without reading its lines: for annexes. None where it is sound.

    Raises:
        FileNotFoundError: the content is missing from storage.
        ChildFailed: the reader broke ("crash"): a fault of ours.
    """
    answer = _ask_child(stored, ("gate",))
    if isinstance(answer, Refusal):
        return answer
    refused = json.loads(answer).get("refused")
    return Refusal(refused["code"], tidy(refused["params"])) if refused else None


def danger_in(stored: StoredFile) -> str:
    """The refusal (code) of a file that could harm whoever opens it; "" for any other. Looked for once by each process.

    Raises:
        FileNotFoundError: the content is missing from storage.
    """
    mark = f"standards.danger.{stored.sha256}"
    known: str | None = cache.get(mark)
    if known is not None:
        return known
    try:
        refusal = inspect_stored(stored)
    except ChildFailed:
        logger.exception("Looking into stored file %s broke off", stored.pk)
        return ""
    found = refusal.code if refusal and refusal.code in UNSAFE else ""
    cache.set(mark, found, timeout=None)
    return found


def _ask_child(
    stored: StoredFile,
    task: tuple[str, ...],
    on_progress: Progress | None = None,
    check: Callable[[], None] | None = None,
) -> bytes | Refusal:
    with tempfile.TemporaryDirectory(prefix="reading-") as folder:
        path = Path(folder) / "source"
        with stored.open() as source, path.open("wb") as copy:
            for chunk in source.chunks():
                copy.write(chunk)
        try:
            return run_limited(
                "standards.intake",
                args=(str(path), stored.name, *task),
                limits=LIMITS,
                on_progress=on_progress,
                check=check,
            )
        except ChildFailed as failed:
            logger.warning("Reading stored file %s ended by %s", stored.pk, failed)
            return too_much(failed)


def read_pasted(text: str) -> ReadResult | Refusal:
    """What the reader makes of pasted text; a reader that breaks over it counts as too much for it."""
    try:
        answer = run_limited("standards.intake.pasted", stdin=text.encode(), limits=PASTE_LIMITS)
    except ChildFailed as failed:
        logger.warning("Reading pasted text of %s characters ended by %s", len(text), failed)
        return too_much(failed) if failed.reason == "time" else Refusal("too_complex")
    return _result(answer)


def too_much(failed: ChildFailed) -> Refusal:
    """A file that takes too much time or memory is refused; a broken reader is our fault and is passed on."""
    codes = {"time": "too_long", "memory": "too_complex", "abort": "too_complex"}
    if failed.reason not in codes:
        raise failed
    return Refusal(codes[failed.reason])


def _seldom(tell: Progress) -> Progress:
    last = 0.0

    def progress(done: int, total: int, text: str) -> None:
        nonlocal last
        now = time.monotonic()
        if done == total or now - last >= _PROGRESS_EVERY:
            last = now
            tell(done, total, text)

    return progress


def _result(answer: bytes) -> ReadResult | Refusal:
    refused = json.loads(answer).get("refused")
    if not refused:
        return ReadResult.from_json(answer)
    problems = [{"code": p["code"], "params": tidy(p["params"])} for p in refused["problems"]]
    return Refusal(
        refused["code"], {**tidy(refused["params"]), **({"problems": problems} if problems else {})}
    )


def tidy(params: dict[str, Any]) -> dict[str, Any]:
    """Values for a sentence without characters that a database refuses."""
    return {name: clean(value) if isinstance(value, str) else value for name, value in params.items()}


def candidate(line: ReadLine) -> NewLine:
    """A line as read, fitted to our columns. What is too long for a number is put in front of the text."""
    number, text = clean(line.number), clean(line.text)
    original = clean(line.text_original)
    if len(number) > NUMBER_LENGTH:
        text, original = (
            (f"{number} {text}".strip(), original) if text or not original else (text, f"{number} {original}")
        )
        number = ""
    return NewLine(
        kind=line.kind,
        number=number,
        text=text,
        text_original=original,
        depth=line.depth,
        critical=line.critical,
        marks="" if line.marks is None else format(line.marks, "f")[:20],
        unit_type=line.unit_type if line.unit_type in UnitType.values else "",
        translation=line.translation if line.translation in TranslationStatus.values else "",
        page=line.page,
        box=list(line.box) if line.box else None,
    )
