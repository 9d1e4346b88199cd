"""Which texts of candidate lines are Burmese in Zawgyi, and what they are in Unicode (core.zawgyi)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from core.text import clean
from core.zawgyi import to_unicode, zawgyi_among

WARNING = "zawgyi"  # code of the doubt, in standards.refusals
FIELDS = ("text", "text_original")


class Texts(Protocol):
    """Anything with the two texts of a line."""

    @property
    def text(self) -> str:
        """English, or the only text there is."""

    @property
    def text_original(self) -> str:
        """The original language."""


@dataclass(frozen=True)
class Conversion:
    """One text of one line: where it stands, as it is and as it will be."""

    index: int
    field: str
    before: str
    after: str


def conversions(lines: Sequence[Texts]) -> list[Conversion]:
    """The Zawgyi texts among the lines of one source, in reading order."""
    places = [(index, field) for field in FIELDS for index in range(len(lines))]
    texts = [str(getattr(lines[index], field)) for index, field in places]
    found = [
        Conversion(*places[one], texts[one], clean(to_unicode(texts[one]))) for one in zawgyi_among(texts)
    ]
    return sorted(found, key=lambda one: one.index)
