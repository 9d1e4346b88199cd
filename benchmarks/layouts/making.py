"""From an entry of the catalogue, a seed and a standard to a file and its gold structure."""

from __future__ import annotations

import csv
import io
from typing import Any

from openpyxl import Workbook

from benchmarks.layouts import printing
from benchmarks.layouts.catalogue import Entry, Sheets
from benchmarks.layouts.structure import Standard
from benchmarks.layouts.style import drawn


def make(entry: Entry, kind: str, standard: Standard, seed: int) -> tuple[bytes, dict[str, Any]]:
    """The file's content and the structure that should be read from it. `kind` is one of `entry.formats`."""
    style = drawn(f"{entry.name}-{seed}", entry.schemes, entry.elements)
    made, left = entry.make(standard, style)
    if isinstance(made, Sheets):
        return (_csv(made, seed) if kind == "csv" else _xlsx(made)), left.gold()
    return (printing.pdf(made) if kind == "pdf" else printing.word(made)), left.gold()


def _xlsx(sheets: Sheets) -> bytes:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, rows in sheets.rows.items():
        sheet = workbook.create_sheet(title[:31])
        for row in rows:
            sheet.append([value or None for value in row])
        for first_row, first_column, last_row, last_column in sheets.merged.get(title, []):
            sheet.merge_cells(None, first_row, first_column, last_row, last_column)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _csv(sheets: Sheets, seed: int) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=",;\t"[seed % 3])
    writer.writerows(next(iter(sheets.rows.values())))
    return stream.getvalue().encode(("utf-8-sig", "utf-8", "utf-16")[seed // 3 % 3])
