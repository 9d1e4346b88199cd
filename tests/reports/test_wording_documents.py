"""The office's words and arrangement in a printed document: numbers, links and texts hold."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from reports.documents import gap_page, kinds, paper_review
from reports.documents.gap_analysis import Conclusion, from_json, to_json
from reports.documents.html import html_of, settled
from reports.documents.outline import Zone, arranged, chapters_of, numbers_of
from reports.documents.wording import Logo, Wording, filled, paragraphs, wrong_brackets
from tests.reports.paper_sample import empty, sample

USUAL = [part.key for part in gap_page.OUTLINE]


def headings_of(page: str) -> list[str]:
    """Headings of the chapters as a reader sees them."""
    found = re.findall(r"<h2>(.*?)</h2>", page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", "", one).split()) for one in found]


def worded(**changes: object) -> str:
    """The sample report with these words of the office, as a page."""
    return html_of(replace(sample("KH"), wording=Wording(**changes)))  # type: ignore[arg-type]


class TestOrder:
    def test_without_words_of_the_office_everything_stands_in_its_usual_place(self) -> None:
        assert headings_of(html_of(sample("KH"))) == [
            "About this document", "Summary", "Contents", "1 Scope and method", "2 Documents compared",
            "3 Map of sections", "4 Comparison line by line",
            "5 Level, assessment, certification, quality assurance", "6 Gap register",
            "7 Missions and observations", "8 Action plan", "9 Recommendations",
            "Annex A Editions used", "Annex B Ratings and codes",
        ]  # fmt: skip

    def test_chapters_are_numbered_by_what_is_printed(self) -> None:
        page = worded(introduction="To begin with.", hidden=("documents", "missions", "editions"))

        assert headings_of(page)[3:] == [
            "1 Introduction", "2 Scope and method", "3 Map of sections", "4 Comparison line by line",
            "5 Level, assessment, certification, quality assurance", "6 Gap register", "7 Action plan",
            "8 Recommendations", "Annex A Ratings and codes",
        ]  # fmt: skip
        assert "Left out by the office" in page
        assert "Documents compared; Missions and observations; Editions used" in page

    def test_the_office_moves_parts_among_their_neighbours(self) -> None:
        order = ("codes", "recommendations", "gaps", "summary")
        keys = [part.key for part in arranged(gap_page.OUTLINE, order)]

        assert sorted(keys) == sorted(USUAL)
        assert keys.index("recommendations") < keys.index("gaps")
        assert keys[0] == "summary"
        assert keys[-2:] == ["codes", "editions"] or keys[-2:] == ["editions", "codes"]

    def test_a_part_that_came_later_stands_after_the_one_it_usually_follows(self) -> None:
        older = [key for key in reversed(USUAL) if key != "map"]
        keys = [part.key for part in arranged(gap_page.OUTLINE, older)]

        assert keys.index("map") == keys.index("documents") + 1

    def test_names_that_no_part_has_change_nothing(self) -> None:
        assert [part.key for part in arranged(gap_page.OUTLINE, ["", "cover", "x"])] == USUAL

    def test_sections_and_bars_carry_the_number_of_their_chapter(self) -> None:
        page = worded(hidden=("documents", "map"))

        assert '<span class="n">2.1</span>' in page
        assert "<td>2.1</td>" in page
        assert "4.1" not in re.sub(r"<t[dh][^>]*>.*?</t[dh]>", "", page.split("Contents</h2>")[0])

    def test_comments_name_the_parts_as_they_stand_on_paper(self) -> None:
        document = replace(sample("KH"), wording=Wording(hidden=("summary", "method", "editions")))
        parts = kinds.parts_of(document)

        assert parts[0] == "1 Documents compared"
        assert parts[3].startswith("3.1 ")
        assert parts[-1] == "Annex A Ratings and codes"
        assert all(len(part) <= 120 for part in parts)


class TestLinks:
    @pytest.mark.parametrize("hidden", [(), ("gaps",), ("lines",), ("map", "lines", "gaps"), tuple(USUAL)])
    def test_every_link_leads_to_something_that_is_printed(self, hidden: tuple[str, ...]) -> None:
        page = worded(hidden=hidden)
        anchors = set(re.findall(r'\bid="([^"]+)"', page))

        assert set(re.findall(r'href="#([^"]*)"', page)) <= anchors
        assert len(anchors) == len(re.findall(r'\bid="', page))

    def test_a_link_to_nothing_stays_as_words(self) -> None:
        page = '<p id="a"><a href="#a">here</a> <a class="x" href="#b"><b>there</b></a></p>'

        assert settled(page) == '<p id="a"><a href="#a">here</a> <b>there</b></p>'

    def test_a_gap_keeps_its_reference_where_the_register_is_left_out(self) -> None:
        page = worded(hidden=("gaps",))

        assert "G-01" in page
        assert 'href="#gap-' not in page

    def test_a_long_conclusion_is_printed_in_full_wherever_the_map_goes(self) -> None:
        reason = "Because of this and of that. " * 80
        long = replace(sample("KH"), conclusion=Conclusion("Partly comparable", reason.strip(), by="Office"))

        for hidden in ((), ("map",), ("summary",), ("map", "summary")):
            page = html_of(replace(long, wording=Wording(hidden=hidden)))
            assert reason.strip() in page, hidden


class TestWords:
    def test_words_of_the_office_are_printed_as_paragraphs(self) -> None:
        page = worded(
            subtitle="Second edition",
            introduction="One.\n\nTwo\nlines.",
            recommendations="Read them <b>first</b>.",
        )

        assert '<p class="subtitle">Second edition</p>' in page
        assert "<p>One.</p><p>Two<br>lines.</p>" in page
        assert "<p>Read them &lt;b&gt;first&lt;/b&gt;.</p>" in page

    def test_nothing_that_an_office_writes_becomes_markup_or_code(self) -> None:
        bad = '{% include "x" %}{{ d.number }}<script>alert(1)</script>"><img src=x>'
        page = worded(
            subtitle=bad, introduction=bad, recommendations=bad, logos=(Logo(bad, '"><img', "text/html"),)
        )

        assert "<script" not in page
        assert "<img src=x" not in page
        assert "{% include" in page
        assert "{{ d.number }}" in page

    def test_logos_stand_on_the_cover_with_whose_they_are(self) -> None:
        page = worded(logos=(Logo("Ministry of Labour", "ab" * 32, "image/jpeg"),))

        assert f'<img src="asset:picture/{"ab" * 32}.jpg" alt="Ministry of Labour">' in page
        assert "<img" not in html_of(sample("KH"))

    def test_placeholders_are_a_closed_list(self) -> None:
        names = {"receiving_country": "Thailand", "pilot": "Pilot {skill_area}"}

        assert (
            filled("{receiving_country}: {pilot}, {number}", names)
            == "Thailand: Pilot {skill_area}, {number}"
        )
        assert wrong_brackets("{receiving_country} { pilot } {number} {x{y} {number} }") == [
            "{number}",
            "{y}",
            "{",
            "}",
        ]
        assert wrong_brackets("{receiving_country} and { pilot }") == []

    @pytest.mark.parametrize(
        ("text", "found"),
        [("", []), (" \n\n ", []), ("a\nb", ["a\nb"]), ("a\n \n\nb\n\nc", ["a", "b", "c"])],
    )
    def test_paragraphs_are_parted_by_empty_lines(self, text: str, found: list[str]) -> None:
        assert paragraphs(text) == found


class TestSnapshot:
    def test_words_come_back_from_stored_json_and_change_the_check_number(self) -> None:
        document = replace(
            sample("KH"),
            wording=Wording("s", "i", "r", ("gaps",), ("map",), (Logo("n", "0" * 64, "image/png"),)),
        )

        assert from_json(to_json(document)) == document
        assert to_json(document) != to_json(sample("KH"))

    def test_an_older_snapshot_without_words_is_printed_as_usual(self) -> None:
        data = to_json(empty())

        assert "wording" not in data
        assert from_json(data).wording == Wording()


class TestPaperReview:
    def test_parts_of_the_check_list_can_be_moved_and_left_out(self) -> None:
        wording = Wording(parts=("points", "summary"), hidden=("checklist",), introduction="Words.")
        chapters = chapters_of(paper_review.OUTLINE, wording)

        assert [one.key for one in chapters] == ["introduction", "points", "summary"]
        assert not any(one.number for one in chapters)


@pytest.mark.parametrize("kind", sorted(kinds.KINDS))
def test_every_part_of_every_kind_has_a_template_and_a_name_of_its_own(kind: str) -> None:
    outline = kinds.KINDS[kind].outline

    assert len({part.key for part in outline}) == len(outline)
    assert [part.zone for part in outline] == sorted(part.zone for part in outline)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", part.key) for part in outline)
    chapters = chapters_of(outline, Wording(introduction="Words."))
    assert set(numbers_of(outline, chapters)) == {part.key for part in outline}
    assert all(one.opens == (i == 0 or chapters[i - 1].zone != one.zone) for i, one in enumerate(chapters))
    assert {one.zone for one in chapters} <= set(Zone)
