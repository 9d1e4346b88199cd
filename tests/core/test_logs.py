"""Logs: one line of JSON each, a number for every request, nothing about people."""

from __future__ import annotations

import json
import logging
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.utils import timezone

from core import heartbeat, logs


def line_of(message: str, *values: object, error: BaseException | None = None) -> str:
    kind = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("portal", logging.INFO, __file__, 1, message, values, kind)
    return logs.JsonLine().format(record)


@pytest.mark.parametrize(
    ("said", "kept", "gone"),
    [
        ("Sign-in of focal.kh@mrs.example.org refused", "Sign-in of", "focal.kh"),
        ("Not Found: /standards/?q=mortar+of+our+draft", "/standards/", "mortar"),
        ("GET /corridors/?country=KH HTTP/1.1", "HTTP/1.1", "country"),
        ("open /accounts/invitations/Zk3vQ9sT7xY2mB5nW8pL4c/", "/accounts/invitations/", "Zk3vQ9"),
        ("link eyJhIjo1fQ0aaaaaaaaaaaaaaa:1tKxYz:Jk3_signature gone", "link", "signature"),
        ("token=abc123 of the person", "token", "abc123"),
        ("Authorization: Bearer abc.def", "Authorization", "abc.def"),
        ("postgres://mrs:hunter2@db/mrs is away", "postgres://", "hunter2"),
        ("Key (email)=(expert@mrs.example.org) already exists", "already exists", "expert@"),
    ],
)
def test_a_line_says_what_happened_without_people_and_secrets(said: str, kept: str, gone: str) -> None:
    message = json.loads(line_of(said))["message"]

    assert kept in message
    assert gone not in message


def test_the_number_of_a_job_stays_to_be_found_by() -> None:
    number = "0b7f2c1e-8a54-4c3d-9e2f-1a2b3c4d5e6f"

    assert number in line_of("Job %s broke", number)


@pytest.mark.parametrize("wild", ["a\r\nINFO forged", "\x1b[31mred\x1b[0m", "a b\x85c", "\x00"])
def test_l_08_nothing_that_was_sent_breaks_or_colours_the_line(wild: str) -> None:
    line = line_of("Not Found: %s", f"/help/{wild}")

    assert line.isascii()
    assert line.isprintable()
    assert len(line.splitlines()) == 1
    assert json.loads(line)["logger"] == "portal"


def test_a_trace_is_part_of_the_same_line_and_names_nobody() -> None:
    try:
        raise ValueError("focal.kh@mrs.example.org\nis not a number")
    except ValueError:
        line = line_of("It broke", error=sys.exc_info()[1])

    told = json.loads(line)
    assert told["error"] == "ValueError"
    assert "test_logs.py" in told["trace"]
    assert "focal.kh" not in line
    assert len(line.splitlines()) == 1


def test_a_call_with_values_that_do_not_fit_still_leaves_a_line() -> None:
    assert "values do not fit" in json.loads(line_of("%d jobs", "many"))["message"]


def test_the_portal_logs_with_this_form() -> None:
    assert "core.logs.JsonLine" in str(settings.LOGGING["formatters"])
    assert not logging.getLogger("django").handlers


@pytest.mark.django_db
def test_every_request_has_a_number_of_its_own() -> None:
    first, second = Client().get("/healthz"), Client().get("/no-such-page/")

    assert len(first["X-Request-ID"]) == 12
    assert first["X-Request-ID"] != second["X-Request-ID"]


def test_the_number_stands_in_the_lines_of_its_request_and_is_gone_after_it() -> None:
    lines: list[str] = []

    def answer(_request: HttpRequest) -> HttpResponse:
        lines.append(line_of("within"))
        return HttpResponse()

    response = logs.numbered_requests(answer)(HttpRequest())

    assert json.loads(lines[0])["request"] == response["X-Request-ID"]
    assert logs.reference() == ""
    assert "request" not in json.loads(line_of("after"))


@pytest.mark.django_db
def test_the_worker_writes_its_sign_of_life_at_most_every_half_minute() -> None:
    heartbeat._last.clear()
    cache.clear()
    now = timezone.now()

    assert heartbeat.last_beat() is None
    assert [heartbeat.beat(now), heartbeat.beat(now + timedelta(seconds=5))] == [True, False]
    assert heartbeat.last_beat() == now
    assert heartbeat.beat(now + timedelta(seconds=31))
