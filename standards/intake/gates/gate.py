"""The gate: decides what a file is, and refuses what no parser should open.

The name of a file is a hint for the person only; the content decides. Marks of a format count at byte 0 only, so
that a file that is two things at once is never read as the second one. Text tables have no mark: there the name
says what the content must then bear out.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from standards.intake import limits
from standards.intake.fronts import delimited
from standards.intake.gates.pdfgate import check_pdf
from standards.intake.gates.xmlscan import Totals
from standards.intake.gates.zipgate import check_zip
from standards.intake.kinds import FileKind, Param, Refused

HEAD_BYTES = 4_096  # what `kinds_by_head` wants to see
_GZIP = b"\x1f\x8b"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_SUFFIXES = {
    ".pdf": FileKind.PDF,
    ".docx": FileKind.DOCX,
    ".xlsx": FileKind.XLSX,
    ".csv": FileKind.CSV,
    ".tsv": FileKind.CSV,
    ".txt": FileKind.CSV,
    ".json": FileKind.CASE,
}
_SHORTEST = 8  # no format with a mark fits in less


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the gate learned: the kind, counts that the readers use, and warnings: code, params."""

    kind: FileKind
    totals: Totals
    notes: list[tuple[str, dict[str, Param]]] = field(default_factory=list)


def check(path: Path, name: str = "") -> FileKind:
    """The kind of the file. `name` is what the person's file is called. Raises Refused."""
    return inspect(path, name).kind


def inspect(path: Path, name: str = "") -> Inspection:
    """As `check`, with what was counted on the way."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        kinds = kinds_by_head(stream.read(HEAD_BYTES), size, name)
    if not kinds:
        raise Refused(old_office(path.read_bytes()))
    if kinds[0] in (FileKind.CSV, FileKind.CASE):
        return Inspection(kinds[0], Totals())
    if kinds == (FileKind.PDF,):
        return Inspection(FileKind.PDF, Totals(), check_pdf(path))
    kind, totals = check_zip(path)
    _check_suffix(name, (kind,))
    return Inspection(kind, totals, totals.notes())


def kinds_by_head(head: bytes, size: int, name: str) -> tuple[FileKind, ...]:
    """What a file may be by its size, its first bytes and its name; nothing for the old Office formats.

    Raises:
        Refused: empty, too large, of another type, or named like another one.
    """
    if not size:
        raise Refused("empty")
    if size > limits.FILE_BYTES:
        raise Refused("too_big", limit=limits.FILE_BYTES // limits.MIB)
    if head.startswith(_OLE):
        return ()
    if head.startswith(b"%PDF-"):
        kinds: tuple[FileKind, ...] = (FileKind.PDF,)
    elif head.startswith(b"PK\x03\x04"):
        kinds = (FileKind.DOCX, FileKind.XLSX)
    elif _SUFFIXES.get(_suffix(name)) is FileKind.CSV:
        _check_text(head, size)
        kinds = (FileKind.CSV,)
    elif _SUFFIXES.get(_suffix(name)) is FileKind.CASE:
        _check_json(head, size)
        kinds = (FileKind.CASE,)
    else:
        raise Refused("damaged" if len(head) < _SHORTEST else "type")
    _check_suffix(name, kinds)
    return kinds


def old_office(content: bytes) -> str:
    """Why a file in the old Office container is refused: a new one under a password, or a format of before 2007."""
    return "password" if _ENCRYPTED_PACKAGE in content else "old_office"


def _suffix(name: str) -> str:
    return PurePath(name.replace("\\", "/")).suffix.lower()


def _check_suffix(name: str, kinds: tuple[FileKind, ...]) -> None:
    suffix = _suffix(name)
    if suffix and _SUFFIXES.get(suffix) not in kinds:
        raise Refused("suffix" if suffix in _SUFFIXES else "type")


def _check_text(head: bytes, size: int) -> None:
    if size > limits.TEXT_BYTES:
        raise Refused("too_big", limit=limits.TEXT_BYTES // limits.MIB)
    if not delimited.looks_like_text(head):
        raise Refused("not_text")
    delimited.check_content(head.decode("utf-8-sig", "replace"))


def _check_json(head: bytes, size: int) -> None:
    if size > limits.CASE_BYTES:
        raise Refused("too_big", limit=limits.CASE_BYTES // limits.MIB)
    if head.startswith(_GZIP):
        raise Refused("json_packed")
    text = head.decode(json.detect_encoding(head), "replace").removeprefix("\ufeff").lstrip()
    delimited.check_content(text)
    if not text.startswith(("{", "[")):
        raise Refused("case_package")
