"""Which receiving lines a benchmark rates: leaves of its kinds under its scope, in reading order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from benchmarking.models import Benchmark
from standards.models import Edition, Line
from standards.states import RATEABLE_KINDS
from standards.tree import Node, flat

Trees = Mapping[Edition, list[Node[Line]]]


@dataclass(frozen=True)
class Section:
    """A section of a reference edition with those of its lines that the benchmark rates."""

    edition: Edition
    line: Line
    nodes: list[Node[Line]] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        """The rated lines, in reading order."""
        return [node.line for node in self.nodes]


def nodes_in_scope(benchmark: Benchmark, trees: Trees) -> list[Node[Line]]:
    """The lines that are rated: leaves of `benchmark.kinds` under `benchmark.scope` (none chosen: everything).

    Args:
        trees: as `queries.benchmarks.trees_of` gives them; editions of the sending side are passed over. One query
            for the scope where it is not prefetched, one for the reference editions where they are not.
    """
    return nodes_under(trees, benchmark.reference_editions.all(), benchmark.kinds, benchmark.scope.all())


def nodes_under(
    trees: Trees, editions: Iterable[Edition], kinds: Collection[str], scope: Iterable[Line]
) -> list[Node[Line]]:
    """Leaves of these kinds under these levels and sections of these editions; under no section means everywhere."""
    keys = {line.pk for line in scope}
    wanted = frozenset(kinds)
    roots = [root for edition in editions for root in trees.get(edition, [])]
    return [node for root in roots for node in _below(root, wanted, keys, not keys)]


def sections_in_scope(benchmark: Benchmark, trees: Trees) -> list[Section]:
    """The sections that have rated lines, with these lines, in reading order. `trees` as above."""
    editions = {edition.pk: edition for edition in trees}
    found: dict[int, Section] = {}
    for node in nodes_in_scope(benchmark, trees):
        head = node.section
        if head is not None:
            section = found.setdefault(head.pk, Section(editions[head.edition_id], head))
            section.nodes.append(node)
    return list(found.values())


def rates(benchmark: Benchmark, line: Line) -> bool:
    """Whether this line of a reference edition is rated in the benchmark; four queries at most and one a level."""
    if line.kind not in benchmark.kinds or line.kind not in RATEABLE_KINDS or line.children.exists():
        return False
    scope = set(benchmark.scope.values_list("pk", flat=True))
    here: Line | None = line
    while scope and here is not None and here.pk not in scope:
        here = here.parent
    return not scope or here is not None


def totals_of(benchmarks: Collection[Benchmark]) -> dict[int, int]:
    """How many lines each benchmark rates, by primary key; three queries, four where any has a scope."""
    keys = [benchmark.pk for benchmark in benchmarks]
    editions = _pairs(
        Benchmark.reference_editions.through.objects.filter(benchmark_id__in=keys), "edition_id"
    )
    scopes = _pairs(Benchmark.scope.through.objects.filter(benchmark_id__in=keys), "line_id")
    wanted = {one for some in editions.values() for one in some}
    leaves = Line.objects.filter(edition_id__in=wanted, kind__in=RATEABLE_KINDS, children__isnull=True)
    rows = leaves.values_list("edition_id", "kind", "pk", "parent_id")
    by_edition: dict[int, list[tuple[str, int, int | None]]] = defaultdict(list)
    for edition, kind, key, parent in rows:
        by_edition[edition].append((kind, key, parent))
    narrow = {one for key in scopes for one in editions[key]}
    parents: dict[int, int | None] = (
        dict(Line.objects.filter(edition_id__in=narrow).values_list("pk", "parent_id")) if narrow else {}
    )
    totals = {}
    for benchmark in benchmarks:
        kinds, scope = frozenset(benchmark.kinds), scopes.get(benchmark.pk, set())
        totals[benchmark.pk] = sum(
            kind in kinds and (not scope or _is_below(key, parent, scope, parents))
            for edition in editions[benchmark.pk]
            for kind, key, parent in by_edition[edition]
        )
    return totals


def _pairs(rows: Iterable[object], name: str) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for key, value in rows.values_list("benchmark_id", name):  # type: ignore[attr-defined]  # a through table
        found[key].add(value)
    return found


def _is_below(key: int, parent: int | None, scope: set[int], parents: Mapping[int, int | None]) -> bool:
    here: int | None = key
    while here is not None and here not in scope:
        here = parent if here == key else parents.get(here)
    return here is not None


def _below(node: Node[Line], kinds: Collection[str], scope: set[int], inside: bool) -> list[Node[Line]]:
    inside = inside or node.line.pk in scope
    if not node.children:
        return [node] if inside and node.is_rateable and node.line.kind in kinds else []
    return [one for child in node.children for one in _below(child, kinds, scope, inside)]


def topmost(lines: Collection[Line]) -> list[Line]:
    """Without the lines that lie under another one of them; one query a level of depth at most."""
    keys = {line.pk for line in lines}
    kept = []
    for line in lines:
        above = line.parent
        while above is not None and above.pk not in keys:
            above = above.parent
        if above is None:
            kept.append(line)
    return kept


def headings_of(roots: Iterable[Node[Line]]) -> list[Node[Line]]:
    """Levels and sections of an edition that can be chosen as scope: what has rateable lines below, no leaves."""
    kept = [node for node in flat(roots) if node.children and any(one.is_rateable for one in node.walk())]
    return [node for node in kept if node.section is None or node.section.pk == node.line.pk]
