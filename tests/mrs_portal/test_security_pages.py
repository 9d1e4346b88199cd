"""Links in mails, what browsers report, readiness, the security page and its promises."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as real_settings
from django.contrib.auth.hashers import make_password
from django.core.signing import TimestampSigner
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.states import Notice
from core import browser_reports, heartbeat, links, readiness
from core.models import BrowserReport, Job, JobState
from core.notices import NOTICES
from core.queries import browser_reports as counted
from core.throttles import Buckets, Pace
from mrs_portal import promises, views_security
from tests.conftest import Cast, World

ROOT = Path(__file__).resolve().parents[2]
AsUser = Callable[[User], Client]
pytestmark = pytest.mark.django_db


# --- Links in mails -----------------------------------------------------------------------------------------


def path_of(person: User, to: str = "/help/") -> str:
    return links.link_for(person, to).removeprefix(real_settings.PORTAL_ADDRESS)


def test_a_link_leads_its_person_on_and_exists_for_nobody_else(cast: Cast, as_user: AsUser) -> None:
    """L-28: opened by another person it is not there; by nobody it leads to sign-in and back."""
    path = path_of(cast.focal_kh)

    assert as_user(cast.focal_kh).get(path).headers["Location"] == "/help/"
    assert as_user(cast.focal_la).get(path).status_code == 404
    away = Client().get(path)
    assert away.status_code == 302
    assert away.headers["Location"].startswith(reverse("account_login"))
    assert "from-mail" in away.headers["Location"]


def test_the_page_behind_a_link_asks_for_rights_itself(small_world: World, as_user: AsUser) -> None:
    corridor = reverse("corridor", kwargs={"ref": small_world.th_la.ref})
    path = path_of(small_world.cast.focal_kh, corridor)

    assert as_user(small_world.cast.focal_kh).get(path, follow=True).status_code == 404


def test_an_expired_link_says_so_and_shows_the_way_on(
    cast: Cast, as_user: AsUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        TimestampSigner, "timestamp", lambda self: _stamp(timezone.now() - timedelta(hours=72, seconds=5))
    )
    path = path_of(cast.focal_kh)
    monkeypatch.undo()

    answer = as_user(cast.focal_kh).get(path)

    assert answer.status_code == 410
    assert 'href="/help/"' in answer.content.decode()
    assert as_user(cast.focal_la).get(path).status_code == 404


def _stamp(moment: Any) -> str:
    from django.core.signing import b62_encode

    return b62_encode(int(moment.timestamp()))


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: "x" + t, lambda t: t.swapcase(), lambda t: "%00"]
)
def test_a_link_that_was_changed_is_not_there(cast: Cast, as_user: AsUser, change: Any) -> None:
    token = path_of(cast.focal_kh).strip("/").rpartition("/")[2]

    assert as_user(cast.focal_kh).get(f"{links.PATH}{change(token)}/").status_code in (400, 404)


def test_no_link_leads_out_of_the_portal(cast: Cast, as_user: AsUser) -> None:
    for outside in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        assert as_user(cast.focal_kh).get(path_of(cast.focal_kh, outside)).status_code == 404


def test_the_profile_names_every_notice_that_can_be_switched_off() -> None:
    assert set(Notice.values) == NOTICES


# --- What browsers report --------------------------------------------------------------------------------------

OLD = {
    "csp-report": {
        "document-uri": "https://portal.example/reports/secret-ref/?q=private+words",
        "violated-directive": "script-src-elem",
        "effective-directive": "script-src-elem",
        "blocked-uri": "inline",
        "script-sample": "alert('a person')",
    }
}
NEW = [
    {"type": "csp-violation", "url": "https://portal.example/x", "body": {"effectiveDirective": "img-src"}}
]


def send(body: Any, kind: str = "application/csp-report") -> int:
    client = Client(enforce_csrf_checks=True)
    text = body if isinstance(body, str) else json.dumps(body)
    return client.post(reverse("browser-reports"), text, content_type=kind).status_code


@pytest.fixture(autouse=True)
def _room_for_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views_security, "_reports_of_a_place", Buckets(Pace(20, 0.2)))
    monkeypatch.setattr(views_security, "_reports_of_all", Buckets(Pace(120, 2.0)))


def test_reports_are_counted_by_day_and_directive_and_nothing_else_is_kept() -> None:
    assert [send(OLD), send(OLD), send(NEW, "application/reports+json")] == [204, 204, 204]

    kept = {one.directive: (one.day, one.number) for one in counted()}
    assert kept == {"script-src-elem": (timezone.localdate(), 2), "img-src": (timezone.localdate(), 1)}
    assert {field.name for field in BrowserReport._meta.fields} == {"id", "day", "directive", "number"}


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "null", '"x"', "[" * 5000, "{}", '{"csp-report": 1}', "\x00", '[{"body": null}]']
)
def test_what_is_no_report_changes_nothing_but_the_count_of_others(body: str) -> None:
    assert send(body) == 204
    assert {one.directive for one in counted()} <= {browser_reports.OTHER}


def test_an_invented_directive_is_not_stored() -> None:
    send({"csp-report": {"effective-directive": "<script>alert(1)</script>"}})

    assert [one.directive for one in counted()] == ["other"]


def test_floods_and_long_reports_are_dropped_with_the_same_answer() -> None:
    assert send({"csp-report": {"effective-directive": "img-src"}, "x": "y" * 20_000}) == 204
    assert not counted()
    assert {send(OLD) for _ in range(30)} == {204}
    assert counted()[0].number == 20


# --- Readiness ---------------------------------------------------------------------------------------------------


def test_readiness_names_every_part_and_fails_with_any_of_them(client: Client) -> None:
    heartbeat._last.clear()
    heartbeat.beat(timezone.now())

    answer = client.get(reverse("readyz"))
    parts = answer.json()["parts"]
    assert set(parts) == {"database", "queue", "mail", "worker", "broker", "store", "disk"}
    assert all(one["ok"] for name, one in parts.items() if name != "disk"), parts
    Job.objects.create(name="x", state=JobState.QUEUED, key="waits", queue="background")
    Job.objects.update(created_at=timezone.now() - timedelta(minutes=6))
    waits = client.get(reverse("readyz"))
    assert (waits.status_code, waits.json()["ready"], waits.json()["parts"]["queue"]["ok"]) == (
        503,
        False,
        False,
    )


def test_a_store_that_cannot_be_written_is_seen(settings: Any, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    settings.PRIVATE_FILES = blocked

    found = {one.name: one for one in readiness.readings()}

    assert (found["store"].ok, found["database"].ok) == (False, True)


def test_readiness_is_for_this_machine_and_for_who_has_the_token(client: Client, settings: Any) -> None:
    """L-31: from outside there is no such page; the probe of life tells nothing but that it lives."""
    page, outside = reverse("readyz"), {"REMOTE_ADDR": "198.51.100.9"}

    assert client.get(page, **outside).status_code == 404
    assert client.get(page, HTTP_X_FORWARDED_FOR="127.0.0.1").status_code == 404  # a proxy that nobody named
    assert client.get(page, HTTP_AUTHORIZATION="Bearer ", **outside).status_code == 404
    settings.READYZ_TOKEN = "a-long-random-text"
    assert client.get(page, HTTP_AUTHORIZATION="Bearer a-long-random-text", **outside).status_code in (
        200,
        503,
    )
    assert client.get(page, HTTP_AUTHORIZATION="Bearer another", **outside).status_code == 404
    assert client.get(reverse("healthz"), **outside).content == b"ok"


# --- The security page ----------------------------------------------------------------------------------------


def test_the_page_says_what_is_promised_what_is_not_and_where_to_write(client: Client, settings: Any) -> None:
    settings.SECURITY_CONTACT = "security@mrs.example.org"

    page = client.get(reverse("security")).content.decode()

    for one in promises.PROMISES:
        assert str(one.says) in page
    assert "mailto:security@mrs.example.org" in page
    assert "without encryption" in page  # this installation has none
    settings.HTTPS = True
    assert "HTTPS only" in client.get(reverse("security")).content.decode()


def test_every_promise_is_proved_by_tests_that_exist() -> None:
    for one in promises.PROMISES:
        assert one.tests
        for path in one.tests:
            file, _, name = path.partition("::")
            assert (ROOT / file).is_file(), path
            assert f"def {name}(" in (ROOT / file).read_text() or not name, path


def test_what_the_document_names_as_proof_exists() -> None:
    named = re.findall(r"`(tests/[^`]+)`", (ROOT / "docs" / "security.md").read_text())

    assert len(named) > 20
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_where_to_report_is_told_by_the_standard_and_only_when_somebody_is_named(
    client: Client, settings: Any
) -> None:
    settings.SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "security@mrs.example.org"

    answer = client.get("/.well-known/security.txt")

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert lines["Contact"] == "mailto:security@mrs.example.org"
    assert lines["Expires"] > timezone.now().isoformat()
    settings.SECURITY_CONTACT = "https://portal.example/report"
    assert b"Contact: https://portal.example/report" in client.get("/.well-known/security.txt").content


def test_passwords_are_kept_as_argon2id(settings: Any) -> None:
    from mrs_portal import settings as module

    settings.PASSWORD_HASHERS = module.PASSWORD_HASHERS

    assert make_password("a long pass phrase").startswith("argon2$argon2id$")
