"""One score from several ways of comparing, and how far words are to be trusted against vectors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Setting:
    """The shares of the blend. Chosen with each dev set left out in turn; they lie on a plateau (decision 11).

    `words` is the share of words where words and vectors are equally sure of themselves, `gain` what it grows by
    with each time that words are surer, `least` and `most` its bounds.
    """

    headings_in_words: float = 0.2
    headings_in_vectors: float = 0.65
    hubs: float = 0.25
    words: float = 0.27
    gain: float = 0.3
    least: float = 0.25
    most: float = 0.75


def standard(scores: Array) -> Array:
    """The scores as deviations from their mean, in units of their spread. Large tables: one copy is made, no more."""
    found: Array = scores - scores.mean()
    found /= np.float32(np.sqrt(np.vdot(found, found) / found.size) + 1e-9)
    return found


def mixed(one: Array, other: Array, share: float) -> Array:
    """Both scores on the same scale, with `share` of the other one."""
    scores = standard(one)
    scores *= np.float32((1 - share) / share)
    scores += standard(other)
    return standard(scores)


def without_hubs(scores: Array, share: float, neighbours: int = 10) -> Array:
    """Take off a part of what a right line owes to being near to many left lines.

    A line that is near to everything ("works safely") would else be suggested everywhere.
    """
    count = min(neighbours, scores.shape[0])
    nearest = np.partition(scores, scores.shape[0] - count, axis=0)[-count:]
    return standard(scores - np.float32(share) * nearest.mean(0))


def mutual(scores: Array) -> float:
    """How sure a way of comparing is of itself: the share of lines whose first choice chooses them back, 0 to 1.

    It needs no known match. Where texts share one subject and long formulas, vectors lie close together and their
    first choices are seldom mutual, while rare words still point both ways.
    """
    first = scores.argmax(1)
    back = scores.argmax(0)[first] == np.arange(len(first))
    return float(back.sum() / min(scores.shape))


def words_share(words: Array, vectors: Array, setting: Setting) -> float:
    """The share of words in the blend, by how much surer they are of themselves than vectors."""
    surer = mutual(words) / max(mutual(vectors), 0.02)
    share = setting.words + setting.gain * (surer - 1)
    return min(max(share, setting.least), setting.most)
