"""What the intake gives back: lines, warnings and refusals, and every sentence it can say.

All sentences stand in `MESSAGES`, keyed by a short code, so that the web application can translate them:
`gettext(MESSAGES[code]).format(**params)`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

Box = tuple[float, float, float, float]
Param = str | int | None


class FileKind(StrEnum):
    """The three kinds of file that the intake reads."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"


class LineKind(StrEnum):
    """The kinds of line in a standard, in the words of the product."""

    LEVEL = "level"
    UNIT = "unit"
    ELEMENT = "element"
    CRITERION = "criterion"
    KNOWLEDGE = "knowledge"
    SKILL = "skill"
    ATTITUDE = "attitude"
    RANGE = "range"
    EVIDENCE = "evidence"
    ASSESSMENT = "assessment"


# A line hangs under the nearest line above it that has a smaller rank. Knowledge and its like belong to the
# unit (or the level, in standards without units), not to the element that happens to stand before them.
RANK: Mapping[str, int] = {
    LineKind.LEVEL: 0,
    LineKind.UNIT: 1,
    LineKind.ELEMENT: 2,
    LineKind.CRITERION: 3,
    LineKind.KNOWLEDGE: 2,
    LineKind.SKILL: 2,
    LineKind.ATTITUDE: 2,
    LineKind.RANGE: 2,
    LineKind.EVIDENCE: 2,
    LineKind.ASSESSMENT: 2,
}

MESSAGES: Mapping[str, str] = {
    # the file as a whole
    "type": "The selected file must be a PDF, DOCX or XLSX. Open it in the program that made it, save it as one of these, and upload the new copy.",
    "suffix": "The selected file is named like one kind of file but is another. Rename it or save it again as a PDF, DOCX or XLSX, and upload the new copy.",
    "old_office": "The selected file must be a PDF, DOCX or XLSX. It was saved in the old Word or Excel format: open it, save it as DOCX or XLSX, and upload the new copy.",
    "macros": "The selected file may contain unsafe content: it has macros. Save it as DOCX or XLSX without macros, and upload the new copy.",
    "embedded": "The selected file may contain unsafe content: other files or controls are embedded in it. Remove them, save it again, and upload the new copy.",
    "unsafe": "The selected file may contain unsafe content. Save it again in Word, Excel or LibreOffice, and upload the new copy.",
    "too_big": "The selected file must be smaller than {limit} MB. Remove large pictures or split it, and upload it again.",
    "empty": "The selected file is empty. Check that you chose the right file, and upload it again.",
    "password": "The selected file is password protected. Save a copy without a password and without restrictions, and upload the copy.",
    "damaged": "The selected file is damaged: save it again and upload the new copy.",
    "unpacked": "The selected file is too large when unpacked. Remove pictures and sheets or sections that are not part of the standard, and upload the new copy.",
    "rows": "The selected file has more than {limit} rows. Delete the rows that are not part of the standard, also empty formatted ones, and upload it again.",
    "columns": "The selected file has more than {limit} columns. Delete the columns that are not part of the standard, and upload it again.",
    "cells": "The selected file has more than {limit} cells. Split it into several files, and upload them one by one.",
    "sheets": "The selected file has more than {limit} sheets. Delete the sheets that are not part of the standard, and upload it again.",
    "merged": "The selected file has merged cells that cover too large an area. Undo the merge, save the file, and upload it again.",
    "pages": "The selected file has more than {limit} pages. Upload only the pages with the standard.",
    "paragraphs": "The selected file has more than {limit} paragraphs or table cells. Split it into several files, and upload them one by one.",
    "no_text": "No text was found in the PDF; it may hold scanned pages only. Type the lines in, or fill in the XLSX template and upload that.",
    "no_table": "No table was found in the spreadsheet. Fill in the XLSX template and upload that.",
    "too_long": "The selected file takes too long to read. Type the lines in, or fill in the XLSX template and upload that.",
    # our own template
    "template_rows": "The spreadsheet has entries that could not be read. Nothing was stored. Correct them and upload it again.",
    "template_column": "Row {row}: the column “{column}” is missing from the sheet “{sheet}”. Use the headings of the template.",
    "template_twice": "Row {row}: the column “{column}” is there twice. Delete one of them.",
    "row_kind": "Row {row}, column {column}: “{value}” is not a kind of line. Use one of: {allowed}.",
    "row_text": "Row {row}, column {column}: the text is missing. Type it in, or delete the row.",
    "row_critical": "Row {row}, column {column}: “{value}” is neither yes nor no.",
    "row_marks": "Row {row}, column {column}: “{value}” is not a number from 0 to 100,000.",
    "row_long": "Row {row}, column {column}: the text is longer than {limit} characters. Shorten it.",
    "row_date": "Row {row}, column {column}: the spreadsheet program turned the entry into a date. Format the cell as text and type it again.",
    "row_error": "Row {row}, column {column}: the cell shows the error {value}. Type the text itself.",
    "row_formula": "Row {row}, column {column}: the formula has no stored result. Save the file once in Excel or LibreOffice, or type the text itself.",
    "problems_more": "And {count} more.",
    # warnings: the file was read, a person must look
    "nothing_found": "No lines of a standard were recognised in this file. Type them in, or fill in the XLSX template and upload that.",
    "no_criteria": "No performance criteria were recognised in this file. Check it against the source and add what is missing.",
    "unit_without_criteria": "The unit “{unit}” has no lines below it. Check it against the source.",
    "unit_listed_only": "The unit “{unit}” is listed in the file, but its own section was not found.",
    "number_gap": "After {before} comes {after}: a line may be missing between them.",
    "number_start": "The first number in this place is {after}: a line may be missing before it.",
    "number_twice": "The number {after} is used twice in the same place.",
    "number_elsewhere": "The number {after} does not fit the element {element} above it.",
    "table_unread": "Text inside a table was left unread, beginning with “{text}”.",
    "much_unread": "Only {percent} % of the words of this file became lines. Check that nothing is missing.",
    "page_unread": "This page has much text but none of it became a line, beginning with “{text}”.",
    "long_line": "This line is very long. It may hold several lines of the source.",
    "old_font": "Some text looks like an old font encoding and may be unreadable. Compare it with the source.",
    "sheet_hidden": "The hidden sheet “{sheet}” was not read.",
    "tracked": "The document has tracked changes. The text was read as if all of them were accepted.",
    "not_shown": "There are {count} more warnings of this kind.",
}


def sentence(code: str, params: Mapping[str, Param]) -> str:
    """The English sentence of a code, with its values filled in."""
    return MESSAGES[code].format(**params)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in one place of a file (row and column are in `params`)."""

    code: str
    params: dict[str, Param] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The English sentence."""
        return sentence(self.code, self.params)


class Refused(Exception):
    """The file is not taken. `.message` says what is wrong and what to do; `.problems` lists places."""

    def __init__(self, code: str, *, problems: Sequence[Problem] = (), **params: Param) -> None:
        self.code = code
        self.params: dict[str, Param] = params
        self.problems = tuple(problems)
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """The English sentence, without the list of places."""
        return sentence(self.code, self.params)

    def to_json(self) -> dict[str, Any]:
        """A plain structure for the child process's answer."""
        problems = [{"code": p.code, "message": p.message, "params": p.params} for p in self.problems]
        return {"code": self.code, "message": self.message, "params": self.params, "problems": problems}


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One line of a standard as read from a file.

    `number` is the printed number or, for units, the code. `text` is English (or the only language there is, if
    it is written in Latin letters); `text_original` the national language. `depth` is the distance from the root
    of the tree. `page` counts from 1; `box` is left, top, right, bottom in points from the page's upper left
    corner. `marks` are as printed, without a unit. `note` is for the person who confirms.
    """

    kind: str
    number: str
    text: str
    text_original: str = ""
    depth: int = 0
    critical: bool = False
    marks: Decimal | None = None
    page: int | None = None
    box: Box | None = None
    note: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True)
class ReadWarning:
    """Something a person must look at. `line` is an index into the lines of the result."""

    code: str
    message: str
    page: int | None = None
    line: int | None = None
    params: dict[str, Param] = field(default_factory=dict)


def warning(code: str, *, page: int | None = None, line: int | None = None, **params: Param) -> ReadWarning:
    """A warning with its English sentence filled in."""
    return ReadWarning(code, sentence(code, params), page, line, params)


@dataclass(frozen=True, slots=True)
class ReadResult:
    """Everything read from one file. `layout` names the rules that were chosen, for people who look into errors."""

    lines: tuple[ReadLine, ...]
    warnings: tuple[ReadWarning, ...]
    pages: int
    layout: str

    def to_json(self) -> str:
        """The result as JSON text; `from_json` gives back an equal result."""
        return json.dumps(asdict(self), ensure_ascii=False, default=str)

    @classmethod
    def from_json(cls, text: str | bytes) -> ReadResult:
        """The result that `to_json` wrote."""
        data = json.loads(text)
        return cls(
            lines=tuple(_line_from(row) for row in data["lines"]),
            warnings=tuple(ReadWarning(**row) for row in data["warnings"]),
            pages=data["pages"],
            layout=data["layout"],
        )


def _line_from(row: dict[str, Any]) -> ReadLine:
    marks, box = row.pop("marks"), row.pop("box")
    return ReadLine(
        **row,
        marks=None if marks is None else Decimal(marks),
        box=None if box is None else (box[0], box[1], box[2], box[3]),
    )
