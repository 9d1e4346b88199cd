"""Before a release nothing that the other side judged shows anywhere: every page is the same whatever was judged.

The proof compares whole answers: once while the hidden view is empty, once with every line rated, substantial
differences, gaps and words. An address that answers differently tells something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from accounts.permissions import Side
from benchmarking.actions.releases import release_view
from benchmarking.states import View
from tests.benchmarking.two_views import opened_blind, say, say_all

pytestmark = [pytest.mark.django_db, pytest.mark.once]

#: Pages with filters that could tell a figure, beside all addresses that need no more than a reference.
ASKED = {
    "benchmarking:workspace": [
        f"?view={view}&show={show}"
        for view in ("receiving", "sending", "agreed")
        for show in ("", "N", "disagreement")
    ],
    "benchmarking:reconcile": ["?show=all", "?show=dissent&q=hidden"],
    "benchmarking:list": ["?q=hidden"],
    "benchmarking:gap-list": ["?q=hidden", "?state=open"],
}
#: Addresses that change with every call or run long, and tell nothing of a benchmark.
LEFT_OUT = {"account_logout", "benchmarking:gap-export"}


def names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    """Names of all routes with their namespace."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from names(one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space)
        elif one.name:
            yield space + one.name


def addresses(world, benchmark) -> list[str]:
    """Every address that can be made from the benchmark, its corridor, its pilot, an edition or nothing."""
    things = [
        [],
        [benchmark.ref],
        [world.th_kh.ref],
        [world.pilot.ref],
        *([benchmark.ref, line.pk] for line in world.thai.lines.filter(number="1.1.1")),
    ]
    found = []
    for name in sorted(set(names(get_resolver().url_patterns)) - LEFT_OUT):
        if name.startswith(("admin:", "accounts:", "standards:", "corridors:", "questionnaires:")):
            continue  # they know no benchmark: the layers forbid it
        for thing in things:
            try:
                base = reverse(name, args=thing)
            except NoReverseMatch:
                continue
            found += [base, *(base + query for query in ASKED.get(name, []))]
    # The history first: the refusals on this walk stand in it, and how many depends on how long the walk takes.
    return sorted(found, key=lambda address: not address.startswith("/history/"))


def answers(browser, wanted: list[str]) -> dict[str, str]:
    """What each address answers, without what differs from call to call."""
    found = {}
    for address in wanted:
        response = browser.get(address)
        kind = response.headers.get("Content-Type", "")
        body = b"".join(response) if response.streaming else response.content
        text = body.decode("utf-8", "replace") if kind.startswith("text/") else f"{kind}"
        text = re.sub(r'(csrfmiddlewaretoken" value|X-CSRFToken&quot;|X-CSRFToken")[^>]*', "", text)
        text = re.sub(r'datetime="[^"]*"|\b\d\d:\d\d(:\d\d)?\b|data-left="\d+"', "", text)
        found[address] = f"{response.status_code} {response.headers.get('Location', '')}\n{text}"
    return found


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is taken back."""
    point = transaction.savepoint()
    yield
    transaction.savepoint_rollback(point)


def told(world, as_user, user, benchmark, view: str) -> list[str]:
    """Addresses that answer otherwise when the hidden `view` is full of ratings and words."""
    wanted = addresses(world, benchmark)
    assert len(wanted) > 40
    with undone():
        empty = answers(as_user(user), wanted)
    with undone():
        say_all(world, benchmark, view, substantial=True)
        say(world, benchmark, view, "1.1.1", "N", "hidden words", substantial=True, gap_code="C4")
        full = answers(as_user(user), wanted)
    return [address for address in wanted if empty[address] != full[address]]


@pytest.mark.parametrize("blind", [True, pytest.param(False, marks=pytest.mark.long)])
def test_no_page_of_the_sending_side_and_the_ilo_tells_anything_of_the_receiving_view(
    small_world, cast, as_user, blind
):
    made = opened_blind(small_world, blind=blind)
    say(small_world, made, View.SENDING, "1.1.2", "F")
    for user in (cast.focal_kh, *((cast.reviewer,) if blind else ())):
        assert told(small_world, as_user, user, made, View.RECEIVING) == []


@pytest.mark.parametrize("blind", [True, pytest.param(False, marks=pytest.mark.long)])
def test_no_page_of_the_receiving_side_and_the_ilo_tells_anything_of_the_sending_view(
    small_world, cast, as_user, blind
):
    made = opened_blind(small_world, blind=blind)
    say(small_world, made, View.RECEIVING, "1.1.2", "F")
    for user in (cast.coordinator, *((cast.reviewer,) if blind else ())):
        assert told(small_world, as_user, user, made, View.SENDING) == []


def test_a_side_that_released_first_in_a_blind_benchmark_shows_nothing_but_that_it_did(
    small_world, cast, as_user
):
    made = opened_blind(small_world)
    say_all(small_world, made, View.RECEIVING)
    release_view(benchmark=made, side=Side.RECEIVING, by=cast.coordinator)
    wanted = addresses(small_world, made)
    for user in (cast.focal_kh,):
        with undone():
            before = answers(as_user(user), wanted)
        with undone():
            say(
                small_world,
                made,
                View.RECEIVING,
                "1.2.2",
                "N",
                "hidden words",
                substantial=True,
                gap_code="C4",
            )
            after = answers(as_user(user), wanted)
        assert [address for address in wanted if before[address] != after[address]] == []


def test_the_proof_bites(small_world, cast, as_user):
    """To the side whose view it is, many pages do change."""
    made = opened_blind(small_world)
    changed = told(small_world, as_user, cast.focal_kh, made, View.SENDING)
    assert reverse("benchmarking:detail", args=[made.ref]) in changed
    assert reverse("home") in changed
