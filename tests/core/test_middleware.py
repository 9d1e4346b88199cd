"""What a person without a session gets, and one who opens an address that takes a form only."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.conftest import Cast


@pytest.mark.django_db
def test_a_page_leads_to_sign_in_and_back() -> None:
    answer = Client().get(reverse("standards:list"))

    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('account_login')}?next={reverse('standards:list')}"


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_part_is_refused_so_that_no_sign_in_page_lands_inside_the_page(method: str) -> None:
    answer = getattr(Client(), method)(reverse("standards:list"), headers={"HX-Request": "true"})

    assert answer.status_code == 401
    assert answer.content == b""


@pytest.mark.django_db
def test_after_a_form_sign_in_leads_back_to_the_page_with_the_form() -> None:
    page = "http://testserver/benchmarks/gaps/?state=open"
    answer = Client().post("/benchmarks/gaps/some-gap/agree/", headers={"Referer": page})

    assert answer["Location"] == "/accounts/sign-in/?next=%2Fbenchmarks%2Fgaps%2F%3Fstate%3Dopen"


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["", "https://elsewhere.example.org/reports/"])
def test_after_a_form_from_nowhere_or_elsewhere_sign_in_leads_home(page: str) -> None:
    answer = Client().post("/benchmarks/gaps/some-gap/agree/", headers={"Referer": page})

    assert answer["Location"] == "/accounts/sign-in/?next=%2F"


def test_an_address_that_takes_a_form_only_says_so(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.reviewer)

    answer = client.get("/benchmarks/gaps/some-gap/agree/")

    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "takes a form only" in answer.content.decode()
