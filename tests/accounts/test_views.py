"""Signing in and out, and the administration of accounts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.states import Role
from core.models import AuditLine
from tests.conftest import Cast
from tests.factories import people

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]


def sign_in(client: Client, email: str, password: str) -> object:
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_signing_in_leads_home_and_leaves_a_line_in_the_history(cast: Cast, client: Client) -> None:
    response = sign_in(client, "FOCAL.KH@mrs.example.org", people.PASSWORD)

    assert response.status_code == 302  # type: ignore[attr-defined]
    assert client.get("/").status_code == 200
    assert AuditLine.objects.filter(event="person.signed_in", by=cast.focal_kh).count() == 1


def test_a_wrong_password_keeps_the_address_and_says_what_to_do(cast: Cast, client: Client) -> None:
    response = sign_in(client, "focal.kh@mrs.example.org", "not the password")

    assert response.status_code == 422  # type: ignore[attr-defined]
    page = response.content.decode()  # type: ignore[attr-defined]
    assert "do not belong together" in page
    assert 'value="focal.kh@mrs.example.org"' in page


def test_a_deactivated_person_does_not_get_in(cast: Cast, client: Client) -> None:
    response = sign_in(client, cast.deactivated.email, people.PASSWORD)

    assert response.status_code == 422  # type: ignore[attr-defined]
    assert client.get("/").status_code == 302


def test_signing_out_ends_the_session_and_drops_what_the_browser_kept(cast: Cast, as_user: Browser) -> None:
    client = as_user(cast.focal_kh)

    response = client.post(reverse("account_logout"))

    assert response["Clear-Site-Data"] == '"storage"'
    assert client.get("/").status_code == 302


def test_deactivation_bites_at_the_next_request(cast: Cast, as_user: Browser) -> None:
    victim = as_user(cast.focal_kh)
    assert victim.get("/").status_code == 200

    as_user(cast.administrator).post(reverse("accounts:deactivate", kwargs={"ref": cast.focal_kh.ref}))

    assert victim.get("/").status_code == 302
    line = AuditLine.objects.get(event="person.deactivated")
    assert (line.by, line.subject_id) == (cast.administrator, str(cast.focal_kh.pk))


def test_nobody_deactivates_their_own_account(cast: Cast, as_user: Browser) -> None:
    client = as_user(cast.administrator)

    page = client.post(reverse("accounts:deactivate", kwargs={"ref": cast.administrator.ref}), follow=True)

    assert "your own account" in page.content.decode()
    cast.administrator.refresh_from_db()
    assert cast.administrator.is_active


def test_reactivating_lets_the_person_in_again(cast: Cast, as_user: Browser, client: Client) -> None:
    as_user(cast.administrator).post(reverse("accounts:reactivate", kwargs={"ref": cast.deactivated.ref}))

    assert sign_in(client, cast.deactivated.email, people.PASSWORD).status_code == 302  # type: ignore[attr-defined]


@pytest.mark.parametrize("role", ["expert_one", "expert_kh", "reviewer", "observer"])
def test_who_keeps_no_accounts_sees_no_people(cast: Cast, as_user: Browser, role: str) -> None:
    client = as_user(getattr(cast, role))

    assert client.get(reverse("accounts:people")).status_code == 403
    assert client.get(reverse("accounts:person", kwargs={"ref": cast.focal_la.ref})).status_code == 404


def test_the_list_of_people_is_searched_and_filtered_by_its_address(cast: Cast, as_user: Browser) -> None:
    client = as_user(cast.administrator)

    found = client.get(
        reverse("accounts:people"), {"q": "focal", "country": "KH", "active": "yes"}
    ).content.decode()

    assert "focal.kh@mrs.example.org" in found
    assert "focal.la@mrs.example.org" not in found
    assert cast.deactivated.email not in found
    nobody = client.get(reverse("accounts:people"), {"q": "bricklayer of the moon"}).content.decode()
    assert "Nobody found" in nobody


@pytest.mark.parametrize("rows", [1, 10, 1000])
def test_the_list_of_people_costs_the_same_queries_at_any_length(
    cast: Cast, as_user: Browser, rows: int, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    organisation = people.organisation("mlvt")
    User.objects.bulk_create(
        User(email=f"p{n}@mrs.example.org", title=f"Office {n}", organisation=organisation, role=Role.EXPERT)
        for n in range(rows)
    )
    client = as_user(cast.administrator)

    with django_assert_max_num_queries(7):  # type: ignore[attr-defined]
        response = client.get(reverse("accounts:people"))

    assert response.status_code == 200
