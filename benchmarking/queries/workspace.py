"""What the workspace shows: both standards as trees, the line in hand, how far the comparison is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import Http404, QueryDict

from accounts.models import User
from accounts.permissions import Side
from benchmarking.comparison import Counts, counts
from benchmarking.models import Benchmark, Judgement
from benchmarking.queries.benchmarks import load_editions, trees_of, visible_benchmark
from benchmarking.states import Rating, View
from standards.models import Edition, Line
from standards.tree import Node, flat

#: What the list of receiving lines can be narrowed to; "open" means not compared yet.
SHOWS = ("", "open", Rating.NOT.value, Rating.PARTLY.value, Rating.FULL.value, "substantial")


@dataclass(frozen=True)
class WorkFilter:
    """How the two lists are narrowed: `show` and `q` the receiving lines, `find` the sending lines."""

    show: str = ""
    q: str = ""
    find: str = ""

    @classmethod
    def of(cls, data: QueryDict) -> WorkFilter:
        """From an address or a sent form; unknown values mean everything."""
        show = data.get("show", "")
        return cls(
            show if show in SHOWS else "", data.get("q", "").strip()[:200], data.get("find", "").strip()[:200]
        )

    @property
    def kept(self) -> dict[str, str]:
        """The parameters that are set."""
        return {name: value for name, value in vars(self).items() if value}

    def query(self, line: int | None) -> str:
        """The query of the address that shows `line` under these filters."""
        return "?" + urlencode(({"line": line} if line else {}) | self.kept)

    @property
    def tail(self) -> str:
        """What follows "?line=12" in such an address; "" when no filter is set."""
        return "&" + urlencode(self.kept) if self.kept else ""


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
    benchmark = visible_benchmark(user, ref)
    lines = Line.objects.filter(edition__in=benchmark.reference_editions.all())
    found = lines.filter(pk=line).first() if line < 2**63 else None
    if found is None:
        raise Http404
    return WorkLine(benchmark, found)


@dataclass(frozen=True)
class Row:
    """One row of a tree.

    `kind` is "line" (can be taken in hand or ticked), "head" or "text" (neither); `mark` the rating or "-";
    `tally` counts the lines of a section; `used` says how many receiving lines rest on this sending line.
    """

    line: Line
    depth: int
    kind: str
    mark: str = ""
    substantial: bool = False
    used: int = 0
    tally: Counts | None = None

    @property
    def sign(self) -> str:
        """The rating as it stands in the list: letter or dash, with a dot where the difference is substantial."""
        return (self.mark if self.mark != "-" else "–") + ("•" if self.substantial else "")


@dataclass
class Desk:
    """Everything on the page for the line in hand. `line` is None where the benchmark has nothing to rate."""

    benchmark: Benchmark
    filter: WorkFilter
    line: Line | None
    section: Line | None
    judgement: Judgement | None
    counts: Counts
    place: int
    previous: int | None
    following: int | None
    next_open: int | None
    found: int
    linked: list[Line] = field(default_factory=list)
    ticked: frozenset[int] = frozenset()
    receiving: list[tuple[Edition, list[Row]]] = field(default_factory=list)
    sending: list[tuple[Edition, list[Row]]] = field(default_factory=list)

    @property
    def next_line(self) -> int | None:
        """Where "Save and next" leads: the next line that is not compared, else the next of the list."""
        return self.next_open or self.following

    @property
    def has_sending(self) -> bool:
        """Whether any sending line is left by the search."""
        return any(rows for _edition, rows in self.sending)


@dataclass(frozen=True)
class SavedMark:
    """What changes in the list of receiving lines after a save."""

    row: Row
    section: Line | None
    tally: Counts


@dataclass(frozen=True)
class _Loaded:
    """Lines and judgements of a benchmark; the sending side only where the page shows it."""

    reference: list[Edition]
    sending: list[Edition]
    trees: dict[Edition, list[Node[Line]]]
    nodes: list[Node[Line]]  # the rateable ones
    marks: dict[int, Judgement]


def desk_of(
    benchmark: Benchmark, wanted: WorkFilter, line: str, *, whole: bool, ticked: Iterable[int] | None = None
) -> Desk:
    """The desk with `line` in hand: a primary key as typed in the address, else the first that is not compared.

    Args:
        whole: with both trees, for a page; without them for the answer that swaps the middle only.
        ticked: sending lines ticked in a form that is shown again; None for those of the stored judgement.
    """
    loaded = _load(benchmark, whole)
    desk = _middle(benchmark, wanted, loaded, line)
    used = _link_counterparts(desk, loaded, ticked)
    if whole:
        row = _receiving_row(loaded)
        is_narrowed = bool(wanted.show or wanted.q)
        keep = {
            one.line.pk for one in loaded.nodes if _matches(one.line, loaded.marks.get(one.line.pk), wanted)
        }
        desk.receiving = [
            (edition, _rows(loaded.trees[edition], keep if is_narrowed else None, row))
            for edition in loaded.reference
        ]
        desk.sending = [
            (edition, _sending_rows(loaded.trees[edition], desk, used)) for edition in loaded.sending
        ]
    return desk


def desk_after(
    benchmark: Benchmark, wanted: WorkFilter, saved: Line, *, stay: bool
) -> tuple[Desk, SavedMark]:
    """The desk after `saved` was saved, without trees: the next line in hand, or the same one to stay."""
    loaded = _load(benchmark, whole=False)
    desk = _middle(benchmark, wanted, loaded, str(saved.pk))
    node = next(node for node in loaded.nodes if node.line.pk == saved.pk)
    members = [one.line for one in loaded.nodes if one.section == node.section]
    tally = counts(_code(loaded.marks.get(one.pk)) for one in members)
    mark = SavedMark(_receiving_row(loaded)(node), node.section, tally)
    if not stay and desk.next_line:
        desk = _middle(benchmark, wanted, loaded, str(desk.next_line))
    _link_counterparts(desk, loaded, None)
    return desk, mark


def _load(benchmark: Benchmark, whole: bool) -> _Loaded:
    if whole:
        load_editions(benchmark)
    reference = list(benchmark.reference_editions.all())
    sending = list(benchmark.sending_editions.all()) if whole else []
    trees = trees_of([*reference, *sending])
    nodes = [node for edition in reference for node in flat(trees[edition]) if node.is_rateable]
    return _Loaded(reference, sending, trees, nodes, _judgements(benchmark))


def _judgements(benchmark: Benchmark) -> dict[int, Judgement]:
    rows = Judgement.objects.filter(benchmark=benchmark, view=View.RECEIVING).select_related("by", "gap")
    return {row.line_id: row for row in rows}


def _code(judgement: Judgement | None) -> str:
    return (judgement.rating if judgement else "") or "-"


def _matches(line: Line, judgement: Judgement | None, wanted: WorkFilter) -> bool:
    code = _code(judgement)
    if wanted.show == "open" and code != "-":
        return False
    if wanted.show == "substantial" and not (judgement and judgement.substantial):
        return False
    if wanted.show in Rating.values and code != wanted.show:
        return False
    return says(line, wanted.q)


def says(line: Line, words: str) -> bool:
    """Whether every word of a search stands in the line's number or texts, in any case."""
    text = f"{line.number} {line.text} {line.text_original}".casefold()
    return all(word in text for word in words.casefold().split())


def _middle(benchmark: Benchmark, wanted: WorkFilter, loaded: _Loaded, line: str) -> Desk:
    """The desk without its trees: the line in hand, its neighbours in the narrowed list, the counts."""
    nodes, marks = loaded.nodes, loaded.marks
    codes = [_code(marks.get(node.line.pk)) for node in nodes]
    listed = [
        place for place, node in enumerate(nodes) if _matches(node.line, marks.get(node.line.pk), wanted)
    ]
    unrated = [place for place, code in enumerate(codes) if code == "-"]
    places = {str(node.line.pk): place for place, node in enumerate(nodes)}
    first = next((place for place in listed if codes[place] == "-"), listed[0] if listed else 0)
    here = places.get(line, first)
    node = nodes[here] if nodes else None
    judgement = marks.get(node.line.pk) if node else None
    if judgement and hasattr(judgement, "gap"):
        judgement.gap.benchmark = benchmark  # the label of a gap shows the benchmark's number

    def key(place: int | None) -> int | None:
        return None if place is None else nodes[place].line.pk

    others = [place for place in unrated if place != here]
    ahead = next((place for place in others if place > here), None)
    return Desk(
        benchmark=benchmark,
        filter=wanted,
        line=node.line if node else None,
        section=node.section if node else None,
        judgement=judgement,
        counts=counts(codes),
        place=here + 1,
        previous=key(next((place for place in reversed(listed) if place < here), None)),
        following=key(next((place for place in listed if place > here), None)),
        next_open=key(ahead if ahead is not None else next(iter(others), None)),
        found=len(listed),
    )


def _link_counterparts(desk: Desk, loaded: _Loaded, ticked: Iterable[int] | None) -> Counter[int]:
    """Put the linked sending lines on the desk; returns how many receiving lines rest on each."""
    whole = bool(loaded.sending)
    used: Counter[int] = Counter()
    stored: set[int] = set()
    if whole:
        pairs = Judgement.counterparts.through.objects.filter(
            judgement__benchmark=desk.benchmark, judgement__view=View.RECEIVING
        )
        for judgement, line in pairs.values_list("judgement_id", "line_id"):
            used[line] += 1
            if desk.judgement and judgement == desk.judgement.pk:
                stored.add(line)
    elif ticked is None and desk.judgement:
        stored = set(desk.judgement.counterparts.values_list("pk", flat=True))
    desk.ticked = frozenset(stored if ticked is None else ticked)
    if whole:
        lines = [node.line for edition in loaded.sending for node in flat(loaded.trees[edition])]
        desk.linked = [line for line in lines if line.pk in desk.ticked]
    elif desk.ticked:
        # The keys come from the browser: only lines of this benchmark's sending editions are ever shown.
        ours = Line.objects.filter(edition__in=desk.benchmark.sending_editions.all())
        desk.linked = list(ours.filter(pk__in=desk.ticked).order_by("edition", "position"))
    return used


def _receiving_row(loaded: _Loaded) -> Callable[[Node[Line]], Row]:
    nodes, marks = loaded.nodes, loaded.marks
    tallies: dict[int, Counts] = {}
    for node in nodes:
        if node.section is not None:
            one = counts([_code(marks.get(node.line.pk))])
            tallies[node.section.pk] = tallies.get(node.section.pk, Counts()) + one

    def row(node: Node[Line]) -> Row:
        if not node.is_rateable:
            return Row(
                node.line, node.depth, "head" if node.children else "text", tally=tallies.get(node.line.pk)
            )
        judgement = marks.get(node.line.pk)
        return Row(node.line, node.depth, "line", _code(judgement), bool(judgement and judgement.substantial))

    return row


def _sending_rows(roots: list[Node[Line]], desk: Desk, used: Counter[int]) -> list[Row]:
    """Rows of a sending edition. What is ticked stays in the list whatever the search."""

    def row(node: Node[Line]) -> Row:
        return Row(node.line, node.depth, "head" if node.children else "line", used=used[node.line.pk])

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
