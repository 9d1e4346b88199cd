"""Cutting a line in two, and putting lines together: no letter is lost either way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from core.states import IllegalMove
from core.text import lang_of
from standards.editing.basics import NEW, Edited, all_at, place_of, reworded
from standards.editing.rows import Row, hints_of, placed
from standards.lines import NUMBER_LENGTH
from standards.states import TranslationStatus

_NO_SPACES = frozenset({"th", "lo", "km", "my"})  # scripts that put none between words
_PRINTED = re.compile(r"\(?((?:[A-Za-z]{1,3}\.?)?\d{1,3}(?:\.\d{1,3})*)[.):]?\s+(?=\S)")
_MARKS_LENGTH = 20
_RANK_OF_STATUS = (TranslationStatus.MACHINE, TranslationStatus.DRAFT, TranslationStatus.CHECKED)


def split(rows: Sequence[Row], pk: int, *, at: int, in_original: bool = False) -> Edited:
    """Cut the text of a line in two after `at` characters; the second half becomes the next line.

    A number that is printed at the beginning of the second half becomes its number.

    Raises:
        IllegalMove: the line is gone, or one half would be empty.
    """
    index = place_of(rows, pk)
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
        pk=NEW,
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
    new = [*rows[:index], reworded(row, **{name: first}), made, *rows[index + 1 :]]
    hints = {one: NEW if under == row.pk else under for one, under in hints_of(rows).items()}
    if row.pk in hints:
        hints[NEW] = hints[row.pk]
    return Edited(placed(new, hints), focus=NEW)


def _between_letters(text: str, at: int) -> int:
    """The place, or the next one that does not part a letter from its marks."""
    at = max(at, 0)
    while at < len(text) and unicodedata.category(text[at]).startswith("M"):
        at += 1
    return at


def _number_of(text: str) -> tuple[str, str]:
    found = _PRINTED.match(text)
    if found is None or len(found[1]) > NUMBER_LENGTH:  # what has no room as a number stays in the text
        return "", text
    return found[1], text[found.end() :]


def merged(rows: Sequence[Row], pks: Collection[int]) -> Edited:
    """Put several lines into the first of them; a single one takes in the line after it.

    Raises:
        IllegalMove: a line is gone, or there is nothing to merge with.
    """
    places = all_at(rows, pks)
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
    new = reworded(row, text=_join(row.text, text), text_original=_join(row.text_original, original))
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
