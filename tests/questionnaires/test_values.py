"""How an answer is stored, whatever people type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.states import AnswerKind
from questionnaires.values import Unfit, stored


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("number", " 60 ", "60"),
        ("number", "๖๐", "60"),
        ("number", "1,000", "1000"),
        ("number", "2,5", "2.5"),
        ("number", "0.50", "0.5"),
        ("percent", "20 %", "20"),
        ("day", "12/06/2562", "2019-06-12"),
        ("yes_no", "yes", "yes"),
        ("choice", "Oral", "Oral"),
        ("text", " a\u200e ", "a"),
    ],
)
def test_an_answer_has_one_form(kind: str, typed: str, kept: str) -> None:
    assert stored(kind, ["Written", "Oral"], typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("number", "about 60"),
        ("number", "-1"),
        ("number", "NaN"),
        ("number", "1e999999"),
        ("percent", "101"),
        ("yes_no", "perhaps"),
        ("choice", "Guess"),
        ("day", "some day"),
        ("text", "x" * 301),
        ("long", "x" * 10_001),
    ],
)
def test_what_is_not_of_the_kind_is_refused_with_a_sentence(kind: str, typed: str) -> None:
    with pytest.raises(Unfit, match=r"\w+ .+\."):
        stored(kind, ["Written", "Oral"], typed)


@given(st.sampled_from(AnswerKind.values), st.text(max_size=60))
def test_whatever_is_typed_is_kept_or_refused_and_keeping_again_changes_nothing(
    kind: str, typed: str
) -> None:
    try:
        kept = stored(kind, ["A", "B"], typed)
    except Unfit:
        return
    assert stored(kind, ["A", "B"], kept) == kept
