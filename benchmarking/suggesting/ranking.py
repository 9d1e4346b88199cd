"""Which right lines a left line is most likely covered by, how sure that is, and where to look for gaps first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from benchmarking.suggesting import bands, blend
from benchmarking.suggesting.deciding import ALIKE_FROM
from benchmarking.suggesting.rates import band_of
from benchmarking.suggesting.texts import Item, Thesaurus, letters_of, scripts_of, words_of
from benchmarking.suggesting.words import likeness
from standards.searching import normal

Array = NDArray[np.float32]
#: Two texts with at least this likeness of letters (0 to 100) are called nearly word for word.
VERBATIM = 90
#: All ten of them in the dev sets were linked.
VERBATIM_CHANCE = 0.9
#: How many left lines like it are kept for each left line.
ALIKE = 20
_ROWS = 256
_EQUAL = 1e-3


@dataclass(frozen=True)
class Vectors:
    """The vectors of one side: of each text, and of the text with its headings. Zeros where there is no English."""

    texts: Array
    contexts: Array


@dataclass(frozen=True)
class Candidate:
    """A right line by its place in the list; `chance` is the calibrated chance that people would link it, 0 to 1."""

    place: int
    chance: float
    band: str
    verbatim: bool


@dataclass(frozen=True)
class Ranked:
    """The candidates of one left line, best first. A higher `suspicion` means: look here first for a gap.

    `alike` are the left lines most like this one: (place, likeness 0 to 1), what is decided on them tells about it.
    """

    candidates: list[Candidate]
    suspicion: float
    alike: list[tuple[int, float]] = field(default_factory=list)


def rank(
    left: Sequence[Item],
    right: Sequence[Item],
    *,
    thesaurus: Thesaurus | None = None,
    vectors: tuple[Vectors, Vectors] | None = None,
    most: int = 10,
    setting: blend.Setting | None = None,
) -> list[Ranked]:
    """For every left line the likeliest right lines, several of which may cover it.

    Args:
        vectors: of the left and of the right lines; None compares by words alone.
        most: candidates for each line.
    """
    if not left or not right:
        return [Ranked([], 0.0) for _ in left]
    thesaurus = thesaurus or Thesaurus()
    alike = _alike(left, thesaurus, vectors[0] if vectors else None)
    scores, likenesses = compare(left, right, thesaurus, vectors, setting or blend.Setting())
    return _best(left, right, scores, likenesses, alike, bands.BY_BOTH if vectors else bands.BY_WORDS, most)


def compare(
    left: Sequence[Item],
    right: Sequence[Item],
    thesaurus: Thesaurus,
    vectors: tuple[Vectors, Vectors] | None,
    setting: blend.Setting,
) -> tuple[Array, list[Array]]:
    """The score of every left line with every right line, and the likenesses that it was made of."""
    scores, likenesses = _by_words(left, right, thesaurus, setting)
    if vectors is None:
        return scores, likenesses
    near = _nearness(vectors[0].texts, vectors[1].texts)
    share = blend.words_share(likenesses[0] + likenesses[1], near, setting)
    near_in_context = _nearness(vectors[0].contexts, vectors[1].contexts)
    by_vector = blend.mixed(near, near_in_context, setting.headings_in_vectors)
    scores *= np.float32(share)
    scores += blend.without_hubs(by_vector, setting.hubs) * np.float32(1 - share)
    return scores, [*likenesses, near, near_in_context]


def _by_words(
    left: Sequence[Item], right: Sequence[Item], thesaurus: Thesaurus, setting: blend.Setting
) -> tuple[Array, list[Array]]:
    """The score by words alone, and the two likenesses it rests on: of words and of letters."""
    scripts = scripts_of(left) & scripts_of(right)
    one, two = ([item.compared(scripts) for item in side] for side in (left, right))
    by_word = likeness(*((words_of(text, thesaurus) for text in side) for side in (one, two)))
    by_letter = likeness(*(map(letters_of, side) for side in (one, two)))
    in_context = likeness(
        *((words_of(item.with_headings, thesaurus) for item in side) for side in (left, right))
    )
    scores = blend.mixed(by_word + by_letter, in_context, setting.headings_in_words)
    return blend.without_hubs(scores, setting.hubs), [by_word, by_letter]


def _nearness(left: Array, right: Array) -> Array:
    """Cosines; a line without a vector is as near to everything as lines are on average."""
    near = left @ right.T
    known = np.outer(left.any(1), right.any(1))
    if not known.all():
        near[~known] = near[known].mean() if known.any() else 0
    return np.asarray(near, np.float32)


def best_places(scores: Array, most: int) -> NDArray[np.intp]:
    """The places of the highest scores of each row, best first, the earlier one where two are equal."""
    if most < scores.shape[1]:
        some = np.sort(np.argpartition(-scores, most - 1, axis=1)[:, :most], axis=1)
    else:
        some = np.broadcast_to(np.arange(scores.shape[1]), scores.shape)
    order = np.argsort(-np.take_along_axis(scores, some, 1), axis=1, kind="stable")
    return np.take_along_axis(some, order, 1)


def signs_of(scores: Array, likenesses: Sequence[Array], most: int) -> tuple[NDArray[np.intp], Array]:
    """Of some left lines: the places of their best right lines, best first, and the signs that chances rest on."""
    order = best_places(scores, most)
    signs = [np.take_along_axis(one, order, 1) for one in (scores, *likenesses)]
    best = signs[0]
    better = (best[:, None, :] > best[:, :, None] + _EQUAL).sum(-1)  # equal scores have one rank
    signs.insert(1, np.log1p(better).astype(np.float32))
    return order, np.stack(signs, -1)


def _alike(
    left: Sequence[Item], thesaurus: Thesaurus, vectors: Vectors | None
) -> list[list[tuple[int, float]]]:
    texts = [words_of(item.text, thesaurus) for item in left]
    scores = likeness(texts, texts)
    if vectors is not None:
        scores += vectors.texts @ vectors.texts.T
        scores *= np.float32(0.5)
    np.fill_diagonal(scores, -1)
    found: list[list[tuple[int, float]]] = []
    for start in range(0, len(left), _ROWS):
        block = scores[start : start + _ROWS]
        order = best_places(block, ALIKE)
        found += [
            [(int(place), round(float(row[place]), 3)) for place in places if row[place] >= ALIKE_FROM]
            for row, places in zip(block, order, strict=True)
        ]
    return found


def _best(
    left: Sequence[Item],
    right: Sequence[Item],
    scores: Array,
    likenesses: list[Array],
    alike: list[list[tuple[int, float]]],
    scale: bands.Scale,
    most: int,
) -> list[Ranked]:
    forms = [normal(item.text[:2000]) for item in right]
    found: list[Ranked] = []
    for start in range(0, len(left), _ROWS):
        block = slice(start, start + _ROWS)
        order, signs = signs_of(scores[block], [one[block] for one in likenesses], most)
        for row, (places, chances) in enumerate(zip(order, scale.chances(signs), strict=True), start):
            form = normal(left[row].text[:2000])
            candidates = [
                _candidate(int(place), float(chance), _same(form, forms[place]))
                for place, chance in zip(places, chances, strict=True)
            ]
            candidates.sort(key=lambda one: -one.chance)
            found.append(Ranked(candidates, round(-float(scores[row].max()), 4), alike[row]))
    return found


def _candidate(place: int, chance: float, verbatim: bool) -> Candidate:
    chance = round(max(chance, VERBATIM_CHANCE if verbatim else 0), 4)
    return Candidate(place, chance, band_of(chance), verbatim)


def _same(one: str, other: str) -> bool:
    return bool(one) and fuzz.ratio(one, other) >= VERBATIM
