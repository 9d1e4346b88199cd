"""Hostile and real files, sent through the real web server and read by the real worker."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from standards.intake import limits
from tests.live import work
from tests.live.browser import Browser
from tests.live.portal import Portal
from tests.standards import intake_files as files

pytestmark = pytest.mark.live

REAL_FILES = Path(__file__).resolve().parents[3] / "shared" / "data" / "extraction"
NEXT_PAGE_SECONDS = 2


@dataclass(frozen=True)
class Hostile:
    """A file that is refused: its name, its bytes, words of the sentence, and who refuses it."""

    name: str
    content: Callable[[], bytes]
    words: str
    by_reader: bool = False


HOSTILE = {
    "wrong type": Hostile("standard.pdf", lambda: b"MZ\x90\x00" + bytes(400), "must be a PDF, DOCX, XLSX"),
    "web page named CSV": Hostile(
        "standard.csv",
        lambda: b"<!DOCTYPE html><html><head><title>Sign in</title></head></html>",
        "looks like a web page, not a table: check your connection",
    ),
    "PDF with a script": Hostile(
        "standard.pdf",
        lambda: files.pdf_raw("1.1 Lay bricks", extra="/OpenAction << /S /JavaScript /JS (app.alert) >>"),
        "may contain unsafe content: it has scripts or starts programs",
        by_reader=True,
    ),
    "CSV with an open quote": Hostile(
        "standard.csv",
        lambda: b'Element,No.,Performance criteria\nSort,1.1,"Sort bricks\n,1.2,Stack bricks\n',
        "The quotation mark opened in row 2 is not closed",
        by_reader=True,
    ),
    "empty": Hostile("standard.docx", lambda: b"", "is empty. Check that you chose the right file"),
    "over-large": Hostile(
        "standard.pdf",
        lambda: files.pdf_raw("1.1 Lay bricks").ljust(limits.FILE_BYTES + 1, b"\n"),
        "must be smaller than 25 MB",
    ),
    "encrypted PDF": Hostile(
        "standard.pdf",
        lambda: files.pdf_raw("Text", trailer="/Encrypt << /Filter /Standard /V 1 /R 2 /O () /U () /P -4 >>"),
        "is password protected. Save a copy without a password",
        by_reader=True,
    ),
    "damaged archive": Hostile(
        "standard.docx",
        lambda: files.word("1.1 Lay bricks")[:20_000],
        "is damaged: save it again",
        by_reader=True,
    ),
    "zip bomb": Hostile(
        "standard.docx",
        lambda: files.changed(files.word("Text"), "word/media/zeros.bmp", bytes(300 * limits.MIB)),
        "is too large when unpacked",
        by_reader=True,
    ),
    "cell XFD1048576": Hostile(
        "standard.xlsx",
        lambda: files.raw_xlsx(
            '<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        ),
        "has more than 20,000 rows. Delete the rows",
        by_reader=True,
    ),
    "PDF without text": Hostile(
        "scan.pdf",
        lambda: files.pdf_raw("", ""),
        "it may hold scanned pages only. Type the lines in, or fill in the XLSX template",
        by_reader=True,
    ),
}


@pytest.fixture(scope="module")
def focal(live_portal: Portal) -> Browser:
    """The focal point who uploads."""
    return Browser(live_portal.url).sign_in("focal.la")


@pytest.fixture(scope="module")
def neighbour(live_portal: Portal) -> Browser:
    """Somebody else who works at the same time."""
    return Browser(live_portal.url).sign_in("focal.kh")


@pytest.mark.parametrize("case", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_gets_a_sentence_and_leaves_nothing_half(
    live_portal: Portal, focal: Browser, neighbour: Browser, case: Hostile
) -> None:
    edition = work.start_draft(focal, "Hostile files")

    answer = work.upload(focal, edition, case.name, case.content())
    if case.by_reader:
        assert answer.status == 200, answer.words[:500]
        work.wait_for_reading(live_portal, answer.url.rstrip("/").split("/")[-1], seconds=90)
        answer = focal.get(answer.url)
    else:
        assert answer.status == 422

    assert case.words in answer.words
    page = neighbour.get("/standards/")
    assert page.status == 200
    assert page.seconds < NEXT_PAGE_SECONDS
    # A file that only the reader can refuse is kept as it came, with its reading refused; no line of it exists.
    kept = 1 if case.by_reader else 0
    assert facts(live_portal, edition) == {
        "lines": 0,
        "sources": kept,
        "readings": ["refused"] * kept,
        "candidates": 0,
    }
    draft = focal.get(f"/standards/{edition}/")
    assert draft.status == 200
    assert "Upload the standard" in draft.words


@pytest.mark.parametrize("name", ["ng_masonry_l2_tesda_tr.docx", "ng_masonry_l1_nbte_table.pdf"])
def test_a_real_file_is_read_confirmed_and_submitted(live_portal: Portal, focal: Browser, name: str) -> None:
    path = REAL_FILES / name
    if not path.exists():
        pytest.skip(f"{path.name} is not on this machine")
    edition = work.start_draft(focal, f"Real file {path.suffix}")

    answer = work.upload(focal, edition, name, path.read_bytes())
    intake = answer.url.rstrip("/").split("/")[-1]
    found = work.wait_for_reading(live_portal, intake, seconds=60)
    assert (found["state"], found["tries"]) == ("read", 1)
    assert found["lines"] > 50
    check = focal.get(f"/standards/intake/{intake}/confirm/")
    seen = dict(re.findall(r'<input type="hidden" name="(draft|lines)" value="(\d+)">', check.text))
    answer = focal.post(f"/standards/intake/{intake}/confirm/", seen)
    assert "The lines are in the draft." in answer.words
    assert focal.get(f"/corridors/editions/{edition}/submit/").status == 200
    answer = focal.post(f"/corridors/editions/{edition}/submit/")

    assert "The edition is submitted and distributed" in answer.words
    assert facts(live_portal, edition)["lines"] == found["lines"]
    assert focal.get(answer.link(r"/standards/files/")).body == path.read_bytes()


def facts(portal: Portal, edition: str) -> dict[str, object]:
    """What is stored of a draft."""
    found: dict[str, object] = portal.ask(
        "(lambda one: {'lines': one.lines.count(), 'sources': one.source_files.count(), "
        "'readings': list(one.intakes.values_list('state', flat=True)), "
        f"'candidates': sum(row.lines.count() for row in one.intakes.all())}})(Edition.objects.get(ref={edition!r}))"
    )
    return found
