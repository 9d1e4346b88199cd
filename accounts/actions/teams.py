"""What is done to working groups."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Team, TeamMembership, User
from accounts.states import TeamFunction
from core.audit import record
from core.states import IllegalMove
from core.text import clean
from core.unique import save_checked


@transaction.atomic
def create_team(*, name: str, country: str, members: Iterable[tuple[User, str]], by: User | None) -> Team:
    """Set up a working group with the people who have accounts.

    Args:
        members: (person, function), the functions of TeamFunction.

    Raises:
        ValidationError: by field, or the country has a team of this name already.
    """
    team = Team(name=clean(name), country=country)
    save_checked(team)
    assigned = [(person, TeamFunction(function)) for person, function in members]
    TeamMembership.objects.bulk_create(
        TeamMembership(team=team, user=person, function=function) for person, function in assigned
    )
    after = {"members": "; ".join(f"{person}: {function.label}" for person, function in assigned)}
    record("team.created", on=team, by=by, after=after)
    return team


@transaction.atomic
def rename_team(*, team: Team, name: str, by: User) -> Team:
    """Give a team another name.

    Raises:
        ValidationError: by field, such as a name that the country has already.
    """
    before = team.name
    team.name = clean(name)
    team.full_clean()
    team.save(update_fields=["name"])
    if before != team.name:
        record("team.renamed", on=team, by=by, before={"name": before}, after={"name": team.name})
    return team


@transaction.atomic
def put_in_team(*, team: Team, person: User, function: str, by: User) -> TeamMembership:
    """Give somebody of the country a part in the team, or another part than they have.

    Raises:
        ValidationError: by field: no active colleague of the country, or no such function.
    """
    if not person.is_active or person.country != team.country:
        raise ValidationError({"person": _("Choose an active colleague of the team's country.")})
    if function not in TeamFunction.values:
        raise ValidationError({"function": _("Choose one of these.")})
    before = team.memberships.filter(user=person).first()
    membership, _made = TeamMembership.objects.update_or_create(
        team=team, user=person, defaults={"function": function}
    )
    if before is None or before.function != function:
        record(
            "team.member_set",
            on=team,
            by=by,
            before={str(person): str(TeamFunction(before.function).label)} if before else {},
            after={str(person): str(TeamFunction(function).label)},
        )
    return membership


@transaction.atomic
def take_from_team(*, team: Team, person: User, by: User) -> None:
    """Take somebody out of the team; from the next request on they do not see its corridors through it.

    Raises:
        IllegalMove: they are not in the team.
    """
    membership = team.memberships.filter(user=person).first()
    if membership is None or not TeamMembership.objects.filter(pk=membership.pk).delete()[0]:
        raise IllegalMove(_("%(person)s is not in this team any more.") % {"person": person})
    record(
        "team.member_removed", on=team, by=by, before={str(person): str(membership.get_function_display())}
    )
