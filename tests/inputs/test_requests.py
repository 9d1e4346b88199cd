"""What comes with a form beside its texts: other fields, fields twice, wrong choices, bodies of another kind, wrong
methods, forms of other sites, forms that were open too long (F-12, F-13, F-18, F-20, F-22, F-27 to F-33)."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import reverse

from standards.models import Line, LineComment
from tests.access.browser import Browser, body, undone, writing
from tests.access.scene import Scene
from tests.access.test_matrix import ROUTES as ALL_ROUTES
from tests.access.test_matrix import address, rules_of
from tests.inputs.fields import Place, place_of, posting_routes
from tests.inputs.outcome import changed, counts, faults, next_user, values_written

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ROUTES = posting_routes()
FOREIGN = "zz-not-asked-for"
#: 410: a link that was used or has run out.
ANSWERS = (200, 204, 302, 303, 409, 410, 422)
#: Addresses that machines write to, not forms.
MACHINES = {"browser-reports": (400, 415), "standards:upload-chunk": (400,)}
#: Fields of one form that are tried one by one.
MOST = 6
#: Forms of many rows: what is sound is saved, what is not comes back (F-42).
MANY = {"benchmarking:review-save", "questionnaires:save-part"}
NO_MAILS = (
    "a@@b.org",
    "a@b",
    "a@b.org.",
    "ผู้ใช้@",
    "x" * 250 + "@b.org",
    "a@b.org\r\nBcc: c@d.org",
    "a b@c.org",
    "\u202ea@b.org,c@d.org",
)


@pytest.mark.parametrize("route", ROUTES)
def test_a_form_takes_each_field_once_and_none_that_it_did_not_ask_for(
    route: str, scene: Scene, visitor: Browser
) -> None:
    """Every column of every table is sent along, and each field of the form twice: of all that was not asked for, and
    of the first of two, no value reaches the database (F-20, F-22, F-32)."""
    place = place_of(route, scene, visitor)
    more: dict[str, Any] = {name: FOREIGN for name in _columns() if name not in place.fields}
    twice = {name: [FOREIGN, value] for name, value in place.sound.items() if isinstance(value, str | int)}

    with undone(), values_written() as written:
        answer = visitor.ask(place.who, "POST", place.url, more | place.sound | twice)
        wrong = faults(answer, allowed=(*ANSWERS, 404, *MACHINES.get(route, ())), most=400_000)

    wrong += [f"keeps what was not asked for: {value[:200]}" for value in written if FOREIGN in str(value)]
    assert not wrong, "\n".join(wrong)


def _columns() -> set[str]:
    names = {
        name
        for model in apps.get_models()
        if model._meta.app_label not in ("sessions", "contenttypes")
        for field in model._meta.concrete_fields
        for name in (field.name, field.attname)
    }
    return names | {"is_staff", "is_superuser", "groups", "user_permissions", "_state", "pk"}


@pytest.mark.parametrize("route", ROUTES)
def test_a_value_outside_the_choices_changes_nothing(route: str, scene: Scene, visitor: Browser) -> None:
    """Choices, numbers, dates and addresses of mails that make no sense: the form comes back (F-12, F-13, F-18, F-33)."""
    place = place_of(route, scene, visitor)
    wrong = []
    for name, value in _senseless(place)[:MOST]:
        with undone():
            before = counts()
            answer = visitor.ask(place.who, "POST", place.url, place.sound | {name: value})
            found = faults(answer, allowed=(302, 303, 404, 409, 422), most=400_000)
            found += [] if route in MANY else changed(before)
        wrong += [f"{name}={value[:40]!r}: {one}" for one in found]
    assert not wrong, "\n".join(wrong)


def _senseless(place: Place) -> list[tuple[str, str]]:
    found = []
    for name, field in place.fields.items():
        if isinstance(field.widget, forms.HiddenInput) or name not in place.sound:
            continue
        if isinstance(field, forms.EmailField):
            found += [(name, value) for value in NO_MAILS]
        elif isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
            found.append((name, FOREIGN))
        elif isinstance(field, forms.DateField):
            found.append((name, "0000-02-30"))
        elif isinstance(field, forms.DecimalField | forms.FloatField | forms.IntegerField):
            found.append((name, "1e400"))
    return found


@pytest.mark.parametrize("route", [route for route in ROUTES if route not in MACHINES])
def test_a_body_that_is_no_form_is_refused(route: str, scene: Scene, visitor: Browser) -> None:
    place = place_of(route, scene, visitor)
    client = _as(scene, place.who)

    with undone(), writing() as written:
        answer = client.post(place.url, b'{"state": "published"}', content_type="application/json")
        wrong = faults(answer, allowed=(415,))

    assert not wrong, "\n".join(wrong)
    assert written == []


@pytest.mark.parametrize(
    "kind", ["text/plain", "", "application/xml", "application/x-www-form-urlencoded; charset=x", "a" * 2000]
)
def test_odd_kinds_of_bodies_get_a_page(kind: str, scene: Scene, visitor: Browser) -> None:
    client = _as(scene, "co")

    answer = client.generic(
        "POST", reverse("corridors:activity-create", args=[scene["pilot"].ref]), b"title=x", content_type=kind
    )

    assert faults(answer, allowed=(415, 422, 400)) == []
    assert next_user(visitor) == []


def test_a_packed_body_is_refused(scene: Scene) -> None:
    answer = _as(scene, "co").post(
        reverse("corridors:activity-create", args=[scene["pilot"].ref]),
        {"title": "x"},
        headers={"Content-Encoding": "gzip"},
    )

    assert faults(answer, allowed=(415,)) == []


# --- Methods ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "method",
    [
        "PUT",
        *(
            pytest.param(one, marks=pytest.mark.long)
            for one in ("PATCH", "DELETE", "TRACE", "OPTIONS", "HEAD")
        ),
    ],
)
def test_no_other_method_does_anything_anywhere(method: str, scene: Scene) -> None:
    client, wrong = _as(scene, "co"), []
    with undone():
        for route in set(ALL_ROUTES) - {"readyz"}:  # not ready in a test, and says so
            url = address(scene, rules_of(route)[0])
            with writing() as written:
                answer = client.generic(method, url)
                body(answer)
            if answer.status_code >= 500 or (answer.status_code == 200 and method not in ("HEAD", "OPTIONS")):
                wrong.append(f"{method} {route}: {answer.status_code}")
            if written and method != "HEAD":
                wrong.append(f"{method} {route} writes {written[0][:80]}")
    assert not wrong, "\n".join(wrong)


def test_looking_at_an_address_that_takes_a_form_does_nothing(scene: Scene) -> None:
    client, wrong, number = _as(scene, "co"), [], 0
    with undone():
        for route in ROUTES:
            if any(rule.method == "GET" for rule in rules_of(route)):
                continue
            rule, number = rules_of(route)[0], number + 1
            with writing() as written:
                answer = client.get(address(scene, rule))
            wrong += [f"{route}: {one}" for one in faults(answer, allowed=(302, 404, 405))]
            wrong += [f"{route} writes {written[0][:80]}"] if written else []
    assert number > 30
    assert not wrong, "\n".join(wrong)


# --- Forms that were open too long, and forms of other sites ---------------------------------------------

TYPED = "What is meant by a wall of one brick?\r\nAnd “half a brick”?"


def _as(scene: Scene, who: str, **options: Any) -> Client:
    client = Client(**options)
    if who in scene.people.session:
        client.cookies[settings.SESSION_COOKIE_NAME] = scene.people.session[who]
    return client


def _question(scene: Scene) -> str:
    edition = scene["kh_accepted"]
    key = Line.objects.filter(edition=edition).order_by("position")[0].key
    return reverse("standards:line-ask", kwargs={"ref": edition.ref, "key": key})


OURS = {"Origin": "http://testserver", "Referer": "http://testserver/standards/"}


def test_a_form_that_was_open_too_long_comes_back_with_everything_typed(scene: Scene) -> None:
    """Without the right token: the texts stand on the page, and sent once more they are saved once (F-27)."""
    client, before = _as(scene, "kh", enforce_csrf_checks=True), LineComment.objects.count()

    answer = client.post(_question(scene), {"text": TYPED, "csrfmiddlewaretoken": "a" * 64}, headers=OURS)

    page = body(answer).decode()
    assert faults(answer, allowed=(403,)) == []
    assert "What is meant by a wall of one brick?\nAnd “half a brick”?" in page.replace("\r\n", "\n")
    token = page.partition('csrfmiddlewaretoken" value="')[2].partition('"')[0]
    again = client.post(_question(scene), {"text": TYPED, "csrfmiddlewaretoken": token}, headers=OURS)
    assert again.status_code in (302, 303)
    assert LineComment.objects.count() == before + 1


def test_whoever_is_no_longer_signed_in_finds_the_text_to_copy(scene: Scene) -> None:
    answer = _as(scene, "anon", enforce_csrf_checks=True).post(
        _question(scene), {"text": TYPED}, headers=OURS
    )

    page = body(answer).decode()
    assert faults(answer, allowed=(403,)) == []
    assert "half a brick" in page
    assert "no longer signed in" in page


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example.org"},
        {"Origin": "null"},
        {"Referer": "http://testserver.example.org/"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"},
        {},
    ],
)
def test_what_another_site_made_up_is_neither_done_nor_shown(headers: dict[str, str], scene: Scene) -> None:
    before = LineComment.objects.count()

    answer = _as(scene, "kh", enforce_csrf_checks=True).post(
        _question(scene), {"text": TYPED}, headers=headers
    )

    assert faults(answer, allowed=(403,)) == []
    assert b"half a brick" not in body(answer)
    assert LineComment.objects.count() == before


def test_a_form_of_another_site_is_refused_even_with_a_token(scene: Scene) -> None:
    """Browsers say themselves from where a form comes (F-28)."""
    client = _as(scene, "kh", enforce_csrf_checks=True)
    page = body(client.get(f"/standards/{scene['kh_accepted'].ref}/")).decode()
    token = page.partition('"X-CSRFToken": "')[2].partition('"')[0]

    answer = client.post(
        _question(scene),
        {"text": TYPED, "csrfmiddlewaretoken": token},
        headers={"Sec-Fetch-Site": "cross-site"},
    )

    assert faults(answer, allowed=(403,)) == []


def test_a_password_is_never_shown_again(scene: Scene) -> None:
    sent = {
        "username": "focal.kh@mrs.example.org",
        "login": "focal.kh@mrs.example.org",
        "password": "a secret that nobody reads",
    }

    answer = _as(scene, "anon", enforce_csrf_checks=True).post(
        reverse(settings.LOGIN_URL), sent, headers=OURS
    )

    assert answer.status_code == 403
    assert b"a secret that nobody reads" not in body(answer)


def test_a_session_of_somebody_else_is_no_token(scene: Scene) -> None:
    other = _as(scene, "la", enforce_csrf_checks=True)
    page = body(other.get("/")).decode()
    token = page.partition('"X-CSRFToken": "')[2].partition('"')[0]

    answer = _as(scene, "kh", enforce_csrf_checks=True).post(
        _question(scene), {"text": TYPED, "csrfmiddlewaretoken": token}, headers=OURS
    )

    assert faults(answer, allowed=(403,)) == []
