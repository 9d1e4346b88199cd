"""The tables of a document as sheets of a workbook: what `reports.xlsx` writes, without knowing any kind."""

from __future__ import annotations

from dataclasses import dataclass

#: What a cell can hold. Text is never a formula; None and "" are an empty cell.
Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: a title, the heads of its columns, and its rows, each with one cell a column.

    Widths follow from what the cells hold. `part` is the key of the part of the paper that the table stands for, where
    the kind has parts that the office can leave out; a part left out of the paper is left out here as well. A sheet
    without rows says in `empty` why, or is not written.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()
    part: str = ""
    empty: str = ""

    def __post_init__(self) -> None:
        """A row that is not as wide as the head is a fault of the kind."""
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(
                    f"A row of “{self.title}” has {len(row)} cells for {len(self.columns)} columns."
                )
