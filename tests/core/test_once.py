"""A form that arrives twice is one form."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from core import once
from corridors.models import Activity
from tests.conftest import World

AsUser = Callable[[User], Client]
ROW = {"title": "Workshop for assessors", "kind": "activity", "csrfmiddlewaretoken": "of-this-page"}


@pytest.fixture
def address(small_world: World) -> str:
    """Where a row of the plan is made."""
    cache.clear()
    return f"/corridors/plan/{small_world.pilot.ref}/new/"


def rows() -> int:
    """How many rows of this title there are."""
    return Activity.objects.filter(title=ROW["title"]).count()


def test_the_second_press_leads_to_what_the_first_made(
    small_world: World, as_user: AsUser, address: str
) -> None:
    client = as_user(small_world.cast.coordinator)

    first, second = client.post(address, ROW), client.post(address, ROW)

    assert rows() == 1
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]


@pytest.mark.parametrize("other", [{"csrfmiddlewaretoken": "of-another-page"}, {"note": "And trainers"}])
def test_another_page_or_other_words_are_another_form(
    small_world: World, as_user: AsUser, address: str, other: dict[str, str]
) -> None:
    client = as_user(small_world.cast.coordinator)

    client.post(address, ROW)
    client.post(address, ROW | other)

    assert rows() == 2


def test_another_person_with_the_same_content_is_not_led_to_what_is_not_theirs(
    small_world: World, as_user: AsUser, address: str
) -> None:
    as_user(small_world.cast.coordinator).post(address, ROW)

    answer = as_user(small_world.cast.expert_one).post(address, ROW)

    assert answer.status_code == 302
    assert rows() == 2


def test_what_came_back_with_an_error_can_be_sent_again(
    small_world: World, as_user: AsUser, address: str
) -> None:
    client = as_user(small_world.cast.coordinator)
    wrong = ROW | {"title": ""}

    assert client.post(address, wrong).status_code == 422
    assert client.post(address, wrong).status_code == 422
    assert client.post(address, ROW).status_code == 302


def test_who_presses_while_the_first_press_hangs_is_told_after_a_while(
    small_world: World, as_user: AsUser, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(once, "PATIENCE", once.PATIENCE / 100)
    monkeypatch.setattr(once, "mark_of", lambda request: "once:hanging" if request.method == "POST" else "")
    cache.set("once:hanging", once._UNDER_WAY)
    client = as_user(small_world.cast.coordinator)

    answer = client.post(address, ROW, follow=True)

    assert rows() == 0
    assert "This form was sent a moment ago already" in answer.content.decode()
