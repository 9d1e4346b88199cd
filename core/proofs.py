"""Files that prove something: which kinds are taken, told by their content and not by their name."""

from __future__ import annotations

import struct
import zipfile

from django.conf import settings
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

_OFFICE = "application/vnd.openxmlformats-officedocument"
#: First bytes of the file -> content type.
_BY_HEAD = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}
#: A part that the archive must hold -> content type.
_BY_PART = {
    "word/document.xml": f"{_OFFICE}.wordprocessingml.document",
    "xl/workbook.xml": f"{_OFFICE}.spreadsheetml.sheet",
}
#: Content type -> endings of file names that say the same.
_ENDINGS = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    _BY_PART["word/document.xml"]: (".docx",),
    _BY_PART["xl/workbook.xml"]: (".xlsx",),
}
_END_RECORD = struct.Struct("<4s4H2LH")  # end of central directory; the sixth value is the directory's size
_LONGEST_TAIL = _END_RECORD.size + 0xFFFF
_LONGEST_DIRECTORY = 1024 * 1024
ACCEPT = ",".join(ending for endings in _ENDINGS.values() for ending in endings)


def content_type_of(proof: File[bytes]) -> str:
    """The content type of an allowed file, "" of any other. Leaves the file at its start."""
    proof.seek(0)
    head = proof.read(8)
    kind = next((kind for start, kind in _BY_HEAD.items() if head.startswith(start)), "")
    if head.startswith(b"PK\x03\x04"):
        kind = _office_type_of(proof)
    proof.seek(0)
    return kind if str(proof.name or "").lower().endswith(_ENDINGS.get(kind, ())) else ""


def fault_of(proof: File[bytes]) -> str:
    """What is wrong with the file, as a sentence that says what to do; "" when it can be kept."""
    if not proof.size:
        return _("This file is empty. Choose the file again, or save it anew first.")
    if proof.size > settings.MAX_UPLOAD_BYTES:
        return _(
            "This file has %(size)s; at most %(most)s can be kept. Send a smaller one, for example a PDF with smaller pictures."
        ) % {
            "size": filesizeformat(proof.size),
            "most": filesizeformat(settings.MAX_UPLOAD_BYTES),
        }
    if not content_type_of(proof):
        return _(
            "This file is not a PDF, DOCX, XLSX, JPG or PNG, or its name says something else than its content. "
            "Save it as one of these and send it again."
        )
    return ""


def _office_type_of(proof: File[bytes]) -> str:
    """Only the archive's list of parts is read, and only where it is short; nothing is unpacked."""
    if not 0 < _directory_size(proof) <= _LONGEST_DIRECTORY:
        return ""
    try:
        with zipfile.ZipFile(proof) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return ""
    return next((kind for part, kind in _BY_PART.items() if part in names), "")


def _directory_size(proof: File[bytes]) -> int:
    """Bytes of the list of parts as the archive's last record says; 0 where it is damaged or a large-file archive."""
    proof.seek(max(0, proof.size - _LONGEST_TAIL))
    tail = proof.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) - end < _END_RECORD.size or b"PK\x06\x07" in tail:
        return 0
    return int(_END_RECORD.unpack_from(tail, end)[5])
