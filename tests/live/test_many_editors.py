"""Fifty people in one benchmark at once: nothing lost, nothing overwritten unseen, no fault."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.live.browser import Answer, Browser
from tests.live.portal import Portal

pytestmark = pytest.mark.long

EDITORS = 50
ACCOUNT = "group3.expert.th"


def state_of(portal: Portal, benchmark: str) -> dict[str, list[object]]:
    """{line key: [revision, reason]} of the receiving view."""
    found: dict[str, list[object]] = portal.ask(
        f"{{str(j.line_id): [j.revision, j.reason] for j in Judgement.objects.filter(benchmark__ref={benchmark!r})}}"
    )
    return found


def test_fifty_editors_on_thirty_lines_save_each_line_once_and_tell_everybody_else(
    live_portal: Portal,
) -> None:
    benchmark = str(live_portal.ask("Benchmark.objects.get(state='open').ref"))
    lines = [str(key) for key in live_portal.ask(f"rateable_keys({benchmark!r})")]
    before = state_of(live_portal, benchmark)
    people = [Browser(live_portal.url).sign_in(ACCOUNT) for _ in range(EDITORS)]

    def save(number: int) -> tuple[str, str, Answer]:
        line, words = lines[number % len(lines)], f"Seen by editor {number} of fifty"
        revision = str(before.get(line, [0, ""])[0])
        fields = {
            "rating": "F",
            "reason": words,
            "revision": revision,
            "difference": "",
            "recommendation": "",
        }
        fields |= {"substantial": "no", "gap_code": "", "show": "", "q": "", "find": "", "find_was": ""}
        return line, words, people[number].post(f"/benchmarks/{benchmark}/work/lines/{line}/", fields)

    with ThreadPoolExecutor(EDITORS) as pool:
        answers = list(pool.map(save, range(EDITORS)))

    assert {answer.status for _line, _words, answer in answers} <= {200, 409}
    saved = {line: words for line, words, answer in answers if answer.status == 200}
    after = state_of(live_portal, benchmark)
    for line in lines:
        assert after[line][1] == saved[line], "the words of the one who was told that they are saved"
        assert after[line][0] == int(str(before.get(line, [0, ""])[0])) + 1
    assert sum(answer.status == 200 for _line, _words, answer in answers) == len(lines)
    assert all(words in answer.text for _line, words, answer in answers if answer.status == 409)
