"""Twelve presses of "sign" at the same moment: one signature for each side, and nobody gets a fault."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.live.browser import Answer, Browser
from tests.live.portal import Portal

pytestmark = pytest.mark.long

PRESSES = 12


def test_many_presses_at_once_are_one_signature_for_each_side(live_portal: Portal) -> None:
    benchmark = str(live_portal.ask("Benchmark.objects.get(state='completed').ref"))
    corridor = str(live_portal.ask("Benchmark.objects.get(state='completed').corridor.ref"))
    coordinator = Browser(live_portal.url).sign_in("coordinator.th")
    thresholds = f"/benchmarks/corridors/{corridor}/thresholds/"
    coordinator.get(thresholds)
    fields = {"comparable_from": "81", "not_comparable_below": "50", "seen_upper": "80", "seen_lower": "50"}
    assert coordinator.post(thresholds, fields).status == 200
    assert _in_force(live_portal, benchmark) == []

    accounts = ["coordinator.th", "focal.kh"]
    people = [Browser(live_portal.url).sign_in(accounts[number % 2]) for number in range(PRESSES)]
    page = f"/benchmarks/{benchmark}/sign/check/"
    digests = [_digest(person.get(page)) for person in people]
    assert len(set(digests)) == 1

    def press(number: int) -> Answer:
        return people[number].post(page, {"read": "on", "state_hash": digests[number]})

    with ThreadPoolExecutor(PRESSES) as pool:
        answers = list(pool.map(press, range(PRESSES)))

    assert {answer.status for answer in answers} == {200}
    assert _in_force(live_portal, benchmark) == ["receiving", "sending"]
    count = f"Signature.objects.filter(benchmark__ref={benchmark!r}).count()"
    assert live_portal.ask(count) == 4, "two void ones, two new ones"


def _digest(answer: Answer) -> str:
    found = re.search(r'name="state_hash" value="([0-9a-f]{64})"', answer.text)
    assert found is not None, answer.words[:300]
    return found.group(1)


def _in_force(portal: Portal, benchmark: str) -> list[str]:
    expression = f"sorted(Signature.objects.in_force().filter(benchmark__ref={benchmark!r}).values_list('side', flat=True))"
    found: list[str] = portal.ask(expression)
    return found
