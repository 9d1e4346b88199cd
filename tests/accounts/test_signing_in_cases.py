"""The named cases of signing in: A-01 to A-11 (the sessions A-12 to A-22 stand in test_session_cases.py)."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.entrance.passwords import Argon2
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
    sign_in,
    two_factors,
    words,
)
from tests.factories import people

pytestmark = pytest.mark.django_db


# --- Guessing ----------------------------------------------------------------------------------------


def test_a01_five_wrong_passwords_pause_the_account_and_say_the_same_of_one_that_is_not_there(
    person: User, clock: Callable[[float], None]
) -> None:
    there = [sign_in(Client(), person.email, "wrong password") for _ in range(6)]
    missing = [sign_in(Client(), "nobody@mrs.example.org", "wrong password") for _ in range(6)]

    assert [answer.status_code for answer in there] == [422] * 5 + [429]
    assert there[5]["Retry-After"] == "900"
    for ours, other in zip(there, missing, strict=True):
        assert words(ours) == words(other).replace("nobody@", "focal.kh@")
        assert ours.status_code == other.status_code
    assert sign_in(Client(), person.email).status_code == 429, "even the right password waits"
    clock(901)
    assert sign_in(Client(), person.email).status_code == 302


def test_a01_an_unknown_account_costs_the_same_hashing(person: User, settings: Any) -> None:
    """One hashing each, counted: times themselves would make a test that fails on a busy machine."""
    settings.PASSWORD_HASHERS = ["tests.accounts.counting.Counting"]
    from tests.accounts.counting import Counting

    person.set_password(PASSWORD)
    person.save()
    closed = people.person("former.kh", "Former focal point", "mlvt", Role.FOCAL_POINT, is_active=False)
    counts = []
    for email in (person.email, "nobody@mrs.example.org", closed.email):
        Counting.count = 0
        sign_in(Client(), email, "wrong password")
        counts.append(Counting.count)

    assert counts == [1, 1, 1]


@pytest.mark.parametrize("ip", ["10.1.1.{}", "2001:db8:1:1::{}"], ids=["one address", "one IPv6 network"])
def test_a02_one_password_on_many_accounts_pauses_the_address(person: User, ip: str) -> None:
    one = ip.format(1)
    for number in range(30):
        sign_in(
            Client(),
            f"p{number}@mrs.example.org",
            "Spring2026!",
            ip=ip.format(number % 9 if ":" in ip else 1),
        )

    assert sign_in(Client(), person.email, ip=one).status_code == 429
    assert sign_in(Client(), person.email, ip="192.0.2.9").status_code == 302


def test_a03_many_addresses_on_one_account_slow_it_down_and_tell_its_owner_once(person: User) -> None:
    answers = [
        sign_in(Client(), person.email, "wrong password", ip=f"10.2.{number}.1") for number in range(12)
    ]

    assert [answer.status_code for answer in answers[5:]] == [429] * 7
    told = Mail.objects.filter(to=person.email)
    assert [letter.subject for letter in told] == ["Signing in to your account is paused"]
    assert not Mail.objects.exclude(to=person.email).exists()


def test_a04_a_new_password_is_asked_for_and_the_answer_is_the_same_for_everybody(person: User) -> None:
    closed = people.person("former.kh", "Former focal point", "mlvt", Role.FOCAL_POINT, is_active=False)
    pages = [
        Client().post("/accounts/password/lost/", {"email": email}, follow=True)
        for email in (person.email, person.email.upper(), "nobody@mrs.example.org", closed.email)
    ]

    assert len({words(page) for page in pages}) == 1
    assert [page.status_code for page in pages] == [200] * 4
    assert [letter.to for letter in Mail.objects.all()] == [person.email], (
        "one mail in 15 minutes, to nobody else"
    )


def test_a04_the_link_works_once_within_an_hour_and_dies_with_password_or_address(
    person: User, client: Client, as_user: Callable[[User], Client], clock: Callable[[float], None]
) -> None:
    open_elsewhere = as_user(person)
    client.post("/accounts/password/lost/", {"email": person.email})
    link = address_in_mail(person.email)
    form = client.get(link, follow=True)
    assert form.status_code == 200
    where = form.request["PATH_INFO"]
    assert client.post(where, {"password1": NEW, "password2": "another"}).status_code == 422

    done = client.post(where, {"password1": NEW, "password2": NEW}, follow=True)

    assert "The new password is set" in words(done)
    assert not is_in(open_elsewhere)
    assert Client().get(link).status_code == 410
    assert sign_in(client, person.email, NEW).status_code == 302
    # The address counts as well.
    clock(1000)
    second = Client()
    second.post("/accounts/password/lost/", {"email": person.email})
    link = address_in_mail(person.email)
    User.objects.filter(pk=person.pk).update(email="moved@mrs.example.org")
    assert second.get(link, follow=True).status_code == 410


def test_a04_an_address_that_is_asked_for_after_a_reset_leaves_the_present_one_in_force(person: User) -> None:
    client = Client()
    client.post("/accounts/password/lost/", {"email": person.email})
    form = client.get(address_in_mail(person.email), follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    sign_in(client, person.email, NEW)

    client.post("/accounts/address/", {"email": "office.kh@mrs.example.org"})

    assert User.objects.get(pk=person.pk).email == person.email
    client.post(address_in_mail("office.kh@mrs.example.org"))
    assert Mail.objects.filter(to=person.email, subject="The e-mail of your account was changed").count() == 1


def test_signing_out_offers_the_next_person_no_way_to_the_page_before(person: User) -> None:
    client = Client()
    sign_in(client, person.email)

    out = client.post("/accounts/sign-out/", headers={"referer": "http://testserver/accounts/profile/"})

    assert out["Location"] == "/accounts/sign-in/"


# --- Second factor -----------------------------------------------------------------------------------


def test_a05_five_wrong_codes_pause_and_a_right_code_works_once(
    person: User, clock: Callable[[float], None]
) -> None:
    own = Client()
    sign_in(own, person.email)
    secret, _codes = two_factors(own)
    assert is_in(own)

    first = Client()
    assert sign_in(first, person.email)["Location"] == "/accounts/sign-in/code/"
    assert not is_in(first)
    code = code_at(secret)
    assert first.post("/accounts/sign-in/code/", {"code": code}).status_code == 302
    assert is_in(first)

    again = Client()
    sign_in(again, person.email)
    replay = again.post("/accounts/sign-in/code/", {"code": code})
    assert replay.status_code == 422
    assert "has been used" in words(replay)
    wrong = [again.post("/accounts/sign-in/code/", {"code": "000000"}).status_code for _ in range(5)]
    assert wrong == [422] * 4 + [429]
    assert again.post("/accounts/sign-in/code/", {"code": code_at(secret, 1)}).status_code == 429
    clock(901)
    sign_in(again, person.email)
    assert again.post("/accounts/sign-in/code/", {"code": code_at(secret)}).status_code == 302


@pytest.mark.parametrize("seconds", [-60, -30, 0, 30, 60])
def test_a06_a_clock_that_is_a_minute_off_is_accepted(
    person: User, clock: Callable[[float], None], seconds: int
) -> None:
    client = Client()
    sign_in(client, person.email)
    secret, _codes = two_factors(client)
    clock(600)
    other = Client()
    sign_in(other, person.email)

    assert other.post("/accounts/sign-in/code/", {"code": code_at(secret, seconds // 30)}).status_code == 302


@pytest.mark.parametrize("minutes", [-10, 10])
def test_a06_a_clock_that_is_ten_minutes_off_is_named(
    person: User, clock: Callable[[float], None], minutes: int
) -> None:
    client = Client()
    sign_in(client, person.email)
    secret, _codes = two_factors(client)
    clock(3600)
    other = Client()
    sign_in(other, person.email)

    answer = other.post("/accounts/sign-in/code/", {"code": code_at(secret, minutes * 2)})

    assert answer.status_code == 422
    assert "Check the clock of your phone: it differs by about 10 min." in words(answer)
    assert not is_in(other)


def test_a07_who_is_locked_out_from_elsewhere_gets_in_with_the_own_browser(
    person: User, as_user: Callable[[User], Client]
) -> None:
    own = Client()
    sign_in(own, person.email)
    own.post("/accounts/sign-out/")
    for number in range(8):
        sign_in(Client(), person.email, "wrong password", ip=f"10.3.{number}.1")

    assert sign_in(Client(), person.email).status_code == 429
    assert sign_in(own, person.email).status_code == 302

    # The own browser has a pause of its own, and the pause of the others can be lifted.
    own.post("/accounts/sign-out/")
    tries = [sign_in(own, person.email, "wrong password").status_code for _ in range(6)]
    assert tries == [422] * 5 + [429]
    admin = people.person("admin", "Portal administrator", "portal", Role.ADMINISTRATOR)
    as_user(admin).post(f"/accounts/people/{person.ref}/lift-pause/")
    assert sign_in(Client(), person.email).status_code == 302


def test_a08_a_recovery_code_works_once_and_its_use_is_told(person: User) -> None:
    own = Client()
    sign_in(own, person.email)
    _secret, codes = two_factors(own)
    assert len(codes) == 10
    assert codes[0] not in words(own.get("/accounts/second-factor/codes/")), "shown once"

    first, second = Client(), Client()
    sign_in(first, person.email)
    assert first.post("/accounts/sign-in/code/", {"code": codes[0]}).status_code == 302
    sign_in(second, person.email)

    assert second.post("/accounts/sign-in/code/", {"code": codes[0]}).status_code == 422
    assert Mail.objects.filter(to=person.email, subject="A recovery code was used").count() == 1
    assert "9 of 10 are left" in words(own.get("/accounts/second-factor/"))
    kept = Authenticator.objects.get(user=person, type="recovery_codes")
    kept.data["used_mask"] = 2**10 - 1
    kept.save()
    assert second.post("/accounts/sign-in/code/", {"code": codes[1]}).status_code == 422


def test_the_secret_of_the_phone_lies_encrypted(person: User) -> None:
    client = Client()
    sign_in(client, person.email)
    secret, codes = two_factors(client)

    kept = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert secret not in kept
    assert codes[0] not in kept


# --- Passwords ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("password", "fine"),
    [
        ("elevenchars", False),
        ("twelve-chars", True),
        ("x7" * 32, True),
        ("x7" * 64, True),
        ("x7" * 64 + "y", False),
        ("bricks and mortar", True),
        (" leading blank", True),
        ("ពាក្យសម្ងាត់វែងល្អ", True),
        ("1234567890123", False),
        ("password1234", False),
        ("mrs-coordinator-2026", False),
        ("focal.kh-and-more", False),
    ],
)
def test_a09_what_a_password_has_to_be(person: User, password: str, fine: bool) -> None:
    if fine:
        validate_password(password, person)
    else:
        with pytest.raises(ValidationError):
            validate_password(password, person)


@pytest.mark.parametrize("password", [" leading blank", "ពាក្យសម្ងាត់វែងល្អ", "x7" * 64])
def test_a09_passwords_are_compared_exactly(person: User, password: str) -> None:
    person.set_password(password)
    person.save()

    assert sign_in(Client(), person.email, password.strip() + " ").status_code == 422
    assert sign_in(Client(), person.email, password).status_code == 302


def test_a09_a_huge_password_is_refused_before_it_is_hashed(person: User, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["tests.accounts.counting.Counting"]
    from tests.accounts.counting import Counting

    Counting.count = 0
    answer = sign_in(Client(), person.email, "y" * 10_000)

    assert answer.status_code == 422
    assert Counting.count == 0


def test_a10_nothing_hinders_pasting_and_password_managers(client: Client, person: User) -> None:
    page = client.get(SIGN_IN).content.decode()
    own = Client()
    sign_in(own, person.email)
    change = own.get("/accounts/password/").content.decode()

    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert change.count('autocomplete="new-password"') == 2
    assert "onpaste" not in page + change
    assert "expire" not in change


def test_a11_at_most_two_passwords_are_hashed_at_once() -> None:
    """Fifty people at once are measured by benchmarks/signing_in.py."""
    from threading import Lock, Thread

    now, most, lock = [0], [0], Lock()

    class Slow(Argon2):
        pass

    def hashing(*_args: Any) -> str:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        time.sleep(0.01)
        with lock:
            now[0] -= 1
        return "hash"

    from django.contrib.auth.hashers import Argon2PasswordHasher

    kept = Argon2PasswordHasher.encode
    Argon2PasswordHasher.encode = hashing  # type: ignore[method-assign,assignment]
    try:
        threads = [Thread(target=lambda: Slow().encode("x", "salt")) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        Argon2PasswordHasher.encode = kept  # type: ignore[method-assign]

    assert most[0] == 2


def test_who_has_lost_phone_and_codes_is_helped_by_whoever_keeps_the_accounts(person: User) -> None:
    own, helper = Client(), Client()
    sign_in(own, person.email)
    two_factors(own)
    admin = people.person("admin", "Portal administrator", "portal", Role.ADMINISTRATOR)
    sign_in(helper, admin.email)

    helper.post(f"/accounts/people/{person.ref}/remove-factor/")

    assert not Authenticator.objects.filter(user=person).exists()
    assert not is_in(own)
    assert sign_in(own, person.email)["Location"] == "/"
    assert Mail.objects.filter(to=person.email, subject="The second factor was removed").count() == 1
    assert (
        AuditLine.objects.filter(event="person.factor_removed", by=admin, subject_id=str(person.pk)).count()
        == 1
    )
