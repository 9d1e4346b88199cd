"""The frozen content of a merged volume: the gap analyses of several corridors in one document.

Each corridor stands in it exactly as in the version of its own report that is named beside it, with that version's
check number. Dates are ISO text, "" where unknown.
"""

from __future__ import annotations

from dataclasses import dataclass

from .common import Corridor
from .gap_analysis import GapAnalysis
from .wording import USUAL, Wording


@dataclass(frozen=True, slots=True)
class Merged:
    """One corridor: the version of the report that stands in the volume.

    `state` is the word for the report's state when the volume was frozen; `digits` is the check number of the version.
    """

    number: str
    version: int
    state: str
    is_published: bool
    digits: str
    document: GapAnalysis


@dataclass(frozen=True, slots=True)
class Volume:
    """The whole document. Field order is the order of the paper; common fields as in `common.Document`.

    `corridor` names the countries alone. `corridors` counts all that the volume is about, also those without a report
    that left the receiving side: those are not named, for not every reader knows of them.
    """

    number: str
    version: int
    title: str
    status: str
    corridor: Corridor
    pilot: str
    generated_at: str
    dated: str = ""
    is_draft: bool = True
    marking: str = ""
    note: str = ""
    published_by: str = ""
    content_language: str = "en"
    corridors: int = 0
    merged: tuple[Merged, ...] = ()
    wording: Wording = USUAL
    schema: int = 1

    @property
    def lines(self) -> int:
        """Lines of the receiving standards in all corridors together."""
        return sum(len(section.rows) for one in self.merged for section in one.document.sections)

    @property
    def missing(self) -> int:
        """How many corridors have nothing in the volume."""
        return self.corridors - len(self.merged)
