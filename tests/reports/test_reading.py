"""The reading view: the same as on paper, as it was typed, in pages, with a way to comment; and nobody else's."""

from __future__ import annotations

import dataclasses
import hashlib
import re
import zlib
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import unquote_plus, urlencode

import lxml.html
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from reports.documents.codec import sha256_of, to_plain
from reports.documents.gap_analysis import GapAnalysis
from reports.documents.html import html_of
from reports.documents.kinds import parts_of
from reports.documents.reading import GO, SAY, Reading, reading_of
from reports.documents.screen_tables import prepare, text_of
from reports.models import Report, ReportComment, ReportVersion
from reports.states import ReportKind, ReportState
from tests.conftest import World
from tests.reports.paper_sample import empty, sample

AsUser = Callable[[User], Client]
_WORDS = re.compile(r"<[^>]+>")
#: Session, person, organisation, report, versions, comments, corridor, and what rights and teams ask.
QUERIES = 12


@pytest.fixture(scope="module")
def burmese() -> Reading:
    """A report with about 100 rows of Burmese and Thai."""
    return reading_of(sample("MM"))


def flat(markup: str) -> str:
    return " ".join(_WORDS.sub(" ", markup).split())


# --- The document ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["KH", "LA", "MM"])
def test_text_of_every_script_stands_as_it_was_written_and_not_with_the_break_points_of_paper(
    code: str,
) -> None:
    document = sample(code)
    reading = reading_of(document)

    assert "\u200b" in html_of(document)
    assert "\u200b" not in reading.whole
    for section in document.sections:
        for row in section.rows:
            assert row.original in flat(reading.whole).replace("&amp;", "&") or not row.original


def test_a_break_point_that_somebody_typed_is_kept() -> None:
    document = sample("KH")
    typed = "ការ\u200bងារ"

    assert typed in reading_of(dataclasses.replace(document, note=typed)).whole


def test_each_passage_has_its_language(burmese: Reading) -> None:
    passages = re.findall(r'<span lang="(\w+)">([^<]+)', burmese.whole)

    assert {language for language, _ in passages} >= {"my"}
    assert all(re.search("[\u1000-\u109f]", text) for language, text in passages if language == "my")


def test_the_parts_of_the_paper_stand_in_it_once_and_cover_and_page_numbers_do_not(burmese: Reading) -> None:
    ids = re.findall(r'\sid="([^"]+)"', burmese.whole)

    assert len(ids) == len(set(ids))
    assert {"section-1", "additional"} <= set(ids)
    assert 'class="cover"' not in burmese.whole
    assert "<h1" not in burmese.whole
    assert burmese.contents[0].level == 2
    assert {entry.id for entry in burmese.contents} <= set(ids)


def test_no_page_is_heavier_than_the_aim_and_together_they_are_the_document(burmese: Reading) -> None:
    weights = [len(zlib.compress(page.encode())) for page in burmese.pages]

    assert len(burmese.pages) > 2
    assert max(weights) < 24_000  # the frame of the portal takes up to 5 kB more
    assert burmese.whole == "".join(burmese.pages)
    assert set(burmese.places.values()) == set(range(1, len(burmese.pages) + 1))


def test_a_long_section_is_cut_after_a_row_and_every_piece_has_the_head() -> None:
    document = sample("KH")
    section = document.sections[0]
    many = tuple(
        dataclasses.replace(
            section.rows[0], number=f"9.{place}", text=hashlib.sha512(bytes(place)).hexdigest()
        )
        for place in range(400)
    )
    reading = reading_of(dataclasses.replace(document, sections=(dataclasses.replace(section, rows=many),)))
    tables = [page.count('class="grid lines') for page in reading.pages]

    assert sum(tables) > 1
    assert [page.count(": requirement</th>") for page in reading.pages] == tables
    numbers = re.findall(r">9\.(\d+)<p", reading.whole)
    assert numbers == [str(place) for place in range(400)]
    assert max(len(zlib.compress(page.encode())) for page in reading.pages) < 24_000


def test_a_link_to_another_page_says_which(burmese: Reading) -> None:
    links = [
        (number, int(page), target)
        for number, text in enumerate(burmese.pages, 1)
        for page, target in re.findall(rf'href="{GO}(\d+)#([^"]+)"', text)
    ]

    assert links
    assert all(burmese.places[target] == page != number for number, page, target in links)
    for number, text in enumerate(burmese.pages, 1):
        assert all(burmese.places[target] == number for target in re.findall(r'href="#([^"]+)"', text))


def test_every_row_can_be_named_and_its_comment_names_a_part_that_comments_know() -> None:
    document = sample("KH")
    reading = reading_of(document)
    rows = sum(len(section.rows) for section in document.sections)
    places = [*re.findall(rf'href="{SAY}part=([^&"]*)&amp;row=([^"]*)"', reading.whole)]

    named = [(unquote_plus(part), unquote_plus(row)) for part, row in places]
    ids = [reading.rows.get(place, place[1]) for place in named]

    assert len([one for one in ids if re.fullmatch(r"section-\d+-r\d+", one)]) == rows
    assert len([one for one in ids if one.startswith("gap-")]) == len(document.gaps)
    assert all(f'id="{one}"' in reading.whole for one in ids if one)
    assert {row for _, row in named} >= {row.number for section in document.sections for row in section.rows}
    assert {row for _, row in named} >= {gap.ref for gap in document.gaps}


def test_rows_of_a_report_in_another_language_can_be_named_by_a_reader_in_english() -> None:
    document = dataclasses.replace(sample("KH"), content_language="th")
    rows = reading_of(document).rows

    assert parts_of(document)[0] == "บทสรุป"
    assert {row for part, row in rows if part} >= {
        row.number for one in document.sections for row in one.rows
    }


def test_cells_know_their_head_and_tables_stay_tables_on_a_phone(burmese: Reading) -> None:
    row = re.search(r'<tr role="row" id="section-1-r1">.*?</tr>', burmese.whole, re.DOTALL)

    assert row is not None
    assert 'role="rowheader" data-label="No."' in row[0]
    assert row[0].count('role="cell" data-label="') == 6


def test_nothing_in_it_can_run_or_reach_out() -> None:
    bad = "<img src=x onerror=alert(1)><script>alert(1)</script>"
    document = dataclasses.replace(sample("KH"), note=bad)
    whole = reading_of(document).whole

    assert "&lt;img src=x onerror=alert(1)&gt;&lt;script&gt;" in whole
    assert not re.search(
        r"<(script|style|link|iframe|img)\b|\sstyle=|\son\w+=[^&]*>", whole.replace("&lt;img", "")
    )


def test_a_document_without_data_is_one_page_and_says_what_is_missing() -> None:
    reading = reading_of(empty())

    assert len(reading.pages) == 1
    assert "No gap is recorded." in reading.whole


def test_a_grid_with_two_rows_of_heads_scrolls_by_itself_and_stays_a_grid() -> None:
    grid = "<table><thead><tr><th>Activity</th><th>May</th></tr><tr><th>1</th></tr></thead></table>"
    around = lxml.html.fromstring(f"<div>{grid} after</div>")
    prepare(around[0])

    assert around[0].get("aria-label") == "Activity"
    assert "cards" not in lxml.html.tostring(around, encoding="unicode")
    assert around[0].tail == " after"


def test_text_of_an_element_is_one_line() -> None:
    assert text_of(lxml.html.fromstring("<p> a\n <b>b</b>  c</p>")) == "a b c"


# --- The page ----------------------------------------------------------------------------------------------


def frozen(
    world: World, document: GapAnalysis | None = None, *, state: str = ReportState.ILO_REVIEW
) -> Report:
    """A report with this content, sent out."""
    data = to_plain(document or sample("KH"))
    report = Report.objects.create(
        ref=f"read-{Report.objects.count()}",
        number=f"MRS-READ-{Report.objects.count():02d}",
        pilot=world.pilot,
        receiving_country="TH",
        sending_country="KH",
        corridor=world.th_kh,
        kind=ReportKind.GAP_ANALYSIS,
        state=state,
        created_by=world.cast.coordinator,
    )
    version(report, 1, data)
    return report


def version(report: Report, number: int, data: dict[str, object], *, released: bool = True) -> ReportVersion:
    return ReportVersion.objects.create(
        report=report,
        number=number,
        snapshot=data,
        snapshot_hash=sha256_of(data),
        created_by=report.created_by,
        released_at=timezone.now() - timedelta(days=1) if released else None,
    )


def address(report: Report, query: str = "") -> str:
    return reverse("reports:read", kwargs={"ref": report.ref}) + query


@pytest.mark.django_db
def test_the_page_of_a_report_of_a_hundred_rows_takes_few_queries_and_is_light(
    small_world: World, as_user: AsUser
) -> None:
    report = frozen(small_world, sample("MM"))
    browser = as_user(small_world.cast.coordinator)

    with CaptureQueriesContext(connection) as queries:
        page = browser.get(address(report, "?page=3"), headers={"Accept-Encoding": "gzip"})

    assert page.status_code == 200
    assert page.headers["Content-Encoding"] == "gzip"
    assert len(page.content) < 30_000
    assert len(queries) <= QUERIES, "\n".join(query["sql"][:140] for query in queries)


@pytest.mark.django_db
def test_a_row_is_found_on_its_page_and_links_lead_to_where_they_say(
    small_world: World, as_user: AsUser
) -> None:
    report = frozen(small_world)
    browser = as_user(small_world.cast.focal_kh)
    gap = reading_of(sample("KH")).places

    wanted = next(name for name in gap if name.startswith("gap-"))
    page = browser.get(address(report, f"?at={wanted}")).content.decode()

    assert f'id="{wanted}"' in page
    assert GO not in page
    assert SAY not in page
    first = browser.get(address(report)).content.decode()
    assert f'href="?v=1&amp;page={gap[wanted]}#{wanted}"' in first
    whole = browser.get(address(report, "?all=1")).content.decode()
    assert f'href="#{wanted}"' in whole


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["?page=0", "?page=99999999999", "?page=x", "?at=nowhere", "?v=x", "?at=%00&page=-1"]
)
def test_a_wild_address_shows_the_nearest_page(small_world: World, as_user: AsUser, query: str) -> None:
    report = frozen(small_world)

    assert as_user(small_world.cast.coordinator).get(address(report, query)).status_code == 200


@pytest.mark.django_db
def test_rows_can_be_commented_on_while_the_words_can_change_and_show_what_was_said(
    small_world: World, as_user: AsUser
) -> None:
    report = frozen(small_world)
    cast = small_world.cast
    part = f"4.1 {sample('KH').sections[0].title}"[:120]
    row = sample("KH").sections[0].rows[0].number
    ReportComment.objects.create(
        version=report.versions.get(), part=part, row=row, text="Look again", by=cast.focal_kh
    )
    at = "?at=section-1-r1"
    write = reverse("reports:comment", kwargs={"ref": report.ref})

    page = as_user(cast.focal_kh).get(address(report, at)).content.decode()
    assert f'href="{write}?v=1&amp;part=4.1+' in page
    assert urlencode({"row": row}) in page
    named = "?" + urlencode({"part": part, "at": row})
    assert as_user(cast.focal_kh).get(address(report, named))["Location"].endswith("#section-1-r1")
    assert "1 comment</a>" in page

    Report.objects.update(state=ReportState.PUBLISHED)
    published = as_user(cast.focal_kh).get(address(report, at)).content.decode()
    outside = as_user(cast.observer).get(address(report, at)).content.decode()
    assert f'href="{write}' not in published
    assert "1 comment</a>" in published
    assert f'href="{write}' not in outside
    assert "1 comment</a>" not in outside


@pytest.mark.django_db
def test_whoever_stands_outside_reads_the_published_version_without_a_way_to_the_corridor(
    small_world: World, as_user: AsUser
) -> None:
    report = frozen(small_world, state=ReportState.PUBLISHED)
    corridor = reverse("corridor", kwargs={"ref": small_world.th_kh.ref})

    inside = as_user(small_world.cast.coordinator).get(address(report)).content.decode()
    outside = as_user(small_world.cast.observer).get(address(report))

    assert f'href="{corridor}"' in inside
    assert outside.status_code == 200
    assert f'href="{corridor}"' not in outside.content.decode()


@pytest.mark.django_db
def test_a_version_that_never_left_the_receiving_side_cannot_be_read_outside(
    small_world: World, as_user: AsUser
) -> None:
    report = frozen(small_world)
    data = to_plain(dataclasses.replace(sample("KH"), note="Not for the other side"))
    version(report, 2, data, released=False)
    cast = small_world.cast

    assert "Not for the other side" in as_user(cast.coordinator).get(address(report)).content.decode()
    for person in (cast.focal_kh, cast.reviewer):
        browser = as_user(person)
        assert "Not for the other side" not in browser.get(address(report)).content.decode()
        assert browser.get(address(report, "?v=2")).status_code == 404
    assert as_user(cast.focal_la).get(address(report)).status_code == 404
    older = as_user(cast.coordinator).get(address(report, "?v=1")).content.decode()
    assert "This is an older version" in older


@pytest.mark.django_db
def test_a_withdrawn_report_is_read_by_its_parties_only(small_world: World, as_user: AsUser) -> None:
    report = frozen(small_world, state=ReportState.WITHDRAWN)
    Report.objects.update(
        withdrawal_reason="The figures of two lines were mixed up.", withdrawn_at=timezone.now()
    )
    cast = small_world.cast

    party = as_user(cast.focal_kh).get(address(report))
    outside = as_user(cast.observer).get(address(report))

    assert "The figures of two lines were mixed up." in party.content.decode()
    assert outside.status_code == 303
    assert outside.headers["Location"] == reverse("reports:detail", kwargs={"ref": report.ref})
