"""Verbs on judgements: the rating of one receiving line with what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from benchmarking.actions.gaps import follow_judgement
from benchmarking.models import Benchmark, Judgement
from benchmarking.states import BenchmarkState, GapCode, Rating, View
from core.audit import record
from core.conflicts import save_revision
from core.states import IllegalMove
from core.text import clean
from standards.models import Line
from standards.states import RATEABLE_KINDS


@transaction.atomic
def judge(
    *,
    benchmark: Benchmark,
    line: Line,
    rating: str,
    counterparts: Sequence[Line],
    difference: str,
    reason: str,
    substantial: bool,
    gap_code: str,
    recommendation: str,
    revision: int,
    by: User,
) -> Judgement:
    """Save the receiving view on one line, and let its gap follow (product.md section 5).

    An empty rating takes the rating back: the line counts as not compared, what was written stays as a note.
    Saving what is already stored writes nothing.

    Args:
        revision: the revision that the person started from; 0 where there was no judgement.

    Raises:
        IllegalMove: the benchmark is completed.
        core.conflicts.Conflict: somebody saved this line in between; `.current` is their judgement.
        ValidationError: by field, with sentences for the person.
    """
    _hold_open(benchmark)
    _check_lines(benchmark, line, counterparts)
    current = Judgement.objects.filter(benchmark=benchmark, line=line, view=View.RECEIVING).first()
    texts = {
        "difference": clean(difference),
        "reason": clean(reason),
        "recommendation": clean(recommendation),
    }
    if not rating:
        substantial = False
    wanted: dict[str, Any] = {
        "rating": rating,
        **texts,
        "substantial": substantial,
        "gap_code": gap_code if substantial else "",
    }
    faults = faults_of(wanted, linked=bool(counterparts), is_new=current is None)
    if faults:
        raise ValidationError({name: [str(sentence)] for name, sentence in faults.items()})
    if current is None:
        judgement = _make(benchmark, line, wanted, counterparts, by)
    elif not _change(current, wanted, counterparts, revision, by):
        return current
    else:
        judgement = current
    follow_judgement(judgement=judgement, by=by)
    return judgement


def faults_of(wanted: dict[str, Any], *, linked: bool, is_new: bool) -> dict[str, Promise]:
    """What the rules of comparison have against these values: a sentence for each field, empty when nothing."""
    faults: dict[str, Promise] = {}
    rating = wanted["rating"]
    noted = linked or wanted["difference"] or wanted["reason"] or wanted["recommendation"]
    if rating and rating not in Rating.values:
        faults["rating"] = _("Choose F, P, N or “not compared yet”.")
    elif not rating and is_new and not noted:
        faults["rating"] = _(
            "Choose F, P or N, or write a note. A line without a rating is not compared yet."
        )
    if rating == Rating.NOT and linked:
        faults["counterparts"] = _(
            "N means that you looked and found no counterpart. Take the links away, or rate the line P."
        )
    if rating in (Rating.PARTLY, Rating.NOT) and not wanted["difference"]:
        faults["difference"] = _("Say in a sentence what is missing or weaker. P and N need a difference.")
    if wanted["substantial"] and rating == Rating.FULL:
        faults["substantial"] = _(
            "Only a line rated P or N can differ substantially. Choose “No”, or change the rating."
        )
    elif wanted["substantial"] and wanted["gap_code"] not in GapCode.values:
        faults["gap_code"] = _("Choose a gap code. A substantial difference becomes a gap with a code.")
    return faults


def _hold_open(benchmark: Benchmark) -> None:
    """Hold the benchmark's row, so that it cannot be completed while a line is saved."""
    held = Benchmark.objects.select_for_update().only("state").get(pk=benchmark.pk)
    if held.state != BenchmarkState.OPEN:
        raise IllegalMove(
            _("This benchmark is completed, so its lines cannot change. Reopen it first; nothing was saved.")
        )


def _check_lines(benchmark: Benchmark, line: Line, counterparts: Sequence[Line]) -> None:
    """Refuse lines that do not belong to the benchmark and lines that are not rated."""
    reference = set(benchmark.reference_editions.values_list("pk", flat=True))
    if line.edition_id not in reference:
        raise ValidationError(_("This line is not in a reference edition of this benchmark."))
    if line.kind not in RATEABLE_KINDS or line.children.exists():
        raise ValidationError(
            _(
                "This line is a heading or an explanation. Only criteria, knowledge, skills and attitudes are rated."
            )
        )
    if {one.edition_id for one in counterparts} - set(
        benchmark.sending_editions.values_list("pk", flat=True)
    ):
        raise ValidationError(
            {
                "counterparts": _(
                    "A linked line is not in a sending edition of this benchmark. Choose from the list."
                )
            }
        )


def _make(
    benchmark: Benchmark, line: Line, wanted: dict[str, Any], counterparts: Sequence[Line], by: User
) -> Judgement:
    made = Judgement.objects.create(benchmark=benchmark, line=line, view=View.RECEIVING, by=by, **wanted)
    made.counterparts.set(counterparts)
    after = {name: value for name, value in wanted.items() if value}
    record("judgement.made", on=made, by=by, after=after | _links(counterparts))
    return made


def _change(
    judgement: Judgement, wanted: dict[str, Any], counterparts: Sequence[Line], revision: int, by: User
) -> bool:
    """Write what differs with its history line; False when nothing does, which is no conflict either."""
    stored = list(judgement.counterparts.all())
    before = {name: getattr(judgement, name) for name in wanted if getattr(judgement, name) != wanted[name]}
    after = {name: wanted[name] for name in before}
    if {one.pk for one in stored} != {one.pk for one in counterparts}:
        before |= _links(stored) or {"counterparts": ""}
        after |= _links(counterparts) or {"counterparts": ""}
    if not before:
        return False
    save_revision(judgement, revision=revision, by=by, at=timezone.now(), **wanted)
    judgement.counterparts.set(counterparts)
    cleared = "rating" in after and not after["rating"]
    record(
        "judgement.cleared" if cleared else "judgement.changed",
        on=judgement,
        by=by,
        before=before,
        after=after,
    )
    return True


def _links(lines: Iterable[Line]) -> dict[str, str]:
    """The linked lines in words for the history; nothing when there are none."""
    text = "; ".join(str(one)[:80] for one in sorted(lines, key=lambda one: (one.edition_id, one.position)))
    return {"counterparts": text} if text else {}
