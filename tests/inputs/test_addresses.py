"""Addresses and headers that nobody sends by accident (L-01 to L-33)."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.access.browser import Browser, body, outcome, undone, writing
from tests.access.rules import Rule
from tests.access.scene import Scene
from tests.access.test_matrix import ABSENT, ROUTES, address, rules_of
from tests.inputs.outcome import faults, next_user

pytestmark = pytest.mark.django_db

LISTS = (
    "standards:list",
    "corridors:list",
    "benchmarking:list",
    "benchmarking:gap-list",
    "questionnaires:list",
    "missions:list",
    "reports:list",
)


def _first(route: str) -> Rule | None:
    return next((rule for rule in rules_of(route) if rule.method == "GET" and rule.yes), None)


#: What machines ask: it says whether the portal is ready, which it is not in a test.
MACHINES = {"readyz"}
PAGES = [route for route in ROUTES if _first(route) and route not in MACHINES]
OBJECTS = [route for route in ROUTES if any(rule.at and not rule.query for rule in rules_of(route))]


def _client(scene: Scene, who: str = "co") -> Client:
    client = Client()
    if who in scene.people.session:
        client.cookies[settings.SESSION_COOKIE_NAME] = scene.people.session[who]
    return client


# --- What stands in the path -----------------------------------------------------------------------------


@pytest.mark.parametrize("odd", ["%00", "..%2f..%2fetc%2fpasswd", "x" * 1500, "%0d%0aSet-Cookie:x=1%1b[31m"])
def test_a_reference_that_never_existed_is_not_found(odd: str, scene: Scene, visitor: Browser) -> None:
    """The same on every route of an object, for whoever may use it (L-02, L-03, L-08)."""
    client, wrong = _client(scene), []
    for route in OBJECTS if odd == "%00" else OBJECTS[::5]:
        rule = rules_of(route)[0]
        url = address(scene, rule, absent=True).replace(ABSENT, odd, 1).partition("?")[0]
        if ABSENT in address(scene, rule, absent=True):
            answer = client.generic(rule.method, url)
            wrong += [f"{route}: {one}" for one in faults(answer, allowed=(404,), most=20_000)]
    assert not wrong, "\n".join(wrong)
    assert next_user(visitor) == []


def test_a_page_without_its_last_stroke_or_in_capitals_leads_there_once_or_nowhere(scene: Scene) -> None:
    client, wrong = _client(scene), []
    for route in PAGES[::4]:
        path = address(scene, _first(route)).partition("?")[0]  # type: ignore[arg-type]  # there is one
        for odd in (path.rstrip("/") or "/", path.upper()):
            answer = client.get(odd)
            body(answer)
            wanted = (200, 404) if odd == path else (301, 302, 404, 410)
            if answer.status_code not in wanted:
                wrong.append(f"{odd}: {answer.status_code}")
            if answer.status_code == 301 and answer.headers["Location"].partition("?")[0] != path:
                wrong.append(f"{odd} leads to {answer.headers['Location']}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("route", PAGES)
def test_an_address_that_answers_a_page_answers_a_whole_one(
    route: str, scene: Scene, visitor: Browser
) -> None:
    """Parts of pages exist for scripts only; opened by hand there is a page, a file, or a way to the page (L-04)."""
    rule = _first(route)
    assert rule is not None
    with undone():
        answer = visitor.ask(sorted(rule.yes)[0], "GET", address(scene, rule))
        content = body(answer)
    kind = answer.headers.get("Content-Type", "")
    part = kind.startswith("text/html") and content.strip() and b"<html" not in content
    assert not part
    assert answer.status_code < 500


def test_endless_addresses_are_refused_before_anything_is_read(scene: Scene, visitor: Browser) -> None:
    client = _client(scene)
    for url in (
        "/standards/" + "x" * 8_000,
        "/standards/?q=" + "x" * 16_000,
        "/standards/?" + "a=1&" * 10_000,
    ):
        started = time.process_time()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = client.get(url)
        assert faults(answer, allowed=(414,)) == []
        assert len(asked) == 0
        assert time.process_time() - started < 1
    assert next_user(visitor) == []


@pytest.mark.parametrize(
    "path",
    [
        "/no-such-page/",
        "/metrics",
        "/admin/",
        "/admin/accounts/user/1/change/",
        "/media/",
        "/protected/x.pdf",
        "/files/",
        "/static/../manage.py",
        "/static/%2e%2e/mrs_portal/settings.py",
        "/.git/config",
        "/.env",
        "/settings.py",
        "/__debug__/",
        "/static/js/portal.js.map",
        "/db.sqlite3",
        "/accounts/sign-up/",
        "/accounts/signup/",
        "/accounts/social/",
    ],
)
@pytest.mark.parametrize("who", ["anon", "adm"])
def test_there_is_nothing_at_the_addresses_that_people_try(path: str, who: str, scene: Scene) -> None:
    """L-07, L-25, L-32, L-33."""
    answer = _client(scene, who).get(path)

    assert faults(answer, allowed=(404,), most=20_000) == []


def test_the_probe_says_ok_and_nothing_else(scene: Scene) -> None:
    answer = _client(scene, "anon").get("/healthz")

    assert answer.status_code == 200
    assert not re.search(r"\d+\.\d+", body(answer).decode())


# --- What stands behind the question mark ----------------------------------------------------------------

ODD_FILTERS = (
    "country=KH&corridor=KH",
    "order_by=owner__password",
    "order_by=-pk&sort=?&ordering=password",
    "state__in=draft&pk__gt=0&created_by__email__startswith=a&_connector=OR",
    "per_page=1000000&limit=1000000&size=1000000",
    "lang=" + "x" * 600,
    "language=xx&lang=xx",
    "owner=1&is_staff=1&user=1&by=1",
)


@pytest.mark.parametrize("route", LISTS)
def test_what_a_list_does_not_ask_for_changes_nothing_in_it(route: str, scene: Scene) -> None:
    """L-09 to L-11, L-13, L-15, L-17: the same rows as without it."""
    client, url = _client(scene, "la"), reverse(route)
    plain = _rows(client.get(url)) | {url}
    assert len(plain) > 1
    for odd in ODD_FILTERS:
        answer = client.get(f"{url}?{odd}")
        assert answer.status_code == 200, odd
        assert _rows(answer) <= plain, odd


def _rows(answer: Any) -> set[str]:
    """Addresses of what a page shows, without queries."""
    main = body(answer).decode().partition("<main")[2].partition("</main")[0]
    return {one.partition("?")[0] for one in re.findall(r'href="(/[^"#?]+)', main)}


@pytest.mark.parametrize(
    "q",
    [
        "(a+)+$" * 15,
        "x" * 5_000,
        "%" * 500,
        "\u0301" * 300,
        "_" * 100,
        "\\" * 99,
        "' OR 1=1--",
        "a\0b",
        "*" * 90,
    ],
)
def test_a_search_for_anything_is_answered_quickly(q: str, scene: Scene, visitor: Browser) -> None:
    """F-02, L-12: nothing is found that is not there without the search."""
    plain = {route: _rows(visitor.ask("co", "GET", reverse(route))) | {reverse(route)} for route in LISTS}
    for route in LISTS:
        started = time.process_time()
        answer = visitor.ask("co", "GET", reverse(route), {"q": q})
        assert faults(answer, allowed=(200,), most=400_000) == []
        assert time.process_time() - started < 2
        assert _rows(answer) <= plain[route]


@pytest.mark.parametrize("number", ["0", "-1", "1000000000", "abc", "last", "", "1e3", "๒", "9" * 4000])
def test_a_page_that_is_not_there_is_the_nearest_one(number: str, scene: Scene, visitor: Browser) -> None:
    for route in LISTS:
        answer = visitor.ask("co", "GET", reverse(route), {"page": number})
        assert faults(answer, allowed=(200,), most=400_000) == [], route


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example.org",
        "https:/evil.example.org",
        "\\\\evil.example.org",
        "/\r\nX: 1",
        "http://testserver:99/",
        "javascript:alert(1)",
        "https://evil.example.org/",
    ],
)
def test_sign_in_leads_nowhere_else(target: str, scene: Scene) -> None:
    """L-16: the page of sign-in keeps no foreign address, and a signed-in person is led to one of ours."""
    answer = _client(scene, "co").get(reverse(settings.LOGIN_URL), {"next": target})

    location = answer.headers.get("Location", "/")
    assert location.startswith("/")
    assert not location.startswith("//")
    assert "evil" not in location
    assert (
        "evil"
        not in body(_client(scene, "anon").get("/accounts/sign-in/", {"next": target}))
        .decode()
        .partition("<form")[2]
        .partition("action=")[2][:200]
    )


# --- Headers ---------------------------------------------------------------------------------------------

HEADERS = {
    "L-19": {"Accept": '"' + ";" * 50_000 + '"'},
    "L-20": {"Accept-Language": ",".join(["x" * 600] * 5_000)},
    "L-24": {"X-Forwarded-For": ", ".join(["10.0.0.1"] * 50), "X-Forwarded-Proto": "https"},
    "L-29": {"Range": "bytes=" + ",".join("0-0" for _ in range(1_000))},
    "L-30": {"If-None-Match": '"x", W/"x", *'},
}


@pytest.mark.parametrize("case", HEADERS)
def test_odd_headers_cost_no_time_and_change_nothing(case: str, scene: Scene, visitor: Browser) -> None:
    visitor.ask("co", "GET", "/standards/")
    started = time.process_time()
    answer = visitor.ask("co", "GET", "/standards/", None, **HEADERS[case])

    assert time.process_time() - started < 1
    assert answer.status_code == 200
    assert not answer.headers.get("Set-Cookie", "").startswith("secure")
    assert next_user(visitor) == []


@pytest.mark.parametrize(
    "host", ["evil.example.org", "evil.example.org:80", "[::1", "a b", "", "testserver.evil.example.org"]
)
def test_a_name_that_is_not_ours_is_refused(host: str, scene: Scene) -> None:
    """L-21."""
    answer = Client(SERVER_NAME=host or " ").get("/standards/", headers={"Host": host or " "})

    assert faults(answer, allowed=(400,)) == []
    assert b"evil" not in body(answer)


def test_files_answer_ranges_with_the_whole_or_one_piece(scene: Scene, visitor: Browser) -> None:
    url = reverse("reports:download", kwargs={"ref": scene["r_published"].ref, "number": 1})
    for asked in ("bytes=0-0", HEADERS["L-29"]["Range"], "bytes=9-1", "bytes=x", "lines=1-2"):
        answer = visitor.ask("co", "GET", url, None, Range=asked)
        content = body(answer)
        assert answer.status_code in (200, 206, 302, 416)
        assert b"multipart/byteranges" not in answer.headers.get("Content-Type", "").encode()
        assert len(content) < 10_000_000


def test_no_page_says_that_nothing_has_changed(scene: Scene, visitor: Browser) -> None:
    """What one person's browser has kept is never good for another person (L-30)."""
    for route in LISTS:
        first = visitor.ask("co", "GET", reverse(route))
        mark = first.headers.get("ETag", "*")
        answer = visitor.ask(
            "kh",
            "GET",
            reverse(route),
            None,
            **{"If-None-Match": mark, "If-Modified-Since": "Tue, 01 Jan 2999 00:00:00 GMT"},
        )
        assert answer.status_code == 200
        assert "no-store" in answer.headers["Cache-Control"]


def test_asking_writes_nothing(scene: Scene, visitor: Browser) -> None:
    """The checks of this file would not see a page that writes."""
    with undone(), writing() as written:
        for route in LISTS:
            assert outcome(visitor.ask("co", "GET", reverse(route))) == "page"
    assert written == []
