"""From a path to a result: gate, front end, rules, checks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from standards.intake import checks, gate, xlsx
from standards.intake.blocks import Source
from standards.intake.kinds import FileKind, ReadResult, Refused
from standards.intake.rules import Reader
from standards.intake.xmlscan import Totals

Progress = Callable[[int, int, str], None]


def read(path: Path, name: str = "", progress: Progress | None = None) -> ReadResult:
    """Reads a standard. `name` is what the person's file is called. Raises Refused and nothing else for bad files.

    A result without lines always carries a warning that says so.
    """
    found = gate.inspect(path, name)
    if found.kind is FileKind.XLSX:
        return _read_xlsx(path, found.totals)
    source = _source(path, found.kind, found.totals, progress)
    return _by_rules(source, layout=found.kind.value)


def _source(path: Path, kind: FileKind, totals: Totals, progress: Progress | None) -> Source:
    if kind is FileKind.PDF:
        from standards.intake import pdf  # noqa: PLC0415  slow import

        return pdf.read(path, progress)
    from standards.intake import docx  # noqa: PLC0415  slow import

    return docx.read(path, totals)


def _read_xlsx(path: Path, totals: Totals) -> ReadResult:
    workbook = xlsx.open_workbook(path)
    form = xlsx.find_template(workbook)
    if form is None:
        return _by_rules(xlsx.read_flat(workbook), layout="xlsx")
    lines = xlsx.read_template(form, totals)
    if not lines:
        raise Refused("no_table")
    return ReadResult(lines, checks.look(lines, Source([]), [], []), 0, "template")


def _by_rules(source: Source, layout: str) -> ReadResult:
    reader = Reader(source)
    reader.read(source.blocks)
    lines = reader.outline.lines()
    warnings = checks.look(lines, source, reader.unread, reader.listed)
    return ReadResult(lines, warnings, source.pages, layout)
