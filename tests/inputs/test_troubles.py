"""Requests that no view can answer, and a database that is away: pages that say what to do (F-04, U-06, U-31, U-33)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.test import Client
from django.urls import reverse

from tests.access.browser import Browser, body, undone, writing
from tests.access.scene import Scene
from tests.inputs.outcome import faults, next_user

pytestmark = pytest.mark.django_db


def _client(scene: Scene, who: str = "co", **options: Any) -> Client:
    client = Client(**options)
    if who in scene.people.session:
        client.cookies[settings.SESSION_COOKIE_NAME] = scene.people.session[who]
    return client


def _new_activity(scene: Scene) -> str:
    return reverse("corridors:activity-create", args=[scene["pilot"].ref])


@contextmanager
def database_away(failure: Exception, after: int = 0) -> Iterator[None]:
    """Every statement fails as it does when the server is gone, from the one after the first `after`."""
    asked = 0

    def fail(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal asked
        asked += 1
        if asked > after:
            raise failure
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail):
        yield


@pytest.mark.parametrize(
    "failure",
    [
        OperationalError("server closed the connection"),
        InterfaceError("connection already closed"),
        OperationalError("database is locked"),
    ],
)
@pytest.mark.parametrize("after", [0, 1, 2, 4])
def test_a_database_that_is_away_gets_a_page_of_its_own(
    failure: Exception, after: int, scene: Scene, visitor: Browser
) -> None:
    client = _client(scene, raise_request_exception=False)

    with undone(), database_away(failure, after):
        answer = client.get("/standards/")

    assert faults(answer, allowed=(503,), most=20_000) == []
    assert int(answer.headers["Retry-After"]) <= 60
    assert "cannot reach its data" in body(answer).decode()
    assert "no-cache" in answer.headers["Cache-Control"] or "no-store" in answer.headers["Cache-Control"]
    assert next_user(visitor) == []


def test_any_other_fault_shows_nothing_of_the_machine(scene: Scene, visitor: Browser) -> None:
    client = _client(scene, raise_request_exception=False)

    with undone(), database_away(ZeroDivisionError("secret words of a draft"), 2):
        answer = client.get("/standards/")

    assert faults(answer, allowed=(500,), most=20_000) == []
    assert b"secret words" not in body(answer)
    assert "fault in the portal" in body(answer).decode()
    assert next_user(visitor) == []


@pytest.mark.parametrize("url", ["/standards/", "/no-such-page/"])
def test_pages_about_a_fault_name_the_number_under_which_the_log_tells_of_it(url: str, scene: Scene) -> None:
    client = _client(scene, raise_request_exception=False)

    with undone(), database_away(OperationalError("gone")):
        answer = client.get(url)

    number = answer.headers.get("X-Request-ID", "")
    if answer.status_code >= 500:
        assert number
        assert number in body(answer).decode()


def test_more_text_than_the_portal_takes_is_413(scene: Scene, visitor: Browser) -> None:
    with undone(), writing() as written:
        answer = _client(scene).post(_new_activity(scene), {"title": "x" * 10_000_000})

    assert faults(answer, allowed=(413,)) == []
    assert "25 MB" in body(answer).decode()
    assert written == []
    assert next_user(visitor) == []


def test_more_fields_than_the_portal_takes_are_refused_in_a_sentence(scene: Scene, visitor: Browser) -> None:
    with undone(), writing() as written:
        answer = _client(scene).post(
            _new_activity(scene), {f"field-{number}": "1" for number in range(1_001)}
        )

    assert faults(answer, allowed=(400,)) == []
    assert "1,000 fields" in body(answer).decode()
    assert written == []
    assert next_user(visitor) == []


MULTIPART = {
    "no boundary": "multipart/form-data",
    "a boundary of 300 signs": "multipart/form-data; boundary=" + "x" * 300,
    "an empty boundary": 'multipart/form-data; boundary=""',
    "a boundary in a script": "multipart/form-data; boundary=กขค",
    "one inside the other": "multipart/form-data; boundary=a; boundary=b",
    "unknown letters": "multipart/form-data; boundary=a; charset=no-such-thing",
}
PART = b'--a\r\nContent-Disposition: form-data; name="f"'
PACKED = b"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
BODIES = {
    "nothing": b"",
    "no end": b'--a\r\nContent-Disposition: form-data; name="title"\r\n\r\nx',
    "10,000 parts": b'--a\r\nContent-Disposition: form-data; name="t"\r\n\r\nx\r\n' * 10_000 + b"--a--\r\n",
    "a head of 100 kB": b'--a\r\nContent-Disposition: form-data; name="'
    + b"t" * 100_000
    + b'"\r\n\r\nx\r\n--a--\r\n',
    "blanks in base64": PART + b'; filename="x.pdf"' + PACKED + b" " * 500_000 + b"\r\n--a--\r\n",
    "wrong base64": PART + PACKED + b"%%%\r\n--a--\r\n",
}


@pytest.mark.parametrize("kind", [*MULTIPART.values(), "multipart/form-data; boundary=a"])
@pytest.mark.parametrize("sent", BODIES)
def test_a_broken_form_with_files_gets_a_page(kind: str, sent: str, scene: Scene, visitor: Browser) -> None:
    """U-32 to U-34: whatever is wrong with it, nothing is written."""
    with undone(), writing() as written:
        answer = _client(scene).generic("POST", _new_activity(scene), BODIES[sent], content_type=kind)

    assert faults(answer, allowed=(400, 413, 415, 422)) == []
    assert [one for one in written if "core_auditline" not in one] == []  # a refused upload is noted


def test_101_files_are_refused_in_a_sentence(scene: Scene) -> None:
    parts = b"".join(
        b'--a\r\nContent-Disposition: form-data; name="f"; filename="%d.pdf"\r\n\r\n%%PDF\r\n' % number
        for number in range(101)
    )

    answer = _client(scene).generic(
        "POST", _new_activity(scene), parts + b"--a--\r\n", content_type="multipart/form-data; boundary=a"
    )

    assert faults(answer, allowed=(400,)) == []
    assert "100 files" in body(answer).decode()


def test_a_refusal_keeps_the_drafts_of_the_browser(scene: Scene, visitor: Browser) -> None:
    """Rights that went while somebody typed (F-38): the page carries the mark by which the browser keeps its drafts."""
    pages = {
        403: visitor.ask("ilo", "POST", _new_activity(scene), {"title": "x"}),
        404: visitor.ask("ekh", "GET", "/c/no-such/"),
    }
    for status, answer in pages.items():
        assert answer.status_code == status
        assert b"data-failed" in body(answer)
