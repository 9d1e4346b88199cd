"""A first look at the XML inside an office file, without building a tree.

The scan runs while a member is being unpacked, so a sheet that claims a million rows is refused at the first row
mark beyond the limit. Any document type definition is refused: office files never have one, and entity
expansion needs one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from standards.intake import limits
from standards.intake.kinds import Param, Refused

_CELL = re.compile(r"([A-Z]{1,4})(\d{1,9})")
_STRICT = (
    "http://purl.oclc.org/ooxml/"  # the namespaces of "Strict Open XML", which the libraries do not know
)
_REMOTE = re.compile(r"(?:https?|ftps?|smb|file):?//(?!/?[a-z]:)|\\\\|//", re.I)
_FETCHED = ("attachedtemplate", "oleobject", "frame", "subdocument", "control", "afchunk")
_DDE = re.compile(r"\s*DDE(?:AUTO)?\b", re.I)
_FETCHING_FIELD = re.compile(r"\s*INCLUDE(?:PICTURE|TEXT)\b", re.I)
_FETCHING_FORMULA = re.compile(r"\b(?:WEBSERVICE|RTD|IMPORTDATA|IMPORTXML)\s*\(", re.I)
_FIELD_LENGTH = 400  # characters of a field or formula that are looked at


def cell_position(reference: str) -> tuple[int, int]:
    """Row and column (from 1) of a reference such as "AB12"; (0, 0) where it is not one."""
    match = _CELL.fullmatch(reference.replace("$", "").upper())
    if not match:
        return 0, 0
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


@dataclass(slots=True)
class Totals:
    """What was counted over all members of one file."""

    sheets: int = 0
    filled: int = 0
    marks: int = 0
    merges: int = 0
    merged_cells: int = 0
    paragraphs: int = 0
    tables: int = 0
    cells: int = 0
    docx_bytes: int = 0
    content_types: set[str] = field(default_factory=set)
    formulas_without_value: list[tuple[str, str]] = field(default_factory=list)
    tracked_changes: bool = False
    external: set[str] = field(default_factory=set)
    parts_unread: bool = False

    def notes(self) -> list[tuple[str, dict[str, Param]]]:
        """Warnings about what the file would fetch from elsewhere, and what no reader here understands."""
        found: list[tuple[str, dict[str, Param]]] = []
        if self.external:
            found.append(("external", {"what": ", ".join(sorted(self.external))}))
        if self.parts_unread:
            found.append(("part_unread", {}))
        return found


class XmlScan:
    """Feeds one XML member through expat and keeps the counts in `Totals`."""

    def __init__(self, name: str, totals: Totals) -> None:
        self.name, self.totals = name, totals
        self.row = self.column = self.tables_open = 0
        self.cell = ""
        self.has_formula = self.has_value = False
        self.code = ""  # of a field in a document, or of a formula
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._entity
        parser.StartElementHandler = self._root
        self.parser = parser

    def feed(self, chunk: bytes, *, last: bool = False) -> None:
        """The next bytes. Raises Refused (a limit, unsafe content) or Refused damaged (not XML)."""
        try:
            self.parser.Parse(chunk, last)
        except expat.ExpatError as error:
            raise Refused("damaged") from error
        except (LookupError, ValueError) as error:  # an encoding that is not known
            raise Refused("damaged") from error

    def _doctype(self, *_: object) -> None:
        raise Refused("unsafe")

    def _entity(self, *_: object) -> None:
        raise Refused("unsafe")

    def _root(self, tag: str, attributes: dict[str, str]) -> None:
        space, _, local = tag.rpartition(" ")
        if space.startswith(_STRICT) and local in ("worksheet", "workbook", "document"):
            raise Refused("strict")
        if local == "worksheet":
            self.totals.sheets += 1
            if self.totals.sheets > limits.SHEETS:
                raise Refused("sheets", limit=limits.SHEETS)
            self.parser.StartElementHandler = self._sheet_start
            self.parser.EndElementHandler = self._sheet_end
        elif local == "document":
            self.parser.StartElementHandler = self._document_start
            self.parser.EndElementHandler = self._document_end
        elif local == "Types":
            self.parser.StartElementHandler = self._types
        elif local == "Relationships":
            self.parser.StartElementHandler = self._relation
        elif local == "externalLink":
            self.totals.external.add("workbooks")
            self.parser.StartElementHandler = self._external_link
        elif local == "connections":
            self.totals.external.add("data connections")
            self.parser.StartElementHandler = None
        else:
            self.parser.StartElementHandler = None

    def _types(self, tag: str, attributes: dict[str, str]) -> None:
        self.totals.content_types.add(attributes.get("ContentType", "").lower())

    def _relation(self, tag: str, attributes: dict[str, str]) -> None:
        """What is fetched from another computer when the file is opened is refused; pictures are only told."""
        if attributes.get("TargetMode", "").lower() != "external":
            return
        kind = attributes.get("Type", "").rpartition("/")[2].lower()
        if kind in _FETCHED and _REMOTE.match(attributes.get("Target", "").strip()):
            raise Refused("remote")
        if kind == "image":
            self.totals.external.add("pictures")

    def _external_link(self, tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(" ")[2] in ("ddeLink", "oleLink"):
            raise Refused("remote")

    # ------------------------------------------------------------------ sheets
    def _sheet_start(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(" ")[2]
        if local == "row":
            self._row(attributes.get("r", ""))
        elif local == "c":
            self._cell(attributes.get("r", ""))
        elif local in ("v", "is"):
            self._value()
        elif local == "f":
            self.has_formula = True
            self.code = ""
            self.parser.CharacterDataHandler = self._collect
        elif local == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _sheet_end(self, tag: str) -> None:
        local = tag.rpartition(" ")[2]
        if local == "f":
            self.parser.CharacterDataHandler = None
            if _FETCHING_FORMULA.search(self.code):
                self.totals.external.add("formulas")
        elif local == "v":
            self.parser.CharacterDataHandler = None
        elif local == "c" and self.has_formula and not self.has_value:
            self.totals.formulas_without_value.append((self.name, self.cell))

    def _row(self, mark: str) -> None:
        self.row = int(mark) if mark.isdecimal() and len(mark) < 10 else self.row + 1
        self.column = 0
        if self.row > limits.SHEET_ROWS:
            raise Refused("rows", limit=f"{limits.SHEET_ROWS:,}")

    def _cell(self, reference: str) -> None:
        row, column = cell_position(reference)
        self.row, self.column = max(self.row, row), column or self.column + 1
        self.cell, self.has_formula, self.has_value = reference, False, False
        self.totals.marks += 1
        if row > limits.SHEET_ROWS:
            raise Refused("rows", limit=f"{limits.SHEET_ROWS:,}")
        if self.totals.marks > limits.SHEET_CELL_MARKS:
            raise Refused("cells", limit=f"{limits.SHEET_FILLED_CELLS:,}")

    def _collect(self, text: str) -> None:
        self.code += text[: max(0, _FIELD_LENGTH - len(self.code))]

    def _stored(self, text: str) -> None:
        self.has_value = self.has_value or bool(text.strip())

    def _value(self) -> None:
        self.parser.CharacterDataHandler = self._stored if self.has_formula else None
        self.totals.filled += 1
        if self.column > limits.SHEET_COLUMNS:
            raise Refused("columns", limit=limits.SHEET_COLUMNS)
        if self.totals.filled > limits.SHEET_FILLED_CELLS:
            raise Refused("cells", limit=f"{limits.SHEET_FILLED_CELLS:,}")

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        top, left = cell_position(first)
        bottom, right = cell_position(last or first)
        area = max(0, bottom - top + 1) * max(0, right - left + 1)
        self.totals.merges += 1
        self.totals.merged_cells += area
        if (
            area > limits.MERGE_CELLS
            or self.totals.merges > limits.MERGES
            or self.totals.merged_cells > limits.MERGE_CELLS_TOTAL
        ):
            raise Refused("merged")

    # --------------------------------------------------------------- documents
    def _document_start(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(" ")[2]
        totals = self.totals
        if local == "p":
            totals.paragraphs += 1
        elif local == "tc":
            totals.cells += 1
        elif local == "tbl":
            totals.tables += 1
            self.tables_open += 1
        elif local in ("ins", "del"):
            totals.tracked_changes = True
        elif local in ("altChunk", "subDoc"):
            totals.parts_unread = True
        elif local in ("instrText", "fldSimple", "fldChar"):
            self._field(local, attributes)
        else:
            return
        if self.tables_open > limits.DOCX_NESTING:
            raise Refused("nested", limit=limits.DOCX_NESTING)
        if totals.paragraphs > limits.DOCX_PARAGRAPHS or totals.tables > limits.DOCX_TABLES:
            raise Refused("paragraphs", limit=f"{limits.DOCX_PARAGRAPHS:,}")
        if totals.cells > limits.DOCX_CELLS:
            raise Refused("paragraphs", limit=f"{limits.DOCX_CELLS:,}")

    def _field(self, local: str, attributes: dict[str, str]) -> None:
        """A field's code may be spread over many runs: it is collected from its begin mark on."""
        named = {name.rpartition(" ")[2]: value for name, value in attributes.items()}
        if local == "instrText":
            self.parser.CharacterDataHandler = self._collect
        elif local == "fldSimple":
            self.code = named.get("instr", "")[:_FIELD_LENGTH]
            self._check_field()
        elif named.get("fldCharType") == "begin":
            self.code = ""

    def _check_field(self) -> None:
        if _DDE.match(self.code):
            raise Refused("remote")
        if _FETCHING_FIELD.match(self.code):
            self.totals.external.add("pictures")

    def _document_end(self, tag: str) -> None:
        local = tag.rpartition(" ")[2]
        if local == "tbl":
            self.tables_open -= 1
        elif local == "instrText":
            self.parser.CharacterDataHandler = None
            self._check_field()
