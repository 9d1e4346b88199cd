"""Bad files are refused with a sentence, fast, and before a library opens them."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from standards.intake import FileKind, Refused, limits, read
from standards.intake.gates import gate
from standards.intake.messages import MESSAGES
from tests.standards import intake_files as files


def refusal(folder: Path, content: bytes, name: str = "upload") -> Refused:
    """The refusal of a file with this content, by the gate alone."""
    with pytest.raises(Refused) as caught:
        gate.check(files.put(folder, "upload", content), name)
    return caught.value


def read_or_refusal(path: Path) -> object:
    """What reading gives; any exception but a refusal goes through."""
    try:
        return read(path)
    except Refused as refused:
        return refused.message


@cache
def good_files() -> tuple[bytes, ...]:
    """One file of each kind; the same bytes each time, although they hold the time of their making."""
    return files.word("1.1 Lay bricks"), files.xlsx([["1.1", "Lay bricks"]]), files.pdf_raw("1.1 Lay bricks")


def with_flag(content: bytes, flag: int) -> bytes:
    """The archive with a general-purpose flag set in all headers."""
    raw = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(mark)
        while at >= 0:
            raw[at + offset] |= flag
            at = raw.find(mark, at + 4)
    return bytes(raw)


def test_the_three_kinds_are_recognised_by_content_alone(tmp_path: Path) -> None:
    for kind, content in (
        (FileKind.PDF, files.pdf_raw("1.1 Lay bricks")),
        (FileKind.DOCX, files.word("1.1 Lay bricks")),
        (FileKind.XLSX, files.xlsx([["Lay bricks"]])),
    ):
        assert gate.check(files.put(tmp_path, "no-suffix", content)) is kind
        assert gate.check(files.put(tmp_path, "no-suffix", content), f"Standard.{kind.upper()}") is kind


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00 a program",
        b"<html><body>%PDF-1.4</body></html>",
        b"GIF89a%PDF-1.4",
        b"{\\rtf1 text}",
        b"a,b\n1,2\n",
    ],
    ids=["exe", "html", "polyglot", "rtf", "csv"],
)
def test_another_type_is_refused_whatever_its_name(tmp_path: Path, content: bytes) -> None:
    assert refusal(tmp_path, content, "standard.pdf").code == "type"


def test_a_suffix_that_contradicts_the_content_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, files.word("Text"), "standard.pdf").code == "suffix"
    assert refusal(tmp_path, files.pdf_raw("Text"), "standard.pdf.exe").code == "type"


def test_an_empty_file_and_a_single_byte_are_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, b"").code == "empty"
    assert refusal(tmp_path, b"P", "one.xlsx").code == "damaged"


def test_the_size_limit_is_exact(tmp_path: Path) -> None:
    path = files.put(tmp_path, "big", files.pdf_raw("Text"))
    with path.open("r+b") as stream:
        stream.truncate(limits.FILE_BYTES + 1)
    with pytest.raises(Refused) as caught:
        gate.check(path)
    assert caught.value.code == "too_big"
    assert "25 MB" in caught.value.message


def test_an_encrypted_pdf_is_named_as_password_protected(tmp_path: Path) -> None:
    content = files.pdf_raw("Text", trailer="/Encrypt << /Filter /Standard /V 1 /R 2 /O () /U () /P -4 >>")
    assert refusal(tmp_path, content).code == "password"


def test_a_pdf_with_scripts_or_programs_is_refused(tmp_path: Path) -> None:
    for action in (
        "/OpenAction << /S /JavaScript /JS (app.alert) >>",
        "/OpenAction << /S /Launch /F (cmd.exe) >>",
    ):
        assert refusal(tmp_path, files.pdf_raw("Text", extra=action)).code == "scripts"


def test_a_damaged_pdf_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, b"%PDF-1.4\nnothing else").code == "damaged"


def test_a_pdf_may_have_500_pages_and_not_501(tmp_path: Path) -> None:
    assert gate.check(files.put(tmp_path, "upload", files.pdf_raw(*["x"] * 500))) is FileKind.PDF
    assert refusal(tmp_path, files.pdf_raw(*["x"] * 501)).code == "pages"


def test_old_office_files_and_passworded_office_files_are_told_apart(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    assert refusal(tmp_path, ole).code == "old_office"
    assert refusal(tmp_path, ole + "EncryptedPackage".encode("utf-16-le")).code == "password"


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_cut_archive_is_damaged(tmp_path: Path, share: float) -> None:
    whole = files.word("1.1 Lay bricks")
    assert refusal(tmp_path, whole[: int(len(whole) * share)]).code == "damaged"


def test_a_flipped_byte_inside_a_member_is_noticed(tmp_path: Path) -> None:
    whole = files.xlsx([[f"text {n}"] for n in range(300)])
    at = zipfile.ZipFile(io.BytesIO(whole)).getinfo("xl/worksheets/sheet1.xml").header_offset + 200
    broken = whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :]
    assert refusal(tmp_path, broken).code == "damaged"


def test_an_archive_that_is_no_office_file_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, files.zipped({"a.txt": "text"})).code == "type"
    slides = files.CONTENT_TYPES.format(part="ppt/presentation.xml", kind="presentationml.presentation")
    assert refusal(tmp_path, files.zipped({"[Content_Types].xml": slides})).code == "type"


def test_macros_embedded_files_and_archives_are_refused(tmp_path: Path) -> None:
    whole = files.word("Text")
    assert refusal(tmp_path, files.changed(whole, "word/vbaProject.bin", b"x")).code == "macros"
    assert refusal(tmp_path, files.changed(whole, "word/embeddings/oleObject1.bin", b"x")).code == "embedded"
    assert refusal(tmp_path, files.changed(whole, "word/activeX/activeX1.xml", b"<a/>")).code == "embedded"
    assert refusal(tmp_path, files.changed(whole, "word/inner.zip", b"x")).code == "unsafe"
    assert (
        refusal(tmp_path, files.changed(whole, "word/media/image1.png", files.zipped({"a": "b"}))).code
        == "embedded"
    )
    types = dict(files.members_of(whole))["[Content_Types].xml"].replace(
        b"wordprocessingml.document.main", b"ms-word.document.macroEnabled.main"
    )
    assert refusal(tmp_path, files.changed(whole, "[Content_Types].xml", types)).code == "macros"


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "word\\document2.xml", "c:evil"])
def test_member_names_that_lead_outside_are_refused(tmp_path: Path, name: str) -> None:
    assert refusal(tmp_path, files.changed(files.word("Text"), name, b"<a/>")).code == "unsafe"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_refused(tmp_path: Path) -> None:
    members = files.members_of(files.word("Text"))
    twin = next(member for member in members if member[0] == "word/document.xml")
    assert refusal(tmp_path, files.zipped([*members, twin])).code == "damaged"


def test_overlapping_members_are_refused(tmp_path: Path) -> None:
    whole = bytearray(files.zipped({"a.xml": "<a/>", "b.xml": "<a/>"}))
    second = whole.rfind(b"PK\x01\x02")
    whole[second + 42 : second + 46] = struct.pack("<I", 2)  # starts inside the first member
    assert refusal(tmp_path, bytes(whole)).code in ("unsafe", "damaged")


def test_an_encrypted_archive_is_password_protected(tmp_path: Path) -> None:
    assert refusal(tmp_path, with_flag(files.word("Text"), 1)).code == "password"


def test_a_document_type_definition_is_refused_in_any_encoding(tmp_path: Path) -> None:
    whole = files.word("Text")
    bomb = '<?xml version="1.0" encoding="{}"?><!DOCTYPE a [<!ENTITY b "boom">]><a>&b;</a>'
    for encoding in ("utf-8", "utf-16"):
        content = bomb.format(encoding).encode(encoding)
        assert refusal(tmp_path, files.changed(whole, "word/document.xml", content)).code == "unsafe"
    external = b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'
    assert refusal(tmp_path, files.changed(whole, "word/custom.bin", external)).code == "unsafe"


def test_a_zip_bomb_is_refused_by_its_real_bytes_within_two_seconds(tmp_path: Path) -> None:
    start = time.process_time()
    bomb = files.changed(files.word("Text"), "word/media/zeros.bmp", bytes(300 * limits.MIB))
    spent = time.process_time() - start
    assert len(bomb) < limits.MIB
    start = time.process_time()
    assert refusal(tmp_path, bomb).code == "unpacked"
    assert time.process_time() - start < 2, f"packing took {spent:.1f} s"


def test_a_header_that_lies_about_the_size_is_not_believed(tmp_path: Path) -> None:
    whole = bytearray(files.changed(files.word("Text"), "word/z.bin", b"z" * 500_000))
    name = whole.rfind(b"word/z.bin")
    whole[name - 46 + 24 : name - 46 + 28] = struct.pack("<I", 0)  # uncompressed size in the directory
    assert refusal(tmp_path, bytes(whole)).code == "damaged"


def test_more_than_2000_members_are_refused(tmp_path: Path) -> None:
    many = files.zipped({f"m{number}.bin": b"" for number in range(limits.ZIP_MEMBERS + 1)})
    assert refusal(tmp_path, many).code == "unpacked"


@pytest.mark.parametrize(
    "sheet, code",
    [
        ('<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>', "rows"),
        ('<sheetData><row><c r="A1048576"><v>1</v></c></row></sheetData>', "rows"),
        ('<sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData>', "columns"),
        ('<sheetData/><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>', "merged"),
        ('<sheetData/><mergeCells><mergeCell ref="A1:A1001"/></mergeCells>', "merged"),
    ],
)
def test_a_sheet_with_far_away_cells_is_refused_at_once(tmp_path: Path, sheet: str, code: str) -> None:
    start = time.process_time()
    assert refusal(tmp_path, files.raw_xlsx(sheet)).code == code
    assert time.process_time() - start < 0.5


def test_a_dimension_that_lies_is_ignored(tmp_path: Path) -> None:
    sheet = (
        '<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>1.1 Lay bricks</t></is>'
        "</c></row></sheetData>"
    )
    path = files.put(tmp_path, "upload", files.raw_xlsx(sheet))
    assert gate.check(path) is FileKind.XLSX
    assert read(path).layout == "xlsx"


def test_a_sheet_may_have_20_000_rows_and_not_one_more(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, limits.SHEET_ROWS + 1))
    path = files.put(tmp_path, "upload", files.raw_xlsx(f"<sheetData>{rows}</sheetData>"))
    assert gate.check(path) is FileKind.XLSX
    more = f"<sheetData>{rows}<row><c><v>1</v></c></row></sheetData>"
    found = refusal(tmp_path, files.raw_xlsx(more))
    assert found.code == "rows"
    assert "20,000 rows" in found.message


def test_twenty_one_sheets_are_refused(tmp_path: Path) -> None:
    more = {f"S{number}": [["x"]] for number in range(20)}
    assert refusal(tmp_path, files.xlsx([["x"]], **more)).code == "sheets"


def test_a_pdf_without_text_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        read(files.put(tmp_path, "scan.pdf", files.pdf_raw("", "")))
    assert caught.value.code == "no_text"
    assert "template" in caught.value.message


def test_every_sentence_is_whole_and_has_a_way_on() -> None:
    for code, text in MESSAGES.items():
        assert text.endswith("."), code
        assert text[0].isupper() or text.startswith("{"), code


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=2_000),
    st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]),
)
@example(b"", b"%PDF-1.7\n")
def test_arbitrary_bytes_are_read_or_refused_and_never_crash(
    tmp_path: Path, body: bytes, head: bytes
) -> None:
    assert read_or_refusal(files.put(tmp_path, "upload", head + body))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_real_file_with_changed_bytes_is_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from(good_files())))
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert read_or_refusal(files.put(tmp_path, "upload", bytes(whole)))


def test_a_package_with_a_piece_missing_in_front_is_damaged(tmp_path: Path) -> None:
    whole = files.word("Text")
    assert refusal(tmp_path, whole[:60] + whole[400:]).code == "damaged"
