"""Layouts of spreadsheets and comma separated files."""

from __future__ import annotations

from benchmarks.layouts.catalogue import Set, Sheets, layout, with_lists
from benchmarks.layouts.structure import Standard, Unit
from benchmarks.layouts.style import Style

NUMBERS = ("dotted", "dotted-stop", "three", "pc", "none", "lo")


def _rows(standard: Standard, style: Style) -> list[tuple[Unit, int, str, str, str, bool, bool]]:
    """Unit, its number, element, number and text of a criterion, whether unit and element begin there."""
    found = []
    for at, unit in enumerate(standard.units, 1):
        running = 0
        for e, element in enumerate(unit.elements, 1):
            for c, text in enumerate(element.criteria, 1):
                running += 1
                number = style.criterion(at, e, c, running).strip()
                title = style.element(at, e) + element.title
                found.append((unit, at, title, number, text, e == c == 1, c == 1))
    return found


@layout("xlsx", "csv", schemes=("dotted", "dotted-stop", "pc", "none"))
def flat_sheet(standard: Standard, style: Style) -> Set:
    """One row for each criterion; unit and element in every row, columns in any order."""
    names = ["Unit code", "Unit", style.element_word, "No.", style.criteria_word]
    keep = [name for name in names if name != "No." or style.scheme != "none"]
    left = keep[:2]
    if style.code_first:
        left.reverse()
    keep = left + keep[2:]
    rows = [[standard.title], keep]
    for unit, _, element, number, text, _, _ in _rows(standard, style):
        values = dict(zip(names, (unit.code, unit.title, element, number, text), strict=True))
        rows.append([values[name] for name in keep])
    return Sheets({"Standard": rows}, {}), with_lists(standard)


@layout("xlsx", "csv", schemes=("dotted", "three", "none"), unseen=True)
def blank_repeats(standard: Standard, style: Style) -> Set:
    """One row for each criterion; unit and element only where they begin."""
    rows = [["Unit code", "Unit title", style.element_word, style.criteria_word]]
    for unit, _, element, number, text, new_unit, new_element in _rows(standard, style):
        start = [unit.code, unit.title] if new_unit else ["", ""]
        rows.append([*start, element if new_element else "", f"{number} {text}".strip()])
    return Sheets({"Standard": rows}, {}), with_lists(standard)


@layout("xlsx", schemes=("dotted", "dotted-stop", "three"))
def steps_to_the_right(standard: Standard, style: Style) -> Set:
    """A hierarchy: unit in the first column, element one to the right, criterion two to the right."""
    rows: list[list[str]] = []
    for unit, at, element, number, text, new_unit, new_element in _rows(standard, style):
        if new_unit:
            rows.append([f"Unit {at}: {unit.title}"])
        if new_element:
            rows.append(["", element])
        rows.append(["", "", f"{number} {text}".strip()])
    return Sheets({"Standard": rows}, {}), with_lists(standard)


@layout("xlsx", schemes=("dotted", "dotted-stop", "none"), unseen=True)
def sheet_for_each_unit(standard: Standard, style: Style) -> Set:
    """Each unit on its own sheet below a few facts; the sheet is named by the code or by a number."""
    sheets: dict[str, list[list[str]]] = {"Contents": [["No.", "Unit"]]}
    merged: dict[str, list[tuple[int, int, int, int]]] = {}
    for at, unit in enumerate(standard.units, 1):
        sheets["Contents"].append([str(at), unit.title])
        name = f"Unit {at}" if style.code_first else (unit.code or f"U{at}").replace("/", "-")
        rows = [
            ["Unit title", unit.title],
            ["Unit code", unit.code],
            [],
            [style.element_word, style.criteria_word],
        ]
        spans = []
        for e, element in enumerate(unit.elements, 1):
            first = len(rows) + 1
            for c, text in enumerate(element.criteria, 1):
                rows.append(
                    [
                        style.element(at, e) + element.title if c == 1 else "",
                        style.criterion(at, e, c, c) + text,
                    ]
                )
            if len(element.criteria) > 1:
                spans.append((first, 1, len(rows), 1))
        rows += [[], [style.knowledge_word], *[["", text] for text in unit.knowledge]]
        sheets[name], merged[name] = rows, spans if style.head else []
    return Sheets(sheets, merged), with_lists(standard, "knowledge")


@layout("xlsx", "csv", schemes=("dotted", "none", "pc"))
def typed_rows(standard: Standard, style: Style) -> Set:
    """Every line a row with its kind, number and text."""
    rows = [["Type", "Number", "Description"]]
    for at, unit in enumerate(standard.units, 1):
        rows.append(["Unit", unit.code, unit.title])
        running = 0
        for e, element in enumerate(unit.elements, 1):
            rows.append(["Element", str(e), element.title])
            for c, text in enumerate(element.criteria, 1):
                running += 1
                rows.append(["Performance criterion", style.criterion(at, e, c, running).strip(), text])
        rows += [["Knowledge", "", text] for text in unit.knowledge]
        rows += [["Skill", "", text] for text in unit.skills]
    return Sheets({"Lines": rows}, {}), with_lists(standard, "knowledge", "skills")


@layout("xlsx", schemes=("dotted", "bullet"), unseen=True)
def cells_full_of_lines(standard: Standard, style: Style) -> Set:
    """An element in a row with all of its criteria in one cell, knowledge and skills beside."""
    rows = [["Unit", style.element_word, style.criteria_word, style.knowledge_word, style.skill_word]]
    for at, unit in enumerate(standard.units, 1):
        for e, element in enumerate(unit.elements, 1):
            lines = [style.criterion(at, e, c, c) + t for c, t in enumerate(element.criteria, 1)]
            know = [f"• {k}" for k in unit.knowledge[e - 1 :: len(unit.elements)]]
            skill = [f"• {s}" for s in unit.skills[e - 1 :: len(unit.elements)]]
            name = f"{unit.code} {unit.title}".strip() if e == 1 else ""
            rows.append(
                [
                    name,
                    style.element(at, e) + element.title,
                    "\n".join(lines),
                    "\n".join(know),
                    "\n".join(skill),
                ]
            )
    return Sheets({"Matrix": rows}, {}), with_lists(standard, "knowledge", "skills")
