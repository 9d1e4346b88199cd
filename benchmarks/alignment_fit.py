"""The chances behind the bands: logistic regression over the first ten candidates, and what unseen sets gave."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarking.suggesting.bands import Scale
from benchmarking.suggesting.blend import Setting
from benchmarking.suggesting.ranking import compare, signs_of
from benchmarking.suggesting.rates import BANDS, band_of
from benchmarks.alignment_adapter import item_of, kept_vectors, thesaurus

Numbers = NDArray[np.floating]
#: By words alone only score and rank are weighed: more of them fits the sets seen and misses the others.
SIGNS = {True: 6, False: 2}
LEAST = 15  # suggestions of a band in a set, for its hit rate to mean something


@dataclass(frozen=True)
class Table:
    """The signs of the first candidates of a set, and whether people had linked them: (lines, ten, signs)."""

    name: str
    signs: Numbers
    hits: Numbers


def table_of(data: dict[str, Any], *, with_vectors: bool, setting: Setting | None = None) -> Table:
    """Signs and hits of one set."""
    left, right = ([item_of(row) for row in data[side]] for side in ("left", "right"))
    vectors = kept_vectors([left, right]) if with_vectors else None
    scores, likenesses = compare(left, right, thesaurus(), vectors, setting or Setting())
    order, signs = signs_of(scores, likenesses, 10)
    place = {row["id"]: number for number, row in enumerate(data["right"])}
    linked = {(link["left"], place[link["right"]]) for link in data["links"]}
    hits = [
        [(row["id"], int(one)) in linked for one in places]
        for row, places in zip(data["left"], order, strict=True)
    ]
    return Table(data["id"], signs.astype(float), np.array(hits, float))


def family(name: str) -> str:
    """Sets of one family share texts or makers: they are left out together where they share texts."""
    return "reg_adobe" if "adobe" in name else "silver" if name.startswith("silver") else name


def fit(tables: Collection[Table], signs: int) -> Scale:
    """Weights by Newton's method with a small ridge; every set weighs the same."""
    rows = np.concatenate([table.signs[..., :signs].reshape(-1, signs) for table in tables])
    hits = np.concatenate([table.hits.ravel() for table in tables])
    weight = np.concatenate([np.full(table.hits.size, 1000 / table.hits.size) for table in tables])
    mean, spread = rows.mean(0), rows.std(0) + 1e-9
    design = np.column_stack([np.ones(len(rows)), (rows - mean) / spread])
    ridge = np.diag([0.0, *[1.0] * signs])
    beta = np.zeros(signs + 1)
    for _ in range(40):
        chance = 1 / (1 + np.exp(-design @ beta))
        curve = (design * (weight * chance * (1 - chance))[:, None]).T @ design + ridge
        beta += np.linalg.solve(curve, design.T @ (weight * (hits - chance)) - ridge @ beta)
    weights = beta[1:] / spread
    return Scale(round(float(beta[0] - mean @ weights), 3), tuple(round(float(one), 3) for one in weights))


def rates_of(table: Table, scale: Scale) -> dict[str, tuple[float, int]]:
    """Of one set: hit rate and number of suggestions in each band."""
    bands = np.array([[band_of(chance) for chance in row] for row in scale.chances(table.signs)])
    found = {}
    for band in BANDS:
        hits = table.hits[bands == band]
        found[band] = (float(hits.mean()) if len(hits) else 0.0, len(hits))
    return found


def rates_unseen(tables: Sequence[Table], signs: int) -> dict[str, dict[str, tuple[float, int]]]:
    """The hit rates of each set under weights that were fitted without it and its family."""
    return {
        table.name: rates_of(
            table, fit([other for other in tables if family(other.name) != family(table.name)], signs)
        )
        for table in tables
    }


def stated(unseen: dict[str, dict[str, tuple[float, int]]], but: str = "") -> dict[str, float]:
    """Mean hit rate of each band over the sets in which it means something, without the family of `but`."""
    means = {}
    for band in BANDS:
        rates = [
            rates[band][0]
            for name, rates in unseen.items()
            if rates[band][1] >= LEAST and not (but and family(name) == family(but))
        ]
        means[band] = float(np.mean(rates)) if rates else 0.0
    return means
