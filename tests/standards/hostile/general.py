"""Uploads in general (U): size, type, name."""

from __future__ import annotations

from standards.intake import limits
from tests.standards import intake_files as files
from tests.standards.hostile.kit import Case, NameCase, refused
from tests.standards.hostile.pdf_files import one_page, stream, words
from tests.standards.test_intake_gate import with_flag

PDF = files.pdf_raw("1.1 Lay bricks")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
READ: tuple[str, ...] = ()
KHMER = "ក្មេ"  # one letter of four characters


def sized(size: int) -> bytes:
    """A PDF of exactly this size, most of it a picture that is not shown."""
    empty = len(one_page(words(), more=[stream(b"")]))
    room = size - empty
    made = one_page(words(), more=[stream(bytes(room))])
    return one_page(words(), more=[stream(bytes(room - (len(made) - size)))])


def symlink() -> bytes:
    """A member that is a link to a place outside."""
    raw = bytearray(files.changed(files.word("Text"), "word/link", b"/etc/passwd"))
    at = raw.rfind(b"PK\x01\x02")
    raw[at + 38 : at + 42] = (0o120777 << 16).to_bytes(4, "little")
    raw[at + 5] = 3  # made on Unix
    return bytes(raw)


def other(letter: str, title: str, content: bytes, name: str, *codes: str) -> Case:
    """A file of a kind that is not read."""
    return Case(f"U-25{letter}", title, lambda: content, name, refused(*(codes or ("type",))))


def _slides() -> bytes:
    kind = files.CONTENT_TYPES.format(part="ppt/presentation.xml", kind="presentationml.presentation")
    return files.zipped({"[Content_Types].xml": kind})


def _macro(kind: str) -> bytes:
    whole = files.word("x") if kind == "document" else files.xlsx([["x"]])
    part = dict(files.members_of(whole))["[Content_Types].xml"]
    part = part.replace(b"wordprocessingml.document.main", b"ms-word.document.macroEnabled.main")
    part = part.replace(b"spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main")
    return files.changed(whole, "[Content_Types].xml", part)


CASES = [
    Case("U-02", "0 bytes", lambda: b"", "a.pdf", refused("empty")),
    Case("U-03", "1 byte", lambda: b"P", "a.xlsx", refused("damaged")),
    Case(
        "U-04a",
        "25 MiB exactly",
        lambda: sized(limits.FILE_BYTES),
        "a.pdf",
        warned=READ,
        child=True,
        slow=True,
    ),
    Case("U-04b", "25 MiB and a byte", lambda: sized(limits.FILE_BYTES + 1), "a.pdf", refused("too_big")),
    Case("U-07", "program named .pdf", lambda: b"MZ\x90\x00" + bytes(400), "a.pdf", refused("type")),
    Case("U-08a", "report.pdf.exe", lambda: PDF, "report.pdf.exe", refused("type")),
    Case("U-08b", "report.exe.pdf", lambda: b"MZ\x90\x00" + bytes(400), "report.exe.pdf", refused("type")),
    Case("U-09a", "report.pdf%00.html", lambda: PDF, "report.pdf%00.html", refused("type")),
    Case("U-09b", "zero byte in the name", lambda: PDF, "report.pdf\0.html", refused("type")),
    Case("U-20", "link in the archive", symlink, "a.docx", refused("unsafe")),
    Case("U-21a", "DOCX named .pdf", lambda: files.word("x"), "a.pdf", refused("suffix")),
    Case("U-21b", "PDF named .docx", lambda: PDF, "a.docx", refused("suffix")),
    Case("U-21c", "XLSX named .docx", lambda: files.xlsx([["x"]]), "a.docx", refused("suffix")),
    Case("U-21d", "PDF named .csv", lambda: PDF, "a.csv", refused("suffix")),
    Case("U-21e", "PDF named .json", lambda: PDF, "a.json", refused("suffix")),
    Case(
        "U-23",
        "PDF with an archive behind it",
        lambda: PDF + files.zipped({"a.txt": "x"}),
        "a.pdf",
        refused("damaged"),
        READ,
    ),
    Case("U-24a", "picture with a PDF in it", lambda: b"GIF89a" + PDF, "a.pdf", refused("type")),
    Case(
        "U-24b",
        "PDF behind 900 bytes of a web page",
        lambda: b"<html>".ljust(900) + PDF,
        "a.pdf",
        refused("type"),
    ),
    other("a", "HTML", b"<html><body>x</body></html>", "a.html"),
    other("b", "SVG", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg"),
    other("c", "SWF", b"FWS\x09" + bytes(90), "a.swf"),
    other("d", "HTA", b"<hta:application/>", "a.hta"),
    other("e", "LNK", b"L\0\0\0\x01\x14\x02\0" + bytes(90), "a.lnk"),
    other("f", "ISO", bytes(32_769) + b"CD001", "a.iso"),
    other("g", "RTF", b"{\\rtf1 text}", "a.rtf"),
    other("h", "RTF named .txt", b"{\\rtf1 text}", "a.txt"),
    other("i", "PPTX", _slides(), "a.pptx"),
    other("j", "ODS", files.zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "a.ods"),
    other("k", "XLS", OLE, "a.xls", "old_office"),
    other("l", "DOC", OLE, "a.doc", "old_office"),
    other("m", "DOCM", _macro("document"), "a.docm", "macros", "type"),
    other("n", "XLSM named .xlsx", _macro("sheet"), "a.xlsx", "macros"),
    other("o", "SVG named .csv", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.csv"),
    Case(
        "U-25p",
        "archive under a password",
        lambda: with_flag(files.word("x"), 1),
        "a.docx",
        refused("password"),
    ),
]

NAMES = [
    NameCase("U-10a", "../../ in the name", "../../etc/standard.pdf", "standard.pdf"),
    NameCase("U-10b", "..\\..\\ in the name", "..\\..\\standard.pdf", "standard.pdf"),
    NameCase("U-11a", "absolute path", "/var/www/standard.pdf", "standard.pdf"),
    NameCase("U-11b", "path on a disk", "C:\\papers\\standard.pdf", "standard.pdf"),
    NameCase("U-11c", "server's share", "\\\\server\\share\\standard.pdf", "standard.pdf"),
    NameCase("U-12a", "300 characters", "a" * 300 + ".pdf", "a" * 116 + ".pdf"),
    NameCase("U-12b", "300 Khmer letters", KHMER * 300 + ".pdf", KHMER * 29 + ".pdf"),
    NameCase("U-13a", "CON.pdf", "CON.pdf", "_CON.pdf"),
    NameCase("U-13b", "aux.xlsx", "aux.xlsx", "_aux.xlsx"),
    NameCase("U-13c", "NUL.tar.docx", "NUL.tar.docx", "_NUL.tar.docx"),
    NameCase("U-14", "line end and a header", "a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie: x=1.pdf"),
    NameCase("U-15", 'quotes, ";", "%", "+", tab', 'a"b;c%d+e\tf.pdf', 'a"b;c%d+e f.pdf'),
    NameCase("U-16", "right-to-left override", "report\u202efdp.exe.pdf", "reportfdp.exe.pdf"),
    NameCase("U-17", "decomposed letters", "Tie\u0302\u0301ng.pdf", "Ti\u1ebfng.pdf"),
    NameCase("U-18a", "only dots", "....", "file"),
    NameCase("U-18b", "only blanks", "   ", "file"),
    NameCase("U-18c", "leading dash", "-rf.pdf", "rf.pdf"),
    NameCase("U-18d", "only a suffix", ".pdf", "file.pdf"),
    NameCase("U-18e", "trailing dot", "report.pdf.", "report.pdf"),
    NameCase("U-19", "emoji, joiner, byte order mark", "\ufeff👷\u200d🧱\u200b.pdf", "👷\u200d🧱.pdf"),
]
