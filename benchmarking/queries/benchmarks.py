"""Page reads of benchmarks: list, overview, what waits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.states import OrganisationKind, Role
from benchmarking.comparison import Counts, Proposal, propose_verdict
from benchmarking.models import Benchmark, BenchmarkQuerySet, Judgement
from benchmarking.queries.progress import progress_for
from benchmarking.queries.wording import explain
from benchmarking.states import BenchmarkState, View
from core.countries import COUNTRIES
from core.models import AuditLine
from core.queries import history_of, one
from core.summary import Fact, Waiting
from corridors.models import Corridor, CorridorQuerySet
from standards.models import Edition, EditionQuerySet, Line, SkillArea
from standards.tree import Node, flat, tree_of


def visible_benchmark(user: User, ref: str) -> Benchmark:
    """The benchmark with its corridor; 404 for what this person may not see."""
    benchmarks = Benchmark.objects.visible_to(user).select_related(
        "corridor__pilot", "corridor__skill_area", "completed_by", "created_by"
    )
    return one(benchmarks, ref)


def corridor_to_open(user: User, ref: str) -> Corridor:
    """The corridor in which a benchmark is to be opened; 404 for what this person may not see."""
    corridors = Corridor.objects.visible_to(user).select_related("pilot", "skill_area")
    return one(corridors, ref)


def corridors_to_open(user: User) -> CorridorQuerySet:
    """Corridors in which this person may open a benchmark: those whose receiving side they work on."""
    corridors = Corridor.objects.visible_to(user).select_related("skill_area")
    works = user.role in (Role.COORDINATOR, Role.EXPERT)
    is_government = user.organisation.kind == OrganisationKind.GOVERNMENT
    return corridors.filter(receiving_country=user.country) if works and is_government else corridors.none()


def usable_editions(user: User, country: str, skill_area: SkillArea) -> EditionQuerySet:
    """Editions of one country and skill area that a benchmark may take and this person may see."""
    editions = Edition.objects.visible_to(user).usable()
    return editions.filter(standard__country=country, standard__skill_area=skill_area)


@dataclass(frozen=True)
class ListFilter:
    """What the list is narrowed to; empty means everything."""

    q: str = ""
    country: str = ""
    area: str = ""
    state: str = ""


def listed(user: User, wanted: ListFilter) -> BenchmarkQuerySet:
    """Benchmarks this person sees, newest first, narrowed by search and filters."""
    rows = Benchmark.objects.visible_to(user).select_related("corridor__pilot", "corridor__skill_area")
    if wanted.country:
        rows = rows.filter(
            Q(corridor__sending_country=wanted.country) | Q(corridor__receiving_country=wanted.country)
        )
    if wanted.area:
        rows = rows.filter(corridor__skill_area__slug=wanted.area)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    for word in wanted.q.split():
        rows = rows.filter(_says(word))
    return rows.order_by("-created_at", "-pk")


def _says(word: str) -> Q:
    codes = [code for code, name in COUNTRIES.items() if word.casefold() in str(name).casefold()]
    return (
        Q(corridor__skill_area__title__icontains=word)
        | Q(corridor__pilot__title__icontains=word)
        | Q(corridor__sending_country__in=codes)
        | Q(corridor__receiving_country__in=codes)
    )


def filter_choices(user: User) -> tuple[list[str], list[SkillArea]]:
    """Countries and skill areas of the corridors this person sees, for the filters of the list."""
    corridors = list(Corridor.objects.visible_to(user).select_related("skill_area"))
    codes = {one.receiving_country for one in corridors} | {one.sending_country for one in corridors}
    areas = {one.skill_area for one in corridors}
    return (
        [code for code in COUNTRIES if code in codes],  # in English alphabetical order
        sorted(areas, key=lambda area: area.title),
    )


def load_editions(*benchmarks: Benchmark) -> None:
    """Fetch both sides' editions with what their names show, in two queries."""
    editions = Edition.objects.with_standard().order_by("standard__title", "pk")
    prefetch_related_objects(
        benchmarks, Prefetch("reference_editions", editions), Prefetch("sending_editions", editions)
    )


def trees_of(editions: Iterable[Edition]) -> dict[Edition, list[Node[Line]]]:
    """The lines of each edition as a tree, in one query."""
    wanted = list(editions)
    rows: dict[int, list[Line]] = defaultdict(list)
    for line in Line.objects.filter(edition__in=wanted).order_by("edition", "position"):
        rows[line.edition_id].append(line)
    return {edition: tree_of(rows[edition.pk]) for edition in wanted}


@dataclass(frozen=True)
class SectionRow:
    """One row of the unit map: a section with its counts, the proposed verdict and how it came about."""

    edition: Edition
    line: Line
    proposal: Proposal
    because: str
    first: int  # primary key of the first line that is not compared, else of the first line


@dataclass(frozen=True)
class Overview:
    """What the page of a benchmark shows."""

    benchmark: Benchmark
    counts: Counts
    sections: list[SectionRow]
    substantial: int
    gaps: int
    gaps_unsettled: int
    history: list[AuditLine]


def overview_of(benchmark: Benchmark) -> Overview:
    """The benchmark with sections, counts, gaps and history, in six queries."""
    load_editions(benchmark)
    judgements = Judgement.objects.filter(benchmark=benchmark, view=View.RECEIVING)
    ratings: dict[int, str] = {}
    substantial = 0
    for line, rating, is_substantial in judgements.values_list("line_id", "rating", "substantial"):
        ratings[line] = rating
        substantial += is_substantial
    sections = sections_of(benchmark, ratings)
    gaps = benchmark.gaps.aggregate(all=Count("pk"), unsettled=Count("pk", filter=_UNSETTLED))
    return Overview(
        benchmark=benchmark,
        counts=sum((row.proposal.counts for row in sections), Counts()),
        sections=sections,
        substantial=substantial,
        gaps=gaps["all"],
        gaps_unsettled=gaps["unsettled"],
        history=list(history_of(benchmark)[:20]),
    )


_UNSETTLED = Q(state__in=["open", "agreed", "in_progress", "waiting_check"])


def sections_of(benchmark: Benchmark, ratings: dict[int, str]) -> list[SectionRow]:
    """The unit map: one row for each section of the reference editions that has rateable lines.

    Args:
        ratings: rating by primary key of the line; a missing one means not compared yet.
    """
    rows = []
    for edition, roots in trees_of(benchmark.reference_editions.all()).items():
        members: dict[Line, list[Line]] = defaultdict(list)
        for node in flat(roots):
            if node.is_rateable and node.section is not None:
                members[node.section].append(node.line)
        rows += [
            _section_row(benchmark.corridor, edition, head, lines, ratings) for head, lines in members.items()
        ]
    return rows


def _section_row(
    corridor: Corridor, edition: Edition, head: Line, lines: list[Line], ratings: dict[int, str]
) -> SectionRow:
    codes = [ratings.get(line.pk, "") for line in lines]
    proposal = propose_verdict(
        codes, [line.critical for line in lines], corridor.comparable_from, corridor.not_comparable_below
    )
    first = next((line for line, code in zip(lines, codes, strict=True) if not code), lines[0])
    return SectionRow(edition, head, proposal, explain(proposal), first.pk)


def waiting_for(user: User) -> list[Waiting]:
    """Open benchmarks of this person's corridors: lines to compare, or ready to be completed."""
    mine = list(
        Benchmark.objects.filter(corridor__in=corridors_to_open(user), state=BenchmarkState.OPEN)
        .select_related("corridor__skill_area")
        .order_by("created_at")
    )
    counts = progress_for(user, mine)
    return [_waiting(benchmark, counts[benchmark.pk]) for benchmark in mine]


def _waiting(benchmark: Benchmark, counts: Counts) -> Waiting:
    detail = str(benchmark)
    if counts.open:
        title = ngettext("Compare %(left)d line", "Compare %(left)d lines", counts.open) % {
            "left": counts.open
        }
        url = reverse("benchmarking:workspace", args=[benchmark.ref])
    else:
        title = _("Complete the benchmark")
        url = reverse("benchmarking:complete", args=[benchmark.ref])
    return Waiting(title=title, url=url, detail=detail, since=benchmark.created_at)


def summary(corridor: Corridor, user: User) -> list[Fact]:
    """The latest benchmark of the corridor that this person sees, as one line of the corridor's overview."""
    latest = Benchmark.objects.visible_to(user).filter(corridor=corridor).order_by("-number").first()
    if latest is None:
        return []
    latest.corridor = corridor
    counts = progress_for(user, [latest])[latest.pk]
    compared = _("%(rated)d of %(total)d lines compared") % {"rated": counts.rated, "total": counts.total}
    return [
        Fact(
            label=_("Benchmark %(number)d") % {"number": latest.number},
            value=latest.get_conclusion_display() or latest.get_state_display(),
            url=reverse("benchmarking:detail", args=[latest.ref]),
            hint=compared,
        )
    ]
