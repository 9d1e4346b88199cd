"""The parts of a kind of document, and which of them are printed, in which order and under which number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .wording import Wording


class Zone(IntEnum):
    """Where a part stands; it can be moved among its neighbours and not into another zone."""

    FRONT = 0  # before the contents
    BODY = 1
    ANNEX = 2


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a kind of document. `key` is its name in stored data and in addresses and never changes."""

    key: str
    title: str | Promise
    template: str
    zone: Zone = Zone.BODY
    is_numbered: bool = True


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part as it is printed: `number` is "4", for an annex "A", or "". `opens` says that it begins its zone."""

    key: str
    number: str
    title: str
    template: str
    zone: Zone
    opens: bool

    @property
    def anchor(self) -> str:
        """Its name for links inside the document."""
        return f"part-{self.key}"

    @property
    def is_annex(self) -> bool:
        """Whether it is an annex."""
        return self.zone == Zone.ANNEX

    @property
    def heading(self) -> str:
        """Number and title as they stand on paper."""
        if self.is_annex:
            return _("Annex %(letter)s %(title)s") % {"letter": self.number, "title": self.title}
        return f"{self.number} {self.title}" if self.number else self.title


#: Words of the office at the beginning; left out while there are none.
INTRODUCTION = Part("introduction", _("Introduction"), "reports/pdf/introduction.html")


def arranged(outline: Sequence[Part], order: Iterable[str]) -> list[Part]:
    """All parts in the office's order; a part that it does not name stands after the one it usually follows."""
    wanted = [key for key in dict.fromkeys(order) if key in {part.key for part in outline}]
    if not wanted:
        return list(outline)
    known = {part.key: part for part in outline}
    found = [known[key] for key in wanted]
    for place, part in enumerate(outline):
        if part not in found:
            before = outline[place - 1] if place else None
            found.insert(found.index(before) + 1 if before in found else 0, part)
    return sorted(found, key=lambda part: part.zone)


def chapters_of(outline: Sequence[Part], wording: Wording) -> tuple[Chapter, ...]:
    """What is printed, numbered by what is printed."""
    chapters: list[Chapter] = []
    counts = dict.fromkeys(Zone, 0)
    for part in arranged(outline, wording.parts):
        if part.key in wording.hidden or (part.key == INTRODUCTION.key and not wording.introduction):
            continue
        opens = not any(one.zone == part.zone for one in chapters)
        counts[part.zone] += part.is_numbered
        number = _number(part, counts[part.zone])
        chapters.append(Chapter(part.key, number, str(part.title), part.template, part.zone, opens))
    return tuple(chapters)


def _number(part: Part, count: int) -> str:
    if not part.is_numbered:
        return ""
    return chr(ord("A") + count - 1) if part.zone == Zone.ANNEX else str(count)


def numbers_of(outline: Sequence[Part], chapters: Iterable[Chapter]) -> dict[str, str]:
    """Key of every part of the outline to its printed number, "" for what has none or is left out."""
    printed = {one.key: one.number for one in chapters}
    return {part.key: printed.get(part.key, "") for part in outline}


def left_out(outline: Sequence[Part], wording: Wording) -> list[str]:
    """Titles of the parts that the office left out, so that the document can say so."""
    return [str(part.title) for part in outline if part.key in wording.hidden]
