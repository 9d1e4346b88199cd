"""Page reads of benchmarks: list, overview, what waits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.states import OrganisationKind, Role
from benchmarking.models import Benchmark, BenchmarkQuerySet, Signature
from benchmarking.queries.progress import progress_for
from core.countries import COUNTRIES
from core.queries import one
from core.summary import Fact
from corridors.models import Corridor, CorridorQuerySet
from standards.models import Edition, EditionQuerySet, Line, SkillArea
from standards.tree import Node, tree_of


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
    works = not user.roles.isdisjoint({Role.COORDINATOR, Role.EXPERT})
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
    rows = rows.prefetch_related(Prefetch("signatures", Signature.objects.defer("state", "voided_by_change")))
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
