"""What the workspace shows: both standards as trees, the line in hand, how far the comparison is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.http import Http404

from accounts.models import User
from accounts.permissions import Side
from benchmarking.comparison import Counts, counts
from benchmarking.models import Additional, Assignment, Benchmark, Judgement
from benchmarking.queries.benchmarks import load_editions, trees_of, visible_benchmark
from benchmarking.queries.desk import Beside, Desk, Row, SendingCounts
from benchmarking.queries.rights import Stance
from benchmarking.queries.scope import nodes_in_scope
from benchmarking.queries.suggestions import suspicion_order
from benchmarking.queries.work_filter import SUSPICIOUS, Mark, WorkFilter, line_numbered, matches, says
from benchmarking.states import View
from standards.models import Edition, Line
from standards.tree import Node, flat


@dataclass(frozen=True)
class WorkLine:
    """One receiving line inside its benchmark: what a judgement is made on."""

    benchmark: Benchmark
    line: Line

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards the benchmark."""
        return self.benchmark.sides_of(user)


def line_of_benchmark(user: User, ref: str, line: int) -> WorkLine:
    """The line of a visible benchmark; 404 when the line is in none of its reference editions."""
    return _line(visible_benchmark(user, ref), "reference_editions", line)


def sending_line_of_benchmark(user: User, ref: str, line: int) -> WorkLine:
    """The line of a visible benchmark; 404 when the line is in none of its sending editions."""
    return _line(visible_benchmark(user, ref), "sending_editions", line)


def _line(benchmark: Benchmark, side: str, key: int) -> WorkLine:
    lines = Line.objects.filter(edition__in=getattr(benchmark, side).all())
    found = lines.filter(pk=key).first() if key < 2**63 else None
    if found is None:
        raise Http404
    return WorkLine(benchmark, found)


@dataclass(frozen=True)
class _Loaded:
    """Lines and judgements of a benchmark; the sending side only where the page shows it."""

    stance: Stance
    reference: list[Edition]
    sending: list[Edition]
    trees: dict[Edition, list[Node[Line]]]
    nodes: list[Node[Line]]  # the rated ones, in reading order
    views: dict[str, dict[int, Judgement]]  # by view and line, those that may be read
    marks: dict[int, Mark]

    @property
    def own(self) -> dict[int, Judgement]:
        """The judgements of the open view."""
        return self.views.get(self.stance.view, {})

    def mark(self, line: int) -> Mark:
        """What the lists say of a line."""
        return self.marks.get(line) or Mark()


def desk_of(
    benchmark: Benchmark,
    user: User,
    stance: Stance,
    wanted: WorkFilter,
    line: str,
    *,
    whole: bool,
    go: str = "",
    ticked: Iterable[int] | None = None,
) -> Desk:
    """The desk with `line` in hand: a primary key as typed in the address, else the first that is not compared.

    Args:
        whole: with both trees, for a page; without them for the answer that swaps the middle only.
        go: number of a line to jump to, from `line` on.
        ticked: sending lines ticked in a form that is shown again; None for those of the stored judgement.
    """
    loaded = _load(benchmark, user, stance, wanted, whole)
    desk = _middle(benchmark, wanted, loaded, line, go)
    used = _link_counterparts(desk, loaded, ticked)
    if whole:
        desk.receiving = _receiving(desk, loaded)
        marked = _additional(benchmark, stance)
        desk.sending = [
            (edition, _sending_rows(loaded.trees[edition], desk, used, marked)) for edition in loaded.sending
        ]
        desk.sending_counts = _count_sending(loaded, used, marked)
    return desk


def _load(benchmark: Benchmark, user: User, stance: Stance, wanted: WorkFilter, whole: bool) -> _Loaded:
    load_editions(benchmark)
    prefetch_related_objects([benchmark], "scope")
    reference = list(benchmark.reference_editions.all())
    sending = list(benchmark.sending_editions.all()) if whole else []
    trees = trees_of([*reference, *sending])
    nodes = nodes_in_scope(benchmark, trees)
    views: dict[str, dict[int, Judgement]] = {}
    rows = Judgement.objects.filter(benchmark=benchmark, view__in=stance.sight.views)
    for row in rows.select_related("by", "gap"):
        views.setdefault(row.view, {})[row.line_id] = row
    return _Loaded(
        stance, reference, sending, trees, nodes, views, _marks(benchmark, user, stance, views, nodes)
    )


def _marks(
    benchmark: Benchmark,
    user: User,
    stance: Stance,
    views: dict[str, dict[int, Judgement]],
    nodes: list[Node[Line]],
) -> dict[int, Mark]:
    own = views.get(stance.view, {})
    receiving, sending = views.get(View.RECEIVING, {}), views.get(View.SENDING, {})
    given = Assignment.objects.filter(benchmark=benchmark, person=user).values_list("section_id", flat=True)
    sections = set(given)
    marks = {}
    for node in nodes:
        key = node.line.pk
        judgement, one, other = own.get(key), receiving.get(key), sending.get(key)
        apart = one and other and one.rating and other.rating and _gist(one) != _gist(other)
        head = node.section.pk if node.section else None
        by_me = bool(judgement and judgement.by_id == user.pk)
        mine = None in sections or head in sections if sections else by_me
        rating, substantial = (judgement.rating, judgement.substantial) if judgement else ("", False)
        marks[key] = Mark(rating, substantial, mine, bool(apart))
    return marks


def _gist(judgement: Judgement) -> tuple[str, bool]:
    return judgement.rating, judgement.substantial


def _middle(benchmark: Benchmark, wanted: WorkFilter, loaded: _Loaded, line: str, go: str) -> Desk:
    """The desk without its trees: the line in hand, its neighbours in the narrowed list, the counts."""
    nodes = {node.line.pk: node for node in loaded.nodes}
    listed = _listed(benchmark, wanted, loaded)
    is_open = [key for key in listed if not loaded.mark(key).rating]
    all_open = [key for key in nodes if not loaded.mark(key).rating]
    first = next(iter(is_open or listed or nodes), None)
    asked = int(line) if line.isascii() and line.isdecimal() and len(line) < 19 else None
    here = asked if asked in nodes else first
    jumped = None
    if go and here is not None:
        jumped = line_numbered([node.line for node in nodes.values()], go, list(nodes).index(here))
        here = jumped.pk if jumped else here
    node = nodes[here] if here is not None else None
    judgement = loaded.own.get(here) if here is not None else None
    if judgement and hasattr(judgement, "gap"):
        judgement.gap.benchmark = benchmark  # the label of a gap shows the benchmark's number
    before, after = _around(listed, list(nodes), here)
    ahead = [key for key in after if key in set(is_open)] or [key for key in is_open if key != here]
    rest = [] if wanted.is_narrow and after else [key for key in all_open if key != here]
    return Desk(
        benchmark=benchmark,
        stance=loaded.stance,
        filter=wanted,
        line=node.line if node else None,
        section=node.section if node else None,
        judgement=judgement,
        counts=counts(loaded.mark(key).code for key in nodes),
        place=list(nodes).index(here) + 1 if here is not None else 0,
        previous=before[-1] if before else None,
        following=after[0] if after else None,
        next_line=next(iter([*ahead, *rest, *after]), None),
        found=len(listed),
        missing=go if go and jumped is None else "",
        beside=_beside(loaded, here),
    )


def _listed(benchmark: Benchmark, wanted: WorkFilter, loaded: _Loaded) -> list[int]:
    """Keys of the receiving lines in the narrowed list, in its order."""
    kept = {node.line.pk for node in loaded.nodes if matches(node.line, loaded.mark(node.line.pk), wanted)}
    order = [node.line.pk for node in loaded.nodes]
    if wanted.show == SUSPICIOUS:
        places = {key: place for place, key in enumerate(suspicion_order(benchmark))}
        order.sort(key=lambda key: places.get(key, len(places)))
    return [key for key in order if key in kept]


def _around(listed: list[int], order: list[int], here: int | None) -> tuple[list[int], list[int]]:
    """What stands before and after the line in hand in the narrowed list, in which it need not stand itself."""
    if here is None:
        return [], []
    if here in listed:
        place = listed.index(here)
        return listed[:place], listed[place + 1 :]
    places = {key: place for place, key in enumerate(order)}
    before = [key for key in listed if places[key] < places[here]]
    return before, [key for key in listed if places[key] > places[here]]


def _beside(loaded: _Loaded, here: int | None) -> list[Beside]:
    """The other views on this line that may be read and say something."""
    found = []
    for view in loaded.stance.views:
        judgement = loaded.views.get(view, {}).get(here or 0)
        if view != loaded.stance.view and judgement is not None:
            linked = list(judgement.counterparts.order_by("edition", "position"))
            found.append(Beside(view, judgement, linked))
    return found


def _link_counterparts(desk: Desk, loaded: _Loaded, ticked: Iterable[int] | None) -> Counter[int]:
    """Put the linked sending lines on the desk; returns how many receiving lines rest on each."""
    whole = bool(loaded.sending)
    used: Counter[int] = Counter()
    stored: set[int] = set()
    if whole:
        for line, counterpart in links_of(desk.benchmark, loaded.stance.view):
            used[counterpart] += 1
            if desk.line and line == desk.line.pk:
                stored.add(counterpart)
    elif desk.judgement:
        stored = set(desk.judgement.counterparts.values_list("pk", flat=True))
    desk.stored = frozenset(stored)
    desk.ticked = frozenset(stored if ticked is None else ticked)
    if whole:
        lines = [node.line for edition in loaded.sending for node in flat(loaded.trees[edition])]
        desk.linked = [line for line in lines if line.pk in desk.ticked]
    elif desk.ticked:
        # The keys come from the browser: only lines of this benchmark's sending editions are ever shown.
        ours = Line.objects.filter(edition__in=desk.benchmark.sending_editions.all())
        desk.linked = list(ours.filter(pk__in=desk.ticked).order_by("edition", "position"))
    return used


def links_of(benchmark: Benchmark, view: str) -> list[tuple[int, int]]:
    """(receiving line, sending line) for every link of one view."""
    pairs = Judgement.counterparts.through.objects.filter(
        judgement__benchmark=benchmark, judgement__view=view
    )
    return list(pairs.values_list("judgement__line_id", "line_id"))


def _additional(benchmark: Benchmark, stance: Stance) -> dict[int, str] | None:
    """Notes of the lines marked X; None where the person may not read the receiving view, on which they rest."""
    if not stance.sight.sees_receiving:
        return None
    return dict(Additional.objects.filter(benchmark=benchmark).values_list("line_id", "note"))


def _count_sending(loaded: _Loaded, used: Counter[int], marked: dict[int, str] | None) -> SendingCounts:
    single = {
        node.line.pk for edition in loaded.sending for node in flat(loaded.trees[edition]) if node.is_rateable
    }
    linked = single & set(used)
    extra = (single & set(marked)) - linked if marked is not None else set()
    return SendingCounts(len(linked), None if marked is None else len(extra), len(single - linked - extra))


def _receiving(desk: Desk, loaded: _Loaded) -> list[tuple[Edition | None, list[Row]]]:
    """The receiving lines as trees, or as one list where the order is not that of the standard."""
    row = _receiving_row(loaded)
    if not desk.filter.is_narrow:
        has_scope = bool(desk.benchmark.scope.all())
        inside = {node.line.pk for node in loaded.nodes} if has_scope else None
        return [(edition, _rows(loaded.trees[edition], inside, row)) for edition in loaded.reference]
    listed = _listed(desk.benchmark, desk.filter, loaded)
    if desk.filter.show == SUSPICIOUS:
        nodes = {node.line.pk: node for node in loaded.nodes}
        return [(None, [row(nodes[key]) for key in listed])]
    keep = set(listed)
    return [(edition, _rows(loaded.trees[edition], keep, row)) for edition in loaded.reference]


def _receiving_row(loaded: _Loaded) -> Callable[[Node[Line]], Row]:
    tallies: dict[int, Counts] = {}
    rated = set()
    for node in loaded.nodes:
        rated.add(node.line.pk)
        if node.section is not None:
            one = counts([loaded.mark(node.line.pk).code])
            tallies[node.section.pk] = tallies.get(node.section.pk, Counts()) + one

    def row(node: Node[Line]) -> Row:
        key = node.line.pk
        if key in rated:
            return Row(node.line, node.depth, "line", loaded.mark(key))
        return Row(node.line, node.depth, "head" if node.children else "text", tally=tallies.get(key))

    return row


def _sending_rows(
    roots: list[Node[Line]], desk: Desk, used: Counter[int], marked: dict[int, str] | None
) -> list[Row]:
    """Rows of a sending edition. What is ticked stays in the list whatever the search."""
    notes = marked or {}

    def row(node: Node[Line]) -> Row:
        key = node.line.pk
        kind = "head" if node.children else "line"
        return Row(node.line, node.depth, kind, used=used[key], additional=notes.get(key))

    words = desk.filter.find
    if not words:
        return _rows(roots, None, row)
    keep = {node.line.pk for node in flat(roots) if says(node.line, words)} | desk.ticked
    return _rows(roots, keep, row)


def _rows(
    roots: list[Node[Line]], keep: Collection[int] | None, row: Callable[[Node[Line]], Row]
) -> list[Row]:
    """The tree as rows; with `keep`, those lines and the headings above them only."""
    rows: list[Row] = []
    for node in roots:
        below = _rows(node.children, keep, row)
        if keep is None or below or node.line.pk in keep:
            rows += [row(node), *below]
    return rows
