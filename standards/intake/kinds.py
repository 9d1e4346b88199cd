"""What the intake gives back: lines, warnings and refusals, and every sentence it can say.

The sentences themselves stand in `messages.MESSAGES`, keyed by code.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from standards.intake.messages import MESSAGES

Box = tuple[float, float, float, float]
Param = str | int | None


class FileKind(StrEnum):
    """The kinds of file that the intake reads. CSV stands for every text table, CASE for a package in JSON."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    CSV = "csv"
    CASE = "json"


class LineKind(StrEnum):
    """The kinds of line in a standard, in the words of the product."""

    LEVEL = "level"
    UNIT = "unit"
    DESCRIPTOR = "descriptor"
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
    LineKind.DESCRIPTOR: 2,
    LineKind.ELEMENT: 2,
    LineKind.CRITERION: 3,
    LineKind.KNOWLEDGE: 2,
    LineKind.SKILL: 2,
    LineKind.ATTITUDE: 2,
    LineKind.RANGE: 2,
    LineKind.EVIDENCE: 2,
    LineKind.ASSESSMENT: 2,
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
    corner. `marks` are as printed, without a unit. `note` is for the person who confirms. `key` is the identifier
    that the file carries (a UUID as text), for a line that may be known already; `unit_type` the group of a unit
    (`standards.states.UnitType`), `translation` how far the English can be trusted (`TranslationStatus`).
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
    key: str = ""
    unit_type: str = ""
    translation: str = ""


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
class Base:
    """What a file that we exported says about the moment of its export: which edition (its address part), how often
    that edition's lines had been written, the hash over them, and the lines themselves.
    """

    edition: str
    revision: int
    content_hash: str
    lines: tuple[ReadLine, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadResult:
    """Everything read from one file. `layout` names the rules that were chosen, for people who look into errors.

    `base` is there for files that we exported. `not_kept` says what the file carries and the portal has no place for.
    `changed_at` is when the file says that its content was last changed (ISO 8601), "" where it does not. `remarks` say
    what the source itself has wrong (a number left out, a unit that is only listed) where nothing was left unread.
    """

    lines: tuple[ReadLine, ...]
    warnings: tuple[ReadWarning, ...]
    pages: int
    layout: str
    base: Base | None = None
    not_kept: tuple[Problem, ...] = ()
    changed_at: str = ""
    remarks: tuple[ReadWarning, ...] = ()

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
            base=_base_from(data["base"]) if data.get("base") else None,
            not_kept=tuple(Problem(**row) for row in data.get("not_kept", ())),
            changed_at=data.get("changed_at", ""),
            remarks=tuple(ReadWarning(**row) for row in data.get("remarks", ())),
        )


def _base_from(data: dict[str, Any]) -> Base:
    return Base(**{**data, "lines": tuple(_line_from(row) for row in data["lines"])})


def _line_from(row: dict[str, Any]) -> ReadLine:
    marks, box = row.pop("marks"), row.pop("box")
    return ReadLine(
        **row,
        marks=None if marks is None else Decimal(marks),
        box=None if box is None else (box[0], box[1], box[2], box[3]),
    )
