"""Everything that a gap analysis is drawn from, read in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from string import ascii_uppercase

from django.db.models import F, Prefetch, Q

from accounts.models import Team
from benchmarking.models import (
    Additional,
    Benchmark,
    GapFinding,
    GapReply,
    Judgement,
    Recommendation,
    SectionVerdict,
    Signature,
)
from benchmarking.queries.benchmarks import load_editions, trees_of
from benchmarking.queries.scope import nodes_in_scope
from core.models import StoredFile
from corridors.models import Activity, Corridor, CorridorStep
from corridors.plan import arrange
from missions.models import Mission, Observation, ObservationGap, ObservationPhoto
from reports.snapshots.parts import occupations_of, teams_of
from standards.models import Edition, Line, SourceFile
from standards.tree import Node

#: Queries of `read`, whatever the number of lines, gaps and missions (a test counts them).
QUERIES = 24


_LETTERS = (*ascii_uppercase, *(f"{one}{two}" for one in ascii_uppercase for two in ascii_uppercase))


@dataclass(frozen=True)
class Source:
    """Rows of one corridor. Mappings go from a primary key to what belongs to it, in printing order."""

    corridor: Corridor
    benchmark: Benchmark
    occupations: list[str]
    teams: list[Team]
    steps: list[CorridorStep]
    receiving: list[Edition]
    sending: list[Edition]
    files: dict[int, StoredFile]  # by edition
    trees: dict[int, list[Node[Line]]]  # by edition
    in_scope: frozenset[int]  # receiving lines that are rated
    judgements: dict[int, Judgement]  # by line: the agreed one, else that of the receiving view
    verdicts: dict[int, SectionVerdict]  # by the heading of the section
    additional: dict[int, str]  # note by sending line that is marked X
    counterparts: dict[int, list[Line]]  # by judgement
    gaps: list[GapFinding]
    replies: dict[int, list[GapReply]]  # by gap, those of the sending country, oldest first
    recommendations: list[Recommendation]
    signatures: list[Signature]
    activities: list[Activity]
    activities_of: dict[int, list[int]]  # by gap
    missions: list[Mission]
    observations: list[Observation]
    links: dict[int, list[ObservationGap]]  # by observation
    photos: dict[int, list[ObservationPhoto]]  # by observation, in their order

    @cached_property
    def marks(self) -> dict[int, str]:
        """Letter by edition, in the order in which they are listed; none where each side has one edition."""
        if max(len(self.receiving), len(self.sending)) < 2:
            return {}
        return dict(zip((one.pk for one in (*self.receiving, *self.sending)), _LETTERS, strict=False))

    @property
    def gap_of(self) -> dict[int, GapFinding]:
        """Gap by the primary key of its judgement."""
        return {gap.judgement_id: gap for gap in self.gaps if gap.judgement_id is not None}


def latest_benchmark(corridor: Corridor) -> Benchmark | None:
    """The benchmark that a report of the corridor would be about: one query."""
    found = Benchmark.objects.filter(corridor=corridor).select_related("completed_by")
    return found.order_by("-number").first()


def read(corridor: Corridor, benchmark: Benchmark) -> Source:
    """The rows behind a gap analysis, in QUERIES queries beside the corridor and the benchmark themselves.

    The corridor comes with its pilot and skill area, the benchmark with `completed_by`.
    """
    load_editions(benchmark)
    receiving, sending = list(benchmark.reference_editions.all()), list(benchmark.sending_editions.all())
    trees = trees_of([*receiving, *sending])
    gaps = list(_gaps(corridor, benchmark))
    return Source(
        corridor=corridor,
        benchmark=benchmark,
        occupations=occupations_of(corridor),
        teams=teams_of(corridor),
        steps=list(corridor.steps.filter(in_scope=True).order_by("code")),
        receiving=receiving,
        sending=sending,
        files=_files([*receiving, *sending]),
        trees={edition.pk: roots for edition, roots in trees.items()},
        in_scope=frozenset(node.line.pk for node in nodes_in_scope(benchmark, trees)),
        judgements={one.line_id: one for one in Judgement.objects.filter(benchmark=benchmark).effective()},
        verdicts={one.section_id: one for one in SectionVerdict.objects.filter(benchmark=benchmark)},
        additional=dict(Additional.objects.filter(benchmark=benchmark).values_list("line_id", "note")),
        counterparts=_counterparts(corridor, benchmark),
        gaps=gaps,
        replies=_replies(corridor),
        recommendations=list(corridor.recommendations.all()),
        signatures=list(benchmark.signatures.order_by("side", "pk")),
        activities=_activities(corridor, benchmark),
        activities_of=_activities_of(corridor),
        missions=_missions(corridor),
        observations=list(
            Observation.objects.filter(corridor=corridor)
            .select_related("mission")
            .order_by("observed_on", "pk")
        ),
        links=_links(corridor, benchmark),
        photos=_photos(corridor),
    )


def _files(editions: Sequence[Edition]) -> dict[int, StoredFile]:
    """The last uploaded source file of each edition."""
    rows = SourceFile.objects.filter(edition__in=editions).select_related("stored").order_by("pk")
    return {row.edition_id: row.stored for row in rows}


def _told(benchmark: Benchmark, prefix: str = "") -> Q:
    """Gaps that the report may name: of its own benchmark, or of one or of a review that the other sides have seen.

    The report's own benchmark is released before the report leaves the receiving side (actions.move).
    """
    return (
        Q(**{f"{prefix}benchmark": benchmark})
        | Q(**{f"{prefix}benchmark__released_at__isnull": False})
        | Q(**{f"{prefix}review__released_at__isnull": False})
    )


def _gaps(corridor: Corridor, benchmark: Benchmark) -> Iterable[GapFinding]:
    found = GapFinding.objects.filter(_told(benchmark), corridor=corridor)
    found = found.order_by(
        F("benchmark__number").asc(nulls_last=True), "review__step", "review__number", "number"
    )
    return found.select_related(
        "benchmark",
        "review",
        "judgement__line",
        "arrangement__question",
        "owner_office",
        "proof",
        "closed_by",
        "reported_by",
    )


def _counterparts(corridor: Corridor, benchmark: Benchmark) -> dict[int, list[Line]]:
    """Sending lines by judgement, for the benchmark and for gaps of earlier ones."""
    wanted = Q(judgement__benchmark=benchmark) | Q(judgement__gap__corridor=corridor)
    rows = Judgement.counterparts.through.objects.filter(wanted).select_related("line")
    found: dict[int, list[Line]] = defaultdict(list)
    for row in rows.order_by("judgement_id", "line__edition_id", "line__position"):
        found[row.judgement_id].append(row.line)
    return found


def _replies(corridor: Corridor) -> dict[int, list[GapReply]]:
    rows = GapReply.objects.filter(
        gap__corridor=corridor, by__organisation__country=F("gap__corridor__sending_country")
    )
    found: dict[int, list[GapReply]] = defaultdict(list)
    for row in rows.order_by("at", "pk"):
        found[row.gap_id].append(row)
    return found


def _activities(corridor: Corridor, benchmark: Benchmark) -> list[Activity]:
    """Rows of the plan that concern this corridor, in plan order: its own, those of its gaps, and common ones.

    A row of another sending country is never printed, whatever it is linked to. A row of the receiving country is
    printed only as part of this corridor, for the sending side does not see the others in the plan.
    """
    # One expression, so that the gap that is told is the gap of this corridor.
    of_gaps = Q(gaps__corridor=corridor) & _told(benchmark, "gaps__")
    own = Q(corridor=corridor) | Q(corridor=None) | of_gaps
    named = Q(country__in=["", corridor.sending_country]) | Q(
        country=corridor.receiving_country, corridor=corridor
    )
    rows = Activity.objects.filter(own & named, pilot=corridor.pilot_id).select_related("owner")
    placed = arrange(
        list(rows.distinct().order_by("position", "pk")),
        key=lambda row: row.pk,
        parent=lambda row: row.parent_id,
        wanted=lambda _row: True,
    )
    return [one.row for one in placed]


def _activities_of(corridor: Corridor) -> dict[int, list[int]]:
    rows = GapFinding.activities.through.objects.filter(gapfinding__corridor=corridor)
    found: dict[int, list[int]] = defaultdict(list)
    for gap, activity in rows.order_by("activity__position", "pk").values_list(
        "gapfinding_id", "activity_id"
    ):
        found[gap].append(activity)
    return found


def _missions(corridor: Corridor) -> list[Mission]:
    found = Mission.objects.filter(corridors=corridor).prefetch_related(
        Prefetch("teams", Team.objects.order_by("name"))
    )
    return list(found.order_by("planned_start", "pk"))


def _photos(corridor: Corridor) -> dict[int, list[ObservationPhoto]]:
    rows = ObservationPhoto.objects.shown().filter(observation__corridor=corridor).select_related("small")
    found: dict[int, list[ObservationPhoto]] = defaultdict(list)
    for row in rows.order_by("position", "pk"):
        found[row.observation_id].append(row)
    return found


def _links(corridor: Corridor, benchmark: Benchmark) -> dict[int, list[ObservationGap]]:
    rows = ObservationGap.objects.filter(
        _told(benchmark, "gap__"), observation__corridor=corridor, gap__corridor=corridor
    )
    found: dict[int, list[ObservationGap]] = defaultdict(list)
    for row in rows.select_related("gap__benchmark", "gap__review").order_by(
        "gap__benchmark__number", "gap__number"
    ):
        found[row.observation_id].append(row)
    return found
