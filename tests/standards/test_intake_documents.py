"""The intake on real standards, which are not part of this repository. Floors for the whole set, not for single files."""

from __future__ import annotations

import pytest

from benchmarks import extraction, scoring

pytestmark = pytest.mark.skipif(
    not any(extraction.FOLDER.glob("*.gold.json")),
    reason=f"the real documents are not here (looked in {extraction.FOLDER.name}/ beside the repository)",
)


@pytest.fixture(scope="module")
def scores() -> list[scoring.Score]:
    return extraction.run(extraction.FOLDER)


def test_criteria_are_found_and_stand_in_the_right_element(scores: list[scoring.Score]) -> None:
    count = sum(score.criteria for score in scores)
    assert sum(score.f1 for score in scores) / len(scores) >= 0.99
    assert sum(score.placed * score.criteria for score in scores) / count >= 0.98


def test_units_elements_and_lists_are_found(scores: list[scoring.Score]) -> None:
    for key in ("unit_titles", "element_titles", "knowledge", "skills", "evidence"):
        values = [score.lists[key] for score in scores if key in score.lists]
        assert sum(values) / len(values) >= 0.95, key


def test_no_document_fails_in_silence(scores: list[scoring.Score]) -> None:
    assert [score.name for score in scores if score.silent] == []


def test_warnings_are_no_false_alarms(scores: list[scoring.Score]) -> None:
    alarmed = [score.name for score in scores if score.false_alarm]
    assert len(alarmed) <= len(scores) * 0.1, alarmed


def test_every_document_is_read_within_ten_seconds(scores: list[scoring.Score]) -> None:
    assert max(score.seconds for score in scores) < 10


def test_the_scores_measure_likeness_as_the_longest_common_subsequence() -> None:
    assert scoring.alike("lay bricks", "lay bricks") == 100
    assert scoring.alike("abcd", "abxd") == 75
    assert scoring.match(["Lay the bricks."], ["Something else", "lay the brick"]) == {0: 1}
