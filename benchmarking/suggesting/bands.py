"""From scores to chances; the bands of chances are in `rates`.

The weights are a logistic regression over the ten first candidates of every line of the dev sets, each set with the
same weight; `python -m benchmarks.alignment --fit` computes them anew.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


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
