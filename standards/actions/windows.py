"""Writing what changed in a list of candidate lines: few statements for any number of lines, rows keep their keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import F

from standards.editing import Row
from standards.editing.rows import FIELDS
from standards.models import Intake, IntakeLine

_FAR = 1_000_000  # beyond every position; the way round the "position once" rule while lines change places
_NAMES = tuple(name for name in FIELDS if name not in ("pk", "translation_checked_by"))


def row_of(line: IntakeLine) -> Row:
    """The line as a plain row."""
    values = {name: getattr(line, name) for name in _NAMES}
    values["key"] = str(line.key) if line.key else None
    values["box"] = tuple(line.box) if line.box else None
    return Row(pk=line.pk, translation_checked_by=line.translation_checked_by_id, **values)


def rows_of(intake: Intake) -> list[Row]:
    """All candidate lines in reading order."""
    return [row_of(line) for line in intake.lines.order_by("position")]


def columns(row: Row) -> dict[str, Any]:
    """What of the row goes into the columns of a candidate line."""
    return {_column(name): _value(name, getattr(row, name)) for name in FIELDS if name != "pk"}


def _column(name: str) -> str:
    return "translation_checked_by_id" if name == "translation_checked_by" else name


def _value(name: str, value: Any) -> Any:
    if name == "key":
        return UUID(value) if value else None
    if name == "box":
        return list(value) if value else None
    return value


def write(
    intake: Intake,
    before: Sequence[Row],
    after: Sequence[Row],
    between: Callable[[Mapping[int, int]], None] = lambda _pks: None,
) -> dict[int, int]:
    """Bring the stored lines from `before` to `after`; returns the keys that new rows (negative ones) got.

    Args:
        between: is called when all rows of both lists are stored, before those that are gone are deleted.
    """
    old = {row.pk: index for index, row in enumerate(before)}
    new = {row.pk: index for index, row in enumerate(after)}
    _move(intake, old, new)
    _change(intake, {row.pk: row for row in before}, after)
    pks = _create(intake, old, after)
    between(pks)
    gone = [pk for pk in old if pk not in new]
    if gone:
        intake.lines.filter(pk__in=gone).delete()
    return pks


def _move(intake: Intake, old: Mapping[int, int], new: Mapping[int, int]) -> None:
    """Give every row that stays its new position; those that go are out of the way afterwards."""
    runs: list[list[int]] = []  # [first old position, last old position, distance]
    for pk, here in old.items():
        if pk not in new:
            continue
        far = new[pk] - here
        if runs and runs[-1][1] == here - 1 and runs[-1][2] == far:
            runs[-1][1] = here
        else:
            runs.append([here, here, far])
    moving = [run for run in runs if run[2]]
    gone = [here for pk, here in old.items() if pk not in new]
    if not moving and not gone:
        return
    first = min([run[0] for run in moving] + gone)
    last = max([run[1] for run in moving] + gone)
    intake.lines.filter(position__gte=first, position__lte=last).update(position=F("position") + _FAR)
    for start, end, far in runs:
        start, end = max(start, first), min(end, last)
        if start <= end:
            run = intake.lines.filter(position__gte=_FAR + start, position__lte=_FAR + end)
            run.update(position=F("position") - _FAR + far)


def _change(intake: Intake, before: Mapping[int, Row], after: Sequence[Row]) -> None:
    """Rows that get the same values are written by one statement."""
    alike: dict[tuple[tuple[str, Any], ...], list[int]] = defaultdict(list)
    for row in after:
        was = before.get(row.pk)
        if was is None or was == row:
            continue
        values = tuple(
            (name, getattr(row, name)) for name in FIELDS if getattr(was, name) != getattr(row, name)
        )
        alike[values].append(row.pk)
    for values, pks in alike.items():
        columns_ = {_column(name): _value(name, value) for name, value in values}
        intake.lines.filter(pk__in=pks).update(**columns_)


def _create(intake: Intake, old: Mapping[int, int], after: Sequence[Row]) -> dict[int, int]:
    made = [
        (row.pk, IntakeLine(pk=row.pk if row.pk > 0 else None, intake=intake, position=index, **columns(row)))
        for index, row in enumerate(after)
        if row.pk not in old
    ]
    IntakeLine.objects.bulk_create([line for _pk, line in made])
    return {pk: line.pk for pk, line in made}
