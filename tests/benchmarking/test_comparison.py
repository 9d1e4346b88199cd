"""The rules of comparison, by example and by property."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.comparison import Because, Counts, counts, coverage, propose_verdict
from benchmarking.states import Verdict

EIGHTY, FIFTY = Decimal(80), Decimal(50)
RATED = st.sampled_from("FPN")
ANY = st.sampled_from(["F", "P", "N", "", "-"])
LINES = st.lists(st.tuples(ANY, st.booleans()), max_size=60)
RATED_LINES = st.lists(st.tuples(RATED, st.booleans()), min_size=1, max_size=60)
THRESHOLDS = st.tuples(
    st.decimals(0, 100, places=2, allow_nan=False), st.decimals(0, 100, places=2, allow_nan=False)
).map(lambda pair: (max(pair), min(pair)))
BETTER = {"N": "P", "P": "F", "F": "F"}
RANK = {Verdict.NOT: 0, Verdict.PARTLY: 1, Verdict.COMPARABLE: 2}


def propose(lines, upper=EIGHTY, lower=FIFTY):
    """The proposal for (rating, critical) pairs."""
    return propose_verdict([r for r, _ in lines], [c for _, c in lines], upper, lower)


def test_f_counts_one_p_a_half_and_n_nothing():
    assert coverage(["F", "P", "N", "N"]) == pytest.approx(37.5)


def test_coverage_of_lines_that_nobody_compared_is_none_and_not_zero():
    assert coverage([]) is None
    assert coverage(["", "-"]) is None


def test_counts_name_what_is_not_compared():
    assert counts(["F", "P", "N", "", "-"]) == Counts(full=1, partly=1, uncovered=1, open=2)


@pytest.mark.parametrize(
    ("lines", "verdict", "because"),
    [
        ([("F", True)] * 4 + [("N", False)], Verdict.COMPARABLE, Because.COVERED),
        ([("F", False)] * 8 + [("P", True)], Verdict.PARTLY, Because.CRITICAL),
        ([("F", True)] * 3 + [("N", False)], Verdict.PARTLY, Because.BETWEEN),
        ([("F", False), ("N", False)], Verdict.PARTLY, Because.BETWEEN),
        ([("F", True), ("N", False), ("N", False)], Verdict.NOT, Because.BELOW),
        ([("F", True)] * 99 + [("", False)], Verdict.OPEN, Because.OPEN),
        ([], Verdict.OPEN, Because.NOTHING),
    ],
)
def test_the_verdict_follows_the_thresholds_and_the_critical_lines(lines, verdict, because):
    proposal = propose(lines)
    assert (proposal.verdict, proposal.because) == (verdict, because)
    assert (proposal.comparable_from, proposal.not_comparable_below) == (EIGHTY, FIFTY)


def test_the_proposal_counts_the_critical_lines_that_fall_short():
    proposal = propose([("F", True), ("P", True), ("N", False), ("F", False)])
    assert (proposal.criticals, proposal.criticals_short) == (2, 1)


def test_ratings_without_their_critical_marks_are_refused():
    with pytest.raises(ValueError, match="shorter"):
        propose_verdict(["F", "P"], [True], EIGHTY, FIFTY)


@given(st.lists(ANY))
def test_coverage_stays_between_0_and_100(ratings):
    found = coverage(ratings)
    assert found is None or 0 <= found <= 100


@given(st.lists(ANY), st.integers(0, 20))
def test_a_line_that_is_not_compared_never_counts_as_zero(ratings, more):
    assert coverage(ratings + ["-"] * more) == coverage(ratings)


@given(LINES, THRESHOLDS, st.randoms())
def test_the_order_of_the_lines_changes_nothing(lines, thresholds, random: Random):
    shuffled = list(lines)
    random.shuffle(shuffled)
    assert propose(lines, *thresholds) == propose(shuffled, *thresholds)


@given(RATED_LINES, THRESHOLDS, st.data())
def test_a_better_rating_never_lowers_coverage_or_verdict(lines, thresholds, data):
    place = data.draw(st.integers(0, len(lines) - 1))
    better = list(lines)
    better[place] = (BETTER[lines[place][0]], lines[place][1])
    before, after = propose(lines, *thresholds), propose(better, *thresholds)
    assert after.coverage >= before.coverage
    assert RANK[after.verdict] >= RANK[before.verdict]


@given(LINES, THRESHOLDS)
def test_a_verdict_stands_only_where_every_line_is_compared(lines, thresholds):
    proposal = propose(lines, *thresholds)
    is_open = not lines or any(rating in ("", "-") for rating, _ in lines)
    assert (proposal.verdict == Verdict.OPEN) is is_open
    assert (proposal.coverage is None) is is_open


@given(st.lists(ANY), st.lists(ANY))
def test_counts_of_parts_add_up(one, other):
    assert counts(one) + counts(other) == counts(one + other)
