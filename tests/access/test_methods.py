"""PM-18: HEAD is as GET; no other method, nor a header that asks for one, does or shows anything that the table does not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.access.browser import Browser, body, outcome, undone, writing
from tests.access.people import SIGNED_IN
from tests.access.rules import Rule
from tests.access.scene import Scene
from tests.access.test_matrix import ROUTES, address, rules_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]

OTHERS = ("PUT", "PATCH", "DELETE", "TRACE", "OPTIONS")
#: How clients ask for another method inside a request.
OVERRIDES = {"X-HTTP-Method-Override": "POST", "X-Method-Override": "DELETE", "X-HTTP-Method": "PUT"}
#: Asked by a script only, which never asks for the head.
NO_HEAD = ("account_session",)
APPS = sorted({route.partition(":")[0] for route in ROUTES})


def _lines(app: str, method: str) -> list[Rule]:
    """The first line of each route of the app that lets somebody in."""
    routes = [route for route in ROUTES if route.partition(":")[0] == app]
    found = (
        next((rule for rule in rules_of(route) if rule.method == method and rule.yes), None)
        for route in routes
    )
    return [rule for rule in found if rule]


def _asked(visitor: Browser, who: str, method: str, url: str, **headers: str) -> tuple[Any, list[str]]:
    with undone(), writing() as written:
        response = visitor.ask(who, method, url, **headers)
        content = body(response)
    response.read_body = content
    return response, written


@pytest.mark.parametrize("app", APPS)
def test_head_answers_as_get_and_without_a_body(app: str, scene: Scene, visitor: Browser) -> None:
    wrong = []
    for rule in _lines(app, "GET"):
        url = address(scene, rule)
        inside = sorted(rule.yes)[0]
        hidden = next((who for who in SIGNED_IN if rule.expected(who) in ("403", "404")), "anon")
        for who in (inside, hidden) if rule.route not in NO_HEAD else ():
            response, _written = _asked(visitor, who, "HEAD", url)
            wanted = rule.expected(who)
            if outcome(response) != wanted or (response.status_code == 200 and response.read_body):
                wrong.append(f"HEAD {rule}: {who} gets {outcome(response)}, as GET it is {wanted}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("app", APPS)
def test_other_methods_do_nothing_and_show_nothing(app: str, scene: Scene, visitor: Browser) -> None:
    """Also for whoever may do everything there: refused as no method of the portal, with nothing said or written."""
    wrong = []
    seen = set()
    for rule in [*_lines(app, "GET"), *_lines(app, "POST")]:
        if rule.route in seen:
            continue
        seen.add(rule.route)
        for method in OTHERS:
            response, written = _asked(visitor, sorted(rule.yes)[0], method, address(scene, rule))
            if written or response.status_code != 405 or response.read_body:
                wrong.append(f"{method} {rule.route}: {response.status_code}, {len(written)} rows written")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("app", APPS)
def test_a_header_or_field_that_names_another_method_is_ignored(
    app: str, scene: Scene, visitor: Browser
) -> None:
    """What only a POST may do is not done by a GET that says it is one."""
    wrong = []
    for rule in _lines(app, "POST"):
        if any(one.method == "GET" for one in rules_of(rule.route)):
            continue
        url = address(scene, rule)
        if rule.route == "account_login":
            continue  # whoever is signed in is led on, and nothing is done
        link = "&" if "?" in url else "?"
        response, written = _asked(
            visitor, sorted(rule.yes)[0], "GET", f"{url}{link}_method=POST", **OVERRIDES
        )
        if written or response.status_code != 405:
            wrong.append(f"{rule}: {response.status_code}, {len(written)} rows written")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("app", APPS)
def test_the_headers_of_htmx_open_nothing(app: str, scene: Scene, visitor: Browser) -> None:
    """A part of a page is asked for by a header: it is the same page, with the same rights."""
    wrong = []
    part = {"HX-Request": "true", "HX-Target": "main", "HX-Current-URL": "/", "HX-Boosted": "true"}
    for rule in _lines(app, "GET"):
        outside = [who for who in SIGNED_IN if rule.expected(who) in ("403", "404")]
        for who in outside[:2]:
            response, _written = _asked(visitor, who, "GET", address(scene, rule), **part)
            if outcome(response) != rule.expected(who):
                wrong.append(f"{rule}: {who} gets {outcome(response)} with the headers of htmx")
    assert not wrong, "\n".join(wrong)
