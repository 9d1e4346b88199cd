"""The DOCX in an office program: it opens, shows every script, and comes back with nothing lost."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path

import docx
import pdfplumber
import pytest

from reports.documents.html import html_of
from reports.docx import html_to_docx
from tests.reports.docx_reading import W, body, words
from tests.reports.paper_sample import sample
from tests.reports.test_docx import FACTS

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        OFFICE is None,
        reason="LibreOffice is not installed (Debian: apt-get install libreoffice-writer-nogui).",
    ),
]


def converted(content: bytes, folder: Path, kind: str) -> bytes:
    """What LibreOffice makes of the file."""
    assert OFFICE is not None
    (folder / "report.docx").write_bytes(content)
    target = folder / kind
    subprocess.run(
        [
            OFFICE, "--headless", f"-env:UserInstallation=file://{folder}/profile",
            "--convert-to", kind, "--outdir", str(target), str(folder / "report.docx"),
        ],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return (target / f"report.{kind}").read_bytes()


@pytest.mark.parametrize("country", ["KH", "LA", "MM"])
def test_nothing_is_lost_on_the_way_through_libreoffice(country: str, tmp_path: Path) -> None:
    made = html_to_docx(html_of(sample(country), screen=True), FACTS)

    back = converted(made, tmp_path, "docx")

    before, after = (docx.Document(io.BytesIO(one)) for one in (made, back))
    assert words(back, contents=True) == words(made, contents=True)
    assert [one.orientation for one in after.sections] == [one.orientation for one in before.sections]
    assert len(after.tables) == len(before.tables)
    assert headings(back) == headings(made)
    for mark in ("tblHeader", "bookmarkStart", "gridSpan"):
        assert len(list(body(back).iter(f"{W}{mark}"))) >= len(list(body(made).iter(f"{W}{mark}"))), mark
    assert any("TOC" in (order.text or "") for order in body(back).iter(f"{W}instrText"))


def headings(content: bytes) -> list[tuple[str, str]]:
    return [
        (one.style.name, one.text)
        for one in docx.Document(io.BytesIO(content)).paragraphs
        if one.style is not None and (one.style.name or "").startswith("Heading")
    ]


@pytest.mark.parametrize(("country", "font"), [("KH", "Khmer"), ("LA", "Lao"), ("MM", "Myanmar")])
def test_it_is_shown_with_its_own_fonts_inside_its_pages(country: str, font: str, tmp_path: Path) -> None:
    made = html_to_docx(html_of(sample(country), screen=True), FACTS)

    with pdfplumber.open(io.BytesIO(converted(made, tmp_path, "pdf"))) as paper:
        fonts = {
            re.sub(r"^.*\+|-.*$", "", letter["fontname"]) for page in paper.pages for letter in page.chars
        }
        beyond = [
            letter
            for page in paper.pages
            for letter in page.chars
            if letter["x1"] > page.width - 20 or letter["x0"] < 20 or letter["bottom"] > page.height - 8
        ]
        sizes = {round(page.width) for page in paper.pages}

    assert {"NotoSans", "NotoSansThai", f"NotoSans{font}"} <= fonts
    assert beyond == []
    assert sizes == {595, 842}
    assert 20 < len(paper.pages) < 32
