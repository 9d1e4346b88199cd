"""Page reads of suggested counterparts. Nothing is computed here: the worker has stored what is shown."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from benchmarking.models import Benchmark, Shortlist, Synonyms
from benchmarking.queries.sight import Sight
from benchmarking.states import Band
from core.models import Job
from standards.models import Line

#: Candidates in the panel at first, and on demand.
SHOWN = 5
SHOWN_MORE = 10


@dataclass(frozen=True)
class Piece:
    """A stretch of a candidate's text; `shared` where it stands in the line in hand as well."""

    text: str
    shared: bool


@dataclass(frozen=True)
class Entry:
    """One suggested sending line.

    `hit_rate` is the measured share, in percent, of candidates of this band that people had linked. `is_used` says
    that it is a counterpart of another line already, `is_ticked` that it is one of this line.
    """

    line: Line
    band: Band
    hit_rate: int
    verbatim: bool
    pieces: list[Piece]
    is_used: bool = False
    is_ticked: bool = False


@dataclass(frozen=True)
class Panel:
    """What the workspace shows beside the line in hand.

    `state` is "ready", "waiting" (the work has not run yet), "failed" or "none" (it was never asked for).
    """

    state: str
    line: Line
    entries: list[Entry] = field(default_factory=list)
    can_show_more: bool = False
    more: bool = False
    is_stale: bool = False
    words_only: bool = False
    job: Job | None = None


def fingerprint_of(benchmark: Benchmark) -> str:
    """SHA-256 over what the suggestions of a benchmark are computed from: its editions and the thesaurus."""
    editions = [
        f"{side}:{pk}:{content}:{revision}"
        for side, rows in (("r", benchmark.reference_editions), ("s", benchmark.sending_editions))
        for pk, content, revision in rows.order_by("pk").values_list("pk", "content_hash", "lines_revision")
    ]
    words = Synonyms.objects.order_by("words").values_list("words", flat=True)
    return hashlib.sha256("\n".join([*editions, "", *words]).encode()).hexdigest()


def shortlist_for(
    benchmark: Benchmark, line: Line, *, more: bool = False, sight: Sight | None = None
) -> Panel:
    """The likeliest sending lines for one receiving line: five, ten with `more`.

    Args:
        sight: whose judgements may be read: they mark what is used already and sharpen the order. Without it none are.
    """
    return Panel("none", line, more=more)


def suspicion_order(benchmark: Benchmark) -> list[int]:
    """Primary keys of the receiving lines, those first for which a counterpart is least likely to exist."""
    rows = Shortlist.objects.filter(benchmark=benchmark).order_by("-suspicion", "line__position")
    return list(rows.values_list("line_id", flat=True))
