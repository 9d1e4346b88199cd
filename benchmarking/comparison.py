"""Coverage and proposed verdicts. Pure: ratings in, figures out; no ORM, no clock.

The rules are those of product.md section 5: F counts 1, P 0.5, N 0; a line that nobody has compared ("-" or an
empty rating) is out of the index, is never counted as 0, and keeps the verdict open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from benchmarking.states import Rating, Verdict

_RATED = frozenset(Rating.values)


@dataclass(frozen=True)
class Counts:
    """How many rateable lines are F, P, N and not compared yet."""

    full: int = 0
    partly: int = 0
    uncovered: int = 0
    open: int = 0

    @property
    def rated(self) -> int:
        """Lines that have F, P or N."""
        return self.full + self.partly + self.uncovered

    @property
    def total(self) -> int:
        """All rateable lines."""
        return self.rated + self.open

    @property
    def exact(self) -> Fraction | None:
        """Coverage between 0 and 1 without rounding (in halves, for P counts 0.5); None when no line is rated."""
        return Fraction(2 * self.full + self.partly, 2 * self.rated) if self.rated else None

    @property
    def coverage(self) -> float | None:
        """Coverage of the rated lines in percent; None when no line is rated."""
        return float(self.exact * 100) if self.exact is not None else None

    def __add__(self, other: Counts) -> Counts:
        """Both together."""
        return Counts(
            self.full + other.full,
            self.partly + other.partly,
            self.uncovered + other.uncovered,
            self.open + other.open,
        )


class Because(StrEnum):
    """Which rule led to a proposed verdict."""

    NOTHING = "nothing"  # the section has no rateable line
    OPEN = "open"  # lines are not compared yet
    BELOW = "below"  # coverage lies under the lower threshold
    BETWEEN = "between"  # coverage lies between the thresholds
    CRITICAL = "critical"  # coverage would do, but a critical line is not fully covered
    COVERED = "covered"  # all critical lines are F and coverage reaches the upper threshold


@dataclass(frozen=True)
class Proposal:
    """A proposed verdict with everything that led to it. Thresholds are in percent."""

    verdict: Verdict
    because: Because
    counts: Counts
    criticals: int
    criticals_short: int
    comparable_from: Decimal
    not_comparable_below: Decimal

    @property
    def coverage(self) -> float | None:
        """Coverage in percent; None while a line is open, for then there is no verdict either."""
        return None if self.counts.open else self.counts.coverage


def counts(ratings: Iterable[str]) -> Counts:
    """Count ratings; anything that is not F, P or N counts as not compared yet."""
    found = Counter(rating if rating in _RATED else "" for rating in ratings)
    return Counts(found[Rating.FULL], found[Rating.PARTLY], found[Rating.NOT], found[""])


def coverage(ratings: Iterable[str]) -> float | None:
    """Coverage in percent over the lines that have F, P or N; None when none has."""
    return counts(ratings).coverage


def propose_verdict(
    ratings: Sequence[str],
    criticals: Sequence[bool],
    comparable_from: Decimal,
    not_comparable_below: Decimal,
) -> Proposal:
    """Propose the verdict on a section, or on a whole standard.

    Args:
        ratings: one rating for each rateable line.
        criticals: whether that line is critical, in the same order.
        comparable_from: coverage in percent from which a section is comparable (setting of the corridor).
        not_comparable_below: coverage in percent under which it is not comparable.

    Raises:
        ValueError: `ratings` and `criticals` differ in length.
    """
    short = sum(
        critical and rating != Rating.FULL for rating, critical in zip(ratings, criticals, strict=True)
    )
    tally = counts(ratings)
    verdict, because = _rule(
        tally, short, Fraction(comparable_from) / 100, Fraction(not_comparable_below) / 100
    )
    return Proposal(
        verdict, because, tally, sum(map(bool, criticals)), short, comparable_from, not_comparable_below
    )


def _rule(tally: Counts, short: int, upper: Fraction, lower: Fraction) -> tuple[Verdict, Because]:
    if tally.open:
        return Verdict.OPEN, Because.OPEN
    if tally.exact is None:
        return Verdict.OPEN, Because.NOTHING
    if tally.exact < lower:
        return Verdict.NOT, Because.BELOW
    if tally.exact < upper:
        return Verdict.PARTLY, Because.BETWEEN
    return (Verdict.PARTLY, Because.CRITICAL) if short else (Verdict.COMPARABLE, Because.COVERED)
