"""What every act needs: its answer, finding the rows, changing their words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from core.states import IllegalMove
from standards.editing.rows import Row
from standards.states import TranslationStatus

NEW = -1  # key of the row that an act makes, until it is stored


@dataclass(frozen=True)
class Edited:
    """The new list, the row to look at next, and for rows that went into another one: which."""

    rows: list[Row]
    focus: int | None = None
    went_into: dict[int, int] = field(default_factory=dict)


def place_of(rows: Sequence[Row], pk: int) -> int:
    """Index of a row; raises IllegalMove when it is gone."""
    for index, row in enumerate(rows):
        if row.pk == pk:
            return index
    raise IllegalMove(
        _("This line is no longer there: somebody merged or removed it meanwhile. Look at the list again.")
    )


def all_at(rows: Sequence[Row], pks: Collection[int]) -> list[int]:
    """Indexes of rows in reading order; raises IllegalMove when one is gone, or none was named."""
    if not pks:
        raise IllegalMove(_("Tick the lines first that this is about."))
    place = {row.pk: index for index, row in enumerate(rows)}
    if any(pk not in place for pk in pks):
        place_of(rows, next(pk for pk in pks if pk not in place))
    return sorted({place[pk] for pk in pks})


def reworded(row: Row, **values: str) -> Row:
    """The row with other texts; a check of its translation was about the two texts that stood there."""
    new = replace(row, **values)  # type: ignore[arg-type]
    other = (new.text, new.text_original) != (row.text, row.text_original)
    if other and new.translation == TranslationStatus.CHECKED:
        return replace(new, translation=TranslationStatus.DRAFT.value, translation_checked_by=None)
    return new
