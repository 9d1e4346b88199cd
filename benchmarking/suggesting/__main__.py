"""`python -m benchmarking.suggesting`: suggestions in a child process, so that nothing of the model stays in a worker.

Standard input and output are JSON, vectors base64: see `benchmarking.ranking`, which starts it. Progress goes to standard
error as "PROGRESS done total".
"""

from __future__ import annotations

import json
import sys
import time
from base64 import b64decode, b64encode
from typing import Any

from benchmarking.suggesting.ranking import Ranked, Vectors, rank
from benchmarking.suggesting.texts import Item, Thesaurus
from benchmarking.suggesting.vectors import vectors_of
from benchmarking.suggesting.weights import NoModel

_told = [0.0]  # when progress was told last; more often would only make the database write


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """Rank what was asked for; by words alone where there is no model, with the reason as `note`."""
    sides = [
        [Item(text, original, tuple(parents)) for text, original, parents in asked[side]]
        for side in ("left", "right")
    ]
    vectors: tuple[Vectors, Vectors] | None = None
    fresh: dict[str, bytes] = {}
    note = ""
    try:
        stored = {digest: b64decode(vector) for digest, vector in asked["vectors"].items()}
        (left, right), fresh = vectors_of(sides, stored, _tell)
        vectors = (left, right)
    except NoModel as reason:
        note = str(reason)
    ranked = rank(*sides, thesaurus=Thesaurus(asked["thesaurus"]), vectors=vectors, most=asked["most"])
    return {
        "note": note,
        "fresh": {digest: b64encode(vector).decode() for digest, vector in fresh.items()},
        "ranked": [_plain(one) for one in ranked],
    }


def _plain(ranked: Ranked) -> dict[str, Any]:
    return {
        "suspicion": ranked.suspicion,
        "alike": ranked.alike,
        "candidates": [[one.place, one.chance, one.band, one.verbatim] for one in ranked.candidates],
    }


def _tell(done: int, total: int) -> None:
    if done == total or time.monotonic() - _told[0] > 0.5:
        _told[0] = time.monotonic()
        sys.stderr.write(f"PROGRESS {done} {total}\n")
        sys.stderr.flush()


if __name__ == "__main__":
    json.dump(answer(json.load(sys.stdin)), sys.stdout)
