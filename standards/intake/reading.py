"""From a path to a result: gate, front end, rules, checks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path, PurePath

from core.text import piled_marks
from standards.intake.blocks import Source, numbered, spans_of
from standards.intake.casefiles import case
from standards.intake.fronts import delimited, flat, xlsx
from standards.intake.fronts.grid import Grid
from standards.intake.gates import gate
from standards.intake.gates.xmlscan import Totals
from standards.intake.kinds import FileKind, ReadResult
from standards.intake.ours import form, roundtrip
from standards.intake.rules.judging import judge
from standards.intake.rules.rules import Reader

Progress = Callable[[int, int, str], None]


def read(path: Path, name: str = "", progress: Progress | None = None) -> ReadResult:
    """Reads a standard. `name` is what the person's file is called. Raises Refused and nothing else for bad files.

    A result without lines always carries a warning that says so.
    """
    found = gate.inspect(path, name)
    if found.kind is FileKind.XLSX:
        return _read_sheets(xlsx.grids(path, found.totals), found)
    if found.kind is FileKind.CSV:
        return _read_text_table(delimited.read(path, PurePath(name).stem), found)
    if found.kind is FileKind.CASE:
        return case.read(path, datetime.now(UTC))
    source = _source(path, found.kind, found.totals, progress)
    source.notes = [*found.notes, *source.notes]
    return _by_rules(source, layout=found.kind.value)


def _source(path: Path, kind: FileKind, totals: Totals, progress: Progress | None) -> Source:
    if kind is FileKind.PDF:
        from standards.intake.fronts import pdf  # noqa: PLC0415  slow import

        return pdf.read(path, progress)
    from standards.intake.fronts import docx  # noqa: PLC0415  slow import

    return docx.read(path, totals)


def _read_sheets(grids: Sequence[Grid], found: gate.Inspection) -> ReadResult:
    ours = form.find_template(grids)
    return roundtrip.read_form(ours, grids) if ours else _read_flat(grids, found, layout="xlsx")


def _read_text_table(grid: Grid, found: gate.Inspection) -> ReadResult:
    ours = form.find_template_in_text(grid)
    return roundtrip.read_form(ours) if ours else _read_flat([grid], found, layout="csv")


def _read_flat(grids: Sequence[Grid], found: gate.Inspection, layout: str) -> ReadResult:
    source = flat.source_of(grids)
    source.notes = [*found.notes, *source.notes]
    return _by_rules(source, layout=layout)


def _by_rules(source: Source, layout: str) -> ReadResult:
    piled = next((span.text for span in spans_of(source.blocks) if piled_marks(span.text)), "")
    if piled:
        source.notes.append(("marks", {"text": piled[:30]}))
    source.blocks = numbered(source.blocks)
    reader = Reader(source)
    reader.read(source.blocks)
    lines = reader.outline.lines()
    warnings, remarks = judge(reader, lines, source)
    return ReadResult(lines, warnings, source.pages, layout, remarks=remarks)
