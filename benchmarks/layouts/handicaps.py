"""Readers that are bad on purpose: does the intake notice? Each handicap takes one ability away."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from standards.intake.blocks import Cell, Source, Span, Table
from standards.intake.rules import columns, items, patterns, rules

_NEVER = re.compile(r"(?!)")


def _every(count: int, source: Source) -> list[Any]:
    """The blocks without every so-many-th line of text, as a front end that loses lines."""
    seen = 0

    def keep(span: Span) -> bool:
        nonlocal seen
        seen += 1
        return seen % count != 0

    found: list[Any] = []
    for block in source.blocks:
        if isinstance(block, Table):
            rows = tuple(
                tuple(Cell(tuple(s for s in cell.spans if keep(s)), cell.key) for cell in row)
                for row in block.rows
            )
            found.append(Table(rows, block.page, block.unread))
        elif not isinstance(block, Span) or keep(block):
            found.append(block)
    return found


def _flat_cells(source: Source) -> list[Any]:
    """The blocks with the lines of each cell joined, as a front end that loses line breaks."""

    def joined(cell: Cell) -> Cell:
        return Cell((replace(cell.spans[0], text=cell.text),), cell.key) if cell.spans else cell

    return [
        Table(tuple(tuple(map(joined, row)) for row in block.rows), block.page, block.unread)
        if isinstance(block, Table)
        else block
        for block in source.blocks
    ]


def _before_reading(change: Callable[[Source], list[Any]]) -> Any:
    whole = rules.Reader.__init__

    def begin(self: Any, source: Source) -> None:
        source.blocks[:] = change(source)
        whole(self, source)

    return patch.object(rules.Reader, "__init__", begin)


HANDICAPS: dict[str, Callable[[], Any]] = {
    "no words for headings": lambda: patch.object(columns, "heading_columns", lambda row: None),
    "no look at content": lambda: patch.object(columns, "content_columns", lambda rows: None),
    "no parts": lambda: patch.object(patterns, "CRITERIA_PART", _NEVER),
    "no dotted numbers": lambda: patch.object(patterns, "NUMBERED", _NEVER),
    "no bullets": lambda: patch.object(patterns, "without_bullet", lambda text: None),
    "no items in cells": lambda: patch.object(
        items, "split", lambda spans: [items.Item(None, list(spans))] if spans else []
    ),
    "lost lines": lambda: _before_reading(lambda source: _every(7, source)),
    "lost line breaks": lambda: _before_reading(_flat_cells),
}


@contextmanager
def handicapped(name: str) -> Iterator[None]:
    """The intake with one ability less."""
    with HANDICAPS[name]():
        yield
