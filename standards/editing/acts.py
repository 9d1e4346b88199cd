"""The single acts. Each takes the rows in reading order and gives the new list; nothing is ever changed in place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from core.states import IllegalMove
from core.text import lang_of
from standards.editing.rows import Hints, Row, end_of_block, hints_of, parents, placed
from standards.states import LineKind, TranslationStatus

#: Promoting goes one step towards the front, demoting one step towards the end.
LADDER = (LineKind.LEVEL, LineKind.UNIT, LineKind.ELEMENT, LineKind.CRITERION)
_HEADINGS = LADDER[:-1]
_NO_SPACES = frozenset({"th", "lo", "km", "my"})  # scripts that put none between words
_PRINTED = re.compile(r"\(?((?:[A-Za-z]{1,3}\.?)?\d{1,3}(?:\.\d{1,3})*)[.):]?\s+(?=\S)")
_NEW = -1
_MARKS_LENGTH = 20
_RANK_OF_STATUS = (TranslationStatus.MACHINE, TranslationStatus.DRAFT, TranslationStatus.CHECKED)


@dataclass(frozen=True)
class Edited:
    """The new list, the row to look at next, and for rows that went into another one: which."""

    rows: list[Row]
    focus: int | None = None
    went_into: dict[int, int] = field(default_factory=dict)


def _at(rows: Sequence[Row], pk: int) -> int:
    for index, row in enumerate(rows):
        if row.pk == pk:
            return index
    raise IllegalMove(
        _("This line is no longer there: somebody merged or removed it meanwhile. Look at the list again.")
    )


def _all_at(rows: Sequence[Row], pks: Collection[int]) -> list[int]:
    if not pks:
        raise IllegalMove(_("Tick the lines first that this is about."))
    place = {row.pk: index for index, row in enumerate(rows)}
    if any(pk not in place for pk in pks):
        _at(rows, next(pk for pk in pks if pk not in place))
    return sorted({place[pk] for pk in pks})


def _reworded(row: Row, **values: str) -> Row:
    """The row with other texts; a check of its translation was about the English that stood there."""
    new = replace(row, **values)  # type: ignore[arg-type]
    if new.text != row.text and new.translation == TranslationStatus.CHECKED:
        return replace(new, translation=TranslationStatus.DRAFT.value, translation_checked_by=None)
    return new


def split(rows: Sequence[Row], pk: int, *, at: int, in_original: bool = False) -> Edited:
    """Cut the text of a line in two after `at` characters; the second half becomes the next line.

    A number that is printed at the beginning of the second half becomes its number.

    Raises:
        IllegalMove: the line is gone, or one half would be empty.
    """
    index = _at(rows, pk)
    row = rows[index]
    text = row.text_original if in_original else row.text
    at = _between_letters(text, at)
    first, second = text[:at].rstrip(), text[at:].lstrip()
    if not first or not second:
        raise IllegalMove(
            _("Put the cursor between two words of the line: each of the two parts needs a text.")
        )
    number, second = _number_of(second)
    name = "text_original" if in_original else "text"
    blank = replace(
        row,
        pk=_NEW,
        number=number,
        text="",
        text_original="",
        key=None,
        marks="",
        translation_checked_by=None,
    )
    if blank.translation == TranslationStatus.CHECKED:
        blank = replace(blank, translation=TranslationStatus.DRAFT.value)
    made = replace(blank, **{name: second})  # type: ignore[arg-type]
    new = [*rows[:index], _reworded(row, **{name: first}), made, *rows[index + 1 :]]
    hints = {one: _NEW if under == row.pk else under for one, under in hints_of(rows).items()}
    if row.pk in hints:
        hints[_NEW] = hints[row.pk]
    return Edited(placed(new, hints), focus=_NEW)


def _between_letters(text: str, at: int) -> int:
    """The place, or the next one that does not part a letter from its marks."""
    at = max(at, 0)
    while at < len(text) and unicodedata.category(text[at]).startswith("M"):
        at += 1
    return at


def _number_of(text: str) -> tuple[str, str]:
    found = _PRINTED.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)


def merged(rows: Sequence[Row], pks: Collection[int]) -> Edited:
    """Put several lines into the first of them; a single one takes in the line after it.

    Raises:
        IllegalMove: a line is gone, or there is nothing to merge with.
    """
    places = _all_at(rows, pks)
    if len(places) == 1:
        places.append(places[0] + 1)
    if places[-1] >= len(rows):
        raise IllegalMove(_("There is no line after this one to merge it with."))
    into = rows[places[0]]
    row = into
    for place in places[1:]:
        row = _joined(row, rows[place])
    gone = {rows[place].pk: into.pk for place in places[1:]}
    hints = {one: gone.get(under, under) for one, under in hints_of(rows).items()}
    new = [row if one.pk == into.pk else one for one in rows if one.pk not in gone]
    return Edited(placed(new, hints), focus=into.pk, went_into=gone)


def _joined(row: Row, more: Row) -> Row:
    number, text, original = row.number, more.text, more.text_original
    if more.number and not number and not (row.text or row.text_original):
        number = more.number
    elif more.number:  # a second number has no other place
        text, original = (
            (text, f"{more.number} {original}")
            if original and not text
            else (f"{more.number} {text}".rstrip(), original)
        )
    new = _reworded(row, text=_join(row.text, text), text_original=_join(row.text_original, original))
    return replace(
        new,
        number=number,
        kept=row.kept or more.kept,
        critical=row.critical or more.critical,
        marks=_marks(row.marks, more.marks),
        translation=_lower(new, more),
        translation_checked_by=None,
        key=row.key or more.key,
        box=_around(row, more),
    )


def _join(first: str, second: str) -> str:
    if not first or not second:
        return first or second
    seam = lang_of(first[-1]) in _NO_SPACES and lang_of(second[0]) in _NO_SPACES
    return first + ("" if seam else " ") + second


def _marks(first: str, second: str) -> str:
    both = f"{first} + {second}" if first and second else first or second
    return both if len(both) <= _MARKS_LENGTH else first


def _lower(row: Row, more: Row) -> str:
    """The less certain of two translations; nobody has checked the new whole."""
    known = [one for one in (row.translation, more.translation) if one]
    if not known:
        return ""
    least = min(known, key=lambda one: _RANK_OF_STATUS.index(TranslationStatus(one)))
    return (TranslationStatus.DRAFT if least == TranslationStatus.CHECKED else TranslationStatus(least)).value


def _around(row: Row, more: Row) -> tuple[float, ...] | None:
    if row.box is None or more.box is None or row.page != more.page:
        return row.box
    (left, top, right, bottom), (left2, top2, right2, bottom2) = row.box, more.box
    return min(left, left2), min(top, top2), max(right, right2), max(bottom, bottom2)


def moved(rows: Sequence[Row], pks: Collection[int], *, down: bool) -> Edited:
    """Move lines one place up or down among their like; a heading takes along what hangs below it.

    Raises:
        IllegalMove: a line is gone, or stands at the end already.
    """
    new, hints = list(rows), hints_of(rows)
    heads = [rows[place].pk for place in _heads(rows, _all_at(rows, pks))]
    for pk in reversed(heads) if down else heads:
        start = _at(new, pk)
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
    places = _heads(rows, _all_at(rows, pks)) if not promote else _all_at(rows, pks)
    for place in places:
        if new[place].kind in LADDER:
            new[place] = _on_ladder(new[place], promote)
            hints.pop(new[place].pk, None)
        elif promote:
            _un_nest(new, place, hints)
        else:
            _nest(new, place, hints)
        new = placed(new, hints)
    return Edited(new, focus=rows[places[0]].pk)


def _on_ladder(row: Row, promote: bool) -> Row:
    step = LADDER.index(LineKind(row.kind)) + (-1 if promote else 1)
    if step < 0:
        raise IllegalMove(_("A level is the highest kind of line there is."))
    if step == len(LADDER):
        raise IllegalMove(_("A performance criterion is the lowest kind of line there is."))
    return replace(row, kind=LADDER[step].value)


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
    places = _all_at(rows, pks)
    new = list(rows)
    for place in places:
        new[place] = replace(new[place], kind=kind.value)
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
    place = _at(rows, pk)
    row = rows[place]
    new = list(rows)
    hints = hints_of(rows)
    kind = str(values.get("kind", row.kind))
    if kind != row.kind:
        again = retyped(rows, [pk], LineKind(kind))
        new, hints = again.rows, hints_of(again.rows)
    texts = {name: str(values.pop(name)) for name in ("text", "text_original") if name in values}
    new[place] = replace(_reworded(new[place], **texts), **values)  # type: ignore[arg-type]
    return Edited(placed(new, hints), focus=pk)


def _each(rows: Sequence[Row], pks: Collection[int], change: Callable[[Row], Row]) -> Edited:
    places = _all_at(rows, pks)
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
        critical = not all(rows[place].critical for place in _all_at(rows, pks))
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
        return Edited([Row(pk=_NEW, kind=kind or LineKind.UNIT.value)], focus=_NEW)
    if pk is None:
        pk = rows[-1].pk
    place = _at(rows, pk)
    row, hints = rows[place], hints_of(rows)
    below = place + 1 < end_of_block(rows, place)
    if kind is None and not below and row.kind in _HEADINGS:
        kind = LADDER[LADDER.index(LineKind(row.kind)) + 1]
    like = rows[place + 1] if below else row
    made = Row(pk=_NEW, kind=kind.value if kind else like.kind, page=row.page)
    if kind is None and like.pk in hints:
        hints[_NEW] = hints[like.pk]
    elif kind is None and like.kept:  # a line numbered into its place stands beside one without a number
        parent = parents(rows)[place + 1 if below else place]
        hints[_NEW] = 0 if parent is None else rows[parent].pk
    return Edited(placed([*rows[: place + 1], made, *rows[place + 1 :]], hints), focus=_NEW)


def removed(rows: Sequence[Row], pks: Collection[int], *, with_words: bool = False) -> Edited:
    """Take added lines away again.

    Args:
        with_words: also those in which something stands, as long as they come from no file and no draft.

    Raises:
        IllegalMove: a line is gone, or holds a text that would be lost.
    """
    places = _all_at(rows, pks)
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
