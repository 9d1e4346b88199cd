"""Gaps of earlier benchmarks that a newer edition may close. They are proposed; a person reports and a second one closes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import can
from accounts.models import User
from accounts.permissions import Permission
from benchmarking import gap_acts
from benchmarking.gap_acts import GapAct
from benchmarking.models import Benchmark, GapFinding, GapQuerySet, Judgement, Shortlist
from benchmarking.queries.benchmarks import visible_benchmark
from benchmarking.queries.carrying import Outlook
from benchmarking.queries.editions import Newer, following_of, newer_of
from benchmarking.queries.sight import Sight, sight_of
from benchmarking.rebenchmark import Fate
from benchmarking.states import Band, GapState
from standards.models import Line

_SHOWN = 3  # sending lines that are named for one gap


@dataclass(frozen=True)
class ToCheck:
    """A gap that a newer edition may close, and why. `line` is its line in the benchmark at hand, None where gone."""

    gap: GapFinding
    line: Line | None
    reason: str
    words: str = ""  # for the report that it is done

    @property
    def can_report(self) -> bool:
        """Whether the gap's state lets somebody report it done."""
        return gap_acts.is_possible(GapAct.REPORT, self.gap.state)

    @property
    def waits(self) -> bool:
        """Whether it is reported done and waits for the second person."""
        return self.gap.state == GapState.WAITING_CHECK


def gaps_to_check(benchmark: Benchmark, user: User) -> list[ToCheck]:
    """For the page of a benchmark that carries another one on; empty for who does not read the receiving view.

    The number of queries does not depend on the number of gaps.
    """
    sight = sight_of(user, benchmark)
    if benchmark.previous_id is None or not sight.sees_receiving:
        return []
    chain = _chain(benchmark)
    gaps = list(_unsettled(user, [one for one in chain if one != benchmark.pk]))
    if not gaps:
        return []
    places = _places(gaps, chain, benchmark)
    counted = _counted(benchmark, sight)
    newer = _newer_lines(benchmark)
    listed = _suggested(benchmark, set(places.values()), newer)
    lines = Line.objects.in_bulk(set(places.values()))
    found = []
    for gap in gaps:
        line = lines.get(places.get(gap.pk, 0))
        one = _looked_at(gap, line, counted.get(line.pk) if line else None, listed, benchmark)
        if one:
            found.append(one)
    return found


def closing_words(gap: GapFinding, user: User, ref: str) -> dict[str, str]:
    """What a report that the gap is done can begin with, where it starts from the page of benchmark `ref`."""
    try:
        benchmark = visible_benchmark(user, ref)
    except Http404:
        return {}
    if benchmark.corridor_id != gap.corridor_id:
        return {}
    words = next((one.words for one in gaps_to_check(benchmark, user) if one.gap.pk == gap.pk), "")
    names = "; ".join(str(one) for one in benchmark.sending_editions.select_related("standard"))
    if not words:
        return {}
    return {"what_was_done": words, "proof_note": _("%(benchmark)s; %(editions)s") % {
        "benchmark": benchmark, "editions": names,
    }}  # fmt: skip


def gaps_in_sight(benchmark: Benchmark, found: Outlook, user: User) -> list[ToCheck]:
    """For the preview: unsettled gaps of this benchmark and those before whose line would be touched."""
    chain = _chain(benchmark)
    gaps = list(_unsettled(user, chain))
    places = _places(gaps, chain, benchmark)
    changed = found.links.changed
    listed = _suggested(benchmark, set(places.values()), changed)
    rows = []
    for gap in gaps:
        place = places.get(gap.pk)
        twin = found.pairing.twin.get(place) if place else None
        fate = found.plan.fates.get(twin) if twin else None
        reason = ""
        if fate is None:
            reason = _("Its line is no longer in the edition, or is no longer rated.")
        elif fate == Fate.REOPENED:
            reason = _("Its line is open again.")
        elif place in listed:
            reason = _likely(listed[place])
        if reason:
            rows.append(ToCheck(gap, found.lines.get(twin or 0), reason))
    return rows


def _looked_at(
    gap: GapFinding,
    line: Line | None,
    judgement: Judgement | None,
    listed: dict[int, list[Line]],
    benchmark: Benchmark,
) -> ToCheck | None:
    told = {"number": line.number if line else "", "benchmark": benchmark.number}
    if line is None or judgement is None:
        reason = _("Its line is no longer in the newer edition, or is no longer rated.")
        words = _("The line is no longer in the edition that benchmark %(benchmark)d compares.") % told
        return ToCheck(gap, None, reason, words)
    if not judgement.rating:
        return ToCheck(gap, line, _("Its line is open again. Compare it; then the gap can be judged."))
    told["rating"] = judgement.get_rating_display()
    if not judgement.substantial:
        reason = _("Its line is now rated “%(rating)s” without a substantial difference.") % told
        words = _(
            "The newer edition closes it: in benchmark %(benchmark)d line %(number)s is rated “%(rating)s” "
            "without a substantial difference."
        )
        return ToCheck(gap, line, reason, (words % told).replace("  ", " "))
    if line.pk not in listed:
        return None
    names = "; ".join(f"{one.number} {one.text}".strip() for one in listed[line.pk])
    words = _("The newer edition has lines for it: %(lines)s.") % {"lines": names}
    return ToCheck(gap, line, _likely(listed[line.pk]), words)


def _likely(lines: list[Line]) -> str:
    sentence = ngettext(
        "A new or changed line of the sending side may cover it: %(lines)s",
        "New or changed lines of the sending side may cover it: %(lines)s",
        len(lines),
    )
    return sentence % {"lines": "; ".join(str(one) for one in lines)}


def _unsettled(user: User, benchmarks: Iterable[int]) -> GapQuerySet:
    gaps = GapFinding.objects.visible_to(user).unsettled().filter(benchmark__in=list(benchmarks))
    return gaps.select_related("benchmark", "corridor", "judgement__line")


def _chain(benchmark: Benchmark) -> list[int]:
    """The benchmark and those that it carries on, newest first."""
    previous = dict(Benchmark.objects.filter(corridor=benchmark.corridor_id).values_list("pk", "previous_id"))
    found: list[int] = []
    here: int | None = benchmark.pk
    while here is not None and here not in found:
        found.append(here)
        here = previous.get(here)
    return found


def _places(gaps: Iterable[GapFinding], chain: list[int], benchmark: Benchmark) -> dict[int, int]:
    """The line of each gap in this benchmark, by the gap's primary key; none where the line went on the way."""
    rows = Judgement.objects.filter(benchmark__in=chain, carried_from__isnull=False)
    onward: dict[int, tuple[int, int, int]] = {
        was: (pk, where, line)
        for pk, was, where, line in rows.values_list("pk", "carried_from_id", "benchmark_id", "line_id")
        if was is not None
    }
    found = {}
    for gap in gaps:
        judgement = gap.judgement
        if judgement is None:
            continue
        key, where, line = judgement.pk, judgement.benchmark_id, judgement.line_id
        while where != benchmark.pk and key in onward:
            key, where, line = onward[key]
        if where == benchmark.pk:
            found[gap.pk] = line
    return found


def _counted(benchmark: Benchmark, sight: Sight) -> dict[int, Judgement]:
    """The judgement that the figures count, by line; called for who reads the receiving view."""
    rows = Judgement.objects.filter(benchmark=benchmark).effective()
    return {one.line_id: one for one in rows} if sight.sees_receiving else {}


def _newer_lines(benchmark: Benchmark) -> frozenset[int]:
    """Sending lines that are new or say something else than in the benchmark before."""
    fields = ("key", "kind", "text", "text_original", "critical")
    editions = list(benchmark.sending_editions.values_list("pk", flat=True))
    before = Line.objects.filter(edition__in=_sending_of(benchmark.previous_id)).values_list(*fields)
    known = set(before)
    now = Line.objects.filter(edition__in=editions).values_list("pk", *fields)
    return frozenset(pk for pk, *said in now if tuple(said) not in known)


def _sending_of(benchmark: int | None) -> list[int]:
    through = Benchmark.sending_editions.through.objects.filter(benchmark_id=benchmark or 0)
    return list(through.values_list("edition_id", flat=True))


@dataclass(frozen=True)
class AboutNext:
    """What the page of a benchmark says about newer editions: templates/benchmarking/{_newer,_to_check}.html."""

    newer: list[Newer]
    previous: Benchmark | None
    following: Benchmark | None
    may_start: bool
    to_check: list[ToCheck]


def about_next(benchmark: Benchmark, user: User) -> AboutNext:
    """For one benchmark; what nobody carries on yet and has newer editions can be started by who may open one."""
    following = following_of(benchmark, user)
    return AboutNext(
        newer=[] if following else newer_of(benchmark, user),
        previous=Benchmark.objects.visible_to(user).filter(following=benchmark).first(),
        following=following,
        may_start=not following and can(user, Permission.BENCHMARK_OPEN, benchmark),
        to_check=gaps_to_check(benchmark, user),
    )


def _suggested(benchmark: Benchmark, lines: set[int], among: Iterable[int]) -> dict[int, list[Line]]:
    """For each of these receiving lines, the likely and possible sending lines that are among the given ones."""
    wanted = set(among)
    if not wanted or not lines:
        return {}
    keys: dict[int, list[int]] = defaultdict(list)
    for line, entries in Shortlist.objects.filter(benchmark=benchmark, line__in=lines).values_list(
        "line_id", "entries"
    ):
        keys[line] = [
            one["line"] for one in entries if one["band"] != Band.UNLIKELY and one["line"] in wanted
        ][:_SHOWN]
    named = Line.objects.in_bulk({key for some in keys.values() for key in some})
    return {line: [named[key] for key in some if key in named] for line, some in keys.items() if some}
