"""From the lines of a benchmark to the child process that ranks them, and back."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from benchmarking.models import Benchmark, Shortlist, Synonyms, TextVector
from benchmarking.queries.benchmarks import trees_of
from benchmarking.suggesting.texts import Item, digest_of, spoken_texts
from benchmarking.suggesting.weights import MODEL_NAME
from core.children import Limits, Progress, run_limited
from standards.models import Line
from standards.tree import Node, rateable

#: Stored for each line: more than is shown, so that what is decided later can bring others up.
KEPT = 20
#: 5,000 lines on each side with no vector stored yet take about ten minutes; the address space is not all memory.
LIMITS = Limits(cpu_seconds=3600, wall_seconds=3600, memory_bytes=6 * 1024**3)
_AT_ONCE = 500  # keys in one query


@dataclass(frozen=True)
class Matched:
    """What the child found: shortlists, new vectors by digest, and why it went by words alone ("" with vectors)."""

    shortlists: list[Shortlist]
    fresh: dict[str, bytes]
    note: str


def match(benchmark: Benchmark, *, on_progress: Progress, check: Callable[[], None]) -> Matched:
    """Rank the sending lines for every receiving line that can be rated, whatever the benchmark's scope is today.

    Raises:
        ChildFailed: it took too long, used too much memory, or broke.
    """
    left = _lines(trees_of(benchmark.reference_editions.all()).values())
    right = _lines(trees_of(benchmark.sending_editions.all()).values())
    sides = [[item for _, item in side] for side in (left, right)]
    asked = {
        "left": [_plain(item) for item in sides[0]],
        "right": [_plain(item) for item in sides[1]],
        "thesaurus": list(Synonyms.objects.order_by("words").values_list("words", flat=True)),
        "vectors": _stored(digest_of(text) for text in spoken_texts(sides)),
        "most": KEPT,
    }
    answer = json.loads(
        run_limited(
            "benchmarking.suggesting",
            stdin=json.dumps(asked).encode(),
            limits=LIMITS,
            on_progress=on_progress,
            check=check,
        )
    )
    receiving, sending = ([line for line, _ in side] for side in (left, right))
    return Matched(
        [
            _shortlist(benchmark, line, found, receiving, sending)
            for line, found in zip(receiving, answer["ranked"], strict=True)
        ],
        {digest: b64decode(vector) for digest, vector in answer["fresh"].items()},
        answer["note"],
    )


def _lines(trees: Iterable[list[Node[Line]]]) -> list[tuple[Line, Item]]:
    """The lines that are rated or linked, with what is compared of them."""
    return [
        (node.line, Item(node.line.text, node.line.text_original, headings))
        for roots in trees
        for node, headings in _with_headings(rateable(roots), roots)
    ]


def _with_headings(
    nodes: Sequence[Node[Line]], roots: Sequence[Node[Line]]
) -> Iterator[tuple[Node[Line], tuple[str, ...]]]:
    """Each node with the texts of what stands above it, outermost first."""
    above: dict[int, tuple[str, ...]] = {}
    for root in roots:
        for node in root.walk():
            over = node.line.parent_id
            headings = above.get(over, ()) if over is not None else ()
            above[node.line.pk] = (*headings, node.line.text)
    for node in nodes:
        yield node, above[node.line.pk][:-1]


def _plain(item: Item) -> list[Any]:
    return [item.text, item.original, item.parents]


def _stored(digests: Iterable[str]) -> dict[str, str]:
    """Vectors that are there already, base64."""
    found: dict[str, str] = {}
    wanted = iter(dict.fromkeys(digests))
    while keys := list(islice(wanted, _AT_ONCE)):
        rows = TextVector.objects.filter(model=MODEL_NAME, digest__in=keys)
        found.update(
            (key, b64encode(vector).decode()) for key, vector in rows.values_list("digest", "vector")
        )
    return found


def _shortlist(
    benchmark: Benchmark,
    line: Line,
    found: dict[str, Any],
    receiving: Sequence[Line],
    sending: Sequence[Line],
) -> Shortlist:
    return Shortlist(
        benchmark=benchmark,
        line=line,
        suspicion=found["suspicion"],
        entries=[
            {"line": sending[place].pk, "score": chance, "band": band, "verbatim": verbatim}
            for place, chance, band, verbatim in found["candidates"]
        ],
        alike=[[receiving[place].pk, likeness] for place, likeness in found["alike"]],
    )
