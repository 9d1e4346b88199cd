"""The single acts. Each takes the rows in reading order and gives the new list; nothing is ever changed in place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from core.states import IllegalMove
from standards.editing.basics import NEW, Edited, all_at, place_of, reworded
from standards.editing.rows import Hints, Row, end_of_block, hints_of, parents, placed
from standards.states import LineKind, TranslationStatus

#: Promoting goes one step towards the front, demoting one step towards the end.
LADDER = (LineKind.LEVEL, LineKind.UNIT, LineKind.ELEMENT, LineKind.CRITERION)
_HEADINGS = LADDER[:-1]


def moved(rows: Sequence[Row], pks: Collection[int], *, down: bool) -> Edited:
    """Move lines one place up or down among their like; a heading takes along what hangs below it.

    Raises:
        IllegalMove: a line is gone, or stands at the end already.
    """
    new, hints = list(rows), hints_of(rows)
    heads = [rows[place].pk for place in _heads(rows, all_at(rows, pks))]
    for pk in reversed(heads) if down else heads:
        start = place_of(new, pk)
        new = placed(_down(new, start) if down else _up(new, start), hints)
    return Edited(new, focus=heads[0])


def _heads(rows: Sequence[Row], places: Sequence[int]) -> list[int]:
    """Without those that move along with a heading above them."""
    heads: list[int] = []
    end = 0
    for place in places:
        if place >= end:
            heads.append(place)
            end = end_of_block(rows, place)
    return heads


def _up(rows: list[Row], start: int) -> list[Row]:
    if start == 0:
        raise IllegalMove(_("This line is the first one already."))
    end = end_of_block(rows, start)
    before = start - 1
    while before > 0 and rows[before].depth > rows[start].depth:
        before -= 1
    return [*rows[:before], *rows[start:end], *rows[before:start], *rows[end:]]


def _down(rows: list[Row], start: int) -> list[Row]:
    end = end_of_block(rows, start)
    if end == len(rows):
        raise IllegalMove(_("This line is the last one already."))
    after = end_of_block(rows, end) if rows[end].depth >= rows[start].depth else end + 1
    return [*rows[:start], *rows[end:after], *rows[start:end], *rows[after:]]


def shifted(rows: Sequence[Row], pks: Collection[int], *, promote: bool) -> Edited:
    """One step up or down: level, unit, element, criterion; other kinds out of or under a line of their own kind.

    What hangs below a line keeps its kind and finds its place by it.

    Raises:
        IllegalMove: a line is gone, or has no step left to go.
    """
    new, hints = list(rows), hints_of(rows)
    places = _heads(rows, all_at(rows, pks)) if not promote else all_at(rows, pks)
    stale = False  # finding the places anew for each of thousands of lines would take minutes
    for place in places:
        if new[place].kind in LADDER:
            new[place] = _on_ladder(new[place], promote)
            hints.pop(new[place].pk, None)
        else:
            new = placed(new, hints) if stale else new
            (_un_nest if promote else _nest)(new, place, hints)
        stale = True
    return Edited(placed(new, hints), focus=rows[places[0]].pk)


def _on_ladder(row: Row, promote: bool) -> Row:
    step = LADDER.index(LineKind(row.kind)) + (-1 if promote else 1)
    if step < 0:
        raise IllegalMove(_("A level is the highest kind of line there is."))
    if step == len(LADDER):
        raise IllegalMove(_("A performance criterion is the lowest kind of line there is."))
    return _of_kind(row, LADDER[step])


def _of_kind(row: Row, kind: LineKind) -> Row:
    """The row with another kind; only units belong to a group."""
    return replace(row, kind=kind.value, unit_type=row.unit_type if kind == LineKind.UNIT else "")


def _nest(rows: list[Row], place: int, hints: Hints) -> None:
    row, above = rows[place], parents(rows)
    for before in range(place - 1, -1, -1):
        if above[before] == above[place] and rows[before].kept:
            if rows[before].kind == row.kind:
                hints[row.pk] = rows[before].pk
                return
            break
    raise IllegalMove(_("There is no line of the same kind right above it that it could be put under."))


def _un_nest(rows: list[Row], place: int, hints: Hints) -> None:
    above = parents(rows)
    parent = above[place]
    if parent is None or rows[parent].kind != rows[place].kind:
        raise IllegalMove(_("This line does not stand under a line of the same kind."))
    further = above[parent]
    hints[rows[place].pk] = 0 if further is None else rows[further].pk
    for later in range(place + 1, len(rows)):  # those after it go on below it
        if above[later] == parent and rows[later].kind == rows[place].kind:
            hints[rows[later].pk] = rows[place].pk


def retyped(rows: Sequence[Row], pks: Collection[int], kind: LineKind) -> Edited:
    """Give lines another kind; they find their place by it.

    Raises:
        IllegalMove: a line is gone.
    """
    places = all_at(rows, pks)
    new = list(rows)
    for place in places:
        new[place] = _of_kind(new[place], kind)
    touched = {rows[place].pk for place in places}
    kind_of = {row.pk: row.kind for row in new}
    hints = {
        pk: under
        for pk, under in hints_of(rows).items()
        if not {pk, under} & touched or kind_of.get(under) == kind_of[pk]
    }
    return Edited(placed(new, hints), focus=rows[places[0]].pk)


def changed(rows: Sequence[Row], pk: int, **values: object) -> Edited:
    """One line with other values, as its form gives them.

    Raises:
        IllegalMove: the line is gone.
    """
    place = place_of(rows, pk)
    row = rows[place]
    new = list(rows)
    hints = hints_of(rows)
    kind = str(values.get("kind", row.kind))
    if kind != row.kind:
        again = retyped(rows, [pk], LineKind(kind))
        new, hints = again.rows, hints_of(again.rows)
        if kind != LineKind.UNIT:
            values["unit_type"] = ""
    texts = {name: str(values.pop(name)) for name in ("text", "text_original") if name in values}
    new[place] = replace(reworded(new[place], **texts), **values)  # type: ignore[arg-type]
    return Edited(placed(new, hints), focus=pk)


def _each(rows: Sequence[Row], pks: Collection[int], change: Callable[[Row], Row]) -> Edited:
    places = all_at(rows, pks)
    new = list(rows)
    for place in places:
        new[place] = change(new[place])
    return Edited(placed(new, hints_of(rows)), focus=rows[places[0]].pk)


def kept(rows: Sequence[Row], pks: Collection[int], keep: bool) -> Edited:
    """Keep lines, or leave them out."""
    return _each(rows, pks, lambda row: replace(row, kept=keep))


def marked_critical(rows: Sequence[Row], pks: Collection[int], critical: bool | None = None) -> Edited:
    """Mark lines as critical or not; without saying which, the other way than all of them are now."""
    if critical is None:
        critical = not all(rows[place].critical for place in all_at(rows, pks))
    return _each(rows, pks, lambda row: replace(row, critical=critical))


def translated(rows: Sequence[Row], pks: Collection[int], status: TranslationStatus, by: int) -> Edited:
    """Say how far the English of lines can be trusted; who says "checked" stands for it."""
    checked_by = by if status == TranslationStatus.CHECKED else None
    return _each(
        rows, pks, lambda row: replace(row, translation=status.value, translation_checked_by=checked_by)
    )


def added(rows: Sequence[Row], pk: int | None, kind: LineKind | None = None) -> Edited:
    """An empty line after a line: of the kind that follows there, so that after a unit comes what belongs to it.

    Args:
        pk: the line; None for the end of the list.

    Raises:
        IllegalMove: the line is gone.
    """
    if not rows:
        return Edited([Row(pk=NEW, kind=kind or LineKind.UNIT.value)], focus=NEW)
    if pk is None:
        pk = rows[-1].pk
    place = place_of(rows, pk)
    row, hints = rows[place], hints_of(rows)
    below = place + 1 < end_of_block(rows, place)
    if kind is None and not below and row.kind in _HEADINGS:
        kind = LADDER[LADDER.index(LineKind(row.kind)) + 1]
    like = rows[place + 1] if below else row
    made = Row(pk=NEW, kind=kind.value if kind else like.kind, page=row.page)
    if kind is None and like.pk in hints:
        hints[NEW] = hints[like.pk]
    elif kind is None and like.kept:  # a line numbered into its place stands beside one without a number
        parent = parents(rows)[place + 1 if below else place]
        hints[NEW] = 0 if parent is None else rows[parent].pk
    return Edited(placed([*rows[: place + 1], made, *rows[place + 1 :]], hints), focus=NEW)


def removed(rows: Sequence[Row], pks: Collection[int], *, with_words: bool = False) -> Edited:
    """Take added lines away again.

    Args:
        with_words: also those in which something stands, as long as they come from no file and no draft.

    Raises:
        IllegalMove: a line is gone, or holds a text that would be lost.
    """
    places = all_at(rows, pks)
    for place in places:
        row = rows[place]
        if row.has_words and (row.key or not with_words):
            raise IllegalMove(
                _("Line %(number)s has a text. Leave it out instead: then it does not go into the draft.")
                % {"number": place + 1}
            )
    gone = {rows[place].pk for place in places}
    new = [row for row in rows if row.pk not in gone]
    if not new:
        raise IllegalMove(_("This is the only line. Discard all of them instead."))
    focus = new[max(places[0] - 1, 0)].pk
    return Edited(placed(new, hints_of(rows)), focus=focus)
