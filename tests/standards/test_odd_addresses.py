"""Addresses with values that make no sense give a page or "not found", for every persona; never a breakdown."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from standards.models import Edition
from tests.conftest import World

SignIn = Callable[[User], Client]
ODD = "?page=abc&q=%00&from=%00&show=%00&part=99999999999999999999&line=x&open=%00"
LISTS = (
    "?page=abc&q=%00x&country=%00&body=%00&level=%00&area=%00&occupation=%00&state=%00",
    "?page=99999999999999999999999&q=" + "a+" * 300,
    "?q=%F0%9F%98%80&page=-1",
    "?edition=%00",
)


def test_pages_of_a_public_edition(small_world: World, as_user: SignIn) -> None:
    edition = small_world.cambodian
    Edition.objects.filter(pk=edition.pk).update(state="accepted", public=True)
    key = edition.lines.order_by("position")[0].key
    names = ("detail", "print", "changes", "comments", "exports")
    pages = [reverse(f"standards:{name}", args=[edition.ref]) for name in names]
    pages.append(reverse("standards:line-comments", args=[edition.ref, key]))
    for person in User.objects.filter(is_active=True):
        client = as_user(person)
        for page in pages:
            for query in ("", ODD):
                assert client.get(page + query).status_code in (200, 404), (person, page + query)


@pytest.mark.parametrize("query", LISTS)
def test_lists(small_world: World, as_user: SignIn, query: str) -> None:
    client = as_user(small_world.cast.focal_kh)
    for name in ("list", "areas", "occupations", "bodies", "frameworks", "bin", "template"):
        page = reverse(f"standards:{name}") + query
        assert client.get(page).status_code in (200, 404), page
