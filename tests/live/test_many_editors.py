"""Fifty people in one benchmark at once, in all three views: nothing lost, nothing overwritten unseen, no fault."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.live.browser import Answer, Browser
from tests.live.portal import Portal

pytestmark = pytest.mark.long

EDITORS = 50
#: Who writes which view: the receiving side, the sending side, and both on the agreed one.
WRITERS = (
    ("group3.expert.th", "receiving"),
    ("focal.mm", "sending"),
    ("group3.expert.th", "agreed"),
    ("focal.mm", "agreed"),
    ("coordinator.th", "receiving"),
)
OPEN = "Benchmark.objects.filter(state='open', corridor__sending_country='MM').order_by('pk')[0]"


def state_of(portal: Portal, benchmark: str) -> dict[str, list[object]]:
    """{"line:view": [revision, reason, number of kept versions]}."""
    found: dict[str, list[object]] = portal.ask(
        "{f'{j.line_id}:{j.view}': [j.revision, j.reason, j.versions.count()] for j in "
        f"Judgement.objects.filter(benchmark__ref={benchmark!r})}}"
    )
    return found


def test_fifty_editors_in_all_views_save_each_line_once_and_tell_everybody_else(live_portal: Portal) -> None:
    benchmark = str(live_portal.ask(f"{OPEN}.ref"))
    live_portal.ask(
        f"Benchmark.objects.filter(ref={benchmark!r}).update("
        "invited_at=__import__('django.utils.timezone').utils.timezone.now())"
    )
    # Ten lines for fifty people: in each view several of them want the same one.
    lines = [str(key) for key in live_portal.ask(f"rateable_keys({benchmark!r})")][:10]
    before = state_of(live_portal, benchmark)
    editors = [
        (Browser(live_portal.url).sign_in(account), view)
        for account, view in (WRITERS[number % len(WRITERS)] for number in range(EDITORS))
    ]

    def save(number: int) -> tuple[str, str, Answer]:
        browser, view = editors[number]
        line, words = lines[number // len(WRITERS) % len(lines)], f"Seen by editor {number} of fifty"
        key = f"{line}:{view}"
        fields = {"rating": "F", "reason": words, "revision": str(before.get(key, [0])[0]), "view": view}
        fields |= {"difference": "", "recommendation": "", "substantial": "no", "gap_code": ""}
        return key, words, browser.post(f"/benchmarks/{benchmark}/work/lines/{line}/", fields)

    with ThreadPoolExecutor(EDITORS) as pool:
        answers = list(pool.map(save, range(EDITORS)))

    assert {answer.status for _key, _words, answer in answers} <= {200, 409}
    saved = {key: words for key, words, answer in answers if answer.status == 200}
    after = state_of(live_portal, benchmark)
    keys = {key for key, _words, _answer in answers}
    assert len(keys) == len(lines) * 3
    for key in keys:
        assert after[key][1] == saved[key], "the words of the one who was told that they are saved"
        assert after[key][0] == int(str(before.get(key, [0])[0])) + 1
        assert after[key][2] == after[key][0], "every version is kept"
    assert sum(answer.status == 200 for _key, _words, answer in answers) == len(keys)
    assert all(words in answer.text for _key, words, answer in answers if answer.status == 409)
