"""From scores to chances, and from chances to the bands "likely", "possible" and "unlikely".

The weights are a logistic regression over the ten first candidates of every line of the dev sets, each set with the
same weight; `python -m benchmarks.alignment --fit` computes them anew.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarking.suggesting.rates import LIKELY, POSSIBLE, UNLIKELY

#: A candidate is likely from this chance on, and possible from that one on.
LIKELY_FROM, POSSIBLE_FROM = 0.5, 0.15


@dataclass(frozen=True)
class Scale:
    """Weights of the signs of a candidate, the first ones of `ranking` that have a weight."""

    start: float
    weights: tuple[float, ...]

    def chances(self, signs: NDArray[np.floating]) -> NDArray[np.floating]:
        """The chance of each candidate from its signs (last axis); never more than that of the one before it."""
        exponent = self.start + signs[..., : len(self.weights)] @ np.array(self.weights)
        return np.asarray(np.minimum.accumulate(1 / (1 + np.exp(-exponent)), axis=-1))


#: Signs: score, logarithm of the rank from 1, likeness of words, of letters, nearness of texts, of texts with headings.
BY_BOTH = Scale(-4.474, (-0.182, -0.589, 4.233, 1.884, 3.389, 2.75))
#: Signs: score, logarithm of the rank from 1.
BY_WORDS = Scale(-2.349, (0.328, -0.439))


def band_of(chance: float) -> str:
    """The band of a chance."""
    if chance >= LIKELY_FROM:
        return LIKELY
    return POSSIBLE if chance >= POSSIBLE_FROM else UNLIKELY
