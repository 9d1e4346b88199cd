"""Pasted text: rows of a spreadsheet (cells with tabs between them), paragraphs of a document, or both mixed.

Read like a file of the same content. `python -m standards.intake.pasted` takes the text on standard input and answers
like `python -m standards.intake`; the parent sets the limits.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby

from standards.intake import limits
from standards.intake.blocks import Block, Cell, Source, Span, Table
from standards.intake.fronts import flat
from standards.intake.fronts.grid import Grid, Value
from standards.intake.kinds import LineKind, ReadLine, ReadResult, Refused
from standards.intake.ours import form, roundtrip
from standards.intake.rules import checks, patterns
from standards.intake.rules.rules import Reader

LAYOUT = "pasted"
_CELL_LINES = 200  # lines that one quoted cell of a spreadsheet may have


def read(text: str) -> ReadResult:
    """The lines of a pasted text.

    Raises:
        Refused: it has too many rows, or rows of our own template have faults.
    """
    rows = [row for row in _rows(text) if any(cell.strip() for cell in row)]
    if len(rows) > limits.DOCX_PARAGRAPHS:
        raise Refused("paragraphs", limit=limits.DOCX_PARAGRAPHS)
    if len(rows) > 1 and all(len(row) > 1 for row in rows):
        grid = _grid(rows)
        ours = form.find_template_in_text(grid)
        return roundtrip.read_form(ours) if ours else _by_rules(flat.source_of([grid]))
    return _by_rules(Source(list(_blocks(rows))))


def _by_rules(source: Source) -> ReadResult:
    reader = Reader(source)
    reader.read(source.blocks)
    lines = reader.outline.lines() or _as_they_are(source)
    return ReadResult(lines, checks.look(lines, source, reader.unread, reader.listed), 0, LAYOUT)


def _as_they_are(source: Source) -> tuple[ReadLine, ...]:
    """Text without numbers or headings: every paragraph and every row is a line, for the person to sort out."""
    texts = [" ".join(texts) for block in source.blocks for texts in _texts(block)]
    return tuple(
        ReadLine(
            LineKind.CRITERION,
            "",
            text if patterns.is_latin(text) else "",
            "" if patterns.is_latin(text) else text,
        )
        for text in texts
        if text
    )


def _texts(block: Block) -> Iterator[list[str]]:
    if isinstance(block, Span):
        yield [block.text]
    elif isinstance(block, Table):
        yield from ([cell.text for cell in row if cell.text] for row in block.rows)


def _rows(text: str) -> Iterator[list[str]]:
    """The cells of each row. A spreadsheet puts a cell of several lines into quotation marks."""
    lines = iter(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    for line in lines:
        row = line
        if "\t" in row and (row.startswith('"') or '\t"' in row):
            for _more in range(_CELL_LINES):
                if row.count('"') % 2 == 0:
                    break
                row += "\n" + next(lines, '"')
        yield _cells(row) if "\t" in row else [row]


def _cells(row: str) -> list[str]:
    cells: list[str] = []
    quoted = False
    for piece in row.split("\t"):
        if quoted:
            cells[-1] += " " + piece
        else:
            cells.append(piece)
        quoted = cells[-1].startswith('"') and cells[-1].count('"') % 2 == 1
    return [_unquoted(cell) for cell in cells]


def _unquoted(cell: str) -> str:
    if len(cell) > 1 and cell.startswith('"') and cell.endswith('"'):
        return cell[1:-1].replace('""', '"')
    return cell


def _grid(rows: Sequence[Sequence[str]]) -> Grid:
    filled = {
        number: {column: Value(cell.strip()) for column, cell in enumerate(row, 1) if cell.strip()}
        for number, row in enumerate(rows, 1)
    }
    return Grid("", filled)


def _blocks(rows: Sequence[Sequence[str]]) -> Iterator[Block]:
    for is_table, some in groupby(rows, key=lambda row: len(row) > 1):
        group = list(some)
        if not is_table:
            yield from (Span(row[0].strip()) for row in group)
            continue
        width = max(map(len, group))
        yield Table(tuple(tuple(map(_cell, [*row, *[""] * (width - len(row))])) for row in group))


def _cell(text: str) -> Cell:
    lines = [line.strip() for line in text.split("\n")]
    return Cell(tuple(Span(line) for line in lines if line))


def main() -> int:
    """Reads standard input, answers with JSON. Raises only for faults of ours."""
    try:
        answer = read(sys.stdin.buffer.read().decode("utf-8")).to_json()
    except Refused as refused:
        answer = json.dumps({"refused": refused.to_json()}, ensure_ascii=False)
    except MemoryError:  # the limit that the parent set
        answer = json.dumps({"refused": Refused("too_long").to_json()}, ensure_ascii=False)
    sys.stdout.buffer.write(answer.encode("utf-8"))
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
