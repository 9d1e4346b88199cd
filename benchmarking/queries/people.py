"""Who can be assigned lines of a benchmark: people of the teams that serve the corridor and may judge."""

from __future__ import annotations

from typing import NamedTuple

from accounts.models import Organisation, User
from accounts.permissions import MATRIX, Permission, Side
from accounts.states import OrganisationKind
from benchmarking.models import Benchmark
from corridors.models import Corridor
from standards.models import Line

#: Roles that may write the receiving view.
_JUDGES = frozenset(role for side, role in MATRIX[Permission.JUDGE] if side == Side.RECEIVING)


def assignable(corridor: Corridor) -> list[User]:
    """Members of the teams that serve the corridor who may judge on its receiving side, by office; one query."""
    people = User.objects.filter(
        teams__corridors=corridor,
        organisation__country=corridor.receiving_country,
        role__in=_JUDGES,
        is_active=True,
    )
    return list(people.select_related("organisation").distinct().order_by("title", "pk"))


class Assigned(NamedTuple):
    """A person with a section that they compare, or with None for all lines."""

    person: User
    section: Line | None


def assigned_in(benchmark: Benchmark) -> list[Assigned]:
    """Who compares what, people in the order of their offices, sections in reading order; one query."""
    rows = benchmark.assignments.select_related("person__organisation", "section")
    ordered = rows.order_by("person__title", "person", "section__edition", "section__position")
    return [Assigned(row.person, row.section) for row in ordered]


def offices_of(country: str) -> list[Organisation]:
    """Government offices of a country, by name: who reads the reference editions once the country is invited."""
    offices = Organisation.objects.filter(country=country, kind=OrganisationKind.GOVERNMENT, is_active=True)
    return list(offices.order_by("name"))
