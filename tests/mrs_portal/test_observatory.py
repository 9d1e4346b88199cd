"""At least 125 of 135 points by the rules of the HTTP Observatory, for every kind of page, as production is set."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import User
from tests.conftest import World
from tests.factories import people
from tests.mrs_portal.observatory import Answer, marks_of, policy_of, score_of

ROOT = Path(__file__).resolve().parents[2]
FLOOR = 125
AsUser = Callable[[User], Client]
#: What settings.py makes of the environment of a production machine, and what an answer depends on.
NAMES = [
    "SESSION_COOKIE_NAME",
    "CSRF_COOKIE_NAME",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "SESSION_COOKIE_HTTPONLY",
    "CSRF_COOKIE_HTTPONLY",
    "SESSION_COOKIE_SAMESITE",
    "CSRF_COOKIE_SAMESITE",
    "SECURE_SSL_REDIRECT",
    "SECURE_HSTS_SECONDS",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    "SECURE_HSTS_PRELOAD",
    "CONTENT_SECURITY_POLICY",
]
SAY = (
    "import json; from mrs_portal import settings as s; from csp.constants import NONE, SELF; "
    f"print(json.dumps({{n: getattr(s, n) for n in {NAMES!r} if hasattr(s, n)}}))"
)


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The settings that a production machine has, as far as they reach browsers; read from the module itself."""
    env = {
        **os.environ,
        "HTTPS": "1",
        "DEMO": "0",
        "DEBUG": "0",
        "DATA_DIR": str(tmp_path_factory.mktemp("data")),
    }
    said = subprocess.run(
        [sys.executable, "-c", SAY], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(said.stdout)
    return found


@pytest.fixture
def as_production(production: dict[str, Any]) -> Iterator[None]:
    """The portal answers as in production."""
    with override_settings(**production):
        yield


def signed_in(person: User | None) -> Client:
    """A browser that came by the front door, as a scanner does, and signed in there."""
    client = Client()
    door = reverse("account_login")
    client.get(door, secure=True)
    if person is not None:
        sent = client.post(door, {"login": person.email, "password": people.PASSWORD}, secure=True)
        assert sent.status_code == 302
    return client


def visit(client: Client, path: str) -> tuple[Any, Answer]:
    """One page over HTTPS, with the cookies that the visit has brought so far."""
    response = client.get(path, secure=True)
    jar: SimpleCookie = SimpleCookie()
    for name, cookie in client.cookies.items():
        jar[name] = cookie
    html = response.content.decode() if response["Content-Type"].startswith("text/html") else ""
    return response, Answer(dict(response.headers), jar, html)


def pages(world: World) -> dict[str, tuple[str, User | None, int]]:
    """A page of each kind: address, who asks, the status that it has."""
    cast = world.cast
    return {
        "sign-in": (reverse("account_login"), None, 200),
        "help": (reverse("help"), None, 200),
        "security": (reverse("security"), None, 200),
        "not there, signed out": ("/no-such-page/", None, 404),
        "probe": (reverse("healthz"), None, 200),
        "home": (reverse("home"), cast.focal_kh, 200),
        "list": (reverse("reports:list"), cast.coordinator, 200),
        "object": (reverse("corridor", kwargs={"ref": world.th_kh.ref}), cast.coordinator, 200),
        "form": (reverse("reports:request", kwargs={"ref": world.th_kh.ref}), cast.coordinator, 200),
        "search": (reverse("standards:list") + "?q=brick", cast.reviewer, 200),
        "file": (reverse("standards:template"), cast.focal_kh, 200),
        "administration": (reverse("jobs"), cast.administrator, 200),
        "refused": (reverse("jobs"), cast.observer, 403),
        "not there": ("/no-such-page/", cast.observer, 404),
        "form only": (reverse("account_logout"), cast.observer, 405),
    }


@pytest.mark.django_db
def test_every_kind_of_page_reaches_125_of_135(small_world: World, as_production: None) -> None:
    table, browsers = [], {}
    for kind, (path, person, status) in pages(small_world).items():
        client = browsers.get(person) or browsers.setdefault(person, signed_in(person))
        response, answer = visit(client, path)
        marks = marks_of(answer, client.get(path))
        table.append((kind, response.status_code, status, score_of(marks), marks))

    if os.environ.get("OBSERVATORY_TABLE"):
        print_table(table)
    assert {kind: score for kind, _, _, score, _ in table if score < FLOOR} == {}
    assert [(k, found) for k, found, wanted, _, _ in table if found != wanted] == []


def print_table(table: list[tuple[Any, ...]]) -> None:
    """One line a page, and what each rule gives or takes."""
    print(f"\n{'page':24}{'status':>8}{'points':>8}  of 135")
    for kind, status, _, score, marks in table:
        given = ", ".join(f"{mark.rule} {mark.points:+d}" for mark in marks if mark.points)
        print(f"{kind:24}{status:>8}{score:>8}  {given}")


# --- The grader itself can fail ----------------------------------------------------------------------------

STRICT = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
SAFE = "__Host-sessionid=x; Path=/; Secure; HttpOnly; SameSite=Lax"


class Moved:
    """What an unencrypted address answers."""

    status_code = 301

    def get(self, _name: str, _default: str = "") -> str:
        return "https://testserver/"


def points(headers: dict[str, str], cookie: str = SAFE, html: str = "") -> int:
    return score_of(marks_of(Answer(headers, SimpleCookie(cookie), html), Moved()))


def test_the_grader_gives_what_the_published_rules_give() -> None:
    assert points(STRICT) == 125
    assert points(STRICT, "") == 120
    assert points(STRICT, html='<script src="/a.js" integrity="sha384-x"></script>') == 130
    assert points({}) == 20 + 0  # no policy, no transport security, no sniffing guard, frames, XSS
    assert points(STRICT | {"Content-Security-Policy": "default-src 'self' 'unsafe-inline'"}) < 90
    assert points({k: v for k, v in STRICT.items() if not k.startswith("Strict")}) == 80
    assert points(STRICT, "sessionid=x; Path=/; HttpOnly; SameSite=Lax") == 90 + 20
    assert points(STRICT, "__Host-sessionid=x; Path=/; Secure; SameSite=Lax") == 70
    assert points(STRICT, html='<script src="https://cdn.example/a.js"></script>') == 95 + 25


def test_a_directive_that_stands_twice_is_no_policy() -> None:
    with pytest.raises(ValueError, match="img-src"):
        policy_of("img-src 'self'; img-src *")


def test_without_a_proxy_of_ours_nobody_can_claim_that_a_request_was_encrypted(
    production: dict[str, Any], as_production: None, client: Client
) -> None:
    """L-24: X-Forwarded-Proto is not read unless TRUSTED_PROXIES names one."""
    assert "SECURE_PROXY_SSL_HEADER" not in production

    answer = client.get("/help/", headers={"X-Forwarded-Proto": "https"})

    assert (answer.status_code, answer["Location"]) == (301, "https://testserver/help/")


# --- Cookies of production -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_cookies_are_bound_to_the_host_small_and_out_of_reach_of_scripts(
    small_world: World, as_production: None
) -> None:
    client = signed_in(small_world.cast.focal_kh)

    assert {"__Host-sessionid", "__Host-csrftoken"} <= set(client.cookies)
    for name, cookie in client.cookies.items():
        assert name.startswith("__Host-"), name
        assert cookie["secure"] and cookie["httponly"] and cookie["samesite"] == "Lax", name  # noqa: PT018
        assert (cookie["path"], cookie["domain"]) == ("/", ""), name
        assert len(cookie.OutputString()) <= 4096
