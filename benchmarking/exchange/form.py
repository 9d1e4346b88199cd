"""How the spreadsheet of a benchmark looks: sheets, columns, what a person may fill in."""

from __future__ import annotations

from dataclasses import dataclass

SHEET, THEIRS, HELP, BASE = "Lines", "Sending lines", "Help", "Base"

KEY, REVISION = "Key", "Revision"
SECTION, NUMBER, LINE, ORIGINAL, KIND, CRITICAL = (
    "Section",
    "Number",
    "Line",
    "Original text",
    "Kind",
    "Critical",
)
RATING, COUNTERPARTS, DIFFERENCE = "Rating", "Counterparts", "Difference"
SUBSTANTIAL, GAP_CODE, REASON, RECOMMENDATION = "Substantial", "Gap code", "Reason", "Recommendation"

HIDDEN = (KEY, REVISION)
SHOWN = (SECTION, NUMBER, LINE, ORIGINAL, KIND, CRITICAL)
FILLED = (RATING, COUNTERPARTS, DIFFERENCE, SUBSTANTIAL, GAP_CODE, REASON, RECOMMENDATION)
COLUMNS = (*HIDDEN, *SHOWN, *FILLED)
THEIR_COLUMNS = ("Code", "Edition", NUMBER, LINE, ORIGINAL, KIND, CRITICAL)

MARK, MARK_TEXT = "MRS Portal benchmark", "Written by the portal. Do not change."
BENCHMARK, VIEW = "Benchmark", "View"
MOST_CHARACTERS = 4_000  # of one field of a judgement, as in the workspace


class NotOurs(Exception):
    """A sound file that is no spreadsheet of a benchmark. `code` is "not_ours" or "headings", with its missing names."""

    def __init__(self, code: str = "not_ours", **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class About:
    """What the file is of. `can_write` is whether the person may send it back."""

    benchmark: str
    view: str
    title: str
    view_words: str
    made: str
    can_write: bool


@dataclass(frozen=True, slots=True)
class OutRow:
    """A receiving line with its judgement. `key` and `revision` lead back to it; revision 0 means there was none."""

    key: int
    revision: int
    section: str
    number: str
    text: str
    original: str
    kind: str
    critical: bool
    rating: str = ""
    counterparts: tuple[str, ...] = ()
    difference: str = ""
    substantial: bool = False
    gap_code: str = ""
    reason: str = ""
    recommendation: str = ""


@dataclass(frozen=True, slots=True)
class TheirRow:
    """A sending line to look up. `code` is what is written into "Counterparts"."""

    code: str
    edition: str
    number: str
    text: str
    original: str
    kind: str
    critical: bool


@dataclass(frozen=True, slots=True)
class InCell:
    """A cell as it came back: its text, where it stands ("I5"), and what is wrong with it, as a code."""

    text: str = ""
    at: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class InRow:
    """A row as it came back. `cells` has every column of `FILLED`."""

    row: int
    key: str
    revision: str
    cells: dict[str, InCell]


@dataclass(frozen=True, slots=True)
class InSheet:
    """A file of ours as it came back. `strange` are rows without a key that have something filled in."""

    benchmark: str
    view: str
    rows: tuple[InRow, ...]
    strange: tuple[int, ...] = ()
