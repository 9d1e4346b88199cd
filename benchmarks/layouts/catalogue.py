"""The catalogue of layouts: each sets a standard as a paper or as sheets; half of them are kept for measuring only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from benchmarks.layouts.parts import Break, Grid, Paper, Text, cell
from benchmarks.layouts.structure import Standard, Unit
from benchmarks.layouts.style import Style

DOTTED = ("dotted", "dotted", "dotted-stop", "dotted-space", "three", "pc", "th", "my")
ANY = (*DOTTED, "bullet", "letter", "roman")


@dataclass(slots=True)
class Sheets:
    """A workbook: rows by the sheet's title, and merged areas (first row, first column, last row, last column)."""

    rows: dict[str, list[list[str]]]
    merged: dict[str, list[tuple[int, int, int, int]]]


Set = tuple[Paper | Sheets, Standard]  # what was set, and what of the standard stands in it
Layout = Callable[[Standard, Style], Set]


@dataclass(frozen=True, slots=True)
class Entry:
    """A layout of the catalogue."""

    name: str
    make: Layout
    formats: tuple[str, ...]
    schemes: tuple[str, ...]
    elements: tuple[str, ...]
    unseen: bool


CATALOGUE: dict[str, Entry] = {}


def layout(
    *formats: str,
    schemes: tuple[str, ...] = DOTTED,
    elements: tuple[str, ...] = ("ordinal", "worded", "lo", "lo-tight"),
    unseen: bool = False,
) -> Callable[[Layout], Layout]:
    """Registers a layout under the name of its function."""

    def register(make: Layout) -> Layout:
        CATALOGUE[make.__name__] = Entry(make.__name__, make, formats, schemes, elements, unseen)
        return make

    return register


def with_lists(standard: Standard, *lists: str) -> Standard:
    """The standard, noting which lists were set."""
    return replace(standard, lists=frozenset(lists))


def start(standard: Standard, style: Style, *, landscape: bool = False) -> Paper:
    """A paper with its title page lines."""
    head = f"{standard.title.upper()} // {standard.level.upper()}" if style.head else ""
    paper = Paper(head=head, foot="Page", font=style.font, landscape=landscape)
    paper.add(Text(standard.title, "title"), Text(standard.agency), Text(f"{standard.level}"))
    if style.chance.random() < 0.5:
        paper.add(
            Text("Foreword", "heading", 1),
            Text(
                "This document was made by a working group of the sector together with the training authority. It "
                "is reviewed every five years, and comments are welcome at any time."
            ),
        )
    return paper


def heading(style: Style, text: str, level: int = 2) -> Text:
    """A heading in the way the style makes headings."""
    return Text(text, {"style": "heading"}.get(style.headings, style.headings), level)


def unit_heading(paper: Paper, unit: Unit, number: int, style: Style) -> None:
    """The title and the code of a unit in one of the usual ways."""
    kind = style.chance.random()
    if kind < 0.3 or not unit.code:
        paper.add(heading(style, f"Unit {number}: {unit.title}", 1))
        if unit.code:
            paper.add(Text(f"Unit code: {unit.code}"))
    elif kind < 0.6:
        paper.add(Text(f"{style.unit_word}: {unit.title}", "bold"), Text(f"Unit code: {unit.code}"))
    elif kind < 0.8:
        paper.add(
            Text(f"Unit reference number: {unit.code}", "bold"),
            Text(f"{style.unit_word}: {unit.title}", "bold"),
        )
    else:
        paper.add(Text(f"{unit.code} {unit.title}", "heading", 1))
    if unit.descriptor:
        paper.add(Text(f"Unit descriptor: {unit.descriptor}"))


def lists(paper: Paper, unit: Unit, style: Style, *which: str) -> None:
    """Knowledge, skills and evidence under headings, as bulleted, numbered or lettered lists."""
    words = {"knowledge": style.knowledge_word, "skills": style.skill_word, "evidence": style.evidence_word}
    how = style.chance.choice(("item", "typed", "ordinal", "letter"))
    for key in which:
        paper.add(heading(style, words[key], 3))
        for index, text in enumerate(getattr(unit, key), 1):
            mark = {
                "item": "",
                "typed": f"{style.bullet} ",
                "ordinal": f"{index}. ",
                "letter": f"{chr(96 + index % 26)}) ",
            }
            paper.add(
                Text(mark[how] + text, "item" if how == "item" else "plain", indent=0 if how == "item" else 1)
            )


def new_page(paper: Paper, style: Style) -> None:
    """Sometimes each unit begins on a page of its own."""
    if style.chance.random() < 0.4:
        paper.add(Break())


__all__ = ["Break", "Grid", "Paper", "Text", "cell"]
