"""The merged volume on paper: chapters, links, figures over all corridors, sheets, the name of the file."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from reports.documents import kinds, volume_page
from reports.documents.codec import sha256_of, to_plain
from reports.documents.common import Corridor as Countries
from reports.documents.common import Country
from reports.documents.gap_analysis import GapAnalysis
from reports.documents.heat import HeatCell, HeatMap, HeatRow
from reports.documents.html import html_of
from reports.documents.volume import Merged, Volume
from tests.reports.paper_sample import empty, sample

MISSING = "<<unknown variable %s>>"
WHOLE = HeatMap(
    "Section", ("Content", "Assessment"), (HeatRow("All", (HeatCell("75%"), HeatCell("Partly")), True),)
)


def merged(document: GapAnalysis, place: int = 1, *, published: bool = True) -> Merged:
    state = "Published" if published else "ILO review"
    return Merged(f"MRS-TH-KH-7112-GA-0{place}", 2, state, published, "ab" * 32, document)


def paper(*parts: Merged, sending: str = "") -> Volume:
    return Volume(
        number="MRS-TH-ALL-VO-01",
        version=1,
        title="MRS pilot 2019: all corridors of Thailand",
        status="2 reports merged, 1 published",
        corridor=Countries(Country("TH", "Thailand"), Country("KH" if sending else "", sending), ""),
        pilot="MRS pilot 2019",
        generated_at="2019-07-12T14:05:00+07:00",
        dated="2019-07-12",
        corridors=3,
        merged=parts,
    )


@pytest.fixture(scope="module")
def printed() -> tuple[Volume, str]:
    volume = paper(merged(replace(sample("KH"), heat=WHOLE)), merged(sample("LA"), 2, published=False))
    return volume, html_of(volume, missing=MISSING)


class TestPage:
    def test_every_link_has_one_place_to_lead_to(self, printed: tuple[Volume, str]) -> None:
        _volume, page = printed
        anchors = re.findall(r'\bid="([^"]+)"', page)

        assert len(anchors) == len(set(anchors))
        assert set(re.findall(r'href="#([^"]+)"', page)) <= set(anchors)
        assert {"corridor-1", "corridor-2", "c1-part-lines", "c2-part-lines"} <= set(anchors)

    def test_nothing_in_the_templates_is_unknown(self, printed: tuple[Volume, str]) -> None:
        assert "<<unknown" not in printed[1]
        assert "<<unknown" not in html_of(paper(merged(empty())), missing=MISSING)

    def test_chapters_are_numbered_inside_their_corridor(self, printed: tuple[Volume, str]) -> None:
        _volume, page = printed

        assert '<span class="n">1.4</span> Comparison line by line' in page
        assert '<span class="n">2.4</span> Comparison line by line' in page
        assert "2.A" in page

    def test_each_report_stands_in_it_with_its_version_and_check_number(
        self, printed: tuple[Volume, str]
    ) -> None:
        volume, page = printed
        words = " ".join(re.sub("<[^>]+>", " ", page).split())

        assert "MRS-TH-KH-7112-GA-02, Version 2 abab" in words
        assert "From report MRS-TH-KH-7112-GA-02, version 2 (ILO review)." in words
        assert "2 of 3 corridors stand in this volume" in words
        assert sha256_of(to_plain(volume)) in words

    def test_the_words_of_one_corridor_do_not_reach_the_next(self, printed: tuple[Volume, str]) -> None:
        first, second = printed[1].split('id="corridor-2"')

        assert 'lang="km"' not in second
        assert 'lang="km"' in first.split('id="corridor-1"')[1]

    def test_comments_can_name_each_corridor_and_its_chapters(self, printed: tuple[Volume, str]) -> None:
        parts = kinds.parts_of(printed[0])

        assert "2 Bricklaying and plastering: Thailand and Lao PDR" in parts
        assert "2.4 Comparison line by line" in parts
        assert max(map(len, parts)) <= 120


class TestFigures:
    def test_gaps_by_code_add_up_to_all_gaps(self) -> None:
        rows = volume_page.code_counts(paper(merged(sample("KH")), merged(sample("LA"), 2)))

        assert sum(row.total for row in rows) == 2 * len(sample("KH").gaps)
        assert all(sum(row.by_severity) + row.unrated == row.total for row in rows)
        assert all(row.corridors == 2 for row in rows)

    def test_the_gravest_gaps_come_first_and_settled_ones_not_at_all(self) -> None:
        lines = volume_page.lines_of(paper(merged(sample("KH")), merged(sample("LA"), 2)))
        found = volume_page.grave_gaps(lines)

        assert [one.gap.severity for one in found] == sorted(one.gap.severity for one in found)
        assert {one.line.place for one in found} == {1, 2}
        assert not any(one.gap.is_settled for one in found)

    def test_a_report_without_a_table_of_dimensions_has_an_empty_row(self) -> None:
        heat = volume_page.heat_of(
            paper(merged(replace(sample("KH"), heat=WHOLE)), merged(replace(sample("LA"), heat=None), 2))
        )

        assert heat is not None
        assert [row.head for row in heat.rows] == ["1 Cambodia", "2 Lao PDR"]
        assert {row.group for row in heat.rows} == {"Bricklaying and plastering"}
        assert [cell.word for cell in heat.rows[0].cells] == ["75%", "Partly"]
        assert [cell.word for cell in heat.rows[1].cells] == ["", ""]
        assert volume_page.heat_of(paper(merged(replace(sample("KH"), heat=None)))) is None

    def test_tables_of_all_reports_stand_under_each_other(self) -> None:
        volume = paper(merged(sample("KH")), merged(sample("LA"), 2))
        sheets = {sheet.title: sheet for sheet in kinds.KINDS["volume"].sheets(volume)}
        gaps = next(sheet for sheet in sheets.values() if sheet.columns[:2] == ("Corridor", "Gap"))

        assert len(gaps.rows) == 2 * len(sample("KH").gaps)
        assert {row[0] for row in gaps.rows} == {one.document.corridor.label for one in volume.merged}
        assert len(sheets) == len(kinds.KINDS["volume"].sheets(volume))

    def test_the_file_is_named_after_the_countries(self) -> None:
        volume = paper(merged(sample("KH")))

        assert kinds.file_name(volume) == "MRS_TH-ALL_volume_v1.pdf"
        assert kinds.file_name(paper(merged(sample("KH")), sending="Cambodia")) == "MRS_TH-KH_volume_v1.pdf"
