"""The intake on real standards, which are not part of this repository. Floors for the whole set, not for single files."""

from __future__ import annotations

import pytest

from benchmarks import extraction

pytestmark = pytest.mark.skipif(
    not any(extraction.FOLDER.glob("*.gold.json")),
    reason=f"the real documents are not here (looked in {extraction.FOLDER.name}/ beside the repository)",
)


@pytest.fixture(scope="module")
def scores() -> list[extraction.Score]:
    return extraction.run(extraction.FOLDER)


def test_criteria_are_found_and_stand_in_the_right_element(scores: list[extraction.Score]) -> None:
    count = sum(score.criteria for score in scores)
    assert sum(score.f1 for score in scores) / len(scores) >= 0.99
    assert sum(score.placed * score.criteria for score in scores) / count >= 0.98


def test_units_elements_and_lists_are_found(scores: list[extraction.Score]) -> None:
    for key in ("unit_titles", "element_titles", "knowledge", "skills", "evidence"):
        values = [score.lists[key] for score in scores if key in score.lists]
        assert sum(values) / len(values) >= 0.95, key


def test_no_document_fails_in_silence(scores: list[extraction.Score]) -> None:
    assert [score.name for score in scores if score.f1 < 0.95 and not score.warnings] == []


def test_grave_warnings_are_no_false_alarms(scores: list[extraction.Score]) -> None:
    grave = {"nothing_found", "no_criteria", "much_unread", "table_unread", "page_unread"}
    alarmed = [score.name for score in scores if score.f1 >= 0.99 and grave & set(score.warnings)]
    assert len(alarmed) <= len(scores) * 0.1, alarmed


def test_every_document_is_read_within_ten_seconds(scores: list[extraction.Score]) -> None:
    assert max(score.seconds for score in scores) < 10


def test_the_scores_measure_likeness_as_the_longest_common_subsequence() -> None:
    assert extraction.alike("lay bricks", "lay bricks") == 100
    assert extraction.alike("abcd", "abxd") == 75
    assert extraction.match(["Lay the bricks."], ["Something else", "lay the brick"]) == {0: 1}
