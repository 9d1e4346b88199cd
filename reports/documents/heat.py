"""A heat map as it is printed: findings in words, a shade that repeats them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One finding: `word` first, `figure` below it; `shade` from 0 (nothing known or asked) to 3 (much to align)."""

    word: str
    figure: str = ""
    shade: int = 0


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One section, or with `is_whole` the whole corridor. `group` is a heading above the row where it changes."""

    head: str
    cells: tuple[HeatCell, ...] = ()
    is_whole: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True)
class HeatKey:
    """What a shade means."""

    shade: int
    label: str


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Sections by dimensions."""

    first: str
    columns: tuple[str, ...] = ()
    rows: tuple[HeatRow, ...] = ()
    legend: tuple[HeatKey, ...] = ()
    note: str = ""
