"""What a spreadsheet that came back would change: row by row, with conflicts and faults. Nothing is written here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from benchmarking.exchange import form
from benchmarking.exchange.form import InCell, InRow, InSheet
from benchmarking.models import JudgementVersion
from benchmarking.queries.sheets import COLUMN_OF, TEXTS, Material, empty_values, stored_values
from benchmarking.states import GapCode, Rating
from core.text import clean
from standards import refusals
from standards.models import Line

_YES, _NO = {"yes", "y", "true", "1", "x"}, {"", "no", "n", "false", "0", "-"}
_MOST_PROBLEMS = 100
_NOT_THIS_LINE = gettext_lazy(
    "This row is of no line that this benchmark compares. Its hidden key was changed, or the line is no longer in "
    "scope. Take a fresh file and copy your words into it."
)
_TWICE = gettext_lazy(
    "This line stands in the file twice. Keep one of the two rows and delete the other one."
)
_NO_LINE = gettext_lazy(
    "Something is filled in here, but the row belongs to no line. Write it into the row of a line, or delete it."
)


@dataclass(frozen=True)
class FieldChange:
    """One field in words: as the file was made from (`base`), as it is now (`old`), as the file says (`new`)."""

    label: str
    base: str
    old: str
    new: str


@dataclass(frozen=True)
class RowChange:
    """A row that would change its line. `values` are for the verb, with counterparts as primary keys.

    `revision` is the one that the line has now; in a conflict somebody saved since the file was made.
    """

    row: int
    line: Line
    revision: int
    values: dict[str, Any]
    fields: list[FieldChange]


@dataclass(frozen=True)
class Fault:
    """What is wrong, where, and what to do."""

    row: int
    at: str
    sentence: str
    line: Line | None = None


@dataclass
class DryRun:
    """What applying the file would do. `same` rows say what is stored already or were not touched."""

    changes: list[RowChange] = field(default_factory=list)
    conflicts: list[RowChange] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    same: int = 0

    @property
    def more_faults(self) -> int:
        """Faults beyond those that a page shows."""
        return max(0, len(self.faults) - _MOST_PROBLEMS)

    @property
    def shown_faults(self) -> list[Fault]:
        """The first faults."""
        return self.faults[:_MOST_PROBLEMS]


def dry_run(material: Material, sheet: InSheet) -> DryRun:
    """Row by row: against what the file was made from, and against what is stored now.

    A row that says what it said when it was made changes nothing, whatever happened since. A row that says what is
    stored now changes nothing either. What is left is a change, or a conflict where somebody saved meanwhile.
    """
    found = DryRun()
    lines = {str(node.line.pk): node.line for node in material.nodes}
    bases = _bases(material, sheet.rows)
    seen: set[str] = set()
    for row in sheet.rows:
        line = lines.get(row.key)
        if line is None:
            found.faults.append(Fault(row.row, f"A{row.row}", str(_NOT_THIS_LINE)))
        elif row.key in seen:
            found.faults.append(Fault(row.row, f"A{row.row}", str(_TWICE), line))
        else:
            seen.add(row.key)
            _look_at(material, row, line, bases, found)
    found.faults += [Fault(number, f"A{number}", str(_NO_LINE)) for number in sheet.strange]
    found.faults.sort(key=lambda one: one.row)
    return found


def _look_at(
    material: Material,
    row: InRow,
    line: Line,
    bases: Mapping[tuple[int, int], dict[str, Any]],
    found: DryRun,
) -> None:
    stored = material.judgements.get(line.pk)
    now = stored.revision if stored else 0
    revision = int(row.revision) if row.revision.isdecimal() and len(row.revision) < 10 else -1
    current = stored_values(stored)
    base = current if revision == now else empty_values() if revision == 0 else bases.get((line.pk, revision))
    if base is None or revision > now:
        sentence = _(
            "The hidden revision of this row was changed. Take a fresh file and copy your words into it."
        )
        found.faults.append(Fault(row.row, f"B{row.row}", sentence, line))
        return
    mine, wrong = _read(material, row)
    if wrong:
        found.faults += [Fault(row.row, at, sentence, line) for at, sentence in wrong]
    elif mine in (base, current):
        found.same += 1
    else:
        change = RowChange(row.row, line, now, mine, _fields(material, base, current, mine))
        (found.changes if revision == now or base == current else found.conflicts).append(change)


def _bases(material: Material, rows: Iterable[InRow]) -> dict[tuple[int, int], dict[str, Any]]:
    """What each line said at the revision that its row was made from, where it has moved on since; one query."""
    wanted = {}
    for row in rows:
        judged = material.judgements.get(int(row.key)) if row.key.isdecimal() and len(row.key) < 19 else None
        if judged and row.revision != str(judged.revision):
            wanted[judged.pk] = judged.line_id
    versions = JudgementVersion.objects.filter(judgement__in=wanted)
    return {
        (wanted[one.judgement_id], one.revision): {
            name: (
                tuple(sorted(one.values.get(name) or ()))
                if name == "counterparts"
                else one.values.get(name, empty)
            )
            for name, empty in empty_values().items()
        }
        for one in versions
    }


def _read(material: Material, row: InRow) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The fields of a row, and what is wrong with its cells: (cell, sentence)."""
    wrong: list[tuple[str, str]] = []
    for cell in row.cells.values():
        if cell.problem:
            wrong.append((cell.at, _cell_fault(cell)))
    values: dict[str, Any] = {name: clean(row.cells[COLUMN_OF[name]].text) for name in TEXTS}
    for name in TEXTS:
        if len(values[name]) > form.MOST_CHARACTERS:
            sentence = _("This text has more than %(most)d characters. Shorten it.") % {
                "most": form.MOST_CHARACTERS
            }
            wrong.append((row.cells[COLUMN_OF[name]].at, sentence))
    rating, substantial, code = (row.cells[name] for name in (form.RATING, form.SUBSTANTIAL, form.GAP_CODE))
    values["rating"] = clean(rating.text).upper()
    if values["rating"] in ("-", "–"):
        values["rating"] = ""
    if values["rating"] and values["rating"] not in Rating.values:
        wrong.append((rating.at, _("Write F, P or N, or leave it empty for “not compared yet”.")))
    said = clean(substantial.text).casefold()
    if said not in _YES | _NO:
        wrong.append((substantial.at, _("Write yes or no.")))
    values["substantial"] = said in _YES and bool(values["rating"])
    values["gap_code"] = clean(code.text).upper().partition(" ")[0]
    if values["gap_code"] and values["gap_code"] not in GapCode.values:
        wrong.append((code.at, _("This is no gap code. Choose one of the list, such as C4.")))
    if not values["substantial"]:
        values["gap_code"] = ""
    values["counterparts"], unknown = _links(material, row.cells[form.COUNTERPARTS])
    return values, wrong + unknown


def _cell_fault(cell: InCell) -> str:
    if cell.problem == "row_date":
        return _("The spreadsheet program made a date of this. Format the cell as text and write it again.")
    return _("This cell holds a formula or an error instead of text. Write the text itself.")


def _links(material: Material, cell: InCell) -> tuple[tuple[int, ...], list[tuple[str, str]]]:
    known = {code.casefold(): key for key, code in material.codes.items()}
    several = Counter(code.casefold().partition("#")[0] for code in material.codes.values())
    found: set[int] = set()
    wrong = []
    for piece in _pieces(cell.text, known):
        key = known.get(piece.casefold())
        if key is not None:
            found.add(key)
            continue
        sentence = (
            _(
                "Several sending lines have the number “%(number)s”. Write the code from the sheet “%(sheet)s”."
            )
            if several[piece.casefold()] > 1
            else _("There is no sending line “%(number)s”. Write a code from the sheet “%(sheet)s”.")
        )
        wrong.append((cell.at, sentence % {"number": piece[:40], "sheet": form.THEIRS}))
    return tuple(sorted(found)), wrong


def _pieces(text: str, known: Mapping[str, int]) -> list[str]:
    """The codes in a cell, with semicolons or line ends between them; commas too where a code has none itself."""
    pieces = []
    for piece in clean(text).replace("\n", ";").split(";"):
        words = " ".join(piece.split())
        if words and words.casefold() not in known and "," in words:
            pieces += [" ".join(one.split()) for one in words.split(",")]
        else:
            pieces.append(words)
    return [one for one in pieces if one]


def _fields(
    material: Material, base: dict[str, Any], current: dict[str, Any], mine: dict[str, Any]
) -> list[FieldChange]:
    return [
        FieldChange(
            str(LABELS[name]),
            *(_words(material, name, values[name]) for values in (base, current, mine)),
        )
        for name in COLUMN_OF
        if mine[name] != current[name]
    ]


LABELS: dict[str, Promise] = {
    "rating": gettext_lazy("Rating"),
    "counterparts": gettext_lazy("Counterparts"),
    "difference": gettext_lazy("Difference"),
    "substantial": gettext_lazy("Substantial"),
    "gap_code": gettext_lazy("Gap code"),
    "reason": gettext_lazy("Reason"),
    "recommendation": gettext_lazy("Recommendation"),
}


def _words(material: Material, name: str, value: Any) -> str:
    if name == "counterparts":
        return "; ".join(material.links_of(value))
    if name == "substantial":
        return _("yes") if value else _("no")
    if name == "rating":
        return f"{value} – {Rating(value).label}" if value in Rating.values else _("not compared yet")
    return str(value)


#: Why a file was not read, beyond the reasons of the standards' intake.
_REFUSALS: dict[str, Promise] = {
    "not_ours": gettext_lazy(
        "This is not a spreadsheet of a benchmark. Download the file from this page, fill it in, and upload that."
    ),
    "headings": gettext_lazy(
        "Columns are missing in the sheet “Lines”: {names}. Take a fresh file and copy your words into it."
    ),
}


def refusal_words(code: str, params: Mapping[str, Any]) -> str:
    """The sentence for a file that was not read."""
    if code in _REFUSALS:
        return str(_REFUSALS[code]).replace("{names}", clean(str(params.get("names", "")))[:200])
    return refusals.sentence(code, params)
