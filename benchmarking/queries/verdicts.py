"""Section verdicts: what the system proposes and how it got there, what an expert decided, and on which figures."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _

from accounts.models import User
from benchmarking.comparison import Counts, Proposal, propose_verdict
from benchmarking.models import Benchmark, Judgement, SectionVerdict
from benchmarking.queries.benchmarks import trees_of
from benchmarking.queries.scope import Section, sections_in_scope
from benchmarking.queries.sight import Sight, judgements_for, sight_of
from benchmarking.queries.wording import explain, percent
from benchmarking.states import Verdict, View
from core.models import AuditLine
from standards.models import Edition, Line


@dataclass(frozen=True)
class VerdictRow:
    """One section with its proposal and the decision of an expert, if there is one."""

    edition: Edition
    section: Line
    proposal: Proposal
    because: str  # how the proposal came about, in words
    first: int  # the first line that is not compared, else the first line
    decided: SectionVerdict | None
    older: str  # in words, when the decision rests on other figures than the present ones
    lines: frozenset[int] = frozenset()  # primary keys of the rated lines
    history: tuple[AuditLine, ...] = ()

    @property
    def counts(self) -> Counts:
        """F, P, N and not compared yet."""
        return self.proposal.counts

    @property
    def coverage(self) -> str:
        """Coverage of the compared lines in words."""
        return percent(self.counts.coverage)

    @property
    def is_ready(self) -> bool:
        """Whether there is something to decide on."""
        return self.proposal.verdict != Verdict.OPEN

    @property
    def verdict(self) -> Verdict:
        """What stands: the decision, else the proposal."""
        return Verdict(self.decided.verdict) if self.decided else self.proposal.verdict


def verdict_rows(benchmark: Benchmark, sight: Sight) -> list[VerdictRow]:
    """Each section with proposal, how it came about, and the decision, in six queries.

    Who does not read the receiving view reads figures of their own view, and no decision.
    """
    found = judgements_for(benchmark, sight).values_list("line_id", "rating")
    ratings = dict(found) if sight.sees_receiving or sight.own else {}
    decided = decisions_of(benchmark) if sight.sees_receiving else {}
    return [_row(benchmark, section, ratings, decided) for section in _sections(benchmark)]


def verdict_page(benchmark: Benchmark, user: User) -> list[VerdictRow]:
    """The rows with the history of each decision, for the page: for others than the receiving side from the release of
    its view on."""
    sight = sight_of(user, benchmark)
    rows = verdict_rows(benchmark, sight)
    keys = [str(row.decided.pk) for row in rows if row.decided]
    told: dict[str, list[AuditLine]] = defaultdict(list)
    label = SectionVerdict._meta.label_lower
    lines = AuditLine.objects.filter(subject_type=label, subject_id__in=keys)
    if sight.own != View.RECEIVING and benchmark.released_at:
        lines = lines.filter(at__gte=benchmark.released_at)
    for line in lines.order_by("-id"):
        told[line.subject_id].append(line)
    return [
        VerdictRow(**{**vars(row), "history": tuple(told[str(row.decided.pk)])}) if row.decided else row
        for row in rows
    ]


def proposals_of(benchmark: Benchmark) -> dict[int, Proposal]:
    """What the benchmark's own figures (agreed view, else receiving view) propose, by section; for the verbs."""
    found = Judgement.objects.filter(benchmark=benchmark).effective().values_list("line_id", "rating")
    ratings = dict(found)
    return {section.line.pk: _propose(benchmark, section.lines, ratings) for section in _sections(benchmark)}


def decisions_of(benchmark: Benchmark) -> dict[int, SectionVerdict]:
    """The decisions of experts by section."""
    return {one.section_id: one for one in benchmark.verdicts.select_related("by", "section")}


def figures_of(proposal: Proposal) -> dict[str, Any]:
    """The figures on which a verdict is decided, as they are kept with it."""
    counts = proposal.counts
    return {
        "full": counts.full,
        "partly": counts.partly,
        "uncovered": counts.uncovered,
        "open": counts.open,
        "criticals_short": proposal.criticals_short,
        "comparable_from": f"{proposal.comparable_from:.2f}",
        "not_comparable_below": f"{proposal.not_comparable_below:.2f}",
    }


def older_figures(decided: SectionVerdict, proposal: Proposal) -> str:
    """What the decision rests on where that is no longer so, such as "Decided on 12 of 14 lines F; now 11 of 14."."""
    then, now = decided.figures, figures_of(proposal)
    if not then or then == now:
        return ""
    parts = [_lines_then(then, now)]
    if then["criticals_short"] != now["criticals_short"]:
        parts.append(
            _("Critical lines not fully covered: %(then)d then, %(now)d now.")
            % {"then": then["criticals_short"], "now": now["criticals_short"]}
        )
    limits = ("comparable_from", "not_comparable_below")
    if any(then[name] != now[name] for name in limits):
        parts.append(
            _(
                "Decided with thresholds %(upper)s and %(lower)s; now they are %(upper_now)s and %(lower_now)s."
            )
            % {
                "upper": percent(float(then["comparable_from"])),
                "lower": percent(float(then["not_comparable_below"])),
                "upper_now": percent(proposal.comparable_from),
                "lower_now": percent(proposal.not_comparable_below),
            }
        )
    return " ".join(part for part in parts if part)


def _lines_then(then: dict[str, Any], now: dict[str, Any]) -> str:
    names = ("full", "partly", "uncovered", "open")
    if all(then[name] == now[name] for name in names):
        return ""
    if then["full"] != now["full"] or _total(then) != _total(now):
        return _("Decided on %(then)d of %(all_then)d lines F; now %(now)d of %(all_now)d.") % {
            "then": then["full"],
            "all_then": _total(then),
            "now": now["full"],
            "all_now": _total(now),
        }
    return _("Decided on %(p)d lines P and %(n)d lines N; now %(p_now)d and %(n_now)d.") % {
        "p": then["partly"],
        "n": then["uncovered"],
        "p_now": now["partly"],
        "n_now": now["uncovered"],
    }


def _total(figures: dict[str, Any]) -> int:
    return sum(int(figures[name]) for name in ("full", "partly", "uncovered", "open"))


def _sections(benchmark: Benchmark) -> list[Section]:
    editions = Edition.objects.with_standard().order_by("standard__title", "pk")
    prefetch_related_objects([benchmark], Prefetch("reference_editions", editions))
    return sections_in_scope(benchmark, trees_of(benchmark.reference_editions.all()))


def _propose(benchmark: Benchmark, lines: list[Line], ratings: dict[int, str]) -> Proposal:
    corridor = benchmark.corridor
    return propose_verdict(
        [ratings.get(line.pk, "") for line in lines],
        [line.critical for line in lines],
        corridor.comparable_from,
        corridor.not_comparable_below,
    )


def _row(
    benchmark: Benchmark, section: Section, ratings: dict[int, str], decided: dict[int, SectionVerdict]
) -> VerdictRow:
    proposal = _propose(benchmark, section.lines, ratings)
    decision = decided.get(section.line.pk)
    first = next((line for line in section.lines if not ratings.get(line.pk)), section.lines[0])
    return VerdictRow(
        edition=section.edition,
        section=section.line,
        proposal=proposal,
        because=explain(proposal),
        first=first.pk,
        decided=decision,
        older=older_figures(decision, proposal) if decision else "",
        lines=frozenset(line.pk for line in section.lines),
    )
