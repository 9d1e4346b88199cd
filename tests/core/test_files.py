"""Stored files: byte for byte, by content, under a harmless name."""

from __future__ import annotations

import pytest
from django.core.files.storage import storages

from core.files import safe_name, send_file, store
from tests.conftest import Cast


@pytest.mark.django_db
def test_what_is_stored_comes_back_byte_for_byte(cast: Cast) -> None:
    content = bytes(range(256)) * 5000

    stored = store(content, name="standard.pdf", content_type="application/pdf", by=cast.focal_kh)

    with stored.open() as kept:
        assert kept.read() == content
    assert (stored.size, len(stored.sha256)) == (len(content), 64)


@pytest.mark.django_db
def test_the_same_bytes_of_two_countries_are_two_rows_over_one_content(cast: Cast) -> None:
    first = store(b"same", name="a.pdf", content_type="application/pdf", by=cast.focal_kh)
    second = store(b"same", name="b.pdf", content_type="application/pdf", by=cast.focal_la)

    assert first.pk != second.pk
    assert first.path == second.path
    assert storages["private"].exists(first.path)


@pytest.mark.django_db
def test_a_download_is_an_attachment_that_the_browser_does_not_interpret(cast: Cast) -> None:
    stored = store(b"<script>", name="x.pdf", content_type="application/pdf", by=cast.focal_kh)

    response = send_file(stored, name='MRS "report".pdf')

    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    response.close()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("C:\\papers\\standard.docx", "standard.docx"),
        ("CON.pdf", "_CON.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie: x.pdf"),
        ("fdp\u202e.exe", "fdp.exe"),
        ("   ", "file"),
        ("ก" * 300 + ".pdf", "ก" * 116 + ".pdf"),
        ("ក្មេ" * 300 + ".pdf", "ក្មេ" * 29 + ".pdf"),
        ("aux.tar.xlsx", "_aux.tar.xlsx"),
        ("COM¹.docx", "_COM¹.docx"),
        (".pdf", "file.pdf"),
        ("....", "file"),
        ("-rf.pdf", "rf.pdf"),
        ("report.pdf. .", "report.pdf"),
        ("\u200b\ufeff.pdf", "file.pdf"),
        ("\u200d.pdf", "file.pdf"),
        ("a\u200bb\u2028c\ufeff 🧱.pdf", "abc 🧱.pdf"),
        ("\\\\server\\share\\standard.pdf", "standard.pdf"),
        ("/etc/shadow.pdf", "shadow.pdf"),
        ("a\tb.pdf", "a b.pdf"),
        ("นำ\u0e4d.pdf", "นำ\u0e4d.pdf"),
        ("Tie\u0302\u0301ng Vie\u0323\u0302t.pdf", "Tiếng Việt.pdf"),
    ],
)
def test_a_file_name_becomes_harmless(given: str, kept: str) -> None:
    assert safe_name(given) == kept
