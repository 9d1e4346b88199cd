"""Paper: tagged, complete, nothing clipped, no box for a letter, closed to everything outside."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pdfplumber
import pypdfium2
import pytest
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1

from core.linebreaks import break_points
from reports import pdf
from reports.documents.gap_analysis import Conclusion, GapAnalysis
from reports.documents.html import font_sheets, html_of
from reports.documents.passages import passage_html
from reports.pdf import ClosedFetcher, MissingGlyphs, PdfResult, RefusedAddress, html_to_pdf
from tests.reports.paper_sample import ORIGINALS, THAI, empty, sample

pdf_validator = pytest.importorskip(
    "page", reason="page-validation comes with requirements-dev.txt (make test)"
)

ROOT = Path(__file__).resolve().parents[2]
POINTS = 72 / 25.4
FIVE_SCRIPTS = "Wall 1 ผนัง ๑ ជញ្ជាំង ១ ຝາ ໑ နံရံ ၁"
SIGNS = "‰ ① ⑳ ❶ ⓐ ⑴ ⒈ Ⅳ ㎡ ㎜ ‣ ≤ ≥ √ → ← ⇒ Ω ° ± × ÷ ½ ⅓ ² ³ µ μ ⌀ ✓ ☐ ■ ▲ ′ ″ ∞ ≈ ≠ № ℃ m⁴ CO₂ 10⁻³"
UNKNOWN = "\U0010abcd"  # private use: no font has a shape for it (the one of LibreOffice has U+E123)

pytestmark = pytest.mark.skipif(bool(pdf.missing_fonts()), reason="fonts are fetched by scripts/assets.py")


def short(code: str = "KH", **changes: Any) -> GapAnalysis:
    """A report of few pages: one section, no gaps."""
    document = sample(code)
    return replace(document, **({"sections": document.sections[:1], "gaps": (), "map_rows": ()} | changes))


def with_text(*long_texts: str) -> GapAnalysis:
    """A short report with a text in every column of a row, one row for each text, and in other places."""
    document = short()
    row = document.sections[0].rows[0]
    rows = tuple(
        replace(
            row,
            text=text,
            original="",
            sending=(replace(row.sending[0], text=text, original=""),),
            difference=text,
            recommendation=text,
        )
        for text in long_texts
    )
    section = replace(document.sections[0], title=long_texts[0][:120], rows=rows)
    return replace(
        document,
        sections=(section,),
        note=long_texts[-1][:300],
        missions=(),
        activities=(),
        additional=(),
    )


@cache  # a rendering takes seconds; tests of the same document share it
def printed(document: GapAnalysis) -> PdfResult:
    return html_to_pdf(html_of(document), identifier=document.number)


@cache
def laid_out(content: bytes) -> list[PaperPage]:
    """Size and words of each page. Words and not letters: they are enough, and reading them is slow as it is."""
    with pdfplumber.open(io.BytesIO(content)) as document:
        return [
            PaperPage(
                page.width, page.height, page.extract_words(extra_attrs=["size"], keep_blank_chars=False)
            )
            for page in document.pages
        ]


class PaperPage(NamedTuple):
    width: float
    height: float
    words: list[dict[str, Any]]


@pytest.fixture(scope="module")
def paper() -> PdfResult:
    return printed(sample("KH"))


def bare(text: str) -> str:
    """Text without anything that a line break may change; a hyphen at the end of a line is read as U+FFFE."""
    return re.sub(r"[\s\u200b\ufffe\x02-]+", "", unicodedata.normalize("NFC", text))


def texts(result: PdfResult) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(result.bytes)]


def clipped(content: bytes) -> list[str]:
    """Words that reach out of the page's content box or over the edge of a column."""
    found = []
    for number, page in enumerate(laid_out(content), start=1):
        wide = page.width > page.height
        left, right = (15, 15) if wide else (22, 18)
        edges = _column_edges(page) if wide else []
        for word in page.words:
            outside = word["x0"] < left * POINTS - 1 or word["x1"] > page.width - right * POINTS + 1
            crossing = any(
                word["x0"] < edge - 1 and word["x1"] > edge + 1 and top < word["top"] < bottom
                for edge, top, bottom in edges
            )
            if outside or (crossing and word["size"] < 8):
                found.append(f"page {number}: {word['text']}")
    return found


def _column_edges(page: PaperPage) -> list[tuple[float, float, float]]:
    """Left edges of the seven columns of a comparison table, each with the heights between which it holds."""
    heads = [word for word in page.words if word["text"] == "Recommendation"]
    if not heads:
        return []
    additional = [word["top"] for word in page.words if word["text"] == "Additional" and word["size"] > 11]
    bottom = min(additional, default=page.height - 16 * POINTS)
    widths = (18, 63, 72, 14, 50, 13)
    return [
        ((15 + sum(widths[:count])) * POINTS, heads[0]["top"], bottom) for count in range(1, len(widths) + 1)
    ]


class TestConformance:
    @pytest.mark.parametrize(
        "document",
        [short("LA"), short("MM"), empty(), with_text(FIVE_SCRIPTS)],
        ids=["Lao", "Burmese", "empty", "five scripts"],
    )
    def test_is_pdf_ua_1(self, document: GapAnalysis) -> None:
        report = pdf_validator.validate_pdf_bytes(printed(document).bytes, profile="ua1")

        assert [f"{failure.rule_id}: {failure.message}" for failure in report.failures] == []

    def test_the_full_report_is_pdf_ua_1(self, paper: PdfResult) -> None:
        report = pdf_validator.validate_pdf_bytes(paper.bytes, profile="ua1")

        assert [f"{failure.rule_id}: {failure.message}" for failure in report.failures] == []
        assert report.document.page_count == paper.pages

    def test_tags_carry_the_language_of_each_passage(self, paper: PdfResult) -> None:
        catalog = PDFDocument(PDFParser(io.BytesIO(paper.bytes))).catalog

        assert catalog["Lang"] == b"en"
        assert {b"th", b"km"} <= set(_languages(catalog["StructTreeRoot"]))

    def test_the_outline_and_the_title_are_there(self, paper: PdfResult) -> None:
        document = pypdfium2.PdfDocument(paper.bytes)
        titles = [mark.get_title() for mark in document.get_toc()]

        assert (
            document.get_metadata_value("Title")
            == "Bricklaying and plastering: Thailand and Cambodia (MRS-2019-007)"
        )
        for title in (
            "Summary",
            "4 Comparison line by line",
            "4.4 Laying half-brick walls",
            "6 Gap register",
        ):
            assert title in [" ".join(entry.split()) for entry in titles]


def _languages(node: Any) -> Iterator[bytes]:
    stack = [node]
    while stack:
        item = resolve1(stack.pop())
        if isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, dict):
            if "Lang" in item:
                yield item["Lang"]
            stack.append(item.get("K"))


class TestCompleteness:
    def test_every_fact_of_every_row_can_be_read_out_of_the_file(self, paper: PdfResult) -> None:
        whole = bare("".join(texts(paper)))

        for section in sample("KH").sections:
            for row in section.rows:
                facts = [row.number, row.text, row.original, row.difference, row.gap_ref, row.recommendation]
                facts += [part for line in row.sending for part in (line.number, line.text, line.original)]
                assert [fact for fact in facts if bare(fact) not in whole] == []

    @pytest.mark.parametrize("code", ["LA", "MM"])
    def test_text_in_lao_and_burmese_can_be_read_out_of_the_file(self, code: str) -> None:
        document = short(code)
        whole = bare("".join(texts(printed(document))))

        for row in document.sections[0].rows:
            for line in row.sending:
                assert bare(line.original) in whole

    def test_every_gap_with_its_chain_is_in_the_register(self, paper: PdfResult) -> None:
        whole = bare("".join(texts(paper)))

        for gap in sample("KH").gaps:
            facts = [
                gap.ref,
                gap.title,
                gap.description,
                gap.what_was_done,
                gap.proof,
                gap.closed_by,
                gap.reply,
            ]
            facts += [seen.text for seen in gap.observations] + [
                activity.title for activity in gap.activities
            ]
            assert [fact for fact in facts if bare(fact) not in whole] == []

    def test_every_page_but_the_cover_has_its_running_heads_and_page_number(self, paper: PdfResult) -> None:
        pages = texts(paper)

        assert len(pages) == paper.pages
        assert "Page 1 of" not in pages[0]
        for number, text in enumerate(pages[1:], start=2):
            assert f"Page {number} of {paper.pages}" in text
            assert "MRS-2019-007 · Thailand – Cambodia, Bricklaying and plastering" in text
            assert "Not for publication." in text

    def test_the_contents_name_the_right_pages(self, paper: PdfResult) -> None:
        pages = texts(paper)
        contents = next(text for text in pages if "Contents" in text.splitlines()[0:3])
        number = re.search(r"Gap register[ .]+(\d+)", contents)

        assert number is not None
        assert "6 Gap register" in pages[int(number[1]) - 1]

    def test_table_heads_are_repeated_on_every_page_of_a_table(self, paper: PdfResult) -> None:
        pages = [text for text in texts(paper) if re.search(r"^KH-\d\d\.\d|^looked for", text, re.MULTILINE)]
        wide = [
            text
            for text in pages
            if "Comparison line by line" in text.splitlines()[-1] + text[:400] + text[-400:]
        ]

        assert len(wide) >= 8
        assert all("Difference found" in text for text in wide)

    def test_the_summary_takes_one_page(self, paper: PdfResult) -> None:
        pages = texts(paper)

        assert "Conclusion for the corridor" in pages[2]
        assert "G-06" in pages[2]
        assert "Contents" in pages[3]


def crowded() -> GapAnalysis:
    """Twenty sections, fourteen open gaps, a conclusion of pages: everything with long texts, no lines."""
    document, long = (
        sample("MM"),
        "Keep the wall plumb and level and check it with a gauge rod at every course. " * 3,
    )
    sections = tuple(
        replace(document.sections[place % 11], number=str(place), title=long[:200], rows=())
        for place in range(20)
    )
    gap = replace(
        document.gaps[0], title=long[:190], receiving=(), sending=(), observations=(), activities=()
    )
    return replace(
        document,
        sections=sections,
        gaps=tuple(replace(gap, ref=f"G-{place:02d}") for place in range(14)),
        conclusion=Conclusion("Comparable with conditions", long * 8 + "The end.", conditions=(long,) * 6),
        map_rows=(),
        editions=(),
        activities=(),
        additional=(),
        missions=(),
    )


class TestSummaryPage:
    def test_is_one_page_with_twenty_sections_and_long_texts_that_stand_in_full_elsewhere(self) -> None:
        pages = texts(printed(crowded()))

        assert "And 11 more that are not settled, in chapter 6." in " ".join(pages[2].split())
        assert "Contents" in pages[3].splitlines()[0:3]
        assert "The end." in "".join(pages[4:])

    def test_a_draft_says_so_on_the_cover_and_in_every_foot(self) -> None:
        final = replace(empty(), is_draft=False, status="Accepted")

        assert [page for page in texts(printed(empty())) if "Draft" not in page] == []
        assert "draft" not in html_of(final).lower().replace('data-draft=""', "")


class TestLayout:
    def test_no_word_leaves_the_page_or_its_column(self, paper: PdfResult) -> None:
        assert clipped(paper.bytes) == []

    def test_long_texts_stay_in_their_column_and_are_whole(self) -> None:
        long_texts = (
            "Keep the wall plumb and level and check it with a line and a gauge rod at every fourth course. "
            * 8
            + "End.",
            "https://standards.example/" + "masonry" * 30,
            "".join(THAI) * 2,
            *("".join(originals) for originals in ORIGINALS.values()),
        )

        result = printed(with_text(*long_texts))

        assert clipped(result.bytes) == []
        whole = bare("".join(texts(result)))
        assert [whole.count(bare(text)) >= 4 for text in long_texts] == [True] * len(long_texts)

    def test_the_check_for_clipped_cells_can_fail(self) -> None:
        khmer = sample("KH").sections[0].rows[0].sending[0].original.replace(" ", "")
        html = html_of(with_text("x")).replace(
            "</head>", "<style>td { overflow-wrap: normal !important }</style></head>"
        )
        broken = html.replace(">x<", f">{khmer}<")

        assert clipped(html_to_pdf(broken, identifier="x").bytes) != []

    def test_a_cell_longer_than_a_page_goes_on_on_the_next_one(self) -> None:
        words = " ".join(f"word{number}" for number in range(1500))
        document = short()
        row = replace(document.sections[0].rows[0], difference=words)
        document = replace(document, sections=(replace(document.sections[0], rows=(row,)),))

        whole = bare("".join(texts(printed(document))))

        assert [number for number in range(1500) if f"word{number}" not in whole] == []

    def test_no_heading_stands_alone_at_the_foot_of_a_page(self, paper: PdfResult) -> None:
        for number, page in enumerate(laid_out(paper.bytes)[1:], start=2):
            body = [word for word in page.words if word["bottom"] < page.height - 15.5 * POINTS]
            last = max(body, key=lambda word: word["bottom"])
            assert last["size"] < 11, f"page {number} ends with a heading"

    def test_a_text_of_100_kb_without_a_space_does_not_stop_the_press(self) -> None:
        started = time.process_time()

        html_to_pdf(_page(f"<table><tr><td>{break_points('x' * 100_000)}</td></tr></table>"), identifier="x")

        assert time.process_time() - started < 20


def _page(body: str) -> str:
    names = (*font_sheets(body), "paper")
    sheets = "".join(f'<link rel="stylesheet" href="asset:paper/{name}.css">' for name in names)
    return f'<!doctype html><html lang="en"><head><title>x</title>{sheets}</head><body>{body}</body></html>'


class TestRefusals:
    def test_a_letter_without_a_shape_is_named_with_its_place(self) -> None:
        with pytest.raises(MissingGlyphs) as caught:
            html_to_pdf(_page(f"<p>Keep joints at 10 mm {UNKNOWN} or less</p>"), identifier="x")

        assert [glyph.character for glyph in caught.value.glyphs] == [UNKNOWN]
        assert "U+10ABCD" in str(caught.value)
        assert "joints at 10 mm" in str(caught.value)

    @pytest.mark.skipif(
        not (ROOT / "static_build/vendor/fonts/noto-sans-math-400.woff2").exists(),
        reason="fonts for signs are extra",
    )
    def test_five_scripts_and_signs_have_shapes_where_the_machine_has_no_fonts(self, tmp_path: Path) -> None:
        config = tmp_path / "fonts.conf"
        config.write_text(f"<fontconfig><cachedir>{tmp_path}</cachedir></fontconfig>")
        text = passage_html(FIVE_SCRIPTS + SIGNS)
        page = _page(f"<p>{text} <b>{text}</b></p>")

        child = _child(page, "x", FONTCONFIG_FILE=str(config))

        assert (child.returncode, child.stderr.decode().splitlines()[-1]) == (0, "PROGRESS 7 7 1 pages")

    @pytest.mark.parametrize(
        "url",
        [
            "file:///etc/hostname",
            "http://localhost/a.css",
            "https://example.org/a.css",
            "ftp://example.org/a",
            "data:text/css,p{}",
            "asset:paper/../../manage.py",
            "asset:paper/..%2f..%2fmanage.py",
            "asset:fonts/../noto.woff2",
            "asset:templates/base.html",
            "asset:paper/nothing-here.css",
            "asset:paper/paper.css?x",
            "paper.css",
            "",
        ],
    )
    def test_the_fetcher_knows_only_our_own_names(self, url: str) -> None:
        with pytest.raises(RefusedAddress):
            ClosedFetcher().fetch(url)

    @pytest.mark.parametrize(
        "markup",
        [
            '<img alt="x" src="file:///etc/hostname">',
            '<img alt="x" src="data:image/svg+xml,<svg/>">',
            '<link rel="stylesheet" href="http://127.0.0.1:9/a.css">',
            '<link rel="attachment" href="file:///etc/hostname">',
            '<style>@import url("file:///etc/hostname");</style>',
            '<style>p { background: url("http://127.0.0.1:9/a.png") }</style>',
        ],
    )
    def test_a_page_that_names_something_outside_is_not_printed(self, markup: str) -> None:
        with pytest.raises(RefusedAddress):
            html_to_pdf(_page(f"<p>x</p>{markup}"), identifier="x")

    def test_a_missing_font_is_said_before_anything_is_printed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pdf, "FONTS", (*pdf.FONTS, "noto-sans-nowhere-400.woff2"))

        with pytest.raises(pdf.MissingFonts, match="noto-sans-nowhere-400"):
            html_to_pdf(_page("<p>x</p>"), identifier="x")


class TestProcess:
    def test_the_same_snapshot_gives_the_same_bytes(self) -> None:
        document = replace(empty(), note=ORIGINALS["KH"][0])
        again = html_to_pdf(html_of(document), identifier=document.number)

        assert again.bytes == printed(document).bytes

    def test_another_identifier_gives_other_bytes(self) -> None:
        page = _page("<p>x</p>")

        assert html_to_pdf(page, identifier="one").bytes != html_to_pdf(page, identifier="another").bytes

    def test_a_child_process_gives_the_same_bytes_and_tells_its_progress(self) -> None:
        document = replace(empty(), note=ORIGINALS["KH"][0])

        child = _child(html_of(document), document.number)

        assert child.returncode == 0
        assert child.stdout == printed(document).bytes
        lines = child.stderr.decode().splitlines()
        assert all(re.fullmatch(r"PROGRESS [1-7] 7 .+", line) for line in lines)
        assert "PROGRESS 5 7 Laying out page 2" in lines

    def test_a_child_process_refuses_with_a_sentence(self) -> None:
        child = _child(_page(f"<p>{UNKNOWN}</p>"), "x")

        assert child.returncode == pdf.REFUSED
        assert child.stdout == b""
        assert child.stderr.decode().splitlines()[-1].startswith("REFUSED The report holds 1 character(s)")

    def test_the_press_starts_without_django(self) -> None:
        program = "import sys, reports.pdf; sys.exit('django' in sys.modules)"

        assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0


def _child(html: str, identifier: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "reports.pdf", identifier]
    return subprocess.run(
        command, input=html.encode(), capture_output=True, cwd=ROOT, check=False, env=os.environ | environment
    )
