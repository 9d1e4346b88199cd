"""The library of reports: search, filters, paging, one number of queries."""

from __future__ import annotations

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
from reports.states import ReportState
from tests.conftest import World

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]
LIST = "/reports/"
#: Session, person, organisation, filter, count, rows, corridors to ask for: whatever the number of reports.
QUERIES = 7


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
    ],
)
def test_search_and_filters_narrow_the_library(
    small_world: World, as_user: AsUser, query: str, found: set[str]
) -> None:
    make(small_world, 1)
    make(small_world, 1, corridor=small_world.th_kh_wiring)
    make(small_world, 1, corridor=small_world.th_la, state=ReportState.PUBLISHED)

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
