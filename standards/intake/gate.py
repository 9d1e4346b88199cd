"""The gate: decides what a file is, and refuses what no parser should open.

The name of a file is a hint for the person only; the content decides. Marks of a format count at byte 0 only, so
that a file that is two things at once is never read as the second one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePath

import pypdfium2

from standards.intake import limits
from standards.intake.kinds import FileKind, Refused
from standards.intake.xmlscan import Totals
from standards.intake.zipgate import check_zip

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
# The key stands in the trailer or in the cross-reference stream's dictionary, which is never compressed.
_PDF_ENCRYPT = re.compile(rb"/Encrypt\s*(?:<<|\d{1,10}\s+\d{1,5}\s+R)")
_PDF_ACTIVE = re.compile(rb"/(?:JavaScript|Launch|RichMedia|EmbeddedFiles?)(?=[\s/<\[(\d])")
_SUFFIXES = {".pdf": FileKind.PDF, ".docx": FileKind.DOCX, ".xlsx": FileKind.XLSX}
_SHORTEST = 8  # no format that we read fits in less


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the gate learned: the kind, and counts that the readers use."""

    kind: FileKind
    totals: Totals


def check(path: Path, name: str = "") -> FileKind:
    """The kind of the file. `name` is what the person's file is called. Raises Refused."""
    return inspect(path, name).kind


def inspect(path: Path, name: str = "") -> Inspection:
    """As `check`, with what was counted on the way."""
    size = path.stat().st_size
    if size == 0:
        raise Refused("empty")
    if size > limits.FILE_BYTES:
        raise Refused("too_big", limit=limits.FILE_BYTES // limits.MIB)
    with path.open("rb") as stream:
        head = stream.read(16)
    found = _by_magic(path, head)
    _check_suffix(name, found.kind)
    return found


def _by_magic(path: Path, head: bytes) -> Inspection:
    if head.startswith(b"%PDF-"):
        _check_pdf(path)
        return Inspection(FileKind.PDF, Totals())
    if head.startswith(b"PK\x03\x04"):
        kind, totals = check_zip(path)
        return Inspection(kind, totals)
    if head.startswith(_OLE):
        raise Refused("password" if _ENCRYPTED_PACKAGE in path.read_bytes() else "old_office")
    raise Refused("damaged" if len(head) < _SHORTEST else "type")


def _check_suffix(name: str, kind: FileKind) -> None:
    suffix = PurePath(name.replace("\\", "/")).suffix.lower()
    if suffix and _SUFFIXES.get(suffix) is not kind:
        raise Refused("suffix" if suffix in _SUFFIXES else "type")


def _check_pdf(path: Path) -> None:
    raw = path.read_bytes()
    if _PDF_ENCRYPT.search(raw):
        raise Refused("password")
    if _PDF_ACTIVE.search(raw):
        raise Refused("embedded")
    try:
        with pypdfium2.PdfDocument(path) as document:
            pages = len(document)
    except (pypdfium2.PdfiumError, OSError, ValueError) as error:
        raise Refused("password" if "password" in str(error).lower() else "damaged") from error
    if pages > limits.PDF_PAGES:
        raise Refused("pages", limit=limits.PDF_PAGES)
    if pages == 0:
        raise Refused("damaged")
