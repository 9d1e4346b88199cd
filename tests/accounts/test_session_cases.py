"""The named cases of sessions: A-12 to A-19 and A-22 (A-20, A-21 and A-23 stand with the invitations)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import actions, sessions
from accounts.models import User
from accounts.states import Role
from core.models import AuditLine, Mail
from tests.accounts.entering import (
    NEW,
    PASSWORD,
    SIGN_IN,
    address_in_mail,
    code_at,
    is_in,
    open_in,
    sign_in,
    two_factors,
    words,
)
from tests.factories import people

pytestmark = pytest.mark.django_db


# --- Sessions ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example.org/",
        "//elsewhere.example.org/x",
        "javascript:alert(1)",
        "/\\elsewhere.org",
    ],
)
def test_a12_sign_in_never_leads_elsewhere(person: User, client: Client, address: str) -> None:
    answer = sign_in(client, person.email, next=address)

    assert answer["Location"] == "/"


def test_a12_a_page_that_is_not_ones_own_is_not_there_after_sign_in(person: User, client: Client) -> None:
    answer = client.post(
        SIGN_IN,
        {"login": person.email, "password": PASSWORD, "next": "/reports/no-such-report/"},
        follow=True,
    )

    assert answer.status_code == 404


def test_a13_the_session_has_a_new_number_after_each_step(person: User) -> None:
    own = Client()
    sign_in(own, person.email)
    secret, _codes = two_factors(own)
    visitor = Client()
    visitor.get("/accounts/password/set/1-x/")
    planted = visitor.session
    planted["seen"] = 1
    planted.save()
    visitor.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key or ""

    sign_in(visitor, person.email)
    between = visitor.cookies[settings.SESSION_COOKIE_NAME].value
    visitor.post("/accounts/sign-in/code/", {"code": code_at(secret)})
    after = visitor.cookies[settings.SESSION_COOKIE_NAME].value

    assert len({planted.session_key, between, after}) == 3
    assert not Session.objects.filter(pk__in=[planted.session_key, between]).exists()
    assert is_in(visitor)


def test_a14_a_session_ends_after_half_an_hour_without_activity_and_says_so(
    person: User, clock: Callable[[float], None]
) -> None:
    client = Client()
    sign_in(client, person.email)
    clock(29 * 60)
    assert is_in(client)
    clock(29 * 60)
    assert is_in(client), "the page before was activity"
    clock(31 * 60)

    answer = client.get("/corridors/")

    assert answer["Location"] == "/accounts/sign-in/?next=/corridors/"
    page = words(client.get(answer["Location"]))
    assert "Nothing was done for a while" in page
    assert "Nothing was done" not in words(client.get(SIGN_IN)), "said once"


def test_a14_a_session_ends_after_twelve_hours_whatever_is_done(
    person: User, clock: Callable[[float], None]
) -> None:
    client = Client()
    sign_in(client, person.email)
    for _half_hour in range(12 * 3 - 1):
        clock(20 * 60)
        assert is_in(client)
    clock(21 * 60)

    assert not is_in(client)
    assert "A session lasts 12 hours at most" in words(client.get(SIGN_IN))


def test_a14_on_a_public_computer_it_ends_after_ten_minutes_and_nothing_is_kept(
    person: User, clock: Callable[[float], None]
) -> None:
    client = Client()
    sign_in(client, person.email, public="on")
    assert "mrs_device" not in client.cookies
    assert " data-public" in client.get("/").content.decode()
    clock(11 * 60)

    assert not is_in(client)


def test_a14_asking_how_long_is_left_is_no_activity_and_staying_is(
    person: User, clock: Callable[[float], None]
) -> None:
    client = Client()
    sign_in(client, person.email)
    clock(28 * 60)
    left = client.get("/accounts/session/").json()["left"]
    assert 110 <= left <= 120
    assert client.get("/accounts/session/").json()["left"] == left
    assert client.post("/accounts/session/").json()["left"] >= 30 * 60 - 1
    clock(29 * 60)
    assert is_in(client)
    clock(31 * 60)
    assert client.get("/accounts/session/", headers={"HX-Request": "true"}).status_code == 401


def test_a14_activity_is_written_at_most_once_a_minute(person: User, clock: Callable[[float], None]) -> None:
    client = Client()
    sign_in(client, person.email)
    client.get("/accounts/second-factor/")
    before = UserSession.objects.get(user=person).last_seen_at

    with CaptureQueriesContext(connection) as plain:
        client.get("/accounts/second-factor/")
    assert not any(query["sql"].startswith("UPDATE") for query in plain.captured_queries)
    clock(61)
    client.get("/accounts/second-factor/")

    assert UserSession.objects.get(user=person).last_seen_at > before


def test_a15_a_new_password_ends_the_other_sessions_at_once(person: User) -> None:
    here, there = open_in(2, person)

    fields = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert here.post("/accounts/password/", fields).status_code == 302

    assert is_in(here)
    assert not is_in(there)
    assert Mail.objects.filter(to=person.email, subject="Your password was changed").count() == 1
    assert AuditLine.objects.filter(event="person.password_changed", by=person).count() == 1


def test_a15_setting_up_and_removing_the_second_factor_ends_the_other_sessions(person: User) -> None:
    here, there = open_in(2, person)
    secret, _codes = two_factors(here)
    assert is_in(here)
    assert not is_in(there)
    sign_in(there, person.email)
    there.post("/accounts/sign-in/code/", {"code": code_at(secret)})
    assert is_in(there)

    assert here.post("/accounts/second-factor/remove/").status_code == 302

    assert is_in(here)
    assert not is_in(there)
    assert not Authenticator.objects.filter(user=person).exists()


def test_a15_deactivation_ends_every_session(person: User) -> None:
    clients = open_in(2, person)
    admin = people.person("admin", "Portal administrator", "portal", Role.ADMINISTRATOR)

    actions.deactivate(person=person, by=admin)

    assert [is_in(client) for client in clients] == [False, False]
    assert not UserSession.objects.filter(user=person).exists()


def test_a16_cookies_are_for_the_server_alone_and_small(person: User, client: Client) -> None:
    sign_in(client, person.email)
    for name in (settings.SESSION_COOKIE_NAME, "mrs_device"):
        cookie = client.cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert len(cookie.value) < 4096
    assert person.email not in str(client.cookies)


def test_a17_signing_out_removes_the_session_and_what_the_browser_kept(person: User, client: Client) -> None:
    sign_in(client, person.email)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert "no-store" in client.get("/")["Cache-Control"], "the back button shows nothing"
    assert client.get("/accounts/sign-out/").status_code == 405

    answer = client.post("/accounts/sign-out/")

    assert answer["Clear-Site-Data"] == '"storage"'
    assert not Session.objects.filter(pk=key).exists()
    assert not UserSession.objects.filter(user=person).exists()


def test_a18_the_sixth_session_ends_the_oldest_and_says_so(person: User) -> None:
    clients = open_in(6, person)

    assert [is_in(client) for client in clients] == [False] + [True] * 5
    assert Mail.objects.filter(to=person.email, subject="Your oldest session was ended").count() == 1
    assert UserSession.objects.filter(user=person).count() == 5


def test_a18_one_session_is_ended_from_another_device_at_its_next_request(person: User) -> None:
    here, there = open_in(2, person)
    page = words(here.get("/accounts/sessions/"))
    assert "Browser 1" in page, "what it says itself, when nobody knows it"
    assert "This session" in page
    other = UserSession.objects.get(user_agent="Browser 1")

    here.post(f"/accounts/sessions/{other.pk}/end/")

    assert is_in(here)
    assert not is_in(there)
    assert AuditLine.objects.filter(event="person.session_ended", by=person).count() == 1
    own = UserSession.objects.get(user_agent="Browser 0")
    stranger = people.person("focal.la", "Focal point, Lao PDR", "sdi", Role.FOCAL_POINT)
    visitor = Client()
    sign_in(visitor, stranger.email)
    assert visitor.post(f"/accounts/sessions/{own.pk}/end/").status_code == 404
    assert is_in(here)


def test_a19_the_name_of_a_browser_is_cut_and_escaped(person: User) -> None:
    client = Client(headers={"user-agent": "<b>x</b>" + "y" * 10_000})
    sign_in(client, person.email)

    page = client.get("/accounts/sessions/").content.decode()

    assert "<b>x</b>" not in page
    assert len(UserSession.objects.get(user=person).user_agent) <= 200
    assert len(page) < 60_000


def test_a22_a_new_address_counts_once_it_is_confirmed_and_both_are_told(person: User) -> None:
    here, there = open_in(2, person)
    new = "office.kh@mrs.example.org"
    here.post("/accounts/address/", {"email": new.upper()})
    assert {letter.to for letter in Mail.objects.all()} == {person.email, new}
    assert sign_in(Client(), new).status_code == 422, "not yet"
    link = address_in_mail(new)
    scanner = Client().get(link)
    assert "Confirm this address" in words(scanner)
    assert User.objects.get(pk=person.pk).email == person.email, "opening the link changes nothing"

    here.post(link)

    assert User.objects.get(pk=person.pk).email == new
    assert is_in(here)
    assert not is_in(there)
    assert Mail.objects.filter(to=person.email, subject="The e-mail of your account was changed").count() == 1
    assert Client().get(link).status_code == 410
    assert sign_in(Client(), person.email).status_code == 422
    assert sign_in(Client(), new).status_code == 302
    two_factors(here)
    assert Authenticator.objects.filter(user=person, type="totp").exists(), "no trap for the second factor"


def test_a22_nobody_sends_mails_to_the_world_by_asking_for_new_addresses(person: User, settings: Any) -> None:
    settings.THROTTLES = True
    client = Client()
    sign_in(client, person.email)

    asked = [
        client.post("/accounts/address/", {"email": f"a{number}@mrs.example.org"}).status_code
        for number in range(11)
    ]

    assert asked == [302] * 10 + [429]


@pytest.mark.parametrize("way", ["link", "present password"])
def test_a22_a_new_password_kills_the_link_of_an_address_that_a_stranger_asked_for(
    person: User, way: str
) -> None:
    """Whoever was in the account for a moment must not take it over after its owner set a new password."""
    stranger, owner = open_in(2, person)
    stranger.post("/accounts/address/", {"email": "stranger@mrs.example.org"})
    theirs = address_in_mail("stranger@mrs.example.org")

    if way == "link":
        owner.post("/accounts/password/lost/", {"email": person.email})
        form = owner.get(address_in_mail(person.email), follow=True)
        owner.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    else:
        words = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
        owner.post("/accounts/password/", words)

    assert sign_in(Client(), person.email, NEW).status_code == 302
    assert Client().post(theirs).status_code == 410
    assert User.objects.get(pk=person.pk).email == person.email


def test_a22_an_address_of_somebody_else_is_never_taken_over_nor_given_away(person: User) -> None:
    other = people.person("focal.la", "Focal point, Lao PDR", "sdi", Role.FOCAL_POINT)
    client = Client()
    sign_in(client, person.email)

    taken = client.post("/accounts/address/", {"email": other.email}, follow=True)
    free = client.post("/accounts/address/", {"email": "free@mrs.example.org"}, follow=True)

    assert words(taken).replace(other.email, "free@mrs.example.org") == words(free)
    assert not Mail.objects.filter(to=other.email).exists()


@pytest.mark.parametrize(
    ("route", "named", "counts"),
    [
        ("reports:progress", {"ref": "none"}, False),
        ("standards:intake-progress", {"ref": "none"}, False),
        ("benchmarking:line-suggestions", {"ref": "none", "line": 1}, False),
        ("standards:detail", {"ref": "none"}, True),
    ],
)
def test_a_page_that_asks_by_itself_how_far_some_work_is_keeps_no_session_open(
    person: User, clock: Callable[[float], None], route: str, named: dict[str, Any], counts: bool
) -> None:
    client = Client()
    sign_in(client, person.email)
    began = client.session[sessions.SEEN_AT]
    clock(300)

    client.get(reverse(route, kwargs=named))

    assert (client.session[sessions.SEEN_AT] > began) is counts


# --- Once more before acts with weight; second factor by role ---------------------------------------


@pytest.mark.parametrize("address", ["/accounts/second-factor/set-up/", "/accounts/second-factor/codes/new/"])
def test_ten_minutes_after_sign_in_the_password_is_asked_for_again(
    person: User, clock: Callable[[float], None], address: str
) -> None:
    client = Client()
    sign_in(client, person.email)
    clock(11 * 60)

    led = client.get(address)

    assert led["Location"] == f"/accounts/confirm/?next={address.replace('/', '%2F')}"
    assert client.post(led["Location"], {"password": "wrong password"}).status_code == 422
    assert client.post(led["Location"], {"password": PASSWORD})["Location"] == address
    assert client.get(address).status_code == 200


def test_a_new_address_that_was_sent_too_late_goes_on_after_the_password(
    person: User, clock: Callable[[float], None]
) -> None:
    client = Client()
    sign_in(client, person.email)
    clock(11 * 60)
    led = client.post("/accounts/address/", {"email": "office.kh@mrs.example.org"})
    assert led["Location"].startswith("/accounts/confirm/")
    assert not Mail.objects.exists()

    client.post(led["Location"], {"password": PASSWORD})

    assert Mail.objects.filter(to="office.kh@mrs.example.org").exists()


def test_who_needs_a_second_factor_is_led_to_it_and_nowhere_else(person: User, settings: Any) -> None:
    settings.SECOND_FACTOR_ROLES = [Role.FOCAL_POINT]
    client = Client()
    sign_in(client, person.email)

    for address in ("/", "/corridors/", "/accounts/sessions/", "/accounts/password/"):
        assert client.get(address)["Location"] == "/accounts/second-factor/set-up/", address
    assert client.get("/help/").status_code == 200
    two_factors(client)
    assert client.get("/").status_code == 200
    observer = people.person("observer", "Observer", "asec", Role.OBSERVER)
    other = Client()
    sign_in(other, observer.email)
    assert other.get("/").status_code == 200


def test_who_has_a_second_factor_pays_no_query_for_it(person: User, settings: Any) -> None:
    client = Client()
    sign_in(client, person.email)
    two_factors(client)
    with CaptureQueriesContext(connection) as without:
        client.get("/accounts/second-factor/")
    settings.SECOND_FACTOR_ROLES = [Role.FOCAL_POINT]
    with CaptureQueriesContext(connection) as needed:
        client.get("/accounts/second-factor/")

    assert len(needed) == len(without)


def test_a_session_noted_before_the_rule_is_led_to_the_code_when_the_phone_is_set_up(
    person: User, settings: Any
) -> None:
    client = Client()
    sign_in(client, person.email)
    two_factors(client)
    session = client.session
    del session[sessions.FACTOR]
    session.save()
    settings.SECOND_FACTOR_ROLES = [Role.FOCAL_POINT]

    assert client.get("/")["Location"] == "/accounts/confirm/code/"


def test_nobody_signs_up(client: Client) -> None:
    for address in ("/accounts/signup/", "/accounts/sign-up/", "/accounts/social/", "/accounts/3rdparty/"):
        assert client.get(address).status_code in (302, 404)
    assert reverse("account_login") == SIGN_IN
