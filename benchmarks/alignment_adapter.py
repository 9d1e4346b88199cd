"""Joins the evaluation script of the alignment sets to our own pure function: suggest(left, right, k).

    python align_eval.py --adapter .../benchmarks/alignment_adapter.py --sets .../data/alignment --tune .../data/alignment

Vectors are kept between runs in var/benchmarks, so that the seconds it prints are those of the ranking.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402

from benchmarking.suggesting.blend import Setting  # noqa: E402
from benchmarking.suggesting.ranking import Ranked, Vectors, rank  # noqa: E402
from benchmarking.suggesting.texts import Item, Thesaurus  # noqa: E402
from benchmarking.suggesting.vectors import vectors_of  # noqa: E402
from benchmarking.suggesting.weights import NoModel  # noqa: E402

KEPT = ROOT / "var" / "benchmarks" / "vectors.npz"
STANDARD = ROOT / "benchmarking" / "standard" / "thesaurus.json"
_stored: dict[str, bytes] = {}


def item_of(row: dict[str, Any]) -> Item:
    """A line of a set as we see it: title and text are one, codes and aliases are not read."""
    text = ". ".join(part for part in (row.get("title"), row.get("text")) if part) or row.get("code") or ""
    return Item(text, "", tuple(part for part in row.get("parents") or () if part))


def thesaurus() -> Thesaurus:
    """The standard entries that every installation begins with."""
    return Thesaurus(entry["words"] for entry in json.loads(STANDARD.read_text(encoding="utf-8")))


def kept_vectors(sides: Sequence[Sequence[Item]]) -> tuple[Vectors, Vectors] | None:
    """Vectors of both sides, computed once for all runs; None without the model."""
    if not _stored and KEPT.exists():
        with np.load(KEPT) as table:
            _stored.update(zip(table["digests"].tolist(), map(bytes, table["vectors"]), strict=True))
    try:
        (left, right), fresh = vectors_of(sides, _stored)
    except NoModel:
        return None
    if fresh:
        _stored.update(fresh)
        KEPT.parent.mkdir(parents=True, exist_ok=True)
        numbers = np.frombuffer(b"".join(_stored.values()), np.uint8).reshape(len(_stored), -1)
        np.savez(KEPT, digests=np.array(list(_stored)), vectors=numbers)
    return left, right


def ranked(
    left: Sequence[dict[str, Any]],
    right: Sequence[dict[str, Any]],
    k: int,
    *,
    with_vectors: bool = True,
    setting: Setting | None = None,
) -> list[Ranked]:
    """What our function says of one set."""
    sides = [[item_of(row) for row in side] for side in (left, right)]
    vectors = kept_vectors(sides) if with_vectors else None
    return rank(*sides, thesaurus=thesaurus(), vectors=vectors, most=k, setting=setting)


def answers(found: Sequence[Ranked]) -> list[dict[str, Any]]:
    """In the form of the evaluation script."""
    return [
        {"matches": [(one.place, one.chance) for one in row.candidates], "gap": row.suspicion}
        for row in found
    ]


def suggest(left: list[dict[str, Any]], right: list[dict[str, Any]], k: int) -> list[dict[str, Any]]:
    """What the evaluation script calls."""
    return answers(ranked(left, right, k))
