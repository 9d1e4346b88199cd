"""Layouts in which a table holds the criteria."""

from __future__ import annotations

from benchmarks.layouts.catalogue import (
    ANY,
    DOTTED,
    Set,
    layout,
    lists,
    new_page,
    start,
    unit_heading,
    with_lists,
)
from benchmarks.layouts.parts import Grid, Text, cell
from benchmarks.layouts.structure import Element, Standard, Unit
from benchmarks.layouts.style import Style

LISTS = ("knowledge", "skills", "evidence")


def _numbered(unit: Unit, at: int, style: Style) -> list[tuple[str, Element, list[str]]]:
    """Element heading, element, and criteria with their numbers."""
    running = 0
    found = []
    for e, element in enumerate(unit.elements, 1):
        lines = []
        for c, text in enumerate(element.criteria, 1):
            running += 1
            lines.append(style.criterion(at, e, c, running) + text)
        found.append((style.element(at, e) + element.title, element, lines))
    return found


def _cut(line: str, style: Style) -> tuple[str, str]:
    """Number and text of a criterion apart."""
    at = line.index(" ", 3) if style.scheme == "dotted-space" else line.index(" ")
    return line[:at], line[at + 1 :]


def _with_lists(standard: Standard, style: Style, table: object, *, landscape: bool = False) -> Set:
    """Unit heading, table, and the lists after or before it."""
    paper = start(standard, style, landscape=landscape)
    for at, unit in enumerate(standard.units, 1):
        new_page(paper, style)
        unit_heading(paper, unit, at, style)
        if not style.lists_after:
            lists(paper, unit, style, "knowledge", "skills")
        grid = table(unit, at, style)  # type: ignore[operator]
        paper.add(*(grid if isinstance(grid, list) else [grid]))
        lists(paper, unit, style, *(LISTS if style.lists_after else LISTS[2:]))
    return paper, with_lists(standard, *LISTS)


@layout("pdf", "docx", schemes=ANY)
def two_columns(standard: Standard, style: Style) -> Set:
    """Element beside all of its criteria in one cell (training regulations of the Philippines and their models)."""

    def table(unit: Unit, at: int, style: Style) -> Grid:
        rows = [(cell(style.element_word, bold=True), cell(style.criteria_word, bold=True))]
        rows += [(cell(title), cell(*lines)) for title, _, lines in _numbered(unit, at, style)]
        return Grid(tuple(rows), (32, 68))

    return _with_lists(standard, style, table)


@layout("pdf", "docx")
def one_row_each(standard: Standard, style: Style) -> Set:
    """One criterion in a row; the element once, in a merged cell, or repeated."""
    how = style.chance.choice(("once", "merged", "repeated"))
    explained = style.chance.random() < 0.5

    def table(unit: Unit, at: int, style: Style) -> Grid:
        rows = [(cell(style.element_word, bold=True), cell(style.criteria_word, bold=True))]
        if explained:
            rows.append(
                (
                    cell("Elements describe the essential outcomes."),
                    cell("Performance criteria describe the performance needed to demonstrate the element."),
                )
            )
        for title, _, lines in _numbered(unit, at, style):
            for index, line in enumerate(lines):
                if how == "merged":
                    rows.append((cell(title, rows=len(lines)), cell(line)) if index == 0 else (cell(line),))  # type: ignore[arg-type]
                else:
                    rows.append((cell(title if how == "repeated" or index == 0 else ""), cell(line)))
        return Grid(tuple(rows), (35, 65), head=1, breakable=style.lists_after)

    return _with_lists(standard, style, table)


@layout("pdf", "docx", schemes=("dotted", "dotted", "three", "pc", "km"), unseen=True)
def number_column(standard: Standard, style: Style) -> Set:
    """Numbers in a column of their own; the heading of that column says "No." or nothing."""
    word = style.chance.choice(("No.", "", "PC No.", "S/N"))

    def table(unit: Unit, at: int, style: Style) -> Grid:
        rows = [(cell(style.element_word), cell(word), cell(style.criteria_word))]
        for title, _, lines in _numbered(unit, at, style):
            for index, line in enumerate(lines):
                number, text = _cut(line, style)
                rows.append((cell(title if index == 0 else ""), cell(number), cell(text)))
        return Grid(tuple(rows), (30, 10, 60))

    return _with_lists(standard, style, table)


@layout("pdf", "docx")
def matrix(standard: Standard, style: Style) -> Set:
    """One table over all units: unit, element, number, criterion, with merged cells."""
    paper = start(standard, style, landscape=True)
    rows = [(cell("Unit of competency"), cell(style.element_word), cell("No."), cell(style.criteria_word))]
    for at, unit in enumerate(standard.units, 1):
        many = sum(len(element.criteria) for element in unit.elements)
        first = True
        for title, element, lines in _numbered(unit, at, style):
            for index, line in enumerate(lines):
                number, text = _cut(line, style)
                row = [cell(number), cell(text)]
                if index == 0:
                    row.insert(0, cell(title, rows=len(element.criteria)))
                if first:
                    row.insert(0, cell(*filter(None, (unit.code, unit.title)), rows=many))
                first = False
                rows.append(tuple(row))  # type: ignore[arg-type]
    paper.add(Grid(tuple(rows), (24, 26, 8, 42)))
    return paper, with_lists(standard)


@layout("pdf", "docx", schemes=("dotted",), elements=("lo", "lo-tight", "ordinal"))
def evidence_columns(standard: Standard, style: Style) -> Set:
    """A unit page with a small table of facts, then outcomes, criteria and empty columns for evidence (Nigeria)."""
    paper = start(standard, style)
    for at, unit in enumerate(standard.units, 1):
        paper.add(
            Text(f"Unit {at:02d}: {unit.title}", "bold"), Text(f"Unit Reference Number: {unit.code}", "bold")
        )
        facts = (("NSQ level:", "2"), ("Credit value:", "4"), ("Guided learning hours:", "40"))
        paper.add(Grid(tuple((cell(a), cell(b)) for a, b in facts), (50, 50), head=0))
        paper.add(Text(f"Unit Purpose: To acquire the skills of the unit {unit.title}."))
        lists(paper, unit, style, "evidence")
        new_page(paper, style)
        paper.add(Text(f"Unit {at}: {unit.title}", "bold"))
        rows = [
            (
                cell("LO (Learning outcome)", bold=True),
                cell("Performance Criteria: -", bold=True),
                cell("Evidence Type", columns=3, bold=True),
                cell("Evidence Ref Page number", columns=2, bold=True),
            )
        ]
        empty = [cell() for _ in range(5)]
        rows += [(cell(title), cell(*lines), *empty) for title, _, lines in _numbered(unit, at, style)]  # type: ignore[misc]
        paper.add(Grid(tuple(rows), (24, 46, 6, 6, 6, 6, 6), breakable=True))
        paper.add(
            Text("Learner's Signature:                     Date:"),
            Text("Assessor's Signature:                 Date:"),
        )
    return paper, with_lists(standard, "evidence")


@layout("pdf", "docx", schemes=("dotted", "dotted-stop", "three", "bullet"), unseen=True)
def four_columns(standard: Standard, style: Style) -> Set:
    """Knowledge and skills beside the criteria of each element."""

    def table(unit: Unit, at: int, style: Style) -> Grid:
        rows = [
            tuple(
                map(cell, (style.element_word, style.criteria_word, style.knowledge_word, style.skill_word))
            )
        ]
        for e, (title, _, lines) in enumerate(_numbered(unit, at, style)):
            know = [f"{style.bullet} {k}" for k in unit.knowledge[e :: len(unit.elements)]]
            skill = [f"{style.bullet} {s}" for s in unit.skills[e :: len(unit.elements)]]
            rows.append((cell(title), cell(*lines), cell(*know), cell(*skill)))
        return Grid(tuple(rows), (18, 36, 23, 23))

    paper = start(standard, style, landscape=style.chance.random() < 0.5)
    for at, unit in enumerate(standard.units, 1):
        unit_heading(paper, unit, at, style)
        paper.add(table(unit, at, style))
    return paper, with_lists(standard, "knowledge", "skills")


@layout("pdf", "docx", schemes=ANY, unseen=True)
def unit_card(standard: Standard, style: Style) -> Set:
    """One table for a unit: rows of facts, then rows across the table for each element, then its criteria."""
    paper = start(standard, style)
    for at, unit in enumerate(standard.units, 1):
        rows = [
            (cell("Unit title", bold=True), cell(unit.title, columns=2)),
            (cell("Unit code", bold=True), cell(unit.code or f"X{at}", columns=2)),
            (
                cell("Unit descriptor", bold=True),
                cell(unit.descriptor or "What the unit is about.", columns=2),
            ),
            (cell("Elements and performance criteria", columns=3, bold=True),),
        ]
        for title, _, lines in _numbered(unit, at, style):
            rows.append((cell(title, columns=3, bold=True),))
            rows += [(cell(line, columns=3),) for line in lines]
        for word, texts in ((style.knowledge_word, unit.knowledge), (style.skill_word, unit.skills)):
            rows.append((cell(word, columns=3, bold=True),))
            rows.append((cell(*texts, columns=3, items=True),))
        paper.add(Grid(tuple(rows), (30, 50, 20), head=0), Text(""))
    return paper, with_lists(standard, "knowledge", "skills")


@layout("pdf", "docx", schemes=("dotted", "dotted-stop", "bullet"))
def table_for_each_element(standard: Standard, style: Style) -> Set:
    """An element as a heading, then a small table of its criteria with weights."""
    paper = start(standard, style)
    for at, unit in enumerate(standard.units, 1):
        unit_heading(paper, unit, at, style)
        for title, _, lines in _numbered(unit, at, style):
            paper.add(Text(title if title[0].isdigit() or title[0] in "EL" else f"Element: {title}", "bold"))
            rows = [(cell(style.criteria_word), cell("Marks"))]
            rows += [(cell(line), cell(str(5 + index))) for index, line in enumerate(lines)]
            paper.add(Grid(tuple(rows), (85, 15)))
        lists(paper, unit, style, "knowledge")
    return paper, with_lists(standard, "knowledge")


@layout("pdf", schemes=DOTTED, unseen=True)
def without_rules(standard: Standard, style: Style) -> Set:
    """A table whose rules are not drawn."""

    def table(unit: Unit, at: int, style: Style) -> Grid:
        rows = [(cell(style.element_word, bold=True), cell(style.criteria_word, bold=True))]
        rows += [(cell(title), cell(*lines)) for title, _, lines in _numbered(unit, at, style)]
        return Grid(tuple(rows), (30, 70), ruled=False)

    return _with_lists(standard, style, table)


@layout("pdf", "docx", schemes=("dotted", "dotted-stop", "pc", "bullet"), unseen=True)
def criteria_first(standard: Standard, style: Style) -> Set:
    """Columns in an unusual order: criteria, then how they are assessed, then the element."""

    def table(unit: Unit, at: int, style: Style) -> Grid:
        rows = [
            (cell(style.element_word), cell("Range"), cell(style.criteria_word), cell("Assessment method"))
        ]
        for title, _, lines in _numbered(unit, at, style):
            rows.append(
                (cell(title), cell("Tools and materials of the trade"), cell(*lines), cell("Observation"))
            )
        return Grid(tuple(rows), (22, 18, 45, 15))

    return _with_lists(standard, style, table)
