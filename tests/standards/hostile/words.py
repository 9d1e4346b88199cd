"""DOCX files (D)."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

from tests.standards import intake_files as files
from tests.standards.hostile.kit import MIB, Case, refused
from tests.standards.test_intake_word import PACKAGE, REL, W_NS, document, p, tbl, tc

TEXT = "1.1 Lay bricks"
READ: tuple[str, ...] = ()


def word() -> bytes:
    """A sound document."""
    return files.word(TEXT)


def with_part(name: str, content: bytes) -> Callable[[], bytes]:
    """A sound document with a part more, or another one."""
    return lambda: files.changed(word(), name, content)


def body(xml: str) -> bytes:
    """A document.xml around this body."""
    return f'<?xml version="1.0"?><w:document xmlns:w="{W_NS}"><w:body>{xml}</w:body></w:document>'.encode()


def relation(kind: str, target: str, part: str = "word/_rels/document.xml.rels") -> Callable[[], bytes]:
    """A sound document with a link to something outside."""

    def make() -> bytes:
        whole = word()
        known = dict(files.members_of(whole)).get(
            part, f'<Relationships xmlns="{PACKAGE}"></Relationships>'.encode()
        )
        more = f'<Relationship Id="rIdX" Type="{REL}/{kind}" Target="{target}" TargetMode="External"/>'
        return files.changed(
            whole, part, known.replace(b"</Relationships>", f"{more}</Relationships>".encode())
        )

    return make


def field(code: str) -> Callable[[], bytes]:
    """A document with a field, its code spread over runs."""
    middle = len(code) // 2
    runs = "".join(
        f"<w:r>{inner}</w:r>"
        for inner in (
            '<w:fldChar w:fldCharType="begin"/>',
            f"<w:instrText>{code[:middle]}</w:instrText>",
            f"<w:instrText>{code[middle:]}</w:instrText>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    return lambda: document(p(TEXT) + f"<w:p>{runs}</w:p>")


def method(number: int) -> Callable[[], bytes]:
    """A document whose members are packed in another way."""

    def make() -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", number) as archive:
            for name, content in files.members_of(word()):
                archive.writestr(name, content)
        return stream.getvalue()

    return make


def deflate64() -> bytes:
    """A document that says that its members are packed by a method that is hardly known."""
    raw = bytearray(word())
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = raw.find(mark)
        while at >= 0:
            raw[at + offset] = 9
            at = raw.find(mark, at + 4)
    return bytes(raw)


def streamed(*, zip64: bool) -> bytes:
    """A document as programs write it that do not know the sizes before: with data descriptors, or with ZIP64."""

    class Forward(io.BytesIO):
        def seekable(self) -> bool:
            return zip64

    stream = Forward()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.members_of(word()):
            with archive.open(zipfile.ZipInfo(name), "w", force_zip64=zip64) as member:
                member.write(content)
    return stream.getvalue()


def lying_size() -> bytes:
    """A member of 80 MiB whose headers say that it is empty."""
    whole = bytearray(files.changed(word(), "word/z.bin", bytes(80 * MIB)))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = whole.rfind(mark)
        whole[at + offset : at + offset + 4] = struct.pack("<I", 0)
    return bytes(whole)


def overlapping() -> bytes:
    """Two members over the same bytes."""
    whole = bytearray(files.zipped({"a.xml": "<a/>", "b.xml": "<a/>"}))
    second = whole.rfind(b"PK\x01\x02")
    whole[second + 42 : second + 46] = struct.pack("<I", 2)
    return bytes(whole)


def twins() -> bytes:
    """Two members with the name of the text."""
    members = files.members_of(word())
    twin = next(member for member in members if member[0] == "word/document.xml")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
        archive.writestr("word/documenu.xml", twin[1])
    return stream.getvalue().replace(b"word/documenu.xml", b"word/document.xml")


def laughs(levels: int = 10) -> bytes:
    """Entities that each hold ten of the one before."""
    inner = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, levels))
    return f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e0 "ha">{inner}]><a>&e{levels - 1};</a>'.encode()


def quadratic() -> bytes:
    """One long entity, named many times."""
    return f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e "{"x" * 50_000}">]><a>{"&e;" * 20_000}</a>'.encode()


def nested(depth: int) -> bytes:
    """Tables inside tables."""
    inside = p(TEXT)
    for _ in range(depth):
        inside = tbl(tc(inside + p("")))
    return files.changed(word(), "word/document.xml", body(inside))


def merged_every_way() -> bytes:
    """A table of 63 columns with cells merged in every direction, some of them against the rules."""
    rows = []
    for row in range(40):
        cells = []
        column = 0
        while column < 63:
            span = 1 + (row * 7 + column * 3) % 9
            way = ("", '<w:vMerge w:val="restart"/>', "<w:vMerge/>", "<w:hMerge/>")[(row + column) % 4]
            cells.append(tc(p(f"{row}.{column} text"), f'<w:gridSpan w:val="{span}"/>{way}'))
            column += span
        rows.append("".join(cells))
    return document(tbl(*rows))


def only_main_part(kind: str) -> bytes:
    """An archive with a list of contents that names another kind of file."""
    return files.zipped(
        {"[Content_Types].xml": files.CONTENT_TYPES.format(part="word/document.xml", kind=kind)}
    )


def without_types() -> bytes:
    """A document that lost its list of contents."""
    return files.zipped(
        [(name, data) for name, data in files.members_of(word()) if name != "[Content_Types].xml"]
    )


def revised() -> bytes:
    """Tracked changes, a comment and hidden text."""
    return document(
        p(TEXT)
        + "<w:p><w:ins><w:r><w:t>1.2 Fill joints</w:t></w:r></w:ins><w:del><w:r><w:delText>no</w:delText></w:r></w:del></w:p>"
        + p("1.3 Hidden", run="<w:vanish/>")
    )


CASES = [
    Case("D-01a", "without its list of contents", without_types, "a.docx", refused("type")),
    Case(
        "D-01b",
        "contents of a spreadsheet",
        lambda: only_main_part("spreadsheetml.sheet"),
        "a.docx",
        refused("no_table", "suffix", "type"),
    ),
    Case("D-02a", "macros", with_part("word/vbaProject.bin", b"x"), "a.docx", refused("macros")),
    Case(
        "D-02b",
        "embedded object",
        with_part("word/embeddings/oleObject1.bin", b"x"),
        "a.docx",
        refused("embedded"),
    ),
    Case("D-02c", "ActiveX", with_part("word/activeX/activeX1.xml", b"<a/>"), "a.docx", refused("embedded")),
    Case(
        "D-03",
        "external entity",
        with_part("word/document.xml", b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'),
        "a.docx",
        refused("unsafe"),
        child=True,
    ),
    Case(
        "D-04a",
        "billion laughs",
        with_part("word/document.xml", laughs()),
        "a.docx",
        refused("unsafe"),
        child=True,
        seconds=1,
    ),
    Case(
        "D-04b",
        "quadratic blow-up",
        with_part("word/document.xml", quadratic()),
        "a.docx",
        refused("unsafe"),
        child=True,
        seconds=1,
    ),
    Case(
        "D-05a",
        "template on another computer",
        relation("attachedTemplate", "https://example.org/a.dotm", "word/_rels/settings.xml.rels"),
        "a.docx",
        refused("remote"),
        child=True,
    ),
    Case(
        "D-05b",
        "template on a server's share",
        relation("attachedTemplate", "\\\\server\\a.dotm", "word/_rels/settings.xml.rels"),
        "a.docx",
        refused("remote"),
    ),
    Case(
        "D-05c",
        "template on the author's own disk",
        relation("attachedTemplate", "file:///C:/Users/a/Normal.dotm", "word/_rels/settings.xml.rels"),
        "a.docx",
        warned=READ,
    ),
    Case(
        "D-05d",
        "picture on another computer",
        relation("image", "https://example.org/a.png"),
        "a.docx",
        warned=("external",),
        child=True,
    ),
    Case(
        "D-05e",
        "INCLUDEPICTURE",
        field(' INCLUDEPICTURE "https://example.org/a.png" '),
        "a.docx",
        warned=("external",),
        child=True,
    ),
    Case("D-05f", "DDEAUTO", field(" DDEAUTO cmd.exe calc "), "a.docx", refused("remote")),
    Case(
        "D-06",
        "part that leads outside",
        relation("header", "../../../../etc/passwd"),
        "a.docx",
        refused("damaged"),
        READ,
        child=True,
    ),
    Case(
        "D-07",
        "one text of 300 MB",
        lambda: files.changed(word(), "word/document.xml", body(p("x" * (300 * MIB)))),
        "a.docx",
        refused("unpacked"),
        child=True,
        slow=True,
        seconds=3,
    ),
    Case(
        "D-08a",
        "2,001 members",
        lambda: files.zipped({f"m{n}.bin": b"" for n in range(2_001)}),
        "a.docx",
        refused("unpacked"),
    ),
    Case(
        "D-08b",
        "says 0 bytes, holds 80 MiB",
        lying_size,
        "a.docx",
        refused("unpacked", "damaged"),
        child=True,
    ),
    Case("D-09a", "overlapping members", overlapping, "a.docx", refused("unsafe", "damaged")),
    Case(
        "D-09b",
        "document in the document",
        with_part("word/inner.docx", b"PK\x03\x04"),
        "a.docx",
        refused("unsafe", "embedded"),
    ),
    Case("D-10", "two texts of one name", twins, "a.docx", refused("damaged")),
    Case(
        "D-11",
        "password",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le"),
        "a.docx",
        refused("password"),
    ),
    Case("D-12a", "ZIP64", lambda: streamed(zip64=True), "a.docx", warned=READ),
    Case("D-12b", "data descriptors", lambda: streamed(zip64=False), "a.docx", warned=READ),
    Case("D-12c", "deflate64", deflate64, "a.docx", refused("unsafe")),
    Case("D-12d", "bzip2", method(zipfile.ZIP_BZIP2), "a.docx", refused("unsafe")),
    Case("D-12e", "LZMA", method(zipfile.ZIP_LZMA), "a.docx", refused("unsafe")),
    Case("D-13a", "tables nested 60 deep", lambda: nested(60), "a.docx", refused("nested"), child=True),
    Case("D-13b", "tables nested 19 deep", lambda: nested(19), "a.docx", warned=READ, child=True),
    Case("D-13c", "63 columns merged in every way", merged_every_way, "a.docx", warned=READ, child=True),
    Case("D-14", "tracked changes, hidden text", revised, "a.docx", warned=("tracked", "hidden_text")),
    Case(
        "D-15a",
        "control characters",
        with_part("word/document.xml", body(p("1.1 Lay &#1; bricks"))),
        "a.docx",
        refused("damaged"),
    ),
    Case(
        "D-15b",
        "half of a surrogate pair",
        with_part("word/document.xml", body(p("1.1 Lay &#xD800; bricks"))),
        "a.docx",
        refused("damaged"),
    ),
    Case(
        "D-15c",
        "U+FFFE",
        with_part("word/document.xml", body(p("1.1 Lay &#xFFFE; bricks"))),
        "a.docx",
        refused("damaged"),
    ),
    Case(
        "D-15d",
        "10,000 marks on one letter",
        lambda: document(p("1.1 Lay e" + "\u0301\u0323" * 5_000)),
        "a.docx",
        warned=("marks",),
        child=True,
    ),
    Case(
        "D-16",
        "Thai digits, Buddhist years",
        lambda: document(p("Performance criteria") + p("๑.๑ ทำตามประกาศ พ.ศ. ๒๕๖๒")),
        "a.docx",
        warned=READ,
    ),
]
