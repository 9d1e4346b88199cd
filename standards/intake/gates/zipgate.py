"""The gate for office files: what a zip archive may be before any library opens it.

Sizes in the headers are claims; here every member is inflated in small pieces and the real bytes are counted.
"""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from standards.intake import limits
from standards.intake.gates.xmlscan import Totals, XmlScan
from standards.intake.kinds import FileKind, Refused

_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_END_RECORD = struct.Struct("<4s4H2IH")
_CHUNK = 65_536
_ARCHIVES = (".zip", ".docx", ".xlsx", ".pptx", ".docm", ".xlsm", ".jar", ".7z", ".rar", ".gz", ".tar")
_EMBEDDED = ("/embeddings/", "/activex/", "oleobject", "/ctrlprops/")
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def check_zip(path: Path) -> tuple[FileKind, Totals]:
    """The kind of office file and what was counted in it. Raises Refused."""
    with path.open("rb") as stream:
        _check_member_count(stream)
        try:
            archive = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, UnicodeError) as error:
            raise Refused("damaged") from error
        with archive:
            members = archive.infolist()
            starts = _check_headers(stream, members, archive.start_dir)
            totals = _unpack(stream, members, starts)
    return _kind(members, totals), totals


def _check_member_count(stream: BinaryIO) -> None:
    """Reads the end record first: a list of a million members is not worth reading."""
    size = stream.seek(0, 2)
    tail_size = min(size, _END_RECORD.size + 65_535)
    stream.seek(size - tail_size)
    tail = stream.read(tail_size)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + _END_RECORD.size > len(tail):
        raise Refused("damaged")
    count, directory_size = _END_RECORD.unpack_from(tail, at)[4:6]
    if count > limits.ZIP_MEMBERS or directory_size > limits.ZIP_MEMBERS * 1_000:
        raise Refused("unpacked")
    stream.seek(0)


def _check_headers(stream: BinaryIO, members: list[zipfile.ZipInfo], end: int) -> dict[str, int]:
    """Where the data of each member starts. Refuses twins, overlaps, odd names, odd methods, passwords."""
    if len(members) > limits.ZIP_MEMBERS:
        raise Refused("unpacked")
    names = [member.filename.lower() for member in members]
    if len(set(names)) != len(names):
        raise Refused("damaged")
    starts: dict[str, int] = {}
    floor = 0
    for member in sorted(members, key=lambda item: item.header_offset):
        _check_member(member)
        if member.header_offset < 0:  # a piece is missing in front of it
            raise Refused("damaged")
        stream.seek(member.header_offset)
        head = stream.read(_LOCAL_HEADER.size)
        if len(head) < _LOCAL_HEADER.size or not head.startswith(b"PK\x03\x04"):
            raise Refused("damaged")
        name_size, extra_size = _LOCAL_HEADER.unpack(head)[9:11]
        start = member.header_offset + _LOCAL_HEADER.size + name_size + extra_size
        if member.header_offset < floor or start + member.compress_size > end:
            raise Refused("unsafe" if member.header_offset < floor else "damaged")
        floor = start + member.compress_size
        starts[member.filename] = start
    return starts


def _check_member(member: zipfile.ZipInfo) -> None:
    name = member.filename
    low = "/" + name.lower()
    if member.flag_bits & 0x1:
        raise Refused("password")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused("unsafe")
    if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/") or "\0" in name:
        raise Refused("unsafe")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise Refused("unsafe")
    if "vbaproject" in low or low.endswith(("/macros", ".vba")) or "/macrosheets/" in low:
        raise Refused("macros")
    if any(part in low for part in _EMBEDDED):
        raise Refused("embedded")
    if low.endswith(_ARCHIVES):
        raise Refused("unsafe")


def _unpack(stream: BinaryIO, members: list[zipfile.ZipInfo], starts: dict[str, int]) -> Totals:
    totals = Totals()
    unpacked = 0
    for member in members:
        size = 0
        crc = 0
        scan: XmlScan | None = None
        for number, chunk in enumerate(_inflate(stream, member, starts[member.filename])):
            size += len(chunk)
            crc = zlib.crc32(chunk, crc)
            _check_sizes(member, size, unpacked + size, totals)
            if number == 0:
                _check_nested(chunk)
                scan = XmlScan(member.filename, totals) if _is_xml(member.filename, chunk) else None
            if scan:
                scan.feed(chunk)
        if scan:
            scan.feed(b"", last=True)
            totals.docx_bytes += size if member.filename.startswith("word/") else 0
        if crc != member.CRC or size != member.file_size:
            raise Refused("damaged")
        unpacked += size
    return totals


def _check_sizes(member: zipfile.ZipInfo, size: int, total: int, totals: Totals) -> None:
    if size > limits.ZIP_MEMBER_BYTES or total > limits.ZIP_TOTAL_BYTES:
        raise Refused("unpacked")
    if size > limits.ZIP_RATIO_FROM_BYTES and size > limits.ZIP_RATIO * max(1, member.compress_size):
        raise Refused("unpacked")
    is_word = member.filename.startswith("word/") and member.filename.endswith(".xml")
    if is_word and totals.docx_bytes + size > limits.DOCX_XML_BYTES:
        raise Refused("unpacked")


def _check_nested(head: bytes) -> None:
    if head.startswith((b"PK\x03\x04", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"MZ", b"\xd0\xcf\x11\xe0")):
        raise Refused("embedded")


def _is_xml(name: str, head: bytes) -> bool:
    """By name, and by content: a part may be called anything and still be read as XML."""
    if name.lower().endswith((".xml", ".rels", ".vml")):
        return True
    return head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").startswith(b"<")


def _inflate(stream: BinaryIO, member: zipfile.ZipInfo, start: int) -> Iterator[bytes]:
    """The real bytes of a member in pieces of at most 64 KiB, whatever its headers say."""
    stream.seek(start)
    left = member.compress_size
    if member.compress_type == zipfile.ZIP_STORED:
        while left > 0 and (chunk := stream.read(min(_CHUNK, left))):
            left -= len(chunk)
            yield chunk
        return
    machine = zlib.decompressobj(-15)
    try:
        while not machine.eof:
            raw = machine.unconsumed_tail or stream.read(min(_CHUNK, left))
            if not machine.unconsumed_tail:
                left -= len(raw)
            chunk = machine.decompress(raw, _CHUNK)
            if chunk:
                yield chunk
            elif not raw:
                break
    except zlib.error as error:
        raise Refused("damaged") from error
    if not machine.eof:
        raise Refused("damaged")


def _kind(members: list[zipfile.ZipInfo], totals: Totals) -> FileKind:
    names = {member.filename for member in members}
    types = totals.content_types
    if any("macroenabled" in name for name in types):
        raise Refused("macros")
    if "[Content_Types].xml" in names:
        if _DOCX in types and "word/document.xml" in names:
            return FileKind.DOCX
        if _XLSX in types and totals.sheets:
            return FileKind.XLSX
        if _XLSX in types:
            raise Refused("no_table")
    raise Refused("type")
