"""Page reads of suggested counterparts. Nothing is computed here but the order after what was decided meanwhile."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from benchmarking.models import Benchmark, Judgement, Shortlist, SuggestionRun, Synonyms
from benchmarking.queries.sight import Sight, judgements_for
from benchmarking.states import Band
from benchmarking.suggesting.deciding import Decided, Decisions, sharpened
from benchmarking.suggesting.rates import band_of, hit_rate
from benchmarking.suggesting.texts import Thesaurus, shared_pieces
from core.models import Job, JobState
from standards.models import Line

#: Candidates in the panel at first, and on demand.
SHOWN = 5
SHOWN_MORE = 10
JOB = "benchmarking.suggest"


@dataclass(frozen=True)
class Entry:
    """One suggested sending line.

    `hit_rate` is the measured share, in percent, of the suggestions of this band that people had linked. `used` says
    how many other receiving lines rest on it already. `pieces` is the text as (piece, shared with the line in hand).
    """

    line: Line
    band: Band
    hit_rate: int
    verbatim: bool
    used: int
    pieces: list[tuple[str, bool]]


@dataclass(frozen=True)
class Panel:
    """What the workspace shows beside the line in hand: `entries`, and on demand the `further` ones.

    `more` opens those at once. `state` is "ready", "waiting" (asked for, not done yet), "failed" or "none" (not asked
    for). `is_stale`: a standard or the thesaurus is another one by now. `words_only`: there were no vectors.
    """

    state: str
    line: Line
    entries: list[Entry] = field(default_factory=list)
    further: list[Entry] = field(default_factory=list)
    more: bool = False
    is_stale: bool = False
    words_only: bool = False
    job: Job | None = None


def fingerprint_of(benchmark: Benchmark, words: Collection[str] | None = None) -> str:
    """SHA-256 over what the suggestions of a benchmark are computed from: its editions and the thesaurus.

    Args:
        words: the entries of the thesaurus, where they are at hand.
    """
    editions = [
        f"{side} {edition.pk} {edition.content_hash} {edition.lines_revision}"
        for side, rows in (
            ("reference", benchmark.reference_editions.all()),
            ("sending", benchmark.sending_editions.all()),
        )
        for edition in sorted(rows, key=lambda edition: edition.pk)
    ]
    entries = thesaurus_words() if words is None else words
    return hashlib.sha256("\n".join([*editions, "", *sorted(entries)]).encode()).hexdigest()


def thesaurus_words() -> list[str]:
    """The entries of the thesaurus."""
    return list(Synonyms.objects.order_by("words").values_list("words", flat=True))


def shortlist_for(
    benchmark: Benchmark, line: Line, *, more: bool = False, sight: Sight | None = None
) -> Panel:
    """The likeliest sending lines for one receiving line: five, and five more. A constant number of queries.

    Args:
        sight: whose judgements may be read: they mark what is used and sharpen the order. Without it none are.
    """
    run = SuggestionRun.objects.filter(benchmark=benchmark).first()
    row = Shortlist.objects.filter(benchmark=benchmark, line=line).first()
    if run is None or row is None:
        job = last_job(benchmark)
        is_open = job is not None and job.state in (JobState.QUEUED, JobState.RUNNING)
        state = "waiting" if is_open else "failed" if job and job.state == JobState.FAILED else "none"
        return Panel(state, line, more=more, job=job)
    words = thesaurus_words()
    candidates = Line.objects.in_bulk([entry["line"] for entry in row.entries])
    decisions, used = _decisions(benchmark, row, sight)
    chances = sharpened(
        {entry["line"]: entry["score"] for entry in row.entries if entry["line"] in candidates},
        sections={key: candidate.parent_id for key, candidate in candidates.items()},
        section=line.parent_id,
        alike=row.alike,
        decisions=decisions,
    )
    verbatim = {entry["line"] for entry in row.entries if entry["verbatim"]}
    thesaurus = Thesaurus(words)
    entries = [
        Entry(
            candidates[key],
            Band(band_of(chance)),
            hit_rate(band_of(chance), vectors=run.vectors),
            key in verbatim,
            used[key],
            shared_pieces(candidates[key].text, line.text, thesaurus),
        )
        for key, chance in list(chances.items())[:SHOWN_MORE]
    ]
    return Panel(
        "ready",
        line,
        entries[:SHOWN],
        entries[SHOWN:],
        more=more,
        is_stale=run.fingerprint != fingerprint_of(benchmark, words),
        words_only=not run.vectors,
    )


def _decisions(benchmark: Benchmark, row: Shortlist, sight: Sight | None) -> tuple[Decisions, Counter[int]]:
    """What this person may know of the decisions, but for the line itself; and how often each sending line is used."""
    if sight is None:
        return Decisions(), Counter()
    seen = judgements_for(benchmark, sight).exclude(line=row.line_id)
    pairs = Judgement.counterparts.through.objects.filter(judgement__in=seen).values_list(
        "judgement__line", "judgement__line__parent", "line", "line__parent"
    )
    links: dict[int, set[int]] = defaultdict(set)
    sections: Counter[tuple[int | None, int | None]] = Counter()
    used: Counter[int] = Counter()
    for receiving, section, sending, target in pairs:
        links[receiving].add(sending)
        sections[section, target] += 1
        used[sending] += 1
    near = [key for key, _ in row.alike]
    rated = set(seen.filter(line__in=near).exclude(rating="").values_list("line", flat=True))
    lines = {
        key: Decided(links.get(key, set()), [entry["line"] for entry in entries[:SHOWN]])
        for key, entries in Shortlist.objects.filter(benchmark=benchmark, line__in=rated).values_list(
            "line", "entries"
        )
    }
    return Decisions(sections, lines), used


def last_job(benchmark: Benchmark) -> Job | None:
    """The newest work on the suggestions of a benchmark."""
    return Job.objects.filter(name=JOB, subject_id=str(benchmark.pk)).order_by("-created_at").first()


def suspicion_order(benchmark: Benchmark) -> list[int]:
    """Primary keys of the receiving lines, those first for which a counterpart is least likely to exist."""
    rows = Shortlist.objects.filter(benchmark=benchmark).order_by(
        "-suspicion", "line__edition", "line__position"
    )
    return list(rows.values_list("line_id", flat=True))


@dataclass(frozen=True)
class About:
    """How the suggestions of a benchmark came about. `rates` is the measured hit rate of each band, in percent."""

    run: SuggestionRun | None
    job: Job | None
    is_open: bool
    is_stale: bool
    lines: int
    rates: list[tuple[Band, int]]


def about_suggestions(benchmark: Benchmark) -> About:
    """For the page about the suggestions of one benchmark."""
    run = SuggestionRun.objects.filter(benchmark=benchmark).first()
    job = last_job(benchmark)
    return About(
        run=run,
        job=job,
        is_open=job is not None and job.state in (JobState.QUEUED, JobState.RUNNING),
        is_stale=run is not None and run.fingerprint != fingerprint_of(benchmark),
        lines=Shortlist.objects.filter(benchmark=benchmark).count(),
        rates=[(band, hit_rate(band, vectors=run is None or run.vectors)) for band in Band],
    )
