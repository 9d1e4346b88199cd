"""The DOCX of a report: every word of the print page, with headings, heads of tables, fonts and languages that work."""

from __future__ import annotations

import base64
import io
import re
import uuid
from dataclasses import replace

import docx
import pytest
from docx.enum.section import WD_ORIENT
from fontTools.ttLib import TTFont

from reports import pdf
from reports.documents.gap_analysis import GapAnalysis
from reports.documents.html import html_of
from reports.docx import Facts, html_to_docx
from tests.reports.docx_reading import W, body, misplaced, parts, squeezed, words, words_of_page
from tests.reports.paper_sample import ORIGINALS, THAI, empty, sample
from tests.reports.pictures import jpeg, png

HASH = "0123456789abcdef" * 4
FACTS = Facts("Version 2, 9 July 2019", "Check number", HASH, "Contents")


def page(inner: str, language: str = "en") -> str:
    """A print page with these blocks in one part."""
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><title>Title</title>'
        '<link rel="stylesheet" href="asset:paper/paper.css"></head>'
        f'<body><section class="part"><h2>Chapter</h2>{inner}</section></body></html>'
    )


def made_of(inner: str, language: str = "en") -> bytes:
    return html_to_docx(page(inner, language), FACTS)


def printed(document: GapAnalysis) -> str:
    return html_of(document, screen=True, calendars=True)


@pytest.fixture(scope="module")
def html() -> str:
    """The print page of a report with everything in it."""
    return printed(sample("KH"))


@pytest.fixture(scope="module")
def made(html: str) -> bytes:
    """Its DOCX."""
    return html_to_docx(html, FACTS)


class TestText:
    def test_every_word_of_the_print_page_is_in_the_file_in_its_order(self, html: str, made: bytes) -> None:
        assert words(made) == words_of_page(html)

    @pytest.mark.parametrize("document", [sample("LA"), sample("MM"), empty()], ids=["la", "mm", "empty"])
    def test_so_for_other_scripts_and_for_a_report_without_data(self, document: GapAnalysis) -> None:
        html = printed(document)

        assert words(html_to_docx(html, FACTS)) == words_of_page(html)

    def test_words_are_kept_apart_where_the_page_keeps_them_apart(self) -> None:
        text = (
            docx.Document(io.BytesIO(made_of("<p>\n one <b>two</b>\n three<br>\n four </p>")))
            .paragraphs[-1]
            .text
        )

        assert text == "one two three\nfour"

    def test_what_no_xml_can_hold_is_left_out(self) -> None:
        assert squeezed("onetwo") in words(made_of("<p>one\x0b\x01two</p>"))

    def test_markup_in_a_text_stays_text(self) -> None:
        content = made_of("<p>&lt;w:p&gt; &amp; ]]&gt; &quot;x&quot;</p>")

        assert '<w:p>&]]>"x"' in words(content)


class TestStructure:
    def test_headings_are_headings_in_their_order(self, html: str, made: bytes) -> None:
        found = [
            (one.style.name, squeezed(one.text))
            for one in docx.Document(io.BytesIO(made)).paragraphs
            if one.style is not None and (one.style.name or "").startswith("Heading")
        ]
        wanted = [
            (f"Heading {int(level) - 1}", squeezed(re.sub("<[^>]+>", "", text)))
            for level, text in re.findall(r"<h([23])[^>]*>(.*?)</h\1>", html, re.DOTALL)
            if text != "Contents"
        ]

        assert found == wanted
        assert len(found) > 30

    def test_the_contents_are_a_field_that_names_every_heading_and_no_guessed_page(self, made: bytes) -> None:
        entries = [
            one
            for one in docx.Document(io.BytesIO(made)).paragraphs
            if one.style is not None and (one.style.name or "").lower() in ("toc 1", "toc 2")
        ]
        orders = [order.text for order in body(made).iter(f"{W}instrText")]
        dirty = [one.get(f"{W}dirty") for one in body(made).iter(f"{W}fldChar")]
        heads = [
            one.text
            for one in docx.Document(io.BytesIO(made)).paragraphs
            if one.style is not None and (one.style.name or "").startswith("Heading")
        ]

        assert orders == [' TOC \\o "1-2" \\h \\z \\u ']
        assert dirty[0] == "true"
        assert [squeezed(one.text) for one in entries] == [squeezed(head) for head in heads]

    def test_a_page_without_contents_gets_them_before_its_first_chapter(self) -> None:
        paragraphs = docx.Document(io.BytesIO(made_of("<h3>Inside</h3><p>Text</p>"))).paragraphs

        assert [one.text for one in paragraphs[:4]] == ["Contents", "Chapter", "Inside", "Chapter"]

    def test_heads_of_tables_repeat_and_every_table_is_there(self, html: str, made: bytes) -> None:
        heads = re.findall(r"<thead>.*?</thead>", html, re.DOTALL)  # months and weeks stand in two rows

        assert len(list(body(made).iter(f"{W}tblHeader"))) == sum(head.count("<tr") for head in heads)
        assert all(table.find(f"{W}tblPr/{W}tblLayout") is not None for table in body(made).iter(f"{W}tbl"))

    def test_wide_parts_stand_on_landscape_pages_and_no_cover_has_a_head(self, made: bytes) -> None:
        sections = docx.Document(io.BytesIO(made)).sections

        assert [one.orientation == WD_ORIENT.LANDSCAPE for one in sections] == [
            False,
            False,
            True,
            False,
            True,
            False,
        ]
        assert sections[0].header.is_linked_to_previous
        assert not sections[2].header.is_linked_to_previous

    def test_links_lead_to_places_that_exist_once(self, made: bytes) -> None:
        names = [one.get(f"{W}name") for one in body(made).iter(f"{W}bookmarkStart")]
        targets = {one.get(f"{W}anchor") for one in body(made).iter(f"{W}hyperlink")}

        assert len(names) == len(set(names))
        assert targets <= set(names)
        assert len(targets) > 40

    def test_an_address_outside_becomes_a_link_only_for_the_web(self) -> None:
        content = made_of(
            '<p><a href="https://ilo.org/x">a</a><a href="javascript:x()">b</a><a href="file:///etc">c</a></p>'
        )
        relations = parts(content)["word/_rels/document.xml.rels"].decode()

        assert relations.count('TargetMode="External"') == 1
        assert "https://ilo.org/x" in relations

    def test_elements_stand_in_the_order_of_the_format(self, made: bytes) -> None:
        assert misplaced(made) == []

    def test_every_style_that_is_named_exists(self, made: bytes) -> None:
        known = set(re.findall(r'w:styleId="([^"]+)"', parts(made)["word/styles.xml"].decode()))
        named = re.findall(r'w:(?:p|r|tbl)Style w:val="([^"]+)"', parts(made)["word/document.xml"].decode())

        assert set(named) <= known

    def test_cells_that_span_rows_and_columns_keep_the_table_whole(self) -> None:
        content = made_of(
            '<table><tr><td rowspan="2">a</td><td colspan="2">b</td></tr><tr><td>c</td><td>d</td></tr>'
            "<tr><td>e</td></tr></table>"
        )
        table = docx.Document(io.BytesIO(content)).tables[0]

        assert [[cell.text for cell in row.cells] for row in table.rows] == [
            ["a", "b", "b"],
            ["a", "c", "d"],
            ["e", "", ""],
        ]

    def test_a_volume_has_contents_over_all_and_one_for_each_part(self) -> None:
        part = (
            '<section class="part"><h1>Part {0}</h1></section>'
            '<section class="part contents"><h2>Contents</h2><ul><li>x</li></ul></section>'
            '<section class="part"><h2>Chapter {0}</h2><h3>Section {0}</h3></section>'
        )
        content = html_to_docx(
            page(
                '</section><section class="part contents"><h2>Contents</h2></section>'
                + part.format(1)
                + part.format(2)
            ),
            FACTS,
        )
        document = docx.Document(io.BytesIO(content))
        found = [
            (one.style.name, one.text) for one in document.paragraphs if one.style is not None and one.text
        ]
        orders = [(order.text or "").strip() for order in body(content).iter(f"{W}instrText")]

        assert found == [
            ("Heading 2", "Chapter"),
            ("TOC Heading", "Contents"),
            *(("toc 2", "Chapter"), ("toc 1", "Part 1"), ("toc 2", "Chapter 1")),
            *(("toc 1", "Part 2"), ("toc 2", "Chapter 2")),
            ("Heading 1", "Part 1"),
            ("TOC Heading", "Contents"),
            *(("toc 2", "Chapter 1"), ("toc 3", "Section 1")),
            *(("Heading 2", "Chapter 1"), ("Heading 3", "Section 1")),
            ("Heading 1", "Part 2"),
            ("TOC Heading", "Contents"),
            *(("toc 2", "Chapter 2"), ("toc 3", "Section 2")),
            *(("Heading 2", "Chapter 2"), ("Heading 3", "Section 2")),
        ]
        assert orders[1] == r'TOC \o "2-3" \h \z \u \b _TocPart1'

    def test_widths_count_columns_from_either_end(self) -> None:
        style = '<link rel="stylesheet" href="asset:paper/progress.css">'
        html = page(
            '<table class="moved"><thead><tr><th>a</th><th>b</th><th>c</th><th>d</th><th>e</th><th>f</th></tr></thead></table>'
        )
        table = docx.Document(
            io.BytesIO(html_to_docx(html.replace("</head>", style + "</head>"), FACTS))
        ).tables[0]

        assert [round(column.width.mm) for column in table.columns] == [18, 46, 20, 28, 28, 30]

    def test_what_was_struck_out_and_what_is_new_can_be_told_apart(self) -> None:
        styles = parts(made_of("<p>within <del>3</del> <ins>2</ins> mm</p>"))["word/styles.xml"].decode()

        assert "<w:strike/>" in styles
        assert '<w:u w:val="single"/>' in styles

    def test_a_head_does_not_stand_alone_at_the_end_of_a_page(self, made: bytes) -> None:
        heads = [row for row in body(made).iter(f"{W}tr") if row.find(f"{W}trPr/{W}tblHeader") is not None]

        assert heads
        assert all(
            marks.find(f"{W}keepNext") is not None
            for row in heads
            for marks in row.iterfind(f"{W}tc/{W}p/{W}pPr")
        )


class TestFrame:
    def test_head_and_foot_say_number_version_marking_hash_and_page(self, made: bytes) -> None:
        section = docx.Document(io.BytesIO(made)).sections[1]
        foot = section.footer._element
        document = sample("KH")

        assert section.header.paragraphs[0].text.split("\t")[1] == "Version 2, 9 July 2019"
        assert section.header.paragraphs[0].text.startswith(document.number)
        assert document.marking in section.footer.paragraphs[0].text
        assert [one.text for one in foot.iter(f"{W}instrText")] == [" PAGE ", " NUMPAGES "]
        assert section.footer.paragraphs[1].text == f"Check number {HASH}"

    def test_the_file_says_about_itself_what_it_is(self, made: bytes) -> None:
        about = docx.Document(io.BytesIO(made)).core_properties
        custom = parts(made)["docProps/custom.xml"].decode()

        assert "Bricklaying and plastering" in about.title
        assert about.author == sample("KH").published_by
        assert str(about.created) == "2019-07-09 07:05:00+00:00"
        assert HASH in custom
        assert sample("KH").number in custom

    def test_the_same_page_gives_the_same_bytes(self, html: str, made: bytes) -> None:
        assert html_to_docx(html, FACTS) == made


class TestScripts:
    @pytest.mark.parametrize(
        ("text", "font", "tag"),
        [
            (THAI[0], "Noto Sans Thai", "th-TH"),
            (ORIGINALS["KH"][0], "Noto Sans Khmer", "km-KH"),
            (ORIGINALS["LA"][0], "Noto Sans Lao", "lo-LA"),
            (ORIGINALS["MM"][0], "Noto Sans Myanmar", "my-MM"),
        ],
        ids=["th", "km", "lo", "my"],
    )
    def test_each_script_has_its_font_and_language(self, text: str, font: str, tag: str) -> None:
        run = next(
            one
            for one in body(made_of(f"<p>Wall {text}</p>")).iter(f"{W}r")
            if one.find(f"{W}rPr/{W}cs") is not None
        )
        marks = run.find(f"{W}rPr")

        assert marks.find(f"{W}rFonts").get(f"{W}cs") == font
        assert marks.find(f"{W}lang").get(f"{W}bidi") == tag

    def test_break_points_stand_only_where_people_type_them(self) -> None:
        def breaks(text: str) -> int:
            return parts(made_of(f"<p>{text}</p>"))["word/document.xml"].decode().count("\u200b")

        assert breaks(ORIGINALS["KH"][0]) > 5
        assert breaks(ORIGINALS["MM"][0]) > 5
        assert breaks(THAI[0]) == breaks("a" * 100) == 0

    def test_a_report_in_khmer_is_khmer_from_the_first_style_on(self) -> None:
        styles = parts(made_of("<p>x</p>", "km"))["word/styles.xml"].decode()

        assert 'w:cs="Noto Sans Khmer"' in styles
        assert 'w:bidi="km-KH"' in styles

    @pytest.mark.skipif(bool(pdf.missing_fonts()), reason="fonts are fetched by scripts/assets.py")
    def test_the_fonts_of_the_scripts_in_use_are_in_the_file_and_can_be_read(self) -> None:
        found = parts(made_of(f"<p>{ORIGINALS['KH'][0]}</p>"))
        table = found["word/fontTable.xml"].decode()
        key = uuid.UUID(re.findall(r'w:name="Noto Sans Khmer".*?w:fontKey="\{([^}]+)\}', table)[0])
        number = re.findall(
            r'Target="fonts/(font\d+\.odttf)"', found["word/_rels/fontTable.xml.rels"].decode()
        )
        hidden = found[f"word/fonts/{sorted(number)[2]}"]
        head = bytes(one ^ other for one, other in zip(hidden[:32], key.bytes[::-1] * 2, strict=True))
        font = TTFont(io.BytesIO(head + hidden[32:]))

        assert font["name"].getDebugName(1) == "Noto Sans Khmer"
        assert {ord(letter) for letter in ORIGINALS["KH"][0] if letter > "\u1780"} <= set(font.getBestCmap())
        assert "Noto Sans Thai" not in table


class TestPictures:
    def test_a_bar_is_a_row_of_shaded_cells_with_its_words(self, made: bytes) -> None:
        bars = [
            table
            for table in body(made).iter(f"{W}tbl")
            if table.find(f"{W}tblPr/{W}tblDescription") is not None
        ]
        fills = [shade.get(f"{W}fill") for shade in bars[0].iter(f"{W}shd")]

        assert len(bars) == len(sample("KH").sections)
        assert fills == ["14406B", "BCD0E3", "FFFFFF"]
        assert "3 lines fully covered" in bars[0].find(f"{W}tblPr/{W}tblDescription").get(f"{W}val")

    def test_a_picture_is_kept_once_with_its_words_and_not_wider_than_the_page(self) -> None:
        address = "data:image/png;base64," + base64.b64encode(png((4000, 1000))).decode()
        content = made_of(
            f'<p><img src="{address}" alt="The hall"></p><p><img src="{address}" alt="Again"></p>'
        )
        shapes = docx.Document(io.BytesIO(content)).inline_shapes

        assert [shape._inline.docPr.get("descr") for shape in shapes] == ["The hall", "Again"]
        assert shapes[0].width.mm == pytest.approx(170, abs=1)
        assert len([name for name in parts(content) if name.startswith("word/media/")]) == 1

    def test_what_stands_beside_blocks_is_not_lost(self) -> None:
        address = "data:image/jpeg;base64," + base64.b64encode(jpeg((60, 30))).decode()
        content = made_of(
            f'<figure><img src="{address}" alt="The hall"><figcaption>Hall</figcaption></figure><b>x</b>'
        )

        assert len(docx.Document(io.BytesIO(content)).inline_shapes) == 1
        assert words(content) == "ChapterHallx"

    def test_a_logo_keeps_its_size_within_the_most_that_the_style_sheet_allows(self) -> None:
        pictures = [base64.b64encode(png(size)).decode() for size in ((60, 30), (900, 1200))]
        logos = "".join(f'<img src="data:image/png;base64,{one}" alt="x">' for one in pictures)
        cover = f'<section class="cover"><p class="logos">{logos}</p></section><section class="part">'
        content = html_to_docx(page("x").replace('<section class="part">', cover), FACTS)
        small, large = docx.Document(io.BytesIO(content)).inline_shapes

        assert (round(small.width.pt), round(small.height.pt)) == (45, 22)
        assert round(large.height.mm) == 22

    @pytest.mark.parametrize(
        "address", ["asset:picture/x.png", "http://x/y.png", "data:image/png;base64,AAAA"]
    )
    def test_a_picture_that_cannot_be_had_leaves_its_words(self, address: str) -> None:
        assert "[Thehall]" in words(made_of(f'<p><img src="{address}" alt="The hall"></p>'))


def test_rows_make_the_file_grow_no_faster_than_themselves() -> None:
    document = sample("KH")
    once, thrice = (
        html_to_docx(printed(replace(document, sections=document.sections * times)), FACTS)
        for times in (1, 3)
    )

    assert parts(thrice)["word/styles.xml"].count(b"<w:style ") == parts(once)["word/styles.xml"].count(
        b"<w:style "
    )
    assert len(parts(thrice)["word/document.xml"]) < 3 * len(parts(once)["word/document.xml"])
