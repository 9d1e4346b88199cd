"""Verbs on benchmarks: opening one. Completing and reopening: completing.py."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from benchmarking.models import Benchmark
from benchmarking.queries.benchmarks import usable_editions
from benchmarking.states import BenchmarkState
from core.audit import record
from core.refs import make_ref
from corridors.models import Corridor
from standards.models import Edition


@transaction.atomic
def open_benchmark(
    *,
    corridor: Corridor,
    reference_editions: Collection[Edition],
    sending_editions: Collection[Edition],
    by: User,
) -> Benchmark:
    """Set editions of the receiving country against editions of the sending country.

    A benchmark takes accepted editions, and submitted ones, which are labelled provisional.

    Raises:
        ValidationError: by field; an edition is missing, not usable, not of that country and skill area, not
            visible to `by`, or the same editions already stand in an open benchmark.
    """
    held = Corridor.objects.select_for_update().get(pk=corridor.pk)
    faults = _faults_of_editions(held, reference_editions, sending_editions, by)
    if faults:
        raise ValidationError({name: [str(sentence)] for name, sentence in faults.items()})
    _refuse_twin(held, reference_editions, sending_editions)
    number = (held.benchmarks.aggregate(last=Max("number"))["last"] or 0) + 1
    benchmark = Benchmark.objects.create(
        ref=make_ref(
            held.receiving_country, held.sending_country, held.skill_area.title, "benchmark", number
        ),
        corridor=held,
        number=number,
        created_by=by,
    )
    benchmark.reference_editions.set(reference_editions)
    benchmark.sending_editions.set(sending_editions)
    after = {
        "reference_editions": "; ".join(str(edition) for edition in reference_editions),
        "sending_editions": "; ".join(str(edition) for edition in sending_editions),
    }
    record("benchmark.opened", on=benchmark, by=by, after=after)
    return benchmark


def _faults_of_editions(
    corridor: Corridor, reference: Collection[Edition], sending: Collection[Edition], by: User
) -> dict[str, Promise]:
    faults: dict[str, Promise] = {}
    sides = {
        "reference_editions": (reference, corridor.receiving_country),
        "sending_editions": (sending, corridor.sending_country),
    }
    for name, (editions, country) in sides.items():
        usable = set(usable_editions(by, country, corridor.skill_area).values_list("pk", flat=True))
        if not editions:
            faults[name] = _("Choose at least one edition.")
        elif {edition.pk for edition in editions} - usable:
            faults[name] = _(
                "An edition is not accepted or submitted, or belongs to another country or skill area. Choose from the list."
            )
    return faults


def _refuse_twin(corridor: Corridor, reference: Collection[Edition], sending: Collection[Edition]) -> None:
    wanted = ({edition.pk for edition in reference}, {edition.pk for edition in sending})
    open_ones = corridor.benchmarks.filter(state=BenchmarkState.OPEN)
    for other in open_ones.prefetch_related("reference_editions", "sending_editions"):
        theirs = (
            {edition.pk for edition in other.reference_editions.all()},
            {edition.pk for edition in other.sending_editions.all()},
        )
        if theirs == wanted:
            raise ValidationError(
                _(
                    "Benchmark %(number)d of this corridor already compares exactly these editions. Go on there."
                ),
                params={"number": other.number},
            )
