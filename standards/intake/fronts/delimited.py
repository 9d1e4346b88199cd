"""CSV and other text tables to rows: the encoding, the separator and the quotes are found out from the content.

Country offices save CSV from many programs: UTF-8 or UTF-16, Thai Windows-874, Western Windows-1252, with commas,
semicolons, tabs or bars. What cannot be told for sure is refused with its row; a guess is told as a warning.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from standards.intake import limits
from standards.intake.fronts.grid import Grid, Value, column_letter
from standards.intake.kinds import Problem, Refused

SEPARATORS = ",;\t|"
_EMPTY = SEPARATORS + " \u00a0\r\n"  # what a field may hold and still say nothing
_NO_SEPARATOR = "\0"  # stands in no text that is read
_TABLE_SHARE = 0.4  # of the rows; below that the commas are those of sentences
_WIDE_SHARE = 3  # rows of the usual width for each wider one, or the wider ones are usual too
_SAMPLE = 64_000  # characters looked at for the separator
_SAMPLE_ROWS = 100
_SPACES = " \u00a0"
_HTML = re.compile(
    r"(?:<!--.*?-->|<\?xml[^>]*>|\s)*<(?:!doctype\s+html|html|head|body|script|meta|title)\b", re.I | re.S
)
_MARKUP = re.compile(r"\s*(?:<[a-z!?][^>]{0,400}>|\{\\rtf|%!PS)", re.I)
_SEP_LINE = re.compile(r"sep=(.)\r?\n?", re.I)
_HIGH_RUNS = re.compile(rb"[\x80-\xff]+")
_UTF8_LETTERS = re.compile(rb"[\xc3-\xf4][\x80-\xbf]{1,3}")
_NAMES = {
    "cp874": "Windows-874 (Thai)",
    "cp1252": "Windows-1252 (Western)",
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
}


@dataclass(frozen=True, slots=True)
class Text:
    """A file as text. `encoding` is "utf-8", "utf-16-le", "utf-16-be", "cp874" or "cp1252"."""

    text: str
    encoding: str

    @property
    def guessed(self) -> bool:
        """Whether nothing in the file says that it has this encoding."""
        return self.encoding in ("cp874", "cp1252")


def read(path: Path, title: str = "") -> Grid:
    """The rows of the file. Raises Refused: no text, a web page, a mixed encoding, an open quote, a limit."""
    found = decode(path.read_bytes())
    check_content(found.text)
    grid = parse(found.text, title)
    if found.guessed:
        grid.notes.append(("encoding", {"encoding": _NAMES[found.encoding]}))
    return grid


def looks_like_text(head: bytes) -> bool:
    """Whether the first bytes can be text: UTF-16 with or without its mark, or no zero byte at all."""
    return bool(_utf16(head)) or b"\0" not in head


def check_content(text: str) -> None:
    """Raises Refused for text that is no table: a web page, another markup."""
    if _HTML.match(text[:4_000]):
        raise Refused("web_page")
    if _MARKUP.match(text):
        raise Refused("type")


# ---------------------------------------------------------------------- encoding
def decode(raw: bytes) -> Text:
    """The text of the bytes. Raises Refused where no encoding fits all of it."""
    sixteen = _utf16(raw)
    if sixteen:
        return Text(_strict(raw, sixteen).removeprefix("\ufeff").replace("\ufeff", ""), sixteen)
    if b"\0" in raw:
        raise Refused("not_text")
    body = raw.removeprefix(codecs.BOM_UTF8)
    try:
        return Text(body.decode("utf-8").replace("\ufeff", ""), "utf-8")
    except UnicodeDecodeError as error:
        if body is not raw or _mostly_utf8(body):
            raise Refused("csv_encoding", row=_row_at(body, error.start), encoding="UTF-8") from error
    for name in ("cp874", "cp1252") if _thai_runs(body) else ("cp1252", "cp874"):
        try:
            text = body.decode(name)
        except UnicodeDecodeError:
            continue
        if not any(unicodedata.category(c) == "Cc" and c not in "\t\r\n\f\v" for c in text):
            return Text(text, name)
    raise Refused("not_text")


def _utf16(raw: bytes) -> str:
    """The byte order of UTF-16, or "" where the bytes are not UTF-16."""
    if raw.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if raw.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    sample = raw[:4_000]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if len(raw) % 2 or half < 4:
        return ""
    if odd > 0.3 * half and even < 0.02 * half:
        return "utf-16-le"
    if even > 0.3 * half and odd < 0.02 * half:
        return "utf-16-be"
    return ""


def _strict(raw: bytes, name: str) -> str:
    try:
        text = raw.decode(name)
    except UnicodeDecodeError as error:
        row = raw[: error.start].decode(name, "replace").count("\n") + 1
        raise Refused("csv_encoding", row=row, encoding=_NAMES["utf-16"]) from error
    if "\0" in text:
        raise Refused("not_text")
    return text


def _mostly_utf8(raw: bytes) -> bool:
    """Whether most bytes above ASCII stand in sequences that only UTF-8 makes."""
    high = sum(map(len, _HIGH_RUNS.findall(raw)))
    good = sum(map(len, _UTF8_LETTERS.findall(raw)))
    return good * 2 > high


def _thai_runs(raw: bytes) -> bool:
    """Thai words are long runs of bytes above ASCII; letters with accents stand alone between others."""
    runs = [len(run) for run in _HIGH_RUNS.findall(raw)]
    return sum(length for length in runs if length >= 3) * 2 > sum(runs)


def _row_at(raw: bytes, place: int) -> int:
    before = raw[:place]
    return before.count(b"\n") + (before.count(b"\r") if b"\n" not in before else 0) + 1


# ------------------------------------------------------------------------- rows
def parse(text: str, title: str = "") -> Grid:
    """The rows of a text table. Raises Refused: an open quote, too many rows, columns or characters in a field."""
    told = _SEP_LINE.match(text)
    separator = told[1] if told else find_separator(text)
    rows: dict[int, dict[int, Value]] = {}
    first = 2 if told else 1
    filled = 0
    widths: Counter[int] = Counter()
    for number, fields in enumerate(_records(text[told.end() :] if told else text, separator, first), first):
        if number > limits.SHEET_ROWS:
            raise Refused("rows", limit=f"{limits.SHEET_ROWS:,}")
        cells = {at: Value(field) for at, field in enumerate(fields, 1) if field.strip()}
        if not any(value.text.strip(_EMPTY) for value in cells.values()):
            continue
        _check(number, cells)
        filled += len(cells)
        if filled > limits.SHEET_FILLED_CELLS:
            raise Refused("cells", limit=f"{limits.SHEET_FILLED_CELLS:,}")
        rows[number] = cells
        widths[max(cells)] += 1
    grid = Grid(title, rows)
    _note_wide_rows(grid, widths)
    return grid


def _check(row: int, cells: dict[int, Value]) -> None:
    if max(cells) > limits.SHEET_COLUMNS:
        raise Refused("columns", limit=limits.SHEET_COLUMNS)
    wrong = [
        Problem("row_long", {"row": row, "column": column_letter(at), "limit": f"{limits.LINE_CHARACTERS:,}"})
        for at, value in cells.items()
        if len(value.text) > limits.LINE_CHARACTERS
    ]
    if wrong:
        raise Refused("csv_rows", problems=wrong)


def _note_wide_rows(grid: Grid, widths: Counter[int]) -> None:
    """Rows with more fields than the heading: a separator inside a text without quotes moves what follows."""
    if len(grid.rows) < 2:
        return
    usual, count = widths.most_common(1)[0]
    first = max(next(iter(grid.rows.values())))
    wide = [str(row) for row, cells in grid.rows.items() if max(cells) > max(usual, first)]
    if usual > 1 and 0 < len(wide) * _WIDE_SHARE <= count:
        more = "" if len(wide) <= 20 else f" (+{len(wide) - 20})"
        grid.notes.append(("row_columns", {"rows": ", ".join(wide[:20]) + more}))


def find_separator(text: str) -> str:
    """The separator that gives most rows the same number of columns, more than one.

    Where none does, the text is no table but a list of lines, and what is given back stands nowhere in it.
    """
    sample = text[:_SAMPLE]
    best, chosen = 0.0, _NO_SEPARATOR
    for separator in SEPARATORS:
        if separator not in sample:
            continue
        widths: Counter[int] = Counter()
        try:
            for fields in _records(sample, separator, 1):
                if "".join(fields).strip():
                    widths[len(fields)] += 1
                if widths.total() >= _SAMPLE_ROWS:
                    break
        except Refused as refused:  # the sample ends inside a quote, or a row has too many fields
            if refused.code == "columns":
                return separator
        width, rows = max(widths.items(), key=lambda item: (item[0] > 1, item[1]), default=(1, 0))
        several = widths.total() - widths[1]
        if width < 2 or several < _TABLE_SHARE * widths.total():
            continue
        score = rows / widths.total() + min(width, 20) / 100
        if score > best:
            best, chosen = score, separator
    return chosen


def _records(text: str, separator: str, first: int) -> Iterator[list[str]]:
    """Records by RFC 4180, with any line end. `first` is the number of the first row, for messages."""
    ends = re.compile(f"[{re.escape(separator)}\r\n]")
    at, row, size = 0, first, len(text)
    fields: list[str] = []
    while at < size:
        start = at
        while at < size and text[at] in _SPACES:
            at += 1
        if at < size and text[at] == '"':
            field, at = _quoted(text, at, separator, row)
        else:
            match = ends.search(text, start)
            at = match.start() if match else size
            field = text[start:at]
        fields.append(field)
        if len(fields) > limits.TEXT_FIELDS:
            raise Refused("columns", limit=limits.SHEET_COLUMNS)
        if at < size and text[at] == separator:
            at += 1
            if at < size:
                continue
            fields.append("")
        yield fields
        fields = []
        row += 1
        at += 2 if text.startswith("\r\n", at) else 1


def _quoted(text: str, start: int, separator: str, row: int) -> tuple[str, int]:
    """The field whose opening quote stands at `start`, and the place behind it.

    A quote that closes before other text was never meant as one: the field is then taken as it stands, unless it
    swallowed a line end, which is a quote that somebody forgot to close.
    """
    parts = []
    at = start + 1
    while True:
        quote = text.find('"', at)
        if quote < 0:
            raise Refused("csv_quote", row=row)
        parts.append(text[at:quote])
        if text.startswith('""', quote):
            parts.append('"')
            at = quote + 2
            continue
        end = quote + 1
        while end < len(text) and text[end] in _SPACES:
            end += 1
        if end >= len(text) or text[end] in (separator, "\r", "\n"):
            return "".join(parts).replace("\r\n", "\n").replace("\r", "\n"), end
        if "\n" in text[start:quote] or "\r" in text[start:quote]:
            raise Refused("csv_quote", row=row)
        match = re.compile(f"[{re.escape(separator)}\r\n]").search(text, end)
        end = match.start() if match else len(text)
        return text[start:end], end
