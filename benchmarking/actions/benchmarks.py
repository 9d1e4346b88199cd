"""Verbs on benchmarks: opening one. Completing and reopening: completing.py."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from benchmarking.actions import settings, suggestions
from benchmarking.models import Benchmark
from benchmarking.models.benchmarks import default_kinds
from benchmarking.queries.benchmarks import usable_editions
from benchmarking.queries.people import Assigned
from benchmarking.queries.scope import topmost
from benchmarking.states import BenchmarkState
from core.audit import record
from core.refs import make_ref
from corridors.models import Corridor
from standards.models import Edition, Line


@transaction.atomic
def open_benchmark(
    *,
    corridor: Corridor,
    reference_editions: Collection[Edition],
    sending_editions: Collection[Edition],
    by: User,
    kinds: Collection[str] | None = None,
    scope: Collection[Line] = (),
    blind: bool = False,
    assignments: Collection[Assigned] = (),
) -> Benchmark:
    """Set editions of the receiving country against editions of the sending country.

    A benchmark takes accepted editions, and submitted ones, which are labelled provisional. Suggestions are asked
    for with it.

    Args:
        kinds: kinds of line that are rated; None for all that can be rated.
        scope: levels and sections of the reference editions; none means everything.
        blind: each side's view is hidden from the other until both have released theirs.
        assignments: who compares which lines.

    Raises:
        ValidationError: by field; an edition is missing, not usable, not of that country and skill area, not
            visible to `by`, the settings do not fit (`settings.faults_of_setting`), or the same lines of the same
            editions already stand in an open benchmark.
    """
    held = Corridor.objects.select_for_update(no_key=True).get(pk=corridor.pk)
    _refuse(_faults_of_editions(held, reference_editions, sending_editions, by))
    kinds, scope = default_kinds() if kinds is None else kinds, topmost(scope)
    _refuse_twin(held, reference_editions, sending_editions, kinds, scope)
    benchmark = _make(held, reference_editions, sending_editions, by)
    _refuse(settings.faults_of_setting(benchmark, kinds, scope, assignments))
    settings.write_setting(benchmark, kinds=kinds, scope=scope, blind=blind, assignments=assignments)
    after = {
        "reference_editions": "; ".join(_named(edition) for edition in reference_editions),
        "sending_editions": "; ".join(_named(edition) for edition in sending_editions),
    }
    record("benchmark.opened", on=benchmark, by=by, after=after | settings.words_of(benchmark))
    suggestions.ask(benchmark=benchmark, by=by)
    return benchmark


def _named(edition: Edition) -> str:
    return _("%(edition)s (provisional)") % {"edition": edition} if edition.is_provisional else str(edition)


def _make(
    held: Corridor, reference: Collection[Edition], sending: Collection[Edition], by: User
) -> Benchmark:
    number = (held.benchmarks.aggregate(last=Max("number"))["last"] or 0) + 1
    benchmark = Benchmark.objects.create(
        ref=make_ref(
            held.receiving_country, held.sending_country, held.skill_area.title, "benchmark", number
        ),
        corridor=held,
        number=number,
        created_by=by,
    )
    benchmark.reference_editions.set(reference)
    benchmark.sending_editions.set(sending)
    return benchmark


def _refuse(faults: Mapping[str, str | Promise]) -> None:
    if faults:
        raise ValidationError({name: [str(sentence)] for name, sentence in faults.items()})


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


def _refuse_twin(
    corridor: Corridor,
    reference: Collection[Edition],
    sending: Collection[Edition],
    kinds: Collection[str],
    scope: Collection[Line],
) -> None:
    wanted = (_keys(reference), _keys(sending), _keys(scope), set(kinds))
    open_ones = corridor.benchmarks.filter(state=BenchmarkState.OPEN)
    for other in open_ones.prefetch_related("reference_editions", "sending_editions", "scope"):
        theirs = (
            _keys(other.reference_editions.all()),
            _keys(other.sending_editions.all()),
            _keys(other.scope.all()),
            set(other.kinds),
        )
        if theirs == wanted:
            raise ValidationError(
                _(
                    "Benchmark %(number)d of this corridor already compares exactly these editions. Go on there."
                ),
                params={"number": other.number},
            )


def _keys(rows: Iterable[Edition] | Iterable[Line]) -> set[int]:
    return {row.pk for row in rows}
