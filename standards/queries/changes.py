"""Two editions of one standard beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.http import Http404

from accounts.models import User
from standards.changes import Change, LineChange, Row, compare
from standards.models import Edition, Line
from standards.queries.editions import lines_of
from standards.states import LineKind
from standards.tree import flat, tree_of

#: What the difference can be narrowed to.
SHOWN = (Change.NEW, Change.REMOVED, Change.CHANGED, Change.MOVED, Change.SAME)


def row_of(line: Line, depth: int) -> Row:
    """A stored line as the comparison takes it."""
    return Row(
        key=line.key,
        kind=line.kind,
        number=line.number,
        text=line.text,
        text_original=line.text_original,
        critical=line.critical,
        marks=line.marks,
        unit_type=line.unit_type,
        translation=line.translation,
        depth=depth,
    )


def rows_of(edition: Edition) -> list[Row]:
    """All lines of an edition in reading order."""
    return [row_of(node.line, node.depth) for node in flat(tree_of(lines_of(edition)))]


def editions_beside(edition: Edition, user: User) -> list[Edition]:
    """All editions of the same standard that the person sees, newest first, this one included."""
    found = Edition.objects.visible_to(user).filter(standard=edition.standard_id).order_by("-id")
    rows = list(found)
    for one in rows:
        one.standard = edition.standard
    return rows


def earlier_of(edition: Edition, others: Sequence[Edition], ref: str) -> Edition | None:
    """What an edition is compared with: the one that is asked for, else the one it was copied from, else the one before.

    Args:
        others: editions of the same standard that the person sees, newest first.
        ref: what the address asks for; empty for the usual one.

    Raises:
        Http404: the one that is asked for does not exist for the person, or is this very edition.
    """
    rest = [one for one in others if one.pk != edition.pk]
    if ref:
        found = next((one for one in rest if one.ref == ref), None)
        if found is None:
            raise Http404
        return found
    copied = next((one for one in rest if one.pk == edition.previous_id), None)
    return copied or next((one for one in rest if one.pk < edition.pk), None)


def differences(before: Edition, after: Edition) -> list[Placed]:
    """What became of every line from one edition to the other, each with the section that it stands in."""
    old, new = rows_of(before), rows_of(after)
    return in_sections(compare(old, new), old, new)


def in_sections(changes: Iterable[LineChange], before: Sequence[Row], after: Sequence[Row]) -> list[Placed]:
    """The changes from `before` to `after`, each with the section that it stands in."""
    section_of = {id(row): section for rows in (before, after) for row, section in _sections(rows)}
    return [Placed(one, section_of[id(one.row)]) for one in changes]


@dataclass(frozen=True)
class Placed:
    """A change and the heading that it stands under."""

    change: LineChange
    section: str


def _sections(rows: Iterable[Row]) -> Iterable[tuple[Row, str]]:
    """Each row with its heading: the unit it stands in, else the root above it."""
    above: list[Row] = []
    for row in rows:
        del above[row.depth :]
        above.append(row)
        unit = next((one for one in reversed(above) if one.kind == LineKind.UNIT), above[0])
        yield row, f"{unit.number} {unit.text or unit.text_original}".strip()


def narrowed(found: Sequence[Placed], show: str) -> list[Placed]:
    """Only what differs, or only one kind of change; a line that changed and moved is in both."""
    if show == Change.MOVED:
        return [one for one in found if one.change.moved]
    if show in SHOWN:
        return [one for one in found if one.change.change == show]
    return [one for one in found if one.change.change != Change.SAME]


@dataclass
class Group:
    """Changes of one section in a row."""

    section: str
    changes: list[LineChange] = field(default_factory=list)


def grouped(found: Iterable[Placed]) -> list[Group]:
    """Section by section, in order."""
    groups: list[Group] = []
    for one in found:
        if not groups or groups[-1].section != one.section:
            groups.append(Group(one.section))
        groups[-1].changes.append(one.change)
    return groups
