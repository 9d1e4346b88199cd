"""Verbs on the level-to-level table: rows, their order, their release, and the lines behind a cell."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from benchmarking.models import LevelRow, LevelSupport
from benchmarking.queries.levels import level_of, missing_of
from benchmarking.states import Comparability
from core.audit import changed, known, record
from core.conflicts import save_revision
from core.states import IllegalMove
from core.text import clean
from corridors.models import Corridor
from standards.models import FrameworkLevel, Line

#: Most lines behind one cell; more would say nothing.
MOST_LINES = 200

_COLUMNS = ("sending_level", "regional_level", "receiving_level")


@transaction.atomic
def add_row(*, corridor: Corridor, by: User, **fields: Any) -> LevelRow:
    """Add a row at the end of the table.

    Args:
        fields: sending_level, regional_level, receiving_level (each a FrameworkLevel or None), rating, justification.

    Raises:
        ValidationError: by field, in words.
    """
    held = _hold(corridor)
    values = _fit(held, fields)
    last = held.level_rows.aggregate(last=Max("position"))["last"]
    row = LevelRow.objects.create(corridor=held, position=0 if last is None else last + 1, by=by, **values)
    record("level_row.added", on=row, by=by, after=known(_told(row)))
    return row


@transaction.atomic
def edit_row(*, row: LevelRow, revision: int, by: User, **fields: Any) -> LevelRow:
    """Change a row. The lines behind a cell whose level changed are taken away: they supported another level.

    Raises:
        Conflict: somebody else saved since.
        ValidationError: by field, in words.
    """
    _hold(row.corridor)  # nobody releases the table meanwhile
    before_row = LevelRow.objects.select_related(*(f"{name}__framework" for name in _COLUMNS)).get(pk=row.pk)
    before = _told(before_row)
    levels = {name: getattr(before_row, f"{name}_id") for name in _COLUMNS}
    values = _fit(row.corridor, fields)
    if before_row.released_at and (empty := _not_said(values)):
        raise ValidationError({name: _("This row is released; it cannot be left empty.") for name in empty})
    saved = save_revision(row, revision=revision, by=by, at=timezone.now(), **values)
    for name in _COLUMNS:
        if levels[name] is not None and levels[name] != getattr(saved, f"{name}_id"):
            saved.supports.filter(cell=name.removesuffix("_level")).delete()
    record("level_row.changed", on=saved, by=by, **changed(before, _told(saved)))
    return saved


@transaction.atomic
def move_row(*, row: LevelRow, up: bool, by: User) -> None:
    """Change places with the row above or below; the first and the last stay where they are."""
    corridor = _hold(row.corridor)
    rows = list(corridor.level_rows.order_by("position", "pk"))
    place = next((number for number, one in enumerate(rows) if one.pk == row.pk), None)
    if place is None:
        return  # somebody deleted it meanwhile
    target = place - 1 if up else place + 1
    if not 0 <= target < len(rows):
        return
    rows.insert(target, rows.pop(place))
    for position, one in enumerate(rows):
        one.position = position
    LevelRow.objects.bulk_update(rows, ["position"])
    record("level_row.moved", on=row, by=by, before={"place": place + 1}, after={"place": target + 1})


@transaction.atomic
def delete_row(*, row: LevelRow, by: User) -> None:
    """Take a row out of the table.

    Raises:
        IllegalMove: the other side has read it, so it stays.
    """
    held = LevelRow.objects.select_for_update(of=("self",)).select_related("corridor").get(pk=row.pk)
    if held.released_at:
        raise IllegalMove(
            _(
                "This row is released and the other side reads it, so it cannot be deleted. Correct it instead."
            )
        )
    record(
        "level_row.deleted",
        on=held,
        by=by,
        before=known(_told(held)),
        after={"corridor": str(held.corridor)},
    )
    held.delete()


@transaction.atomic
def release_rows(*, corridor: Corridor, by: User) -> tuple[int, int]:
    """Show every row that is complete to the sending side and the ILO: (rows released now, rows left).

    Complete means a level on both sides, a rating and a justification.

    Raises:
        IllegalMove: no row is complete, or all are released already.
    """
    held = _hold(corridor)
    rows = list(held.level_rows.filter(released_at=None).order_by("position", "pk"))
    if not rows:
        raise IllegalMove(_("There is no row that is not released yet."))
    ready = [row for row in rows if not missing_of(row)]
    if not ready:
        raise IllegalMove(
            ngettext(
                "%(number)d row waits, and it is not complete: it needs a level on both sides, a rating and a "
                "justification.",
                "%(number)d rows wait, and none is complete: a row needs a level on both sides, a rating and a "
                "justification.",
                len(rows),
            )
            % {"number": len(rows)}
        )
    now = timezone.now()
    for row in ready:
        LevelRow.objects.filter(pk=row.pk).update(released_at=now)
        record("level_row.released", on=row, by=by)
    return len(ready), len(rows) - len(ready)


@transaction.atomic
def add_support(*, row: LevelRow, cell: str, lines: Collection[Line], by: User) -> int:
    """Put lines behind a cell; how many are new. The caller offers lines that the person sees.

    Raises:
        ValidationError: no line, too many lines, or the cell has no level.
    """
    if not lines:
        raise ValidationError(_("Tick at least one line that supports this level."))
    held = LevelRow.objects.select_for_update().get(pk=row.pk)
    level = level_of(held, cell)
    if level is None:
        raise ValidationError(_("This cell has no level. Choose the level first, then the lines behind it."))
    there = set(held.supports.filter(cell=cell).values_list("line", flat=True))
    new = [line for line in lines if line.pk not in there]
    if len(there) + len(new) > MOST_LINES:
        raise ValidationError(
            _("A cell holds at most %(number)d lines. Choose the ones that say most.")
            % {"number": MOST_LINES}
        )
    LevelSupport.objects.bulk_create(LevelSupport(row=held, cell=cell, line=line) for line in new)
    if new:
        after = {"level": str(level), "lines": "; ".join(str(line) for line in new)[:1000]}
        record("level_row.supported", on=row, by=by, after=after)
    return len(new)


@transaction.atomic
def remove_support(*, row: LevelRow, cell: str, line: int, by: User) -> None:
    """Take a line from behind a cell; nothing happens where it is gone already."""
    found = LevelSupport.objects.filter(row=row, cell=cell, line=line).select_related("line").first()
    if found is None:
        return
    record(
        "level_row.unsupported",
        on=row,
        by=by,
        before={"level": str(level_of(row, cell) or ""), "lines": str(found.line)},
        after={"lines": ""},
    )
    found.delete()


def _hold(corridor: Corridor) -> Corridor:
    """Rows of one corridor are added, ordered and released one after the other."""
    rows = Corridor.objects.select_for_update(of=("self",), no_key=True).select_related("skill_area", "pilot")
    return rows.get(pk=corridor.pk)


def _fit(corridor: Corridor, fields: dict[str, Any]) -> dict[str, Any]:
    """The values of a row, checked.

    Raises:
        ValidationError: by field.
    """
    values = {name: fields.get(name) for name in _COLUMNS}
    values |= {"rating": fields.get("rating", ""), "justification": clean(fields.get("justification", ""))}
    faults: dict[str, str] = {}
    homes = {
        "sending_level": corridor.sending_country,
        "regional_level": "",
        "receiving_level": corridor.receiving_country,
    }
    for name, country in homes.items():
        level: FrameworkLevel | None = values[name]
        if level is not None and level.framework.country != country:
            faults[name] = _("Choose a level of this column's own frameworks.")
    if values["sending_level"] is None and values["receiving_level"] is None:
        faults.setdefault("sending_level", _("Choose the level of at least one of the two countries."))
    rating = values["rating"]
    if rating and rating not in Comparability.values:
        faults["rating"] = _("Choose one of the ratings.")
    elif rating and not values["justification"]:
        faults["justification"] = _("Say in a sentence or two what the rating rests on.")
    elif rating and rating != Comparability.NO_EVIDENCE and _one_sided(values):
        faults["rating"] = _(
            "Levels are compared where both sides have one. Choose the other level, or rate “no evidence”."
        )
    if faults:
        raise ValidationError(faults)
    return values


def _one_sided(values: dict[str, Any]) -> bool:
    return values["sending_level"] is None or values["receiving_level"] is None


def _not_said(values: dict[str, Any]) -> list[str]:
    return [
        name for name in ("sending_level", "receiving_level", "rating", "justification") if not values[name]
    ]


def _told(row: LevelRow) -> dict[str, str]:
    """A row in words, for the history."""
    return {
        "sending_level": str(row.sending_level or ""),
        "regional_level": str(row.regional_level or ""),
        "receiving_level": str(row.receiving_level or ""),
        "rating": str(row.get_rating_display()) if row.rating else "",
        "justification": row.justification,
    }
