"""Makers of PDF files, written by hand to the byte."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence

from tests.standards.hostile.kit import MIB
from tests.standards.intake_files import pdf_raw

_PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
TEXT = "1.1 Lay bricks"


def pdf_of(objects: Sequence[bytes], trailer: bytes = b"", *, version: bytes = b"1.7") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out = bytearray(b"%PDF-" + version + b"\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R %s >>\n" % (
        size,
        table,
        size,
        trailer,
    )
    return bytes(out) + head + b"startxref\n%d\n%%%%EOF\n" % len(out)


def stream(data: bytes, keys: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), keys, data)


def one_page(
    content: bytes,
    *,
    catalogue: bytes = b"",
    page: bytes = b"",
    font: bytes = b"",
    more: Sequence[bytes] = (),
    **kinds: bytes,
) -> bytes:
    """A PDF with one page around a content stream object; `more` objects are numbered from 6."""
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalogue,
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
            b"/Resources << /Font << /F1 4 0 R >> >> %s >>" % page,
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica %s >>" % font,
            content,
            *more,
        ],
        **kinds,
    )


def words(text: str = TEXT) -> bytes:
    """A content stream object that shows a text."""
    return stream(b"BT /F1 12 Tf 50 700 Td (%s) Tj ET" % text.encode("latin-1"))


def zeros(size: int, times: int = 1) -> bytes:
    """So many zero bytes, deflated in pieces, and the result deflated again."""
    machine = zlib.compressobj(9)
    piece = bytes(MIB)
    packed = b"".join(machine.compress(piece) for _ in range(size // MIB)) + machine.flush()
    for _ in range(times - 1):
        packed = zlib.compress(packed, 9)
    return packed


# ------------------------------------------------------------------- encryption
def _rc4(key: bytes, data: bytes) -> bytes:
    box = list(range(256))
    at = 0
    for index in range(256):
        at = (at + box[index] + key[index % len(key)]) % 256
        box[index], box[at] = box[at], box[index]
    out = bytearray()
    first = second = 0
    for byte in data:
        first = (first + 1) % 256
        second = (second + box[first]) % 256
        box[first], box[second] = box[second], box[first]
        out.append(byte ^ box[(box[first] + box[second]) % 256])
    return bytes(out)


def encrypted(user: bytes, owner: bytes, permissions: int) -> bytes:
    """A PDF with the oldest standard encryption (RC4, 40 bits); an empty `user` opens it without a password."""
    document_id = bytes(range(16))
    owner_key = hashlib.md5((owner + _PADDING)[:32], usedforsecurity=False).digest()[:5]
    owner_entry = _rc4(owner_key, (user + _PADDING)[:32])
    base = (
        (user + _PADDING)[:32] + owner_entry + (permissions & 0xFFFFFFFF).to_bytes(4, "little") + document_id
    )
    key = hashlib.md5(base, usedforsecurity=False).digest()[:5]
    user_entry = _rc4(key, _PADDING)
    number = (5).to_bytes(3, "little") + bytes(2)
    object_key = hashlib.md5(key + number, usedforsecurity=False).digest()[:10]
    plain = b"BT /F1 12 Tf 50 700 Td (%s) Tj ET" % TEXT.encode()
    trailer = b"/ID [<%s> <%s>] /Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P %d >>" % (
        *(document_id.hex().encode(),) * 2,
        owner_entry.hex().encode(),
        user_entry.hex().encode(),
        permissions,
    )
    return one_page(stream(_rc4(object_key, plain)), trailer=trailer)


# ------------------------------------------------------------------------ shapes
def link(target: bytes) -> bytes:
    """A page with a link."""
    note = b"/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (%s) >> >>]" % target
    return one_page(words(), page=note)


def packed_script() -> bytes:
    """A script in an object stream, where nobody sees it without unpacking."""
    inside = b"10 0 << /S /JavaScript /JS (app.alert\\(1\\)) >>"
    packed = stream(zlib.compress(inside), b"/Type /ObjStm /N 1 /First 5 /Filter /FlateDecode")
    return one_page(words(), more=[packed])


def attached(name: bytes, catalogue: bytes = b"") -> bytes:
    """A file inside the PDF."""
    names = b"/Names << /EmbeddedFiles << /Names [(%s) 6 0 R] >> >> %s" % (name, catalogue)
    spec = b"<< /Type /Filespec /F (%s) /UF (%s) /EF << /F 7 0 R >> >>" % (name, name)
    return one_page(words(), catalogue=names, more=[spec, stream(b"<a/>", b"/Type /EmbeddedFile")])


def many_kids(count: int) -> bytes:
    """A page tree that names one page many times."""
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b"3 0 R " * count, count),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
        ]
    )


def page_tree(kids: bytes, count: bytes) -> bytes:
    """A PDF without a page of its own below the root of the tree."""
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [%s] /Count %s /Parent 2 0 R >>" % (kids, count),
        ]
    )


def mapped_to(first: int) -> bytes:
    """Text whose characters are mapped to code points from `first` on, as fonts from before Unicode do."""
    rows = b"".join(
        b"<%02x> <%04x>\n" % (code, first if first == 0xFFFD else first + code) for code in range(0x20, 0x7F)
    )
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def "
        b"1 begincodespacerange <00> <ff> endcodespacerange 95 beginbfchar\n"
        + rows
        + b"endbfchar endcmap end end"
    )
    text = " ".join(["prepare the site and lay the bricks in straight courses"] * 4)
    return one_page(words(text), font=b"/ToUnicode 6 0 R", more=[stream(cmap)])


def circular_prev() -> bytes:
    """A cross-reference table that says that the one before it is itself."""
    whole = pdf_raw(TEXT, trailer="/Prev 0000000000")
    return whole.replace(b"/Prev 0000000000", b"/Prev %010d" % whole.index(b"xref\n0"))


def outline(count: int) -> bytes:
    """A list of contents with very many entries."""
    entries = b"<< /Type /Outlines /First 7 0 R /Last 7 0 R /Count %d >>" % count
    return one_page(
        words(), catalogue=b"/Outlines 6 0 R", more=[entries, *[b"<< /Title (x) /Next 7 0 R >>"] * count]
    )


def drawn_in_itself() -> bytes:
    """A form that draws itself twice, and so on without end."""
    form = stream(
        b"/Fm0 Do /Fm0 Do",
        b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /Fm0 6 0 R >> >>",
    )
    page = b"/Resources << /XObject << /Fm0 6 0 R >> /Font << /F1 4 0 R >> >>"
    return one_page(stream(b"/Fm0 Do"), page=page, more=[form])


def fan_of_forms(depth: int) -> bytes:
    """Forms that each draw the next one ten times: ten to the power of `depth` drawings."""
    forms = []
    for number in range(depth):
        inner = b"/Fm Do " * 10 if number < depth - 1 else b"BT /F1 9 Tf (x) Tj ET"
        resources = b"/Resources << /XObject << /Fm %d 0 R >> /Font << /F1 4 0 R >> >>" % (7 + number)
        forms.append(stream(inner, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] " + resources))
    body = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"]
    body.append(
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
        b"/Resources << /XObject << /Fm 6 0 R >> /Font << /F1 4 0 R >> >> >>"
    )
    body += [b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", stream(b"/Fm Do")]
    return pdf_of([*body, *forms])


def picture(keys: bytes) -> bytes:
    """A page with a picture beside the text."""
    image = stream(
        b"\0" * 64, b"/Type /XObject /Subtype /Image /ColorSpace /DeviceGray /BitsPerComponent 8 " + keys
    )
    content = stream(b"q 99 0 0 99 0 0 cm /Im0 Do Q BT /F1 12 Tf 50 700 Td (1.1 Lay bricks) Tj ET")
    whole = one_page(content, more=[image])
    return whole.replace(b"/Resources << /Font", b"/Resources << /XObject << /Im0 6 0 R >> /Font")
