"""The spreadsheet template: how its sheet "Lines" looks, and writing it.

Every cell is written as text. A text that begins with "=" stays text, "1.10" keeps its zero, and a text longer than
a cell can hold goes on in a column "... (2)" instead of being cut. A workbook of an edition also has a hidden key in
each row and a hidden sheet "Base" with what was exported; `form` and `roundtrip` read it back.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from standards.intake import limits
from standards.intake.kinds import Base, LineKind, ReadLine
from standards.intake.order import depths_of

SHEET, BASE_SHEET, HELP_SHEET, NOTES_SHEET = "Lines", "Base", "Help", "Notes"
KEY, KIND, NUMBER, TEXT, ORIGINAL = "Key", "Kind", "Number", "Text (English)", "Text (original language)"
CRITICAL, MARKS, GROUP, TRANSLATION = "Critical", "Marks", "Group", "Translation"
DEPTH = "Depth"  # only where the tree does not follow from the kinds
LEVEL = "Level"  # of templates from before: levels are rows of kind "level" now
COLUMNS = (KIND, NUMBER, TEXT, ORIGINAL, CRITICAL, MARKS, GROUP, TRANSLATION)
REQUIRED = (KIND, TEXT)
LONG_COLUMNS = (TEXT, ORIGINAL)
GROUPS = ("basic", "common", "core", "technical", "industry")  # as standards.states.UnitType
TRANSLATIONS = ("machine", "draft", "checked")  # as standards.states.TranslationStatus
_WIDTHS = {
    KEY: 4,
    KIND: 14,
    NUMBER: 18,
    TEXT: 80,
    ORIGINAL: 60,
    CRITICAL: 10,
    MARKS: 10,
    GROUP: 12,
    TRANSLATION: 13,
}
_FORMATTED_ROWS = 2_000  # rows with validation and text format for those who fill in by hand

BASE_MARK, BASE_EDITION, BASE_REVISION, BASE_HASH = "MRS Portal", "Edition", "Revision", "Hash"
BASE_FIRST = 6  # row of the headings in the sheet "Base"

# What an XML file cannot hold. A lone half of a surrogate pair cannot even be encoded.
_NOT_STORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# Excel's own escape: "_x000D_" in a cell is read back as a carriage return unless its underscore is escaped.
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

_KIND_HELP = {
    LineKind.LEVEL: "A skill level, for standards that are divided into levels.",
    LineKind.UNIT: "A unit of competency. The number is its code.",
    LineKind.DESCRIPTOR: "The descriptor (summary) of the unit above.",
    LineKind.ELEMENT: "An element (or learning outcome) of the unit above.",
    LineKind.CRITERION: "A performance criterion of the element or unit above.",
    LineKind.KNOWLEDGE: "Something to know, in the unit or level above.",
    LineKind.SKILL: "A skill, in the unit or level above.",
    LineKind.ATTITUDE: "An attitude or behaviour, in the unit or level above.",
    LineKind.RANGE: "Part of the range of variables.",
    LineKind.EVIDENCE: "Part of the evidence guide.",
    LineKind.ASSESSMENT: "A method or condition of assessment.",
}
_HELP = (
    "How to fill in the sheet “Lines”",
    "Write one line of the standard in each row, in the order of the printed standard. Do not change the headings.",
    "A line belongs to the nearest line above it that it can belong to: a criterion to the element above it, an "
    "element to the unit above it. For a standard with levels, write a row of kind level above the lines of each level.",
    "Number: as printed, for example 1.10 or CON/001. Units have their code here.",
    "Text (English): the wording in English. Text (original language): the wording in the national language. One "
    "of the two is enough.",
    "Critical: yes or no. Marks: a number, if the standard gives marks.",
    f"Group: for units, if the standard groups them: {', '.join(GROUPS)}.",
    f"Translation: how far the English wording can be trusted: {', '.join(TRANSLATIONS)}; empty for no translation.",
    f"At most {limits.SHEET_ROWS:,} rows, and fewer than {limits.CELL_CHARACTERS:,} characters in a cell. Macros and "
    "formulas are not read.",
)
_HELP_AGAIN = (
    "What happens when you upload this file again",
    "The portal knows every row again by a hidden column and shows what is new, changed, moved and removed before "
    "anything is written. A row that you delete is shown as removed; a row that you add is shown as new.",
    "If somebody else changed the same lines in the portal meanwhile, you are shown both and choose.",
    "Do not change the hidden column “Key” and the hidden sheet “Base”. What they say is checked; a row whose key is "
    "not known is taken as a new one.",
    "Only a draft can be changed. Make a new edition of an accepted one first.",
)
FIDELITY = (  # what each download keeps; docs/formats.md has the same table
    ("", "XLSX", "CSV", "CASE 1.1"),
    ("Lines, their kinds, numbers and order", "yes", "yes", "yes"),
    ("Known again at upload", "yes", "yes", "yes"),
    ("What changed in the portal meanwhile", "yes", "no", "refused if older"),
    ("Both languages", "yes", "yes", "yes, by a twin of the line"),
    ("Critical, marks, group, translation", "yes", "yes", "yes, as extensions"),
    ("Details of the edition", "no", "no", "yes, not read back"),
    ("Level framework", "no", "no", "yes, not read back"),
    ("Place in the source file, comments, history", "no", "no", "no"),
)


def storable(text: str) -> str:
    """The text with characters that no spreadsheet can hold replaced by U+FFFD, and line ends as line feeds."""
    return _NOT_STORABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def template_workbook(lines: Sequence[ReadLine] = (), base: Base | None = None) -> bytes:
    """The template as XLSX bytes, empty or filled with lines. Nothing is ever cut or turned into a formula.

    Args:
        base: the edition that the lines are of; the file then carries keys and knows later what it was made from.
    """
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    sheet = workbook.create_sheet(SHEET)
    rows = [row_of(line) for line in lines]
    names = columns_for(lines, keys=base is not None)
    headings = headings_for(rows, names)
    changed = _fill(sheet, headings, rows, 1)
    _format(sheet, headings, len(rows))
    _help(workbook.create_sheet(HELP_SHEET), again=base is not None)
    if changed:
        notes = workbook.create_sheet(NOTES_SHEET)
        notes.append(["Characters that a spreadsheet cannot hold were replaced in the sheet “Lines”:"])
        for place in changed:
            notes.append([place])
    if base:
        _base(workbook.create_sheet(BASE_SHEET), base, headings, rows)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def row_of(line: ReadLine) -> dict[str, str]:
    """The cells of a line by heading."""
    return {
        KEY: line.key,
        KIND: line.kind,
        NUMBER: line.number,
        TEXT: line.text,
        ORIGINAL: line.text_original,
        CRITICAL: "yes" if line.critical else "",
        MARKS: marks_text(line.marks),
        GROUP: line.unit_type,
        TRANSLATION: line.translation,
        DEPTH: str(line.depth),
    }


def columns_for(lines: Sequence[ReadLine], *, keys: bool) -> list[str]:
    """The columns of a file with these lines: the key only where wanted, the depth only where kinds do not tell it."""
    depths = depths_of((line.kind, line.number) for line in lines)
    odd = any(line.depth != depth for line, depth in zip(lines, depths, strict=True))
    return [*([KEY] if keys else []), *COLUMNS, *([DEPTH] if odd else [])]


def marks_text(marks: Decimal | None) -> str:
    """Marks as printed, without an exponent."""
    return "" if marks is None else format(marks, "f")


def chunks(text: str) -> list[str]:
    """The text in pieces that fit into a cell with room to spare; a cell's room is counted in UTF-16 units."""
    if not is_full(text):
        return [text]
    half = limits.CELL_CHARACTERS // 2  # a character takes at most two units
    return [text[start : start + half] for start in range(0, len(text), half)]


def is_full(text: str) -> bool:
    """Whether the text fills a cell, so that a spreadsheet program has cut it, or would."""
    room = limits.CELL_CHARACTERS
    if len(text) * 2 < room:
        return False
    return len(text) >= room or len(text.encode("utf-16-le", "surrogatepass")) // 2 >= room


def _escaped(text: str) -> str:
    return _ESCAPED.sub("_x005F_", text)


def headings_for(rows: Iterable[dict[str, str]], columns: Sequence[str] = COLUMNS) -> list[str]:
    """The columns, and "... (2)" columns only where a text needs them."""
    most = dict.fromkeys(LONG_COLUMNS, 1)
    for row in rows:
        for name in LONG_COLUMNS:
            if len(row[name]) > limits.CELL_CHARACTERS // 8:  # an escaped character takes up to seven
                most[name] = max(most[name], len(chunks(_escaped(storable(row[name])))))
    extra = [f"{name} ({part})" for name in LONG_COLUMNS for part in range(2, most[name] + 1)]
    return [*columns, *extra]


def _fill(sheet: Worksheet, headings: Sequence[str], rows: Sequence[dict[str, str]], first: int) -> list[str]:
    """Writes headings into row `first` and rows below, all as text; gives the places where a character was replaced."""
    at = {name: column for column, name in enumerate(headings, 1)}
    for name, column in at.items():
        sheet.cell(first, column, name)
    changed = []
    for number, row in enumerate(rows, first + 1):
        for name in row.keys() & at.keys():
            text = storable(row[name])
            if text != row[name].replace("\r\n", "\n").replace("\r", "\n"):
                changed.append((number, at[name], name))
            for part, piece in enumerate(chunks(_escaped(text)), 1):
                if piece:
                    _write_text(sheet, number, at[name if part == 1 else f"{name} ({part})"], piece)
    return [f"Row {number}, column {name}" for number, _column, name in sorted(changed)]


def _write_text(sheet: Worksheet, row: int, column: int, text: str) -> None:
    cell = sheet.cell(row, column)
    cell.value = text
    cell.data_type = "s"  # also for "=1+1", which the library would write as a formula
    cell.number_format = "@"
    cell.quotePrefix = text[:1] in ("=", "+", "-", "@")


def _format(sheet: Worksheet, headings: Sequence[str], rows: int) -> None:
    last = max(rows + 1, _FORMATTED_ROWS)
    for column, name in enumerate(headings, 1):
        head = sheet.cell(1, column)
        head.font = Font(bold=True)
        head.fill = PatternFill("solid", fgColor="DDE6EE")
        head.alignment = Alignment(vertical="top", wrap_text=True)
        width = sheet.column_dimensions[get_column_letter(column)]
        width.width = _WIDTHS.get(name, 40)
        width.number_format = "@"
        width.hidden = name == KEY
    sheet.freeze_panes = "A2"
    allowed = {
        KIND: [kind.value for kind in LineKind],
        CRITICAL: ["yes", "no"],
        GROUP: GROUPS,
        TRANSLATION: TRANSLATIONS,
    }
    for name, values in allowed.items():
        rule = DataValidation(
            type="list", formula1=f'"{",".join(values)}"', allow_blank=True, showErrorMessage=True
        )
        rule.error = f"Choose one of: {', '.join(values)}."
        _apply(sheet, rule, headings.index(name), last)
    if KEY in headings:
        # Locking the sheet would keep people from deleting and inserting rows, so nothing may be typed here instead.
        rule = DataValidation(type="custom", formula1="FALSE", allow_blank=True, showErrorMessage=True)
        rule.error = "The portal knows the row by this key. Leave it as it is."
        _apply(sheet, rule, headings.index(KEY), last)


def _apply(sheet: Worksheet, rule: DataValidation, column: int, last: int) -> None:
    letter = get_column_letter(column + 1)
    rule.add(f"{letter}2:{letter}{last}")
    sheet.add_data_validation(rule)


def _base(sheet: Worksheet, base: Base, headings: Sequence[str], rows: Sequence[dict[str, str]]) -> None:
    """What the file was made from: the edition, its state of lines, every line with its key. Hidden and locked."""
    facts = {
        BASE_MARK: "Written by the portal. Do not change.",
        BASE_EDITION: base.edition,
        BASE_REVISION: str(base.revision),
        BASE_HASH: base.content_hash,
    }
    for number, (name, value) in enumerate(facts.items(), 1):
        _write_text(sheet, number, 1, name)
        _write_text(sheet, number, 2, value)
    _fill(sheet, headings, rows, BASE_FIRST)
    sheet.sheet_state = "hidden"
    sheet.protection.sheet = True


def _help(sheet: Worksheet, *, again: bool) -> None:
    sheet.column_dimensions["A"].width = 44
    sheet.column_dimensions["B"].width = 60
    row = 1
    for texts in (_HELP, _HELP_AGAIN) if again else (_HELP,):
        for number, text in enumerate(texts):
            sheet.cell(row, 1, text).font = Font(bold=number == 0)
            row += 1
        row += 1
    kinds: list[tuple[str, ...]] = [
        ("Kind", "What it is"),
        *((kind.value, meaning) for kind, meaning in _KIND_HELP.items()),
    ]
    tables: list[list[tuple[str, ...]]] = [kinds]
    if again:
        tables.append([("What each download keeps", *FIDELITY[0][1:]), *FIDELITY[1:]])
    for table in tables:
        for number, cells in enumerate(table):
            for column, text in enumerate(cells, 1):
                sheet.cell(row, column, text).font = Font(bold=number == 0)
            row += 1
        row += 1
