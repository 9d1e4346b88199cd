"""Proof files of gaps: what is kept, what is refused, who downloads it."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from benchmarking.models import Benchmark, GapFinding
from benchmarking.states import GapState
from tests.benchmarking import gap_world
from tests.benchmarking.test_gap_views import EVERYBODY, PDF, PNG, SEES, SignIn, gap_in, url
from tests.conftest import World


@pytest.fixture
def compared(small_world: World) -> Benchmark:
    """A released benchmark of the Thai and the Cambodian edition."""
    return gap_world.compared_in(small_world)


def archive(*parts: str) -> bytes:
    """A zip file with these parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        for part in parts:
            made.writestr(part, "x")
    return content.getvalue()


def send(client: Client, gap: GapFinding, name: str, content: bytes) -> int:
    words = {"what_was_done": "Edition revised", "proof_note": "Page 12"}
    return client.post(
        url("gap-report", gap), words | {"proof": SimpleUploadedFile(name, content)}
    ).status_code


@pytest.mark.parametrize(
    "name, content",
    [
        ("proof.pdf", PDF),
        ("photo.JPG", b"\xff\xd8\xff\xe0" + b"\0" * 20),
        ("photo.png", PNG),
        ("record.docx", archive("[Content_Types].xml", "word/document.xml")),
        ("marks.xlsx", archive("[Content_Types].xml", "xl/workbook.xml")),
        ("ភស្តុតាង.pdf", PDF),
    ],
    ids=lambda value: value if isinstance(value, str) else "content",
)
def test_a_proof_file_is_kept_byte_for_byte_for_those_who_see_the_gap(
    small_world: World, compared: Benchmark, as_user: SignIn, name: str, content: bytes
) -> None:
    gap = gap_in(compared, small_world, GapState.IN_PROGRESS)
    cast = small_world.cast
    assert send(as_user(cast.focal_kh), gap, name, content) == 302
    for person in EVERYBODY:
        answer = as_user(getattr(cast, person)).get(url("gap-proof", gap))
        assert answer.status_code == (200 if person in SEES else 404), person
        if person in SEES:
            assert b"".join(answer.streaming_content) == content  # type: ignore[attr-defined]
            assert answer["Content-Disposition"].startswith("attachment")
            assert answer["X-Content-Type-Options"] == "nosniff"
    assert url("gap-proof", gap) in as_user(cast.coordinator).get(url("gap", gap)).content.decode()


@pytest.mark.parametrize(
    "name, content",
    [
        ("empty.pdf", b""),
        ("program.pdf", b"MZ\x90\0"),
        ("page.html", b"<script>alert(1)</script>"),
        ("proof.png", PDF),
        ("proof.pdf.exe", PDF),
        ("plain.docx", archive("readme.txt")),
        ("cut.docx", archive("word/document.xml")[:-30]),
        ("head.xlsx", b"PK\x03\x04"),
        ("sheet.docx", archive("xl/workbook.xml")),
        ("many.xlsx", archive("xl/workbook.xml", *(f"xl/{'n' * 200}{n}" for n in range(5000)))),
        ("large.pdf", PDF + b"\0" * (25 * 1024 * 1024)),
    ],
    ids=lambda value: value if isinstance(value, str) else "content",
)
def test_any_other_file_is_refused_with_a_sentence(
    small_world: World, compared: Benchmark, as_user: SignIn, name: str, content: bytes
) -> None:
    gap = gap_in(compared, small_world, GapState.IN_PROGRESS)
    assert send(as_user(small_world.cast.focal_kh), gap, name, content) == 422
    gap.refresh_from_db()
    assert (gap.state, gap.proof) == ("in_progress", None)


def test_without_a_file_there_is_nothing_to_download(
    small_world: World, compared: Benchmark, as_user: SignIn
) -> None:
    gap = gap_in(compared, small_world, GapState.WAITING_CHECK)
    assert as_user(small_world.cast.coordinator).get(url("gap-proof", gap)).status_code == 404
