"""What lies on the desk: rows of both trees, the line in hand with its judgement, the counts of both sides."""

from __future__ import annotations

from dataclasses import dataclass, field

from benchmarking.comparison import Counts
from benchmarking.models import Benchmark, Judgement
from benchmarking.queries.rights import Stance
from benchmarking.queries.work_filter import Mark, WorkFilter
from benchmarking.states import View
from standards.models import Edition, Line


@dataclass(frozen=True)
class Row:
    """One row of a tree.

    `kind` is "line" (can be taken in hand or ticked), "head" or "text" (neither); `tally` counts the lines of a
    section; `used` says how many receiving lines rest on this sending line; `additional` is the note of a mark X.
    """

    line: Line
    depth: int
    kind: str
    mark: Mark | None = None
    used: int = 0
    additional: str | None = None
    tally: Counts | None = None

    @property
    def sign(self) -> str:
        """What stands before the line in the list."""
        return self.mark.sign if self.mark else ""


@dataclass(frozen=True)
class SendingCounts:
    """How many single sending lines are linked, marked additional, neither; `additional` None where it is hidden."""

    linked: int
    additional: int | None
    neither: int

    @property
    def total(self) -> int:
        """All single lines of the sending editions."""
        return self.linked + (self.additional or 0) + self.neither


@dataclass(frozen=True)
class Beside:
    """Another view on the line in hand, shown beside one's own."""

    view: View
    judgement: Judgement
    linked: list[Line]


@dataclass
class Desk:
    """Everything on the page for the line in hand. `line` is None where the benchmark has nothing to rate."""

    benchmark: Benchmark
    stance: Stance
    filter: WorkFilter
    line: Line | None
    section: Line | None
    judgement: Judgement | None
    counts: Counts
    place: int
    previous: int | None
    following: int | None
    next_line: int | None
    found: int
    missing: str = ""  # a number that somebody wanted to jump to and that is not there
    beside: list[Beside] = field(default_factory=list)
    linked: list[Line] = field(default_factory=list)
    ticked: frozenset[int] = frozenset()
    stored: frozenset[int] = frozenset()
    receiving: list[tuple[Edition | None, list[Row]]] = field(default_factory=list)
    sending: list[tuple[Edition, list[Row]]] = field(default_factory=list)
    sending_counts: SendingCounts | None = None

    @property
    def has_sending(self) -> bool:
        """Whether any sending line is left by the search."""
        return any(rows for _edition, rows in self.sending)
