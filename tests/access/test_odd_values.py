"""Addresses and forms that make no sense never break a page: the routes of the table of rights, with senseless values.

Standards have tests of their own (tests/standards/test_odd_addresses.py). PostgreSQL refuses the NUL character.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest

from tests.access.browser import Browser, body, undone
from tests.access.posts import data_for
from tests.access.rules import Rule
from tests.access.scene import Scene
from tests.access.test_matrix import ROUTES, address, arguments, rules_of

pytestmark = pytest.mark.django_db

#: What nobody types: the NUL character, a number that int() refuses, a digit that is no number, a long word.
NUL, HUGE = "1\0", "9" * 5000
SENSELESS = (NUL, HUGE, "²", "x" * 3000)
#: Parameters that pages read without naming them on the page.
HIDDEN = {"go", "line", "more", "page", "part", "section", "view", "version"}
#: Fields that forms of the new pages send beside those of a sound one.
SENT = {"link", "mark", "mine", "revision", "seen", "section", "shown", "take", "to_revision", "view"}


def _asked(route: str, method: str) -> Rule | None:
    """The first line of the route that lets somebody in."""
    return next((rule for rule in rules_of(route) if rule.method == method and rule.yes), None)


#: Answers 503 on purpose, as long as no worker is there.
_READINESS = "readyz"


def _routes(method: str) -> list[str]:
    routes = [route for route in ROUTES if _asked(route, method) and route != _READINESS]
    return [route for route in routes if not route.startswith("standards:")]


def _fault(visitor: Browser, rule: Rule, url: str, data: Mapping[str, Any]) -> str:
    """What went wrong; nothing for any answer below 500."""
    with undone():
        try:
            response = visitor.ask(sorted(rule.yes)[0], rule.method, url, data)
            body(response)  # a file is closed when it is read
            status = response.status_code
        except Exception as error:  # whatever it is, a person would get the page of a fault
            status, told = 500, f"{type(error).__name__}: {str(error)[:120]}"
        else:
            told = str(status)
    return f"{rule} {str(data)[:150]}: {told}" if status >= 500 else ""


def _names_on(page: str) -> set[str]:
    """Every parameter and field that a page names, and those that pages read without naming them."""
    return HIDDEN | {one for pair in re.findall(r'[?;&](\w+)=|name="([\w-]+)"', page) for one in pair if one}


def _faults_of_address(route: str, scene: Scene, visitor: Browser, *, one_by_one: bool) -> list[str]:
    rule = _asked(route, "GET")
    assert rule is not None
    url = address(scene, rule).partition("?")[0]
    with undone():
        page = body(visitor.ask(sorted(rule.yes)[0], "GET", url)).decode("utf-8", "replace")
    names = _names_on(page)
    asked = [{name: NUL} for name in sorted(names)] if one_by_one else _together(names)
    return [fault for data in asked if (fault := _fault(visitor, rule, url, data))]


def _faults_of_form(route: str, scene: Scene, visitor: Browser, *, one_by_one: bool) -> list[str]:
    rule = _asked(route, "POST")
    assert rule is not None
    url = address(scene, rule)
    sound = data_for(scene, rule.route, rule.at, arguments(scene, rule))
    names = {*sound, *SENT}
    sent: list[dict[str, Any]] = [{}, *_together(names)]
    if one_by_one:
        sent = [{key: one for key, one in sound.items() if key != name} for name in sound]
        sent += [sound | {name: value} for name in sorted(names) for value in (NUL, ["1", HUGE])]
    return [fault for data in sent if (fault := _fault(visitor, rule, url, data))]


def _together(names: set[str]) -> list[dict[str, Any]]:
    return [dict.fromkeys(names, value) for value in SENSELESS]


@pytest.mark.parametrize("route", _routes("GET"))
def test_no_address_breaks_a_page(route: str, scene: Scene, visitor: Browser) -> None:
    assert _faults_of_address(route, scene, visitor, one_by_one=False) == []


@pytest.mark.parametrize("route", _routes("POST"))
def test_no_form_breaks_a_page(route: str, scene: Scene, visitor: Browser) -> None:
    assert _faults_of_form(route, scene, visitor, one_by_one=False) == []


@pytest.mark.long
@pytest.mark.parametrize("route", _routes("GET"))
def test_no_single_parameter_breaks_a_page(route: str, scene: Scene, visitor: Browser) -> None:
    assert _faults_of_address(route, scene, visitor, one_by_one=True) == []


@pytest.mark.long
@pytest.mark.parametrize("route", _routes("POST"))
def test_no_single_field_breaks_a_page(route: str, scene: Scene, visitor: Browser) -> None:
    assert _faults_of_form(route, scene, visitor, one_by_one=True) == []
