"""Verbs on judgements: the rating of one receiving line with what it rests on, and the way back to what it said before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from benchmarking.actions.gap_following import follow_line
from benchmarking.actions.signatures import follow_change
from benchmarking.models import Additional, Benchmark, Judgement, JudgementVersion
from benchmarking.queries.scope import rates
from benchmarking.states import BenchmarkState, GapCode, Rating, View
from core.audit import record
from core.conflicts import save_revision
from core.states import IllegalMove
from core.text import clean
from standards.models import Line

#: Fields of a judgement that hold a person's words.
TEXTS = ("difference", "reason", "recommendation", "dissent")


@transaction.atomic
def judge(
    *,
    benchmark: Benchmark,
    line: Line,
    view: str = View.RECEIVING,
    rating: str,
    counterparts: Sequence[Line],
    difference: str,
    reason: str,
    substantial: bool,
    gap_code: str,
    recommendation: str,
    revision: int,
    by: User,
    dissent: str = "",
) -> Judgement:
    """Save one view on one line as a new version, and let its gap follow (product.md section 5).

    An empty rating takes the rating back: the line counts as not compared, what was written stays as a note.
    Saving what is already stored writes nothing. Linked lines are no longer marked additional.

    Args:
        view: whose judgement it is; who may write which is decided by `queries.rights.may_record`.
        revision: the revision that the person started from; 0 where there was no judgement.
        dissent: both reasons where the sides could not agree; the agreed view alone has it.

    Raises:
        IllegalMove: the benchmark is completed, or the sending side does not take part yet (agreed view).
        core.conflicts.Conflict: somebody saved this line in between; `.current` is their judgement.
        ValidationError: by field, with sentences for the person.
    """
    texts = {"difference": difference, "reason": reason, "recommendation": recommendation, "dissent": dissent}
    wanted: dict[str, Any] = {"rating": rating, **texts, "substantial": substantial, "gap_code": gap_code}
    return _save(benchmark, line, view, wanted, counterparts, revision, by)


@transaction.atomic
def take_back(*, judgement: Judgement, revision: int, to_revision: int, by: User) -> Judgement:
    """Save what a judgement said at an earlier revision once more, as its newest version.

    Args:
        revision: the revision that the person had before them.
        to_revision: the version that is to stand again.

    Raises:
        IllegalMove: there is no such version, or as `judge`.
        Conflict, ValidationError: as `judge`; a version from before a rule may break that rule today.
    """
    version = judgement.versions.filter(revision=to_revision).first()
    if version is None:
        raise IllegalMove(_("This version of the judgement is not there. Nothing was changed."))
    values: dict[str, Any] = version.values
    benchmark = judgement.benchmark
    lines = Line.objects.filter(
        pk__in=values.get("counterparts", []), edition__in=benchmark.sending_editions.all()
    )
    wanted = {name: values.get(name, "") for name in ("rating", *TEXTS, "gap_code")}
    wanted["substantial"] = bool(values.get("substantial"))
    event = "judgement.taken_back"
    return _save(benchmark, judgement.line, judgement.view, wanted, list(lines), revision, by, event=event)


def faults_of(wanted: Mapping[str, Any], *, linked: bool, is_new: bool) -> dict[str, Promise]:
    """What the rules of comparison have against these values: a sentence for each field, empty when nothing."""
    faults: dict[str, Promise] = {}
    rating = wanted["rating"]
    noted = linked or any(wanted.get(name) for name in TEXTS)
    if rating and rating not in Rating.values:
        faults["rating"] = SENTENCES["unknown"]
    elif not rating and is_new and not noted:
        faults["rating"] = SENTENCES["nothing"]
    if rating == Rating.NOT and linked:
        faults["counterparts"] = SENTENCES["not_linked"]
    if rating == Rating.FULL and not linked and not wanted["reason"]:
        faults["counterparts"] = SENTENCES["full_alone"]
    if rating in (Rating.PARTLY, Rating.NOT) and not wanted["difference"]:
        faults["difference"] = SENTENCES["difference"]
    if wanted["substantial"] and rating == Rating.FULL:
        faults["substantial"] = SENTENCES["substantial"]
    elif wanted["substantial"] and wanted["gap_code"] not in GapCode.values:
        faults["gap_code"] = SENTENCES["gap_code"]
    return faults


#: What a person reads whose judgement breaks a rule. The workspace says the same while the line is down.
SENTENCES: dict[str, Promise] = {
    "unknown": gettext_lazy("Choose F, P, N or “not compared yet”."),
    "nothing": gettext_lazy(
        "Choose F, P or N, or write a note. A line without a rating is not compared yet."
    ),
    "not_linked": gettext_lazy(
        "N means that you looked and found no counterpart. Take the links away, or rate the line P."
    ),
    "full_alone": gettext_lazy(
        "F means that a line of the sending country says the same. Link that line, or write in “Reason” where it is covered."
    ),
    "difference": gettext_lazy("Say in a sentence what is missing or weaker. P and N need a difference."),
    "substantial": gettext_lazy(
        "Only a line rated P or N can differ substantially. Choose “No”, or change the rating."
    ),
    "gap_code": gettext_lazy("Choose a gap code. A substantial difference becomes a gap with a code."),
}


def hold_open(benchmark: Benchmark) -> Benchmark:
    """Hold the benchmark's row, so that it cannot be completed meanwhile.

    Raises:
        IllegalMove: it is completed already.
    """
    held = Benchmark.objects.select_for_update(of=("self",)).only("state", "invited_at", "released_at")
    found = held.get(pk=benchmark.pk)
    if found.state != BenchmarkState.OPEN:
        raise IllegalMove(
            _("This benchmark is completed, so its lines cannot change. Reopen it first; nothing was saved.")
        )
    return found


def _save(
    benchmark: Benchmark,
    line: Line,
    view: str,
    wanted: dict[str, Any],
    counterparts: Sequence[Line],
    revision: int,
    by: User,
    *,
    event: str = "",
) -> Judgement:
    held = hold_open(benchmark)
    if view == View.AGREED and not (held.invited_at or held.released_at):
        raise IllegalMove(
            _("The agreed view begins when the sending side takes part. Invite it first; nothing was saved.")
        )
    _check_lines(benchmark, line, counterparts)
    wanted = _tidy(wanted, view)
    current = Judgement.objects.filter(benchmark=benchmark, line=line, view=view).first()
    if current is not None:
        current.line = line
    faults = faults_of(wanted, linked=bool(counterparts), is_new=current is None)
    if faults:
        raise ValidationError({name: [str(sentence)] for name, sentence in faults.items()})
    if current is None:
        judgement = _make(benchmark, line, view, wanted, counterparts, by)
    elif not _change(current, wanted, counterparts, revision, by, event):
        return current
    else:
        judgement = current
    _keep_version(judgement, wanted, counterparts, by)
    if view != View.SENDING:
        if counterparts:
            Additional.objects.filter(benchmark=benchmark, line__in=counterparts).delete()
        follow_line(benchmark=benchmark, line=line, by=by)
    follow_change(benchmark=benchmark, by=by)
    return judgement


def _tidy(wanted: dict[str, Any], view: str) -> dict[str, Any]:
    """Clean words; what does not belong to this rating or this view goes."""
    tidy = wanted | {name: clean(wanted[name]) for name in TEXTS}
    tidy["substantial"] = bool(wanted["substantial"] and wanted["rating"])
    if not tidy["substantial"]:
        tidy["gap_code"] = ""
    if view != View.AGREED:
        tidy["dissent"] = ""
    return tidy


def _check_lines(benchmark: Benchmark, line: Line, counterparts: Sequence[Line]) -> None:
    """Refuse lines that do not belong to the benchmark and lines that are not rated."""
    if not benchmark.reference_editions.filter(pk=line.edition_id).exists():
        raise ValidationError(_("This line is not in a reference edition of this benchmark."))
    if not rates(benchmark, line):
        raise ValidationError(
            _(
                "This line is a heading or an explanation, or lies outside the scope of this benchmark. "
                "Only its criteria, knowledge, skills and attitudes are rated."
            )
        )
    foreign = {one.edition_id for one in counterparts}
    if foreign and foreign - set(benchmark.sending_editions.values_list("pk", flat=True)):
        raise ValidationError(
            {
                "counterparts": _(
                    "A linked line is not in a sending edition of this benchmark. Choose from the list."
                )
            }
        )


def _make(
    benchmark: Benchmark,
    line: Line,
    view: str,
    wanted: dict[str, Any],
    counterparts: Sequence[Line],
    by: User,
) -> Judgement:
    made = Judgement.objects.create(benchmark=benchmark, line=line, view=view, by=by, **wanted)
    if counterparts:
        made.counterparts.add(*counterparts)
    after = {name: value for name, value in wanted.items() if value}
    record("judgement.made", on=made, by=by, after=_said(view) | after | _links(counterparts))
    return made


def _change(
    judgement: Judgement,
    wanted: dict[str, Any],
    counterparts: Sequence[Line],
    revision: int,
    by: User,
    event: str,
) -> bool:
    """Write what differs with its history line; False when nothing does, which is no conflict either."""
    stored = list(judgement.counterparts.all())
    before = {name: getattr(judgement, name) for name in wanted if getattr(judgement, name) != wanted[name]}
    after = {name: wanted[name] for name in before}
    moved = {one.pk for one in stored} != {one.pk for one in counterparts}
    if moved:
        before |= _links(stored) or {"counterparts": ""}
        after |= _links(counterparts) or {"counterparts": ""}
    if not before:
        return False
    line = judgement.line
    save_revision(judgement, revision=revision, by=by, at=timezone.now(), **wanted)
    judgement.line = line  # known; asked for by the history
    if moved:
        judgement.counterparts.set(counterparts)
    cleared = "rating" in after and not after["rating"]
    event = event or ("judgement.cleared" if cleared else "judgement.changed")
    record(event, on=judgement, by=by, before=before, after=_said(judgement.view) | after)
    return True


def _keep_version(
    judgement: Judgement, wanted: Mapping[str, Any], counterparts: Sequence[Line], by: User
) -> None:
    values = {**wanted, "counterparts": sorted(one.pk for one in counterparts)}
    JudgementVersion.objects.create(judgement=judgement, revision=judgement.revision, values=values, by=by)


def _said(view: str) -> dict[str, str]:
    """Whose view it was, where that is not the receiving one."""
    return {} if view == View.RECEIVING else {"view": str(View(view).label)}


def _links(lines: Iterable[Line]) -> dict[str, str]:
    """The linked lines in words for the history; nothing when there are none."""
    text = "; ".join(str(one)[:80] for one in sorted(lines, key=lambda one: (one.edition_id, one.position)))
    return {"counterparts": text} if text else {}
