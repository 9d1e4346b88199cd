"""Reads the spreadsheet back, through the gate of the intake. Raises Refused or NotOurs and nothing else for bad files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarking.exchange import form
from benchmarking.exchange.form import InCell, InRow, InSheet, NotOurs
from standards.intake import FileKind
from standards.intake.fronts import xlsx
from standards.intake.fronts.grid import Grid, Value, column_letter
from standards.intake.gates import gate


def read(path: Path, name: str = "") -> InSheet:
    """The rows of a file that `writing.workbook` made, whatever a person has done to it since.

    Raises:
        Refused: the gate or the reader of spreadsheets refuses it.
        NotOurs: it is no spreadsheet of a benchmark, or columns are missing.
    """
    found = gate.inspect(path, name)
    if found.kind is not FileKind.XLSX:
        raise NotOurs
    sheets = {grid.title: grid for grid in reversed(xlsx.grids(path, found.totals))}
    lines, base = sheets.get(form.SHEET), sheets.get(form.BASE)
    if lines is None or base is None:
        raise NotOurs
    facts = _facts(base)
    if form.MARK not in facts:
        raise NotOurs
    columns = _columns(lines)
    rows = [_row(number, cells, columns) for number, cells in lines.rows.items() if number > 1]
    kept = tuple(one for one in rows if one.key)
    strange = tuple(one.row for one in rows if not one.key and any(cell.text for cell in one.cells.values()))
    return InSheet(facts.get(form.BENCHMARK, ""), facts.get(form.VIEW, ""), kept, strange)


def _facts(base: Grid) -> dict[str, str]:
    pairs = [(cells.get(1, Value()).text, cells.get(2, Value()).text) for cells in base.rows.values()]
    return {name.strip(): text.strip() for name, text in pairs[:10]}


def _columns(lines: Grid) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, value in lines.rows.get(1, {}).items():
        found.setdefault(value.text.strip(), at)
    needed = (*form.HIDDEN, *form.FILLED)
    missing = [name for name in needed if name not in found]
    if missing:
        raise NotOurs("headings", names=", ".join(missing))
    return {name: found[name] for name in needed}


def _row(number: int, cells: dict[int, Value], columns: dict[str, int]) -> InRow:
    values = {name: cells.get(at, Value()) for name, at in columns.items()}
    filled = {
        name: InCell(values[name].text, f"{column_letter(columns[name])}{number}", values[name].problem)
        for name in form.FILLED
    }
    return InRow(number, values[form.KEY].text.strip(), values[form.REVISION].text.strip(), filled)


def to_json(sheet: InSheet) -> str:
    """What the child process answers."""
    rows = [
        [one.row, one.key, one.revision, [[c.text, c.at, c.problem] for c in one.cells.values()]]
        for one in sheet.rows
    ]
    answer = {
        "benchmark": sheet.benchmark,
        "view": sheet.view,
        "rows": rows,
        "strange": list(sheet.strange),
    }
    return json.dumps(answer, ensure_ascii=False)


def from_json(answer: dict[str, Any]) -> InSheet:
    """The same in the parent."""
    rows = tuple(InRow(row, key, revision, _cells(cells)) for row, key, revision, cells in answer["rows"])
    return InSheet(answer["benchmark"], answer["view"], rows, tuple(answer["strange"]))


def _cells(values: Sequence[Sequence[str]]) -> dict[str, InCell]:
    return {name: InCell(*value) for name, value in zip(form.FILLED, values, strict=True)}
