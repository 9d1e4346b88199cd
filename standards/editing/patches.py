"""What a change did to the list, small enough to keep, and enough to take it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from standards.editing.rows import FIELDS, Row


def patch(before: Sequence[Row], after: Sequence[Row]) -> dict[str, Any]:
    """How to get from `after` back to `before`.

    The window that differs, from position `at` on, `count` rows long in `after`; its former rows in order: a bare
    key for a row that is as it was, the differing fields of a row that is still there, a whole row that is gone.
    """
    start, end = _window(before, after)
    now = {row.pk: row for row in after[start : len(after) - end]}
    rows = [_entry(row, now.get(row.pk)) for row in before[start : len(before) - end]]
    return {"at": start, "count": len(after) - end - start, "rows": rows}


def apply(rows: Sequence[Row], change: Mapping[str, Any]) -> list[Row]:
    """The list with the change applied; the opposite of what `patch` compared.

    Raises:
        KeyError: the list is not the one that the change belongs to.
    """
    start, count = change["at"], change["count"]
    now = {row.pk: row for row in rows[start : start + count]}
    window = [_restored(entry, now) for entry in change["rows"]]
    return [*rows[:start], *window, *rows[start + count :]]


def _window(before: Sequence[Row], after: Sequence[Row]) -> tuple[int, int]:
    """Length of what is the same at the beginning, and at the end."""
    shorter = min(len(before), len(after))
    start = 0
    while start < shorter and before[start] == after[start]:
        start += 1
    end = 0
    while end < shorter - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return start, end


def _entry(row: Row, now: Row | None) -> int | dict[str, Any]:
    if now is None:
        return row.to_json()
    if now == row:
        return row.pk
    old = row.to_json()
    return {"pk": row.pk, **{name: old[name] for name in FIELDS if getattr(now, name) != getattr(row, name)}}


def _restored(entry: int | Mapping[str, Any], now: Mapping[int, Row]) -> Row:
    if isinstance(entry, int):
        return now[entry]
    if len(entry) == len(FIELDS):
        return Row.from_json(entry)
    values = dict(entry)
    if values.get("box") is not None:
        values["box"] = tuple(values["box"])
    return replace(now[values.pop("pk")], **values)
