"""Newer editions of the standards that a benchmark compares, and who may carry it on with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission, Side, held_by
from benchmarking.models import Benchmark
from benchmarking.queries.benchmarks import corridors_to_open, load_editions
from core.summary import Waiting
from standards.models import Edition


@dataclass(frozen=True)
class Newer:
    """An edition of a benchmark for which newer ones of the same standard exist, newest first."""

    old: Edition
    side: Side
    choices: list[Edition]

    @property
    def newest(self) -> Edition:
        """What the next benchmark takes unless a person chooses another one."""
        return self.choices[0]


def newer_of(benchmark: Benchmark, user: User) -> list[Newer]:
    """Editions with newer ones that are submitted or accepted and that this person sees; reference editions first."""
    return newer_by_benchmark([benchmark], user)[benchmark.pk]


def newer_by_benchmark(benchmarks: Collection[Benchmark], user: User) -> dict[int, list[Newer]]:
    """The same for several benchmarks, by primary key, in three queries for any number of them."""
    load_editions(*benchmarks)
    standards = {edition.standard_id for one in benchmarks for edition in editions_of(one)}
    usable = Edition.objects.visible_to(user).usable().filter(standard__in=standards)
    of_standard: dict[int, list[Edition]] = defaultdict(list)
    for edition in usable.with_standard().order_by("-pk"):
        of_standard[edition.standard_id].append(edition)
    found: dict[int, list[Newer]] = {}
    for one in benchmarks:
        taken = {edition.pk for edition in editions_of(one)}
        found[one.pk] = []
        for side, editions in (
            (Side.RECEIVING, one.reference_editions.all()),
            (Side.SENDING, one.sending_editions.all()),
        ):
            for old in editions:
                later = [
                    new for new in of_standard[old.standard_id] if new.pk > old.pk and new.pk not in taken
                ]
                if later:
                    found[one.pk].append(Newer(old, side, later))
    return found


def editions_of(benchmark: Benchmark) -> list[Edition]:
    """Both sides' editions, reference editions first."""
    return [*benchmark.reference_editions.all(), *benchmark.sending_editions.all()]


def following_of(benchmark: Benchmark, user: User) -> Benchmark | None:
    """The benchmark that carries this one on, where this person sees it."""
    return Benchmark.objects.visible_to(user).filter(previous=benchmark).select_related("corridor").first()


def has_following(benchmark: Benchmark) -> bool:
    """Whether somebody has carried this benchmark on, seen or not."""
    return Benchmark.objects.filter(previous=benchmark).exists()


def waiting_for(user: User) -> list[Waiting]:
    """Benchmarks that can be carried on with a newer edition, for those who may start the next one."""
    if not user.is_active or not held_by(user.roles, Side.RECEIVING, Permission.BENCHMARK_OPEN):
        return []
    rows = _to_carry_on(user)
    newer = newer_by_benchmark(rows, user)
    return [
        Waiting(
            title=_("A newer edition exists: start the next benchmark"),
            url=reverse("benchmarking:next", args=[one.ref]),
            detail=f"{one}: {'; '.join(str(item.newest) for item in newer[one.pk])}",
            since=max(item.newest.submitted_at or item.newest.created_at for item in newer[one.pk]),
        )
        for one in rows
        if newer[one.pk]
    ]


def _to_carry_on(user: User) -> QuerySet[Benchmark]:
    rows = Benchmark.objects.filter(corridor__in=corridors_to_open(user), following=None)
    return rows.select_related("corridor__skill_area").order_by("created_at")
