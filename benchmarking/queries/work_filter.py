"""How the two lists of the workspace are narrowed: from the address, kept in every link and every form."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from benchmarking.states import Rating, View
from standards.models import Line

OPEN, SUBSTANTIAL, DISAGREEMENT, MINE, SUSPICIOUS = (
    "open",
    "substantial",
    "disagreement",
    "mine",
    "suspicious",
)
#: What the list of receiving lines can be narrowed to; "open" means not compared yet, "suspicious" puts those first
#: for which a counterpart is least likely.
SHOWS = (
    "",
    OPEN,
    Rating.NOT.value,
    Rating.PARTLY.value,
    Rating.FULL.value,
    SUBSTANTIAL,
    DISAGREEMENT,
    MINE,
    SUSPICIOUS,
)


@dataclass(frozen=True)
class WorkFilter:
    """`view` is whose judgement is open ("" is one's own), `show` and `q` narrow the receiving lines, `find` the
    sending lines."""

    view: str = ""
    show: str = ""
    q: str = ""
    find: str = ""

    @classmethod
    def of(cls, data: QueryDict) -> WorkFilter:
        """From an address or a sent form; unknown values mean everything."""
        view, show = data.get("view", ""), data.get("show", "")
        return cls(
            view if view in View.values else "",
            show if show in SHOWS else "",
            data.get("q", "").strip()[:200],
            data.get("find", "").strip()[:200],
        )

    @property
    def kept(self) -> dict[str, str]:
        """The parameters that are set."""
        return {name: value for name, value in vars(self).items() if value}

    def query(self, line: int | None) -> str:
        """The query of the address that shows `line` under these filters."""
        return "?" + urlencode(({"line": line} if line else {}) | self.kept)

    @property
    def tail(self) -> str:
        """What follows "?line=12" in such an address; "" when no filter is set."""
        return "&" + urlencode(self.kept) if self.kept else ""

    @property
    def is_narrow(self) -> bool:
        """Whether the list of receiving lines is not simply the whole standard."""
        return bool(self.show or self.q)


@dataclass(frozen=True)
class Mark:
    """What one line's judgement means to the lists."""

    rating: str = ""
    substantial: bool = False
    mine: bool = False
    disagreed: bool = False

    @property
    def code(self) -> str:
        """The rating, or "-" for not compared yet."""
        return self.rating or "-"

    @property
    def sign(self) -> str:
        """The rating as it stands in the list: letter or dash, with a dot where the difference is substantial."""
        return (self.rating or "–") + ("•" if self.substantial else "")


def matches(line: Line, mark: Mark, wanted: WorkFilter) -> bool:
    """Whether a receiving line belongs to the narrowed list."""
    shown = {
        OPEN: not mark.rating,
        SUBSTANTIAL: mark.substantial,
        DISAGREEMENT: mark.disagreed,
        MINE: mark.mine,
    }
    if wanted.show in Rating.values and mark.rating != wanted.show:
        return False
    return shown.get(wanted.show, True) and says(line, wanted.q)


def says(line: Line, words: str) -> bool:
    """Whether every word of a search stands in the line's number or texts, in any case."""
    text = f"{line.number} {line.text} {line.text_original}".casefold()
    return all(word in text for word in words.casefold().split())


def line_numbered(lines: Collection[Line], number: str, after: int) -> Line | None:
    """The line that somebody jumps to: the next one after place `after` (from 0, going round) with this number, else
    the next whose number begins with it."""
    wanted = number.strip().casefold()
    if not wanted:
        return None
    listed = list(lines)
    turned = listed[after + 1 :] + listed[: after + 1]
    exact = (one for one in turned if one.number.casefold() == wanted)
    begins = (one for one in turned if one.number.casefold().startswith(wanted))
    return next(exact, None) or next(begins, None)
