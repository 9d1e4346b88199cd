"""The snapshot of a gap analysis and the page made of it: nothing lost, nothing invented."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from reports.documents import kinds, view
from reports.documents.codec import SnapshotError
from reports.documents.dates import day_text, moment_text, period_text
from reports.documents.gap_analysis import Recommendation, content_hash, from_json, snapshot_hash, to_json
from reports.documents.html import html_of
from reports.documents.passages import passage_html, passages
from reports.documents.summary import shortened, summary_of
from tests.reports.paper_sample import empty, sample

MISSING = "<<unknown variable %s>>"


class TestSnapshot:
    def test_comes_back_from_stored_json_as_it_was(self) -> None:
        document = sample("KH")

        assert from_json(json.loads(json.dumps(to_json(document)))) == document

    def test_an_older_snapshot_without_a_newer_field_takes_its_default(self) -> None:
        data = to_json(sample("KH"))
        del data["portal_address"]

        assert from_json(data).portal_address == ""

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"colour": "blue"}, "snapshot: unknown field colour."),
            ({"version": "2"}, "snapshot.version: expected int, found str."),
            ({"gaps": {}}, "snapshot.gaps: expected a list, found dict."),
            ({"gaps": [{"ref": "G-01"}]}, "snapshot.gaps[0]:"),
            ({"corridor": None}, "snapshot.corridor: expected an object, found NoneType."),
        ],
    )
    def test_json_of_another_shape_is_refused_with_the_place(
        self, change: dict[str, object], message: str
    ) -> None:
        with pytest.raises(SnapshotError, match=re.escape(message)):
            from_json(to_json(sample("KH")) | change)

    def test_the_check_number_does_not_depend_on_the_order_of_keys(self) -> None:
        data = to_json(sample("KH"))

        assert snapshot_hash(dict(reversed(data.items()))) == snapshot_hash(data)

    def test_any_change_gives_another_check_number(self) -> None:
        document = sample("KH")
        row = replace(document.sections[0].rows[0], rating="P")
        section = replace(document.sections[0], rows=(row, *document.sections[0].rows[1:]))
        changed = replace(document, sections=(section, *document.sections[1:]))

        assert snapshot_hash(to_json(changed)) != snapshot_hash(to_json(document))

    def test_freezing_the_same_facts_later_needs_no_new_rendering(self) -> None:
        now, later = (
            to_json(sample("KH")),
            to_json(replace(sample("KH"), generated_at="2019-08-01T09:00:00+07:00")),
        )

        assert content_hash(now) == content_hash(later)
        assert snapshot_hash(now) != snapshot_hash(later)


class TestView:
    def test_the_parts_of_every_bar_fill_it(self) -> None:
        for bar in view.bars_of(sample("KH")):
            assert sum(part.width for part in bar.segments) == pytest.approx(view.BAR_WIDTH, abs=0.1)
            assert sum(part.count for part in bar.segments) == len(bar.section.rows)

    def test_the_summary_names_open_gaps_most_severe_first(self) -> None:
        found = view.main_gaps(sample("KH"))

        assert [gap.ref for gap in found] == ["G-01", "G-04", "G-05", "G-02", "G-06"]

    def test_domains_and_states_count_every_gap_once(self) -> None:
        gaps = sample("KH").gaps

        assert sum(row.total for row in view.domain_counts(gaps)) == len(gaps)
        assert sum(number for _, number in view.state_counts(gaps)) == len(gaps)
        assert [(row.domain, row.total, row.unrated) for row in view.domain_counts(gaps)] == [
            ("C", 8, 0), ("A", 1, 0), ("R", 1, 1), ("Q", 1, 0),
        ]  # fmt: skip

    def test_an_activity_knows_the_gaps_it_addresses(self) -> None:
        assert view.gaps_by_activity(sample("KH")) == {"9.2": ("G-01", "G-04", "G-05")}

    def test_the_file_name_is_plain_ascii(self) -> None:
        document = sample("KH")
        khmer = replace(document, corridor=replace(document.corridor, skill_area="ឥដ្ឋ / brick\nwork" * 20))

        assert kinds.file_name(document) == "MRS_TH-KH_bricklaying-and-plastering_gap-analysis_v2.pdf"
        assert re.fullmatch(r"[A-Za-z0-9_.-]{1,120}", kinds.file_name(khmer))


class TestPlan:
    def test_a_note_that_all_rows_share_is_printed_once(self) -> None:
        document = sample("KH")
        same = replace(document, activities=tuple(replace(one, note="Same") for one in document.activities))

        assert view.common_note(same.activities) == "Same"
        assert view.common_note(document.activities) == view.common_note(()) == ""
        assert html_of(same).count("Same</p>") == 1

    def test_recommendations_keep_their_number_in_their_group(self) -> None:
        document = sample("KH")
        gap, further = document.recommendations[0], replace(document.recommendations[1], gap_refs=())
        recorded = Recommendation("Go on with the two other skill areas.", kind="Next step")
        mixed = replace(document, recommendations=(recorded, further, gap, further))

        groups = view.recommendation_groups(mixed)

        assert [(flag, [number for number, _ in pairs]) for flag, pairs in groups] == [
            ("corridor", [1]),
            ("gaps", [3]),
            ("lines", [2, 4]),
        ]


class TestSummary:
    def test_a_summary_that_fits_is_printed_in_full(self) -> None:
        page = summary_of(sample("KH"))

        assert not page.is_dense
        assert not page.is_cut
        assert (len(page.bars), page.more_sections, len(page.gaps), page.more_gaps) == (11, 0, 5, 4)

    def test_of_many_sections_the_least_covered_ones_are_shown_in_the_order_of_the_standard(self) -> None:
        page = summary_of(sample("KH", copies=3), "4")
        labels = [float(one.bar.label[2:]) for one in page.bars]

        assert (len(page.bars), page.more_sections) == (20, 13)
        assert labels == sorted(labels)

    @pytest.mark.parametrize(
        ("text", "limit", "found"),
        [
            ("Keep the wall plumb", 19, "Keep the wall plumb"),
            ("Keep the wall, plumb and level", 16, "Keep the wall…"),
            ("x" * 100, 10, "xxxxxxxxx…"),
            ("", 5, ""),
        ],
    )
    def test_a_text_is_shortened_at_the_end_of_a_word(self, text: str, limit: int, found: str) -> None:
        assert shortened(text, limit) == found

    def test_khmer_is_shortened_between_words(self) -> None:
        text = "លាយបាយអរតាមសមាមាត្រដែលបានកំណត់"

        short = shortened(text, 20)

        assert len(short) <= 20
        assert text.startswith(short.removesuffix("…"))
        assert "\u200b" not in short


class TestDates:
    def test_days_months_and_unknown(self) -> None:
        assert [day_text(iso) for iso in ("2019-06-03", "2019-07", "", "soon")] == [
            "3 June 2019",
            "July 2019",
            "",
            "soon",
        ]

    @pytest.mark.parametrize(
        ("first", "last", "text"),
        [
            ("2019-06-03", "2019-06-05", "3 to 5 June 2019"),
            ("2019-05-27", "2019-06-02", "27 May to 2 June 2019"),
            ("2018-12-30", "2019-01-02", "30 December 2018 to 2 January 2019"),
            ("2019-07", "2019-07", "July 2019"),
            ("2019-06", "2019-07", "June to July 2019"),
            ("2019-06-03", "", "3 June 2019"),
            ("", "", ""),
        ],
    )
    def test_periods(self, first: str, last: str, text: str) -> None:
        assert period_text(first, last) == text

    def test_a_moment_names_its_zone(self) -> None:
        assert moment_text("2019-07-09T14:05:00+07:00") == "9 July 2019, 14:05 (UTC+07:00)"


class TestPassages:
    TEXT = "Wall ผนัง 3 ด้าน, ជញ្ជាំង; ຝາ / နံရံ (ISO 7112)"

    def test_each_script_gets_its_language(self) -> None:
        assert [language for language, _ in passages(self.TEXT) if language] == ["th", "km", "lo", "my"]

    def test_nothing_is_lost(self) -> None:
        assert "".join(part for _, part in passages(self.TEXT)) == self.TEXT

    def test_markup_in_a_text_is_printed_as_text(self) -> None:
        html = passage_html('<img src="file:///etc/hostname"> & {{ number }} {% now %}')

        assert "<img" not in html
        assert "{{ number }} {% now %}" in html

    def test_line_feeds_stay(self) -> None:
        assert passage_html("a\nb") == "a<br>b"

    def test_a_number_is_not_parted_from_its_unit_or_sign(self) -> None:
        assert (
            passage_html("± 3 mm over 3 m, 25 kg only") == "±\u00a03\u00a0mm over 3\u00a0m, 25\u00a0kg only"
        )


class TestSigns:
    def test_signs_without_a_shape_become_letters_that_have_one(self) -> None:
        assert passage_html("℃, m⁴, CO₂, ⅓, №") == "°C, m<sup>4</sup>, CO<sub>2</sub>, 1/3, No"


class TestHtml:
    @pytest.mark.parametrize(
        "document", [sample("KH"), sample("LA"), sample("MM"), empty()], ids=["KH", "LA", "MM", "empty"]
    )
    def test_no_template_asks_for_something_the_snapshot_does_not_have(self, document: object) -> None:
        assert "<<unknown" not in html_of(document, missing=MISSING)  # type: ignore[arg-type]

    def test_every_part_without_data_says_so_in_one_line(self) -> None:
        html = html_of(empty())

        for sentence in (
            "No edition has been chosen for the comparison yet.",
            "This state of the comparison has not been signed.",
            "The experts have not yet recorded a conclusion for this corridor.",
            "No gap is recorded.",
            "No working group is recorded for this corridor.",
            "No line has been linked yet.",
            "Nothing has been rated yet.",
            "No additional line is recorded.",
            "No mission is recorded for this corridor.",
            "No activity is planned for this corridor.",
            "No recommendation is recorded.",
        ):
            assert sentence in html

    def test_the_check_number_of_the_snapshot_is_printed(self) -> None:
        document = sample("KH")

        assert snapshot_hash(to_json(document)) in html_of(document)

    def test_text_from_people_never_becomes_markup(self) -> None:
        bad = '"><link rel=attachment href="file:///etc/hostname"><script>'
        document = replace(
            sample("KH"),
            title=bad,
            status=bad,
            marking=bad,
            note=bad,
            number=bad,
            published_by=bad,
            portal_address=bad,
        )

        html = html_of(document)

        assert "<script" not in html
        assert "rel=attachment" not in html.replace("&gt;&lt;link rel=attachment", "")

    def test_every_header_cell_says_what_it_heads_and_every_drawing_has_a_title(self) -> None:
        html = html_of(sample("KH"))

        assert not re.findall(r"<th(?! scope=)[ >]", html)
        assert html.count("<svg") == html.count("<title>") - 1 == 11


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("slope 5 ‰", "slope 5 <sup>0</sup>/<sub>00</sub>"),
        ("① cut ❷ lay ⓐ", "(1) cut (2) lay (a)"),
        ("12 ㎡, 3 ㎥, 40 ㎜", "12 m², 3 m³, 40\u00a0mm"),
        ("level Ⅳ", "level IV"),
    ],
)
def test_signs_that_no_font_has_are_printed_as_letters(text: str, printed: str) -> None:
    assert passage_html(text) == printed


def test_an_observation_of_two_gaps_is_printed_in_full_below_the_first_alone() -> None:
    document = sample("KH")
    seen = replace(document.gaps[0].observations[0], text="Seen by both groups at the test centre.")
    gaps = tuple(replace(gap, observations=(seen,)) for gap in document.gaps[:2])

    html = html_of(replace(document, gaps=gaps))

    assert html.count("Seen by both groups at the test centre.") == 1
    assert f"as below {gaps[0].ref}" in html


def test_the_plan_stands_by_months_and_weeks_and_the_letter_of_an_edition_before_its_title() -> None:
    document = sample("KH")
    editions = tuple(replace(one, mark=mark) for one, mark in zip(document.editions, "ABC", strict=True))

    html = html_of(replace(document, editions=editions))

    assert "WK1 to WK4" in html
    assert f"<b>B</b> {editions[1].title}" in html
    assert "The letter before the number" not in html_of(document)
