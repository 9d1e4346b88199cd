"""Vectors of lines: which texts have one, what was stored of them, and computing the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from benchmarking.suggesting.minilm import DIMENSIONS, Array, MiniLM
from benchmarking.suggesting.ranking import Vectors
from benchmarking.suggesting.texts import Item, digest_of, spoken_texts
from benchmarking.suggesting.weights import find


def vectors_of(
    sides: Sequence[Sequence[Item]],
    stored: Mapping[str, bytes],
    on_progress: Callable[[int, int], None] | None = None,
) -> tuple[list[Vectors], dict[str, bytes]]:
    """The vectors of each side, and those that were not stored yet, by digest.

    Raises:
        NoModel: a vector is missing and there is no model to trust.
    """
    missing = {digest: text for text in spoken_texts(sides) if (digest := digest_of(text)) not in stored}
    fresh: dict[str, bytes] = {}
    if missing:
        computed = MiniLM(find()).encode(list(missing.values()), on_progress)
        fresh = {
            digest: vector.astype("<f4").tobytes() for digest, vector in zip(missing, computed, strict=True)
        }
    known = {**stored, **fresh}
    found = [
        Vectors(
            _stacked(known, (item.spoken for item in side)),
            _stacked(known, (item.spoken_with_headings for item in side)),
        )
        for side in sides
    ]
    return found, fresh


def _stacked(known: Mapping[str, bytes], texts: Iterable[str]) -> Array:
    nothing = bytes(4 * DIMENSIONS)
    raw = b"".join(known[digest_of(text)] if text else nothing for text in texts)
    return np.frombuffer(raw, "<f4").reshape(-1, DIMENSIONS).astype(np.float32)
