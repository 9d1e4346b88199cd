"""Signatures that wait for a person: the other side has signed, or one's own signature became void."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission, Side, held_by
from accounts.states import OrganisationKind
from benchmarking.models import Benchmark, Signature
from benchmarking.states import BenchmarkState
from core.summary import Waiting


def waiting_for(user: User) -> list[Waiting]:
    """Completed benchmarks that this person signs, in two queries for any number of them."""
    if user.organisation.kind != OrganisationKind.GOVERNMENT:
        return []
    mine = Q(pk__in=[])
    if held_by(user.roles, Side.RECEIVING, Permission.SIGN):
        mine |= Q(corridor__receiving_country=user.country)
    if held_by(user.roles, Side.SENDING, Permission.SIGN):
        mine |= Q(corridor__sending_country=user.country)
    rows = Benchmark.objects.visible_to(user).filter(mine, state=BenchmarkState.COMPLETED)
    rows = rows.filter(signatures__isnull=False).distinct().select_related("corridor__skill_area")
    signatures = Signature.objects.defer("state", "voided_by_change")
    return [
        waiting
        for one in rows.order_by("completed_at").prefetch_related(Prefetch("signatures", signatures))
        if (waiting := _waiting(one, user))
    ]


def load_signatures(*benchmarks: Benchmark) -> None:
    """Fetch the signatures without the content that was signed, in one query, for marks on pages."""
    signatures = Signature.objects.defer("state", "voided_by_change")
    prefetch_related_objects(benchmarks, Prefetch("signatures", signatures))


def _waiting(benchmark: Benchmark, user: User) -> Waiting | None:
    receives = benchmark.corridor.receiving_country == user.country
    side = Side.RECEIVING.value if receives else Side.SENDING.value
    last = {one.side: one for one in benchmark.signed}
    own = last.get(side)
    theirs: list[datetime] = [one.at for key, one in last.items() if key != side and not one.voided_at]
    if own is not None and own.voided_at:
        title, since = _("Sign again: your side's signature became void"), own.voided_at
    elif own is None and theirs:
        title, since = _("Read and sign: the other side has signed"), theirs[0]
    else:
        return None
    url = reverse("benchmarking:sign", args=[benchmark.ref])
    return Waiting(title=title, url=url, detail=str(benchmark), since=since)
