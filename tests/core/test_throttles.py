"""Limits: so many pass, the next one is refused with the time to wait, and after the pause it passes again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core import pacing, throttles
from core.addresses import client_address, client_network
from core.models import Allowance
from core.throttles import Buckets, Limit, Pace, spend
from tests.architecture.test_views_are_guarded import routes
from tests.conftest import Cast, World
from tests.reports.world import pdf, requested

AsUser = Callable[[User], Client]
NOW = datetime(2026, 11, 23, 9, tzinfo=timezone.get_default_timezone())
HOUR = timedelta(hours=1)


@pytest.fixture
def brakes(settings: Any, _no_throttles: None) -> Any:
    """The settings with the brakes on."""
    settings.THROTTLES = True
    return settings


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_gives_its_burst_then_refuses_then_gives_what_has_run_in() -> None:
    clock = Clock()
    buckets = Buckets(Pace(3, 0.5), clock)

    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 2]
    assert buckets.take("b") == 0  # another sender's bucket is full
    clock.now = 1.9
    assert buckets.take("a") == 1
    clock.now = 2.1
    assert [buckets.take("a"), buckets.take("a")] == [0, 2]
    clock.now = 1_000
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 2]  # never more than the burst


def test_no_pause_of_a_bucket_is_longer_than_a_minute_and_memory_stays_bounded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(throttles, "SENDERS", 5)
    buckets = Buckets(Pace(1, 0.001), Clock())

    assert [buckets.take("a"), buckets.take("a")] == [0, 60]
    for number in range(50):
        buckets.take(str(number))
    assert len(buckets._left) == 5


@pytest.mark.django_db
def test_an_allowance_counts_exactly_and_begins_anew_after_its_time() -> None:
    limit = Limit(HOUR, number=3)

    assert [spend("k", limit, now=NOW) for _ in range(3)] == [0, 0, 0]
    assert spend("k", limit, now=NOW + timedelta(minutes=50)) == 600
    assert spend("other", limit, now=NOW) == 0
    assert spend("k", limit, now=NOW + HOUR) == 0
    assert Allowance.objects.get(key="k").number == 1


@pytest.mark.django_db
def test_bytes_are_an_allowance_too_and_one_large_thing_passes_alone() -> None:
    limit = Limit(HOUR, size=100)

    assert spend("k", limit, now=NOW, size=250) == 0
    assert spend("k", limit, now=NOW, size=1) == 3600


@pytest.mark.django_db
def test_what_is_counted_within_the_limit_costs_one_query(django_assert_num_queries: Any) -> None:
    spend("k", Limit(HOUR, number=3), now=NOW)

    with django_assert_num_queries(1):
        spend("k", Limit(HOUR, number=3), now=NOW)


def test_a_flood_from_one_place_is_refused_before_any_session_is_read_and_others_pass(
    db: None, brakes: Any, client: Client, django_assert_num_queries: Any
) -> None:
    brakes.PACE_OF_A_PLACE = (5, 0.1)
    page = reverse("help")
    client.cookies[brakes.SESSION_COOKIE_NAME] = "x" * 32

    assert [client.get(page).status_code for _ in range(5)] == [200] * 5
    with django_assert_num_queries(0):
        refused = client.get(page)

    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 60
    assert b"try again" in refused.content
    assert refused["Content-Security-Policy"]
    assert refused["Permissions-Policy"]
    assert client.get(page, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_a_persons_burst_passes_the_next_request_is_refused_and_after_the_pause_it_passes(
    cast: Cast, brakes: Any, as_user: AsUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr(pacing, "Buckets", lambda pace: Buckets(pace, clock))
    brakes.PACE_OF_A_PERSON = (4, 0.5)
    page = reverse("reports:list")
    person, other = as_user(cast.coordinator), as_user(cast.coordinator)

    assert [person.get(page).status_code for _ in range(4)] == [200] * 4
    refused = person.get(page)
    assert (refused.status_code, refused["Retry-After"]) == (429, "2")
    assert "private" in refused["Cache-Control"]
    assert other.get(page).status_code == 200  # another web process counts for itself
    clock.now = 2.5
    assert person.get(page).status_code == 200


def test_searches_have_a_pace_of_their_own_and_pages_without_one_go_on(
    cast: Cast, brakes: Any, as_user: AsUser
) -> None:
    brakes.PACE_OF_SEARCH = (2, 0.01)
    page = reverse("reports:list")
    browser = as_user(cast.coordinator)

    assert [browser.get(page, {"q": "a"}).status_code for _ in range(3)] == [200, 200, 429]
    assert browser.get(page, {"q": " "}).status_code == 200
    assert browser.get(page).status_code == 200


def test_ordinary_pages_cost_no_query_more_with_the_brakes_on(
    cast: Cast, settings: Any, as_user: AsUser
) -> None:
    from django.db import connection

    counted = []
    for on in (False, True):
        settings.THROTTLES = on
        browser = as_user(cast.coordinator)
        browser.get(reverse("reports:list"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            browser.get(reverse("reports:list"), {"q": "office"})
        counted.append(len(queries))

    assert counted[0] == counted[1]


def test_files_are_counted_wherever_they_leave_and_the_next_hour_brings_new_ones(
    small_world: World, brakes: Any, as_user: AsUser
) -> None:
    brakes.FILES_AN_HOUR = 2
    report = requested(small_world)
    pdf(report)
    browser = as_user(small_world.cast.coordinator)
    template = reverse("standards:template")

    answers = [browser.get(template) for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert 3500 < int(answers[2]["Retry-After"]) <= 3600
    assert "60 minutes" in answers[2].content.decode()
    Allowance.objects.update(since=timezone.now() - HOUR)
    assert browser.get(template).status_code == 200


def test_bytes_of_a_day_are_counted_over_all_files(cast: Cast, brakes: Any, as_user: AsUser) -> None:
    browser = as_user(cast.coordinator)
    template = reverse("standards:template")
    brakes.BYTES_A_DAY = len(browser.get(template).content) + 1

    assert [browser.get(template).status_code for _ in range(2)] == [200, 429]


def test_what_sets_work_off_is_counted_by_address_and_person(
    small_world: World, brakes: Any, as_user: AsUser
) -> None:
    brakes.LIMITED_POSTS = {"reports:request": 2}
    address = reverse("reports:request", kwargs={"ref": small_world.th_kh.ref})
    browser = as_user(small_world.cast.coordinator)

    answers = [browser.post(address, {"kind": "no such kind"}).status_code for _ in range(3)]

    assert (answers[0], answers[1]) != (429, 429)
    assert answers[2] == 429
    assert browser.get(address).status_code == 200


def test_where_nobody_is_signed_in_the_place_on_the_net_is_counted(db: None, brakes: Any) -> None:
    brakes.LIMITED_POSTS = {"account_login": 1}
    door, sent = reverse("account_login"), {"login": "nobody@mrs.example.org", "password": "not this one"}

    answers = [Client().post(door, sent).status_code for _ in range(2)]
    assert (answers[0] != 429, answers[1]) == (True, 429)
    assert Client().post(door, sent, REMOTE_ADDR="192.0.2.7").status_code != 429


def test_every_address_with_a_limit_exists(settings: Any) -> None:
    assert set(settings.LIMITED_POSTS) <= {name for name, _pattern in routes()}


# --- From where ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("proxies", "told", "counts"),
    [
        (0, "198.51.100.9", "10.0.0.1"),  # no proxy of ours: the header is anybody's word
        (1, "", "10.0.0.1"),
        (1, "198.51.100.9", "198.51.100.9"),
        (1, "1.1.1.1, 2.2.2.2, 198.51.100.9", "198.51.100.9"),
        (2, "1.1.1.1, 198.51.100.9, 10.0.0.2", "198.51.100.9"),
        (2, "198.51.100.9", "10.0.0.1"),  # asked past the outer proxy
        (1, ", ".join(["1.1.1.1"] * 50 + ["198.51.100.9"]), "198.51.100.9"),
        (1, "198.51.100.9:4711", "198.51.100.9"),
        (1, "[2001:db8::1]:4711", "2001:db8::1"),
        (1, "nonsense\r\nX: y", ""),
    ],
)
def test_only_what_our_own_proxies_wrote_is_believed(
    settings: Any, proxies: int, told: str, counts: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    extra = {"HTTP_X_FORWARDED_FOR": told} if told else {}

    assert client_address(RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", **extra)) == counts


def test_an_ipv6_network_is_counted_as_one(settings: Any) -> None:
    settings.TRUSTED_PROXIES = 0

    def network(address: str) -> str:
        return client_network(RequestFactory().get("/", REMOTE_ADDR=address))

    assert network("2001:db8:1:2:3::1") == network("2001:db8:1:2:ffff::9") == "2001:db8:1:2::/64"
    assert network("2001:db8:1:3::1") != network("2001:db8:1:2::1")
    assert network("::ffff:192.0.2.1") == network("192.0.2.1") == "192.0.2.1"
