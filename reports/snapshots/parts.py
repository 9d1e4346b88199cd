"""What documents of every kind print about a corridor."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from accounts.models import Team, TeamMembership
from accounts.states import TeamFunction
from core import countries
from corridors.models import Corridor
from reports.documents import common as paper


def corridor(row: Corridor, occupations: Iterable[str]) -> paper.Corridor:
    """The corridor under the ILO's names of its countries; it comes with its skill area."""
    return paper.Corridor(
        _country(row.receiving_country),
        _country(row.sending_country),
        row.skill_area.title,
        _("%(priority)s skill area") % {"priority": row.get_priority_display().lower()},
        tuple(occupations),
    )


def occupations_of(row: Corridor) -> list[str]:
    """Occupations of the corridor's skill area with their codes: one query."""
    return [f"{one.title} (ISCO-08 {one.isco})" for one in row.skill_area.occupations.order_by("isco")]


def teams_of(row: Corridor) -> list[Team]:
    """Working groups with their active members: two queries."""
    members = TeamMembership.objects.filter(user__is_active=True).select_related("user")
    teams = row.teams.order_by("country", "name")
    return list(teams.prefetch_related(Prefetch("memberships", members)))


def teams(rows: Iterable[Team]) -> tuple[paper.Team, ...]:
    """Groups by the offices of their members, head first; no name and no address of a person."""
    return tuple(paper.Team(team.name, countries.name_of(team.country), _offices(team)) for team in rows)


def _offices(team: Team) -> tuple[str, ...]:
    order = {TeamFunction.HEAD: 0, TeamFunction.SECRETARIAT: 1}
    members = [(order.get(TeamFunction(one.function), 2), one.user.title) for one in team.memberships.all()]
    return tuple(dict.fromkeys(title for _rank, title in sorted(members)))


def _country(code: str) -> paper.Country:
    return paper.Country(code, countries.name_of(code))
