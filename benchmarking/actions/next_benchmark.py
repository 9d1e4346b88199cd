"""The verb that carries a benchmark on with newer editions: what did not change goes with it, the rest is open again."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from benchmarking.actions import suggestions
from benchmarking.actions.releases import invite_sending
from benchmarking.models import (
    Additional,
    Assignment,
    Benchmark,
    Judgement,
    JudgementVersion,
    SectionVerdict,
)
from benchmarking.queries.carrying import Choices, Outlook, outlook
from benchmarking.queries.editions import newer_of
from benchmarking.rebenchmark import Decision, Fate
from core.audit import record
from core.refs import make_ref
from core.states import IllegalMove
from corridors.models import Corridor

#: What of a judgement goes on in words, carried or open again.
TEXTS = ("difference", "reason", "recommendation", "dissent")
#: What only goes on with the rating.
RATED = {"rating": "", "substantial": False, "gap_code": ""}


@transaction.atomic
def start_next(*, benchmark: Benchmark, choices: Choices, by: User) -> Benchmark:
    """Start the benchmark that carries this one on, with newer editions in the place of the present ones.

    Judgements of all views, X marks, assignments and verdicts on sections go on where nothing that they rest on
    changed (`benchmarking.rebenchmark`). Other judgements are open again: without a rating, with their words as a
    note and what was linked. The benchmark before stays as it is. Gaps stay with the benchmark that they were born
    in and keep their number. The sending side that was invited before is invited again; views are released anew.

    Args:
        choices: newer edition by primary key of the one that it takes the place of; the others stay.

    Raises:
        IllegalMove: the benchmark is carried on already.
        ValidationError: no newer edition is chosen, or one that does not follow on an edition of this benchmark or
            is not visible to `by`.
    """
    corridor = Corridor.objects.select_for_update(no_key=True).get(pk=benchmark.corridor_id)
    held = Benchmark.objects.select_for_update(of=("self",)).get(pk=benchmark.pk)
    if Benchmark.objects.filter(previous=held).exists():
        raise IllegalMove(_("The next benchmark was started already, perhaps just now by somebody else."))
    _check(held, choices, by)
    found = outlook(held, choices)
    made = _open(held, corridor, found, by)
    _carry_judgements(made, found, by)
    _carry_marks(held, made, found)
    _tell(held, made, found, by)
    if held.invited_at:
        invite_sending(benchmark=made, by=by)
    suggestions.ask(benchmark=made, by=by)
    return made


def _check(benchmark: Benchmark, choices: Choices, by: User) -> None:
    allowed = {one.old.pk: {new.pk for new in one.choices} for one in newer_of(benchmark, by)}
    if not choices:
        raise ValidationError(
            _("Choose at least one newer edition. Without one there is nothing to carry on.")
        )
    if any(new.pk not in allowed.get(old, ()) for old, new in choices.items()):
        raise ValidationError(
            _(
                "A chosen edition does not follow on an edition of this benchmark, or is not submitted any more. "
                "Choose from the list."
            )
        )


def _open(held: Benchmark, corridor: Corridor, found: Outlook, by: User) -> Benchmark:
    number = (corridor.benchmarks.aggregate(last=Max("number"))["last"] or 0) + 1
    made = Benchmark.objects.create(
        ref=make_ref(
            corridor.receiving_country,
            corridor.sending_country,
            corridor.skill_area.title,
            "benchmark",
            number,
        ),
        corridor=corridor,
        number=number,
        previous=held,
        kinds=held.kinds,
        blind=held.blind,
        created_by=by,
    )
    made.reference_editions.set(found.reference)
    made.sending_editions.set(found.sending)
    made.scope.set(found.scope)
    return made


def _carry_judgements(made: Benchmark, found: Outlook, by: User) -> None:
    """All judgements with their links and first versions, in three writes for any number of lines."""
    decisions = found.plan.decisions
    rows = Judgement.objects.bulk_create(_judgement(made, one, found.judgements) for one in decisions)
    link = Judgement.counterparts.through
    link.objects.bulk_create(
        link(judgement_id=row.pk, line_id=line)
        for row, one in zip(rows, decisions, strict=True)
        for line in one.counterparts
    )
    JudgementVersion.objects.bulk_create(
        JudgementVersion(judgement=row, revision=1, values=_values(row, one.counterparts), by=by)
        for row, one in zip(rows, decisions, strict=True)
    )


def _judgement(made: Benchmark, decision: Decision, before: dict[int, Judgement]) -> Judgement:
    was = before[decision.held.pk]
    rated = {name: getattr(was, name) for name in RATED} if decision.is_carried else RATED
    return Judgement(
        benchmark=made,
        line_id=decision.line,
        view=was.view,
        carried_from=was,
        by_id=was.by_id,
        **{name: getattr(was, name) for name in TEXTS},
        **rated,
    )


def _values(judgement: Judgement, counterparts: Iterable[int]) -> dict[str, object]:
    names = (*RATED, *TEXTS)
    return {name: getattr(judgement, name) for name in names} | {"counterparts": sorted(counterparts)}


def _carry_marks(held: Benchmark, made: Benchmark, found: Outlook) -> None:
    """X marks, assignments, and the verdicts on sections of which every line goes on."""
    Additional.objects.bulk_create(
        Additional(benchmark=made, line_id=line, note=one.note, by_id=one.by_id) for one, line in found.marks
    )
    Assignment.objects.bulk_create(
        Assignment(benchmark=made, person=one.person, section_id=section) for one, section in found.tasks
    )
    verdicts = [one for one in held.verdicts.all() if one.section_id in found.sections]
    for one in verdicts:
        one.pk, one._state.adding = None, True
        one.benchmark, one.section_id, one.revision = made, found.sections[one.section_id], 1
    SectionVerdict.objects.bulk_create(verdicts)


def _tell(held: Benchmark, made: Benchmark, found: Outlook, by: User) -> None:
    after: dict[str, object] = {
        "previous": str(held),
        "reference_editions": "; ".join(str(edition) for edition in found.reference),
        "sending_editions": "; ".join(str(edition) for edition in found.sending),
        "carried": found.plan.count(Fate.CARRIED),
        "open_again": found.plan.count(Fate.REOPENED),
        "new_lines": found.plan.count(Fate.NEW),
    }
    record("benchmark.carried_on", on=made, by=by, after=after)
    record("benchmark.continued", on=held, by=by, after={"benchmark": str(made)})
