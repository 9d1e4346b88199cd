"""The list on which both sides come to one view: the lines on which they differ, with both sides' words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Prefetch
from django.http import Http404, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Side
from benchmarking.models import Benchmark, Judgement, JudgementQuerySet
from benchmarking.queries.benchmarks import load_editions, trees_of, visible_benchmark
from benchmarking.queries.scope import nodes_in_scope, sections_in_scope
from benchmarking.queries.sight import sight_of
from benchmarking.reconciling import Differs, Said, differences, mark_of, same
from benchmarking.states import View
from standards.models import Edition, Line

#: What the list can show: what is left to agree on, everything that differs, what is agreed, where dissent is kept.
SHOWS: dict[str, Promise] = {
    "": _("Still to agree on"),
    "all": _("All lines that differ"),
    "agreed": _("Agreed already"),
    "dissent": _("Dissent"),
}


@dataclass(frozen=True)
class ReconcileFilter:
    """How the list is narrowed; empty means what is left to agree on."""

    q: str = ""
    show: str = ""
    differs: str = ""
    section: str = ""

    @classmethod
    def of(cls, data: QueryDict) -> ReconcileFilter:
        """From an address or a sent form; unknown values mean everything."""
        show, differs = data.get("show", ""), data.get("differs", "")
        return cls(
            data.get("q", "").strip()[:200],
            show if show in SHOWS else "",
            differs if differs in Differs.values else "",
            data.get("section", "")[:20],
        )

    @property
    def kept(self) -> dict[str, str]:
        """The parameters that are set."""
        return {name: value for name, value in vars(self).items() if value}

    @property
    def tail(self) -> str:
        """The query of an address with this filter; empty when nothing is set."""
        return "?" + urlencode(self.kept) if self.kept else ""


@dataclass(frozen=True)
class Pair:
    """One line with what both views and the agreed one say."""

    line: Line
    section: Line | None
    receiving: Judgement | None
    sending: Judgement | None
    agreed: Judgement | None

    @property
    def differs(self) -> tuple[Differs, ...]:
        """In what the two views differ."""
        return differences(said(self.receiving), said(self.sending))

    @property
    def is_same(self) -> bool:
        """Whether both views say the same."""
        return same(said(self.receiving), said(self.sending))

    @property
    def settled(self) -> bool:
        """Whether the agreed view has a rating."""
        return bool(self.agreed and self.agreed.rating)

    @property
    def has_dissent(self) -> bool:
        """Whether the sides keep both reasons."""
        return bool(self.agreed and self.agreed.dissent)

    @property
    def mark(self) -> str:
        """Revisions of the three judgements, for the guard of the verbs."""
        rows = (self.receiving, self.sending, self.agreed)
        return mark_of([row.revision if row else 0 for row in rows])

    @property
    def taken(self) -> str:
        """Whose words the agreed view took over, as a view; "" where it says something of its own."""
        if not self.settled or self.has_dissent:
            return ""
        own = said(self.agreed)
        for view, row in ((View.RECEIVING, self.receiving), (View.SENDING, self.sending)):
            if row is not None and not differences(own, said(row)):
                return str(view.value)
        return ""


@dataclass
class Reconciliation:
    """The list with its counts. Counts are of the whole benchmark, rows are what the filter leaves."""

    benchmark: Benchmark
    filter: ReconcileFilter
    rows: list[Pair] = field(default_factory=list)
    sections: list[Line] = field(default_factory=list)
    kinds: list[tuple[Differs, int]] = field(default_factory=list)  # how many lines left differ in each
    differing: int = 0
    left: int = 0
    dissents: int = 0
    same_left: int = 0  # both views say the same and nothing is agreed yet
    agreed: int = 0  # lines with an agreed rating, whatever the views say
    total: int = 0

    @property
    def done(self) -> int:
        """Differing lines that are settled."""
        return self.differing - self.left


def said(judgement: Judgement | None) -> Said:
    """What a view says, as far as it is compared. Counterparts are to be prefetched."""
    if judgement is None:
        return Said()
    return Said(
        judgement.rating,
        judgement.substantial,
        judgement.gap_code,
        frozenset(line.pk for line in judgement.counterparts.all()),
        judgement.difference,
    )


def is_ready(user: User, benchmark: Benchmark) -> bool:
    """Whether this person reads both views, so that there is something to reconcile."""
    return {View.RECEIVING, View.SENDING} <= sight_of(user, benchmark).views


def both_shown(benchmark: Benchmark) -> bool:
    """Whether both views are released to each other."""
    return bool(benchmark.released_at and benchmark.sending_released_at)


@dataclass(frozen=True)
class Spot:
    """One line of a benchmark on the list."""

    benchmark: Benchmark
    line: Line

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards the benchmark."""
        return self.benchmark.sides_of(user)


def spot_of(user: User, ref: str, line: int) -> Spot:
    """The line of a visible benchmark; 404 when it is in none of its reference editions."""
    benchmark = visible_benchmark(user, ref)
    lines = Line.objects.filter(edition__in=benchmark.reference_editions.all())
    found = lines.filter(pk=line).first() if line < 2**63 else None
    if found is None:
        raise Http404
    return Spot(benchmark, found)


def reconciliation_of(benchmark: Benchmark, wanted: ReconcileFilter) -> Reconciliation:
    """The lines on which the two views differ, in reading order, narrowed; the caller has asked `is_ready`."""
    load_editions(benchmark)
    trees = trees_of(benchmark.reference_editions.all())
    pairs = _pairs(benchmark, [(n.line, n.section) for n in nodes_in_scope(benchmark, trees)])
    differing = [pair for pair in pairs if not pair.is_same and (pair.receiving or pair.sending)]
    left = [pair for pair in differing if not pair.settled]
    tally = Counter(kind for pair in left for kind in pair.differs)
    named = {pair.section.pk for pair in differing if pair.section}
    return Reconciliation(
        benchmark=benchmark,
        filter=wanted,
        rows=[pair for pair in differing if _matches(pair, wanted)],
        sections=[one.line for one in sections_in_scope(benchmark, trees) if one.line.pk in named],
        kinds=[(kind, tally[kind]) for kind in Differs],
        differing=len(differing),
        left=len(left),
        dissents=sum(pair.has_dissent for pair in pairs),
        same_left=sum(pair.is_same and not pair.settled for pair in pairs),
        agreed=sum(pair.settled for pair in pairs),
        total=len(pairs),
    )


def pair_of(benchmark: Benchmark, line: Line) -> Pair:
    """The three judgements of one line."""
    return _pairs(benchmark, [(line, None)], only=line)[0]


def same_pairs(benchmark: Benchmark) -> list[Pair]:
    """Lines without an agreed rating on which both views say the same, in reading order."""
    trees = trees_of(benchmark.reference_editions.all())
    pairs = _pairs(benchmark, [(n.line, n.section) for n in nodes_in_scope(benchmark, trees)])
    return [pair for pair in pairs if pair.is_same and not pair.settled]


def left_to_agree(benchmarks: Iterable[Benchmark]) -> dict[int, int]:
    """How many lines with differing views are not agreed yet, by primary key; 0 where views are not released.

    The number of queries does not depend on the number of benchmarks.
    """
    ready = [one for one in benchmarks if both_shown(one)]
    found: dict[int, int] = {one.pk: 0 for one in benchmarks}
    if not ready:
        return found
    rows: dict[tuple[int, int], dict[str, Judgement]] = defaultdict(dict)
    for row in _judgements().filter(benchmark__in=[one.pk for one in ready]):
        rows[row.benchmark_id, row.line_id][row.view] = row
    for (key, _line), views in rows.items():
        agreed = views.get(View.AGREED)
        receiving, sending = views.get(View.RECEIVING), views.get(View.SENDING)
        if not (agreed and agreed.rating) and (receiving or sending):
            found[key] += not same(said(receiving), said(sending))
    return found


def _judgements() -> JudgementQuerySet:
    counterparts = Line.objects.order_by("edition", "position")
    return Judgement.objects.select_related("by").prefetch_related(Prefetch("counterparts", counterparts))


def _pairs(
    benchmark: Benchmark, lines: list[tuple[Line, Line | None]], *, only: Line | None = None
) -> list[Pair]:
    rows = _judgements().filter(benchmark=benchmark)
    if only is not None:
        rows = rows.filter(line=only)
    found: dict[int, dict[str, Judgement]] = defaultdict(dict)
    for row in rows:
        found[row.line_id][row.view] = row
    return [
        Pair(
            line,
            section,
            found[line.pk].get(View.RECEIVING),
            found[line.pk].get(View.SENDING),
            found[line.pk].get(View.AGREED),
        )
        for line, section in lines
    ]


def _matches(pair: Pair, wanted: ReconcileFilter) -> bool:
    if wanted.show == "" and pair.settled:
        return False
    if wanted.show == "agreed" and not pair.settled:
        return False
    if wanted.show == "dissent" and not pair.has_dissent:
        return False
    if wanted.differs and wanted.differs not in pair.differs:
        return False
    if wanted.section and (pair.section is None or str(pair.section.pk) != wanted.section):
        return False
    rows = [row for row in (pair.receiving, pair.sending, pair.agreed) if row is not None]
    words = " ".join(f"{row.difference} {row.reason} {row.dissent}" for row in rows)
    text = f"{pair.line.number} {pair.line.text} {pair.line.text_original} {words}".casefold()
    return all(word in text for word in wanted.q.casefold().split())


def editions_named(benchmark: Benchmark) -> dict[int, Edition]:
    """Sending editions by primary key, for naming counterparts of several editions."""
    return {edition.pk: edition for edition in benchmark.sending_editions.all()}
