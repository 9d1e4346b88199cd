"""The gate for PDF files: active content, passwords and the number of pages, before the text is read."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from standards.intake import limits
from standards.intake.kinds import Param, Refused

Notes = list[tuple[str, dict[str, Param]]]

# The key stands in the trailer or in the cross-reference stream's dictionary, which is never compressed.
_ENCRYPT = re.compile(rb"/Encrypt\s*(?:<<|\d{1,10}\s+\d{1,5}\s+R)")
# Names shorter than four letters would turn up in compressed pictures by chance.
_SCRIPT = re.compile(
    rb"/(?:JavaScript|Launch|RichMedia|XFA|Movie|Rendition)(?=[\s/<\[(\d])|/URI\s*\(\s*(?i:javascript:)"
)
_FILES = re.compile(rb"/(?:Collection|FileAttachment|GoToE)(?=[\s/<\[(\d>])")
_FILE_SPEC = re.compile(rb"/EF\s*<<")
_LOCAL_LINK = re.compile(rb"/URI\s*\(\s*(?:(?i:file:)|\\\\\\\\)|/GoToR(?=[\s/<\[(\d])")
_OBJECT_STREAM = re.compile(rb"/ObjStm\b[^\0]{0,400}?stream\r?\n", re.S)
_NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_MAY_COPY = 1 << 4  # bit 5 of the permissions (ISO 32000-1, table 22)
_OBJECT_BYTES = 16 * limits.MIB  # of all object streams together that are looked through
_TAIL = 2_048


def check_pdf(path: Path) -> Notes:
    """Warnings about the file. Raises Refused: password, no copying, scripts, attached files, pages, damaged."""
    raw = path.read_bytes()
    _check_active(raw)
    notes: Notes = []
    try:
        with pypdfium2.PdfDocument(path) as document:
            pages = len(document)
            if 0 < pages <= limits.PDF_PAGES:
                document.get_page_size(0)  # raises where the tree of pages leads to no page; reads no content
            attached = _attachments(document, raw)
            if _ENCRYPT.search(raw) and not pdfium.FPDF_GetDocPermissions(document) & _MAY_COPY:
                raise Refused("no_copying")
            if pdfium.FPDFDoc_GetJavaScriptActionCount(document) > 0:
                raise Refused("scripts")
    except (pypdfium2.PdfiumError, OSError, ValueError) as error:
        locked = "password" in str(error).lower() or "security" in str(error).lower() or _ENCRYPT.search(raw)
        raise Refused("password" if locked else "damaged") from error
    if pages > limits.PDF_PAGES:
        raise Refused("pages", limit=limits.PDF_PAGES)
    if pages == 0:
        raise Refused("damaged")
    if attached:
        notes.append(("attached", {"names": ", ".join(attached)[:120]}))
    if any(_LOCAL_LINK.search(part) for part in _parts(raw)):
        notes.append(("links", {}))
    if b"%%EOF" not in raw[-_TAIL:] or b"startxref" not in raw[-_TAIL:]:
        notes.append(("repaired", {}))
    return notes


def _check_active(raw: bytes) -> None:
    for part in _parts(raw):
        if _SCRIPT.search(part):
            raise Refused("scripts")
        if _FILES.search(part):
            raise Refused("embedded")


def _parts(raw: bytes) -> Iterator[bytes]:
    """The file, and what its object streams hold, with escaped letters in names written out."""
    yield _NAME_ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), raw)
    left = _OBJECT_BYTES
    for match in _OBJECT_STREAM.finditer(raw):
        machine = zlib.decompressobj()
        try:
            part = machine.decompress(raw[match.end() : match.end() + limits.FILE_BYTES], left)
        except zlib.error:
            continue
        left -= len(part)
        yield _NAME_ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), part)
        if left <= 0:
            raise Refused("unpacked")


def _attachments(document: pypdfium2.PdfDocument, raw: bytes) -> list[str]:
    """Names of attached files. XML beside the pages (PDF/A-3) is harmless; any other file is refused."""
    count = pdfium.FPDFDoc_GetAttachmentCount(document)
    names = [document.get_attachment(number).get_name() for number in range(min(count, 20))]
    specs = sum(len(_FILE_SPEC.findall(part)) for part in _parts(raw))
    if count > 20 or specs > count or any(not name.lower().endswith(".xml") for name in names):
        raise Refused("embedded")
    return names
