"""What changes on the page after one line was saved, read with as little as possible: a save is answered with this."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import prefetch_related_objects

from benchmarking.comparison import Counts, counts
from benchmarking.models import Additional, Benchmark, Judgement
from benchmarking.queries.rights import Stance
from benchmarking.queries.scope import nodes_in_scope
from benchmarking.queries.work_filter import Mark
from standards.models import Edition, Line
from standards.states import RATEABLE_KINDS
from standards.tree import Node, tree_of


@dataclass(frozen=True)
class Saved:
    """The state after a save: mark of the line, tally of its section, counts of both sides, the next open line."""

    revision: int
    mark: Mark
    section: int | None
    tally: Counts
    counts: Counts
    linked: int
    additional: int | None
    next_open: int | None
    next_revision: int

    def as_json(self) -> dict[str, Any]:
        """Short names, for a weak line: r revision, m mark, k section and tally, c counts F P N open, s sending lines
        linked and additional, n next open line and its revision."""
        all_of = self.counts
        return {
            "r": self.revision,
            "m": self.mark.sign,
            "k": [self.section, f"{self.tally.rated}/{self.tally.total}"],
            "c": [all_of.full, all_of.partly, all_of.uncovered, all_of.open],
            "s": [self.linked, self.additional],
            "n": [self.next_open, self.next_revision],
        }


@dataclass(frozen=True)
class _Slim:
    """As much of a line as a tree needs."""

    pk: int
    parent_id: int | None
    kind: str
    edition_id: int


def saved_state(benchmark: Benchmark, stance: Stance, judgement: Judgement) -> Saved:
    """The state of the open view after `judgement` was saved, in seven queries that load no text."""
    prefetch_related_objects([benchmark], "reference_editions", "scope")
    nodes = nodes_in_scope(benchmark, _slim_trees(benchmark.reference_editions.all()))
    rows = Judgement.objects.filter(benchmark=benchmark, view=stance.view)
    found = {
        line: (rating, revision)
        for line, rating, revision in rows.values_list("line_id", "rating", "revision")
    }
    section = next((node.section for node in nodes if node.line.pk == judgement.line_id), None)
    codes = {node.line.pk: found.get(node.line.pk, ("", 0))[0] for node in nodes}
    members = [node.line.pk for node in nodes if section is not None and node.section is section]
    next_open = _next_open(codes, judgement.line_id)
    linked, additional = _sending(benchmark, stance)
    return Saved(
        revision=judgement.revision,
        mark=Mark(judgement.rating, judgement.substantial),
        section=section.pk if section is not None else None,
        tally=counts(codes[key] for key in members),
        counts=counts(codes.values()),
        linked=linked,
        additional=additional,
        next_open=next_open,
        next_revision=found.get(next_open or 0, ("", 0))[1],
    )


def _slim_trees(editions: Iterable[Edition]) -> dict[Edition, list[Node[Line]]]:
    wanted = list(editions)
    rows: dict[int, list[_Slim]] = {edition.pk: [] for edition in wanted}
    lines = Line.objects.filter(edition__in=wanted).order_by("edition", "position")
    for pk, parent, kind, edition in lines.values_list("pk", "parent_id", "kind", "edition_id"):
        rows[edition].append(_Slim(pk, parent, kind, edition))
    # A slim line has everything that a tree and its scope ask of a line.
    return {edition: cast(list[Node[Line]], tree_of(rows[edition.pk])) for edition in wanted}


def _next_open(codes: dict[int, str], here: int) -> int | None:
    """The next line that is not compared yet, going round at the end."""
    keys = list(codes)
    place = keys.index(here) if here in codes else -1
    return next((key for key in keys[place + 1 :] + keys[: max(place, 0)] if not codes[key]), None)


def _sending(benchmark: Benchmark, stance: Stance) -> tuple[int, int | None]:
    """How many single sending lines are linked, and how many of the rest are marked additional.

    Only single lines can be linked or marked, so their kind decides alone.
    """
    pairs = Judgement.counterparts.through.objects.filter(
        judgement__benchmark=benchmark, judgement__view=stance.view, line__kind__in=RATEABLE_KINDS
    )
    linked = set(pairs.values_list("line_id", flat=True))
    if not stance.sight.sees_receiving:
        return len(linked), None
    marked = Additional.objects.filter(benchmark=benchmark, line__kind__in=RATEABLE_KINDS)
    return len(linked), len(set(marked.values_list("line_id", flat=True)) - linked)
