"""Where a question stands: questions of one heading always stand together, headings in the order they first appear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar


@dataclass(frozen=True)
class Place:
    """One question as far as its place is concerned."""

    key: object
    section: str


Places = list[Place]
KeyT = TypeVar("KeyT")


def together(places: Sequence[Place]) -> Places:
    """The same questions, those of one heading side by side; headings and questions keep their order otherwise."""
    headings = list(dict.fromkeys(one.section for one in places))
    return [one for heading in headings for one in places if one.section == heading]


def moved(places: Sequence[Place], key: object, *, up: bool) -> Places:
    """The questions after one step up or down.

    A question at the edge of its heading goes over to the neighbouring heading; at the very edge nothing changes.
    """
    rows = together(places)
    here = next((index for index, one in enumerate(rows) if one.key == key), None)
    if here is None:
        return rows
    there = here - 1 if up else here + 1
    if not 0 <= there < len(rows):
        return rows
    if rows[here].section != rows[there].section:
        rows[here] = replace(rows[here], section=rows[there].section)
    else:
        rows[here], rows[there] = rows[there], rows[here]
    return rows


def put(places: Sequence[Place], key: object, section: str) -> Places:
    """The questions with this one under a heading: where it stands if it is there already, else at the heading's end."""
    rows = list(places)
    here = next((index for index, one in enumerate(rows) if one.key == key), None)
    if here is not None and rows[here].section == section:
        return together(rows)
    if here is not None:
        del rows[here]
    return together([*rows, Place(key, section)])


def without(places: Sequence[Place], key: object) -> Places:
    """The questions without this one."""
    return together([one for one in places if one.key != key])
