"""What waits for a person in benchmarks: lines to compare, a view to release, lines to agree on, a conclusion."""

from __future__ import annotations

from django.db.models import Q

from accounts.models import User
from accounts.permissions import Permission, Side, held_by
from accounts.states import OrganisationKind
from benchmarking.models import Benchmark
from benchmarking.queries.steps import steps_of
from benchmarking.states import BenchmarkState
from core.summary import Waiting


def waiting_for(user: User) -> list[Waiting]:
    """Open benchmarks in which the next step is this person's; the number of queries does not depend on how many."""
    if user.organisation.kind != OrganisationKind.GOVERNMENT:
        return []
    mine = Q(pk__in=[])
    if held_by(user.roles, Side.RECEIVING, Permission.JUDGE):
        mine |= Q(corridor__receiving_country=user.country)
    if held_by(user.roles, Side.SENDING, Permission.JUDGE_SENDING):
        mine |= Q(corridor__sending_country=user.country, invited_at__isnull=False)
    rows = Benchmark.objects.visible_to(user).filter(mine, state=BenchmarkState.OPEN)
    benchmarks = list(rows.select_related("corridor__skill_area").order_by("created_at"))
    steps = steps_of(user, benchmarks)
    return [
        Waiting(
            title=step.title,
            url=step.url,
            detail=str(one),
            since=one.invited_at if user.country == one.corridor.sending_country else one.created_at,
        )
        for one in benchmarks
        if (step := steps[one.pk]).title
    ]
