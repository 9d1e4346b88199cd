"""TF-IDF likeness of two lists of texts with numpy alone.

The product of two sparse tables is made in two parts: terms that many texts share as dense blocks, which the
processor multiplies fastest, and rare ones by going through the few texts that have them. 5,000 by 5,000 lines take
seconds this way, without a library for sparse tables.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
#: Terms in more texts than this, on either side, are multiplied as dense blocks.
_COMMON = 64
_BLOCK = 1024


class _Table:
    """Texts as rows of (column, weight). `columns` grows by the terms that are new."""

    def __init__(self, texts: Iterable[Sequence[str]], columns: dict[str, int]) -> None:
        sizes, terms, times = array("q"), array("q"), array("f")
        for text in texts:
            counted = Counter(text)
            sizes.append(len(counted))
            terms.extend(columns.setdefault(term, len(columns)) for term in counted)
            times.extend(counted.values())
        self.count = len(sizes)
        self.rows = np.repeat(np.arange(self.count), np.array(sizes, np.int64))
        self.columns = np.array(terms, np.int64)
        self.weights = 1 + np.log(np.array(times, np.float32))

    def weigh(self, idf: Array) -> None:
        """Multiply by the rarity of each term and bring every row to length 1."""
        self.weights = self.weights * idf[self.columns]
        squares = np.bincount(self.rows, self.weights * self.weights, self.count)
        self.weights = (self.weights / np.sqrt(np.maximum(squares, 1e-12))[self.rows]).astype(np.float32)


def likeness(left: Iterable[Sequence[str]], right: Iterable[Sequence[str]]) -> Array:
    """Cosine of every left text with every right text, 0 to 1; terms weigh by their rarity in both lists together."""
    columns: dict[str, int] = {}
    one, two = _Table(left, columns), _Table(right, columns)
    if not columns:
        return np.zeros((one.count, two.count), np.float32)
    often_one = np.bincount(one.columns, minlength=len(columns))
    often_two = np.bincount(two.columns, minlength=len(columns))
    idf = (np.log((1 + one.count + two.count) / (1 + often_one + often_two)) + 1).astype(np.float32)
    one.weigh(idf)
    two.weigh(idf)
    shared = (often_one > 0) & (often_two > 0)
    common = shared & (np.maximum(often_one, often_two) > _COMMON)
    product = _dense_part(one, two, np.flatnonzero(common))
    _add_sparse_part(product, one, two, shared & ~common)
    return product


def _dense_part(one: _Table, two: _Table, common: NDArray[np.int64]) -> Array:
    product = np.zeros((one.count, two.count), np.float32)
    place = np.full(int(max(one.columns.max(initial=0), two.columns.max(initial=0))) + 1, -1, np.int64)
    for start in range(0, len(common), _BLOCK):
        block = common[start : start + _BLOCK]
        place[:] = -1
        place[block] = np.arange(len(block))
        product += _block(one, place, len(block)) @ _block(two, place, len(block)).T
    return product


def _block(table: _Table, place: NDArray[np.int64], width: int) -> Array:
    dense = np.zeros((table.count, width), np.float32)
    where = place[table.columns]
    inside = where >= 0
    dense[table.rows[inside], where[inside]] = table.weights[inside]
    return dense


def _add_sparse_part(product: Array, one: _Table, two: _Table, rare: NDArray[np.bool_]) -> None:
    """Each left row meets, term by term, the right rows that have the term."""
    keep = rare[two.columns]
    order = np.argsort(two.columns[keep], kind="stable")
    rows, weights = two.rows[keep][order], two.weights[keep][order]
    ends = np.cumsum(np.bincount(two.columns[keep], minlength=len(rare)))
    starts = ends - np.bincount(two.columns[keep], minlength=len(rare))
    keep = rare[one.columns]
    own_columns, own_weights = one.columns[keep], one.weights[keep]
    bounds = np.searchsorted(one.rows[keep], np.arange(one.count + 1))
    for row in range(one.count):
        terms = own_columns[bounds[row] : bounds[row + 1]]
        if not len(terms):
            continue
        lengths = ends[terms] - starts[terms]
        offsets = np.repeat(starts[terms] - np.cumsum(lengths) + lengths, lengths)
        found = offsets + np.arange(lengths.sum())
        values = np.repeat(own_weights[bounds[row] : bounds[row + 1]], lengths) * weights[found]
        product[row] += np.bincount(rows[found], values, two.count)
