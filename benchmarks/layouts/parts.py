"""The neutral form of a set document: paragraphs and tables, which `paper` turns into PDF and DOCX."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. `look` is title, heading, bold, capitals, plain, item, box (a text box) or counted (list number)."""

    text: str
    look: str = "plain"
    level: int = 1
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Box:
    """A table cell: its lines, and how many rows and columns it covers."""

    lines: tuple[str, ...] = ()
    rows: int = 1
    columns: int = 1
    bold: bool = False
    items: bool = False  # lines as list items (a list in the word processor, not typed bullets)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; cells covered by a merged one are left out, as in HTML."""

    rows: tuple[tuple[Box, ...], ...]
    widths: tuple[int, ...]  # percent
    head: int = 1  # rows that are printed again on each page
    ruled: bool = True
    breakable: bool = True  # whether a page may break inside a row


@dataclass(frozen=True, slots=True)
class Break:
    """A new page."""


Part = Text | Grid | Break


@dataclass(slots=True)
class Paper:
    """A document ready to be printed."""

    parts: list[Part] = field(default_factory=list)
    head: str = ""  # running head
    foot: str = ""  # before the page number
    columns: int = 1
    landscape: bool = False
    font: float = 10

    def add(self, *parts: Part) -> None:
        """More parts at the end."""
        self.parts.extend(parts)


def cell(*lines: str, rows: int = 1, columns: int = 1, bold: bool = False, items: bool = False) -> Box:
    """A table cell from its lines."""
    return Box(tuple(lines), rows, columns, bold, items)
