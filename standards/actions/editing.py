"""Correcting candidate lines before they are confirmed: every act is one step that can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.conflicts import Conflict
from core.states import IllegalMove
from standards import editing
from standards.actions.windows import rows_of, write
from standards.editing import Edited, Row
from standards.models import Edition, Intake, IntakeLine, IntakeStep, IntakeWarning
from standards.states import EditAct, IntakeState, LineKind, TranslationStatus

STEPS = 200  # that can be taken back
_TYPING = timedelta(minutes=2)  # saves of one line by one person within this time are one step
_SHOWN = 200  # characters of a text in the history


def too_late(edition: Edition) -> str:
    """Why candidate lines of an edition that is no draft any more are of no use."""
    return _(
        "This edition is “%(state)s” by now, so these lines can no longer go into it. Start a new edition from it and "
        "bring them in there."
    ) % {"state": edition.get_state_display()}


@dataclass(frozen=True)
class Done:
    """What an act did: the act, and the key of the line to look at next."""

    act: str
    focus: int | None
    by_other: str = ""  # whose step was taken back, if it was somebody else's


def _locked(intake: Intake) -> Intake:
    """The reading, held until the transaction ends.

    Raises:
        IllegalMove: its lines are not to be changed now.
    """
    row = Intake.objects.select_for_update(of=("self",)).select_related("edition").get(pk=intake.pk)
    if not row.edition.is_draft:
        raise IllegalMove(too_late(row.edition))
    if row.state != IntakeState.READ:
        raise IllegalMove(
            _("The lines of this reading can no longer be changed: it is “%(state)s”.")
            % {"state": row.get_state_display()}
        )
    return row


@transaction.atomic
def edit_lines(
    *,
    intake: Intake,
    act: EditAct,
    lines: Sequence[int],
    by: User,
    at: int = 0,
    in_original: bool = False,
    kind: LineKind | None = None,
    translation: TranslationStatus | None = None,
    critical: bool | None = None,
    revisions: Sequence[str] = (),
) -> Done:
    """One act on candidate lines: split, merge, move, promote, another kind and so on (`standards.editing`).

    Args:
        lines: keys of the candidate lines that it is about.
        at, in_original: where to split, in characters of the English or of the original text.
        revisions: for split and merge `IntakeLine.revision` of the lines as they were shown, in the order of `lines`.

    Raises:
        IllegalMove: the reading is not waiting to be confirmed, a line is gone or was changed by somebody else
            meanwhile, or the act is not possible there. Nothing was changed.
    """
    row = _locked(intake)
    _check_revisions(row, lines, revisions)
    before = rows_of(row)
    first = lines[0] if lines else 0
    acts: dict[str, Callable[[], Edited]] = {
        EditAct.SPLIT: lambda: editing.split(before, first, at=at, in_original=in_original),
        EditAct.MERGE: lambda: editing.merged(before, lines),
        EditAct.UP: lambda: editing.moved(before, lines, down=False),
        EditAct.DOWN: lambda: editing.moved(before, lines, down=True),
        EditAct.PROMOTE: lambda: editing.shifted(before, lines, promote=True),
        EditAct.DEMOTE: lambda: editing.shifted(before, lines, promote=False),
        EditAct.KIND: lambda: editing.retyped(before, lines, _chosen(kind)),
        EditAct.KEEP: lambda: editing.kept(before, lines, True),
        EditAct.OUT: lambda: editing.kept(before, lines, False),
        EditAct.ADD: lambda: editing.added(before, lines[0] if lines else None, kind),
        EditAct.REMOVE: lambda: editing.removed(before, lines, with_words=row.source_id is None),
        EditAct.CRITICAL: lambda: editing.marked_critical(before, lines, critical),
        EditAct.TRANSLATION: lambda: editing.translated(before, lines, _status(translation), by.pk),
    }
    edited = acts[act]()
    focus = _step(row, act, before, edited, by)
    return Done(act, focus)


def _chosen(kind: LineKind | None) -> LineKind:
    if kind is None:
        raise IllegalMove(_("Choose the kind that the ticked lines shall have."))
    return kind


def _status(translation: TranslationStatus | None) -> TranslationStatus:
    if translation is None:
        raise IllegalMove(_("Choose how far the translation of the ticked lines can be trusted."))
    return translation


def _check_revisions(intake: Intake, lines: Sequence[int], revisions: Sequence[str]) -> None:
    shown = dict(zip(lines, revisions, strict=False))
    if not any(shown.values()):
        return
    for line in intake.lines.filter(pk__in=shown):
        if shown[line.pk] and line.revision != shown[line.pk]:
            raise IllegalMove(
                _(
                    "Line %(number)s was changed by somebody else meanwhile. Look at it again; nothing was done."
                )
                % {"number": line.position + 1}
            )


def _step(intake: Intake, act: str, before: Sequence[Row], edited: Edited, by: User) -> int | None:
    """Write what an act did, and keep the way back."""
    back = editing.patch(before, edited.rows)
    if not back["rows"] and not back["count"]:
        return edited.focus
    gone = {row.pk for row in before} - {row.pk for row in edited.rows}
    doubts = list(intake.warnings.filter(line__in=gone)) if gone else []
    back["warnings"] = [_as_it_was(one) for one in doubts]
    moving = [one for one in doubts if one.line_id in edited.went_into]  # the others go with their lines
    for one in moving:
        one.line_id = edited.went_into[one.line_id or 0]
    IntakeWarning.objects.bulk_update(moving, ["line"])
    new_pks = write(intake, before, edited.rows)
    _keep(intake, act, back, by)
    where = [back["at"] + 1, back["at"] + max(back["count"], 1)]
    record("intake.lines_changed", on=intake, by=by, after={"what": act, "lines": where})
    focus = edited.focus
    return new_pks.get(focus, focus) if focus is not None else None


def _keep(intake: Intake, act: str, back: dict[str, Any], by: User) -> IntakeStep:
    intake.steps.filter(undone=True).delete()
    step = IntakeStep.objects.create(intake=intake, act=act, patch=back, by=by)
    intake.revision += 1
    intake.save(update_fields=["revision"])
    if intake.revision % 50 == 0:
        kept = list(intake.steps.order_by("-pk").values_list("pk", flat=True)[:STEPS])
        intake.steps.filter(pk__lt=kept[-1]).delete()
    return step


@transaction.atomic
def change_line(*, line: IntakeLine, revision: str, by: User, **values: Any) -> IntakeLine:
    """Save one candidate line as its form gives it.

    Args:
        revision: `IntakeLine.revision` as it was when the row was shown.
        values: kind, number, text, text_original, critical, kept; and translation where the form has it.

    Raises:
        IllegalMove: the reading is not waiting to be confirmed, or the line is gone.
        Conflict: somebody saved this line in between.
    """
    intake = _locked(line.intake)
    row = intake.lines.filter(pk=line.pk).first()
    if row is None:
        raise IllegalMove(
            _(
                "This line is no longer there: somebody merged or removed it meanwhile. Look at the list again."
            )
        )
    if row.revision != revision:
        raise Conflict(IntakeLine.objects.select_related("intake__edition__standard").get(pk=line.pk))
    said = {name: value for name, value in values.items() if getattr(row, name) != value}
    if said:
        _save_line(intake, row, said, by)
    return IntakeLine.objects.select_related("intake__edition__standard").get(pk=line.pk)


def _save_line(intake: Intake, row: IntakeLine, said: dict[str, Any], by: User) -> None:
    if "translation" in said:
        checked = said["translation"] == TranslationStatus.CHECKED
        said["translation_checked_by"] = by.pk if checked else None
    before = rows_of(intake)
    edited = editing.changed(before, row.pk, **said)
    old = {name: getattr(row, name) for name in said if name != "translation_checked_by"}
    back = {**editing.patch(before, edited.rows), "line": row.pk}
    write(intake, before, edited.rows)
    if not _goes_on(intake, back, by):
        _keep(intake, EditAct.LINE, back, by)
    record(
        "intake.line_changed",
        on=intake,
        by=by,
        before={"line": row.position + 1, **_short(old)},
        after={"line": row.position + 1, **_short({name: said[name] for name in old})},
    )


def _goes_on(intake: Intake, back: dict[str, Any], by: User) -> bool:
    """Whether this save belongs to the step before it: the same person still types in the same line."""
    last = intake.steps.order_by("-pk").first()
    if last is None or last.act != EditAct.LINE or last.undone or last.by_id != by.pk:
        return False
    alike = last.patch.get("line") == back["line"] and last.patch["at"] == back["at"]
    if not alike or back["count"] != 1 or last.patch["count"] != 1 or last.at < timezone.now() - _TYPING:
        return False
    last.patch["rows"] = [{**back["rows"][0], **last.patch["rows"][0]}]
    last.save(update_fields=["patch"])
    intake.revision += 1
    intake.save(update_fields=["revision"])
    return True


def _short(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value[:_SHOWN] if isinstance(value, str) else value for name, value in values.items()}


@transaction.atomic
def settle_doubts(*, intake: Intake, warnings: Sequence[int], lines: Sequence[int], by: User) -> Done:
    """A person has looked: the doubts named, or all those about the lines named, are settled.

    Raises:
        IllegalMove: the reading is not waiting to be confirmed, or nothing was named.
    """
    row = _locked(intake)
    if not warnings and not lines:
        raise IllegalMove(_("Tick the lines first that this is about."))
    open_ones = row.warnings.filter(settled_at=None)
    chosen = open_ones.filter(pk__in=warnings) if warnings else open_ones.filter(line__in=lines)
    doubts = list(chosen)
    focus = lines[0] if lines else next((one.line_id for one in doubts), None)
    if not doubts:
        return Done(EditAct.SETTLE, focus)
    back = {"at": 0, "count": 0, "rows": [], "warnings": [_as_it_was(one) for one in doubts]}
    row.warnings.filter(pk__in=[one.pk for one in doubts]).update(settled_by=by, settled_at=timezone.now())
    _keep(row, EditAct.SETTLE, back, by)
    record("intake.doubts_settled", on=row, by=by, after={"count": len(doubts)})
    return Done(EditAct.SETTLE, focus)


@transaction.atomic
def undo(*, intake: Intake, by: User) -> Done:
    """Take the last step back, whoever made it.

    Raises:
        IllegalMove: the reading is not waiting to be confirmed, or there is no step left.
    """
    row = _locked(intake)
    step = row.steps.filter(undone=False).select_related("by").order_by("-pk").first()
    if step is None:
        raise IllegalMove(_("There is nothing to undo."))
    return _turn(row, step, by, undone=True)


@transaction.atomic
def redo(*, intake: Intake, by: User) -> Done:
    """Do the step again that was taken back last.

    Raises:
        IllegalMove: the reading is not waiting to be confirmed, or nothing was taken back.
    """
    row = _locked(intake)
    step = row.steps.filter(undone=True).select_related("by").order_by("pk").first()
    if step is None:
        raise IllegalMove(_("There is nothing to do again."))
    return _turn(row, step, by, undone=False)


def _turn(intake: Intake, step: IntakeStep, by: User, *, undone: bool) -> Done:
    before = rows_of(intake)
    after = editing.apply(before, step.patch)
    back = editing.patch(before, after)
    focus = after[min(back["at"], len(after) - 1)].pk if back["rows"] or back["count"] else None
    former = step.patch.get("warnings", [])
    write(intake, before, after, lambda _pks: back.update(warnings=_put_back(intake, former)))
    if "line" in step.patch:
        back["line"] = step.patch["line"]
    if focus is None and back["warnings"]:
        focus = back["warnings"][0].get("line")
    step.patch, step.undone = back, undone
    step.save(update_fields=["patch", "undone"])
    intake.revision += 1
    intake.save(update_fields=["revision"])
    record(
        "intake.step_undone" if undone else "intake.step_redone", on=intake, by=by, after={"what": step.act}
    )
    return Done(step.act, focus, "" if step.by_id == by.pk else str(step.by))


def _as_it_was(warning: IntakeWarning) -> dict[str, Any]:
    at = warning.settled_at
    return {
        "pk": warning.pk,
        "line": warning.line_id,
        "settled_by": warning.settled_by_id,
        "settled_at": at.isoformat() if at else None,
        "code": warning.code,
        "params": warning.params,
        "page": warning.page,
    }


def _put_back(intake: Intake, former: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give doubts back the line and the state that they had; returns what they had until now.

    A doubt that went with its line is made again; one that was not there before (`gone`) goes again.
    """
    if not former:
        return []
    rows = {one.pk: one for one in intake.warnings.filter(pk__in=[one["pk"] for one in former])}
    now = [
        _as_it_was(rows[one["pk"]]) if one["pk"] in rows else {"pk": one["pk"], "gone": True}
        for one in former
    ]
    there = [_doubt(intake, one, rows.get(one["pk"])) for one in former if not one.get("gone")]
    IntakeWarning.objects.bulk_create([one for one in there if one.pk not in rows])
    again = [one for one in there if one.pk in rows]
    IntakeWarning.objects.bulk_update(again, ["line", "settled_by", "settled_at"])
    intake.warnings.filter(pk__in=[one["pk"] for one in former if one.get("gone")]).delete()
    return now


def _doubt(intake: Intake, was: dict[str, Any], row: IntakeWarning | None) -> IntakeWarning:
    """The stored doubt (or, where it is gone, a new row with its key) as it was."""
    row = row or IntakeWarning(
        pk=was["pk"], intake=intake, code=was["code"], params=was["params"], page=was["page"]
    )
    row.line_id, row.settled_by_id = was["line"], was["settled_by"]
    row.settled_at = _time(was["settled_at"])
    return row


def _time(text: str | None) -> datetime | None:
    return parse_datetime(text) if text else None
