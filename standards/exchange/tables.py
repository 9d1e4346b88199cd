"""An edition as a spreadsheet or as CSV, in the columns of the template; both can be changed and uploaded again."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Sequence

from standards.exchange.facts import EditionFacts, Exported
from standards.intake import ReadLine, template_workbook
from standards.intake.ours.template import chunks, columns_for, headings_for, row_of, storable

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"
GUARD = "\t"
_FORMULA = "=+-@"
# Signs that stand before a formula without being seen: spaces, controls, marks of direction and width.
_UNSEEN = ("Cc", "Cf", "Zs", "Zl", "Zp")


def workbook(facts: EditionFacts, lines: Sequence[ReadLine]) -> Exported:
    """The lines with hidden keys and a hidden sheet of what was exported."""
    content = template_workbook(lines, facts.base(tuple(lines)))
    return Exported(content, "xlsx", XLSX_TYPE)


def text_table(lines: Sequence[ReadLine]) -> Exported:
    """CSV in UTF-8 with a byte order mark, which spreadsheet programs need; every text quoted where it must be."""
    rows = [row_of(line) for line in lines]
    headings = headings_for(rows, [*columns_for(lines, keys=False), "Key"])
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(headings)
    for row in rows:
        cells = _cells(row)
        writer.writerow([cells.get(name, "") for name in headings])
    return Exported(b"\xef\xbb\xbf" + stream.getvalue().encode(), "csv", CSV_TYPE)


def _cells(row: dict[str, str]) -> dict[str, str]:
    cells = {}
    for name, text in row.items():
        for part, piece in enumerate(chunks(storable(text)), 1):
            cells[name if part == 1 else f"{name} ({part})"] = guarded(piece)
    return cells


def guarded(text: str) -> str:
    """The text with a tab before it where a spreadsheet program would take it for a formula (OWASP: CSV injection).

    The intake takes the tab off again. A text that begins with a tab gets one too, so that nothing is lost.
    """
    return GUARD + text if text[:1] in ("\t", "\r", "\n") or _looks_like_formula(text) else text


def _looks_like_formula(text: str) -> bool:
    for sign in text:
        if unicodedata.category(sign) in _UNSEEN:
            continue
        return unicodedata.normalize("NFKC", sign)[:1] in _FORMULA
    return False
