"""What is done to working groups."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from accounts.models import Team, TeamMembership, User
from accounts.states import TeamFunction
from core.audit import record
from core.text import clean


@transaction.atomic
def create_team(*, name: str, country: str, members: Iterable[tuple[User, str]], by: User | None) -> Team:
    """Set up a working group with the people who have accounts.

    Args:
        members: (person, function), the functions of TeamFunction.

    Raises:
        ValidationError: by field, or the country has a team of this name already.
    """
    team = Team(name=clean(name), country=country)
    team.full_clean()
    team.save()
    assigned = [(person, TeamFunction(function)) for person, function in members]
    TeamMembership.objects.bulk_create(
        TeamMembership(team=team, user=person, function=function) for person, function in assigned
    )
    after = {"members": "; ".join(f"{person}: {function.label}" for person, function in assigned)}
    record("team.created", on=team, by=by, after=after)
    return team
