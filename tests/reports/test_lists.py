"""The library of reports: search, filters, paging, one number of queries."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from core.models import Job
from corridors.models import Corridor
from reports.models import Report, ReportFile, ReportVersion
from reports.queries import waiting_for
from reports.states import ReportState
from tests.conftest import World

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]
LIST = "/reports/"
#: Session, person, organisation, filters, count, rows, pages of corridors and of pilots, what can be asked for:
#: whatever the number of reports.
QUERIES = 9


def make(
    world: World, number: int, *, corridor: Corridor | None = None, state: str = ReportState.DRAFT
) -> None:
    """Reports with one version and a queued PDF each."""
    by = world.cast.coordinator
    about = corridor or world.th_kh
    start = Report.objects.count()
    names = [f"MRS-TEST-{start + place:04d}" for place in range(number)]
    reports = Report.objects.bulk_create(
        Report(
            ref=name.lower(),
            number=name,
            pilot=about.pilot,
            receiving_country=about.receiving_country,
            sending_country=about.sending_country,
            corridor=about,
            kind="gap_analysis",
            state=state,
            created_by=by,
        )
        for name in names
    )
    versions = ReportVersion.objects.bulk_create(
        ReportVersion(report=one, number=1, snapshot={}, snapshot_hash="0", created_by=by) for one in reports
    )
    jobs = Job.objects.bulk_create(Job(name="reports.render", subject_id="0") for _ in versions)
    ReportFile.objects.bulk_create(
        ReportFile(version=version, format="pdf", job=job)
        for version, job in zip(versions, jobs, strict=True)
    )


@pytest.mark.parametrize("number", [1, 10, 1000])
def test_the_library_takes_the_same_queries_for_any_number(
    small_world: World, as_user: AsUser, number: int
) -> None:
    make(small_world, number)
    browser = as_user(small_world.cast.coordinator)
    assert reverse("reports:list") == LIST

    with CaptureQueriesContext(connection) as queries:
        page = browser.get(LIST)

    assert page.status_code == 200
    assert page.content.decode().count("MRS-TEST-") >= min(number, 50)
    assert len(queries) == QUERIES, "\n".join(query["sql"][:140] for query in queries)


def test_the_library_is_paged(small_world: World, as_user: AsUser) -> None:
    make(small_world, 60)
    browser = as_user(small_world.cast.coordinator)

    first, second, wild = (browser.get(LIST + query).content.decode() for query in ("", "?page=2", "?page=x"))

    assert ("MRS-TEST-0059" in first, "MRS-TEST-0000" in first) == (True, False)
    assert "MRS-TEST-0000" in second
    assert "MRS-TEST-0059" in wild


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=mrs-test-0001", {"0001"}),
        ("?q=wiring", {"0001"}),
        ("?q=Lao", {"0002"}),
        ("?country=LA", {"0002"}),
        ("?state=published", {"0002"}),
        ("?kind=gap_analysis", {"0000", "0001", "0002"}),
        ("?state=nonsense&country=XX&kind=1", {"0000", "0001", "0002"}),
        ("?q=Myanmar", set()),
        ("?q=wiring+cambodia", {"0001"}),
        ("?q=wiring+lao", set()),
        ("?q=gap+analysis", {"0000", "0001", "0002"}),
        ("?q=merged", set()),
        ("?language=km", {"0002"}),
        ("?language=th", {"0000", "0001", "0002"}),  # no report is in Thai, so the filter makes no sense
        ("?year=1999", {"0000", "0001", "0002"}),
        ("?mine=1", {"0000", "0001"}),
        ("?mine=1&kind=volume", set()),
    ],
)
def test_search_and_filters_narrow_the_library(
    small_world: World, as_user: AsUser, query: str, found: set[str]
) -> None:
    make(small_world, 1)
    make(small_world, 1, corridor=small_world.th_kh_wiring)
    make(small_world, 1, corridor=small_world.th_la, state=ReportState.PUBLISHED)
    Report.objects.filter(number="MRS-TEST-0002").update(language="km")

    page = as_user(small_world.cast.coordinator).get(LIST + query).content.decode()

    assert {number for number in ("0000", "0001", "0002") if f">MRS-TEST-{number}<" in page} == found
    assert ("No report fits" in page) is (not found)


def test_search_does_not_find_what_a_person_may_not_see(small_world: World, as_user: AsUser) -> None:
    make(small_world, 1, corridor=small_world.th_la, state=ReportState.COUNTRY_REPLY)
    browser = as_user(small_world.cast.focal_kh)

    assert "MRS-TEST-0000" not in browser.get(LIST).content.decode()
    assert ">MRS-TEST-0000<" not in browser.get(LIST + "?q=MRS-TEST").content.decode()
    assert "Lao PDR" not in browser.get(LIST).content.decode()


def test_an_empty_library_says_who_does_the_next_step(small_world: World, as_user: AsUser) -> None:
    coordinator = as_user(small_world.cast.coordinator).get(LIST).content.decode()
    observer = as_user(small_world.cast.observer).get(LIST).content.decode()

    assert "ask for its gap analysis" in coordinator
    assert reverse("reports:request", kwargs={"ref": small_world.th_kh.ref}) in coordinator
    assert "as soon as it is sent to you or published" in observer


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("", ["0002", "0001", "0000"]),
        ("oldest", ["0000", "0001", "0002"]),
        ("number", ["0000", "0001", "0002"]),
        ("area", ["0000", "0002", "0001"]),
        ("due", ["0001", "0002", "0000"]),
        ("nonsense", ["0002", "0001", "0000"]),
    ],
)
def test_the_library_stands_in_the_order_that_is_asked_for(
    small_world: World, as_user: AsUser, sort: str, order: list[str]
) -> None:
    make(small_world, 2)
    make(small_world, 1, corridor=small_world.th_la)
    Report.objects.filter(number="MRS-TEST-0001").update(
        corridor=small_world.th_kh_wiring, due_on="2019-07-01"
    )
    Report.objects.filter(number="MRS-TEST-0000").update(corridor=small_world.th_mm)
    page = as_user(small_world.cast.coordinator).get(f"{LIST}?sort={sort}").content.decode()

    assert re.findall(r">MRS-TEST-(\d+)</a>", page) == order


def test_reports_that_wait_for_a_person_are_those_of_their_home_page(
    small_world: World, as_user: AsUser
) -> None:
    for state in ReportState.values:
        make(small_world, 1, state=state)
    Job.objects.update(state="ready")
    cast = small_world.cast

    for person in (cast.coordinator, cast.expert_one, cast.focal_kh, cast.reviewer, cast.observer):
        page = as_user(person).get(LIST + "?mine=1").content.decode()
        listed = set(re.findall(r">(MRS-TEST-\d+)</a>", page))
        waiting = {number for one in waiting_for(person) for number in re.findall(r"MRS-TEST-\d+", one.title)}
        assert listed == waiting, person


def test_rows_lead_to_corridor_and_pilot_where_the_person_may_go(small_world: World, as_user: AsUser) -> None:
    make(small_world, 2, state=ReportState.PUBLISHED)
    Report.objects.filter(number="MRS-TEST-0001").update(
        corridor=None
    )  # on all corridors of the two countries
    corridor = reverse("corridor", kwargs={"ref": small_world.th_kh.ref})
    pilot = reverse("pilot", kwargs={"ref": small_world.pilot.ref})

    inside, outside = (
        as_user(person).get(LIST).content.decode()
        for person in (small_world.cast.focal_kh, small_world.cast.observer)
    )

    assert f'href="{corridor}"' in inside
    assert f'href="{pilot}"' in inside
    assert ">MRS-TEST-0000</a>" in outside
    assert corridor not in outside
    assert pilot not in outside


def test_filters_offer_only_what_the_person_sees(small_world: World, as_user: AsUser) -> None:
    make(small_world, 1, state=ReportState.PUBLISHED)
    make(small_world, 1, corridor=small_world.th_la)
    Report.objects.filter(corridor=small_world.th_la).update(language="lo")

    page = as_user(small_world.cast.observer).get(LIST).content.decode()

    assert '<option value="KH">Cambodia</option>' in page
    assert "Lao" not in page


def test_a_withdrawn_report_stays_in_the_library_without_its_files(
    small_world: World, as_user: AsUser
) -> None:
    make(small_world, 1, state=ReportState.WITHDRAWN)

    page = as_user(small_world.cast.observer).get(LIST).content.decode()

    assert ">MRS-TEST-0000</a>" in page
    assert "Withdrawn" in page
    assert reverse("reports:read", kwargs={"ref": "mrs-test-0000"}) not in page
    assert 'name="report"' not in page
