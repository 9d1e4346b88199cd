"""Layouts in running text: headings, numbers, bullets, columns."""

from __future__ import annotations

from benchmarks.layouts.catalogue import (
    ANY,
    DOTTED,
    Set,
    heading,
    layout,
    lists,
    new_page,
    start,
    unit_heading,
    with_lists,
)
from benchmarks.layouts.parts import Text
from benchmarks.layouts.structure import Standard
from benchmarks.layouts.style import Style

LISTS = ("knowledge", "skills", "evidence")


@layout("pdf", "docx", schemes=DOTTED)
def plain(standard: Standard, style: Style) -> Set:
    """Numbered lines below headings."""
    paper = start(standard, style)
    for at, unit in enumerate(standard.units, 1):
        new_page(paper, style)
        unit_heading(paper, unit, at, style)
        paper.add(heading(style, "Elements and performance criteria", 3))
        running = 0
        for e, element in enumerate(unit.elements, 1):
            paper.add(
                Text(
                    style.element(at, e) + element.title,
                    "heading" if style.headings == "style" else "bold",
                    3,
                )
            )
            for c, text in enumerate(element.criteria, 1):
                running += 1
                paper.add(Text(style.criterion(at, e, c, running) + text, indent=1))
        lists(paper, unit, style, *LISTS)
    return paper, with_lists(standard, *LISTS)


@layout("pdf", "docx", schemes=("bullet", "none"), elements=("ordinal", "worded", "none"), unseen=True)
def headings_only(standard: Standard, style: Style) -> Set:
    """Elements as headings and criteria as list items, no numbers on the criteria."""
    paper = start(standard, style)
    for at, unit in enumerate(standard.units, 1):
        unit_heading(paper, unit, at, style)
        paper.add(heading(style, "Elements and performance criteria", 2))
        for e, element in enumerate(unit.elements, 1):
            paper.add(
                Text(
                    style.element(at, e) + element.title,
                    "heading" if style.headings == "style" else "bold",
                    3,
                )
            )
            paper.add(*(Text(text, "item") for text in element.criteria))
        lists(paper, unit, style, "knowledge", "skills")
    return paper, with_lists(standard, "knowledge", "skills")


@layout("docx", schemes=("dotted",))
def counted_lists(standard: Standard, style: Style) -> Set:
    """Numbers that the word processor makes and that do not stand in the text."""
    paper = start(standard, style)
    for at, unit in enumerate(standard.units, 1):
        unit_heading(paper, unit, at, style)
        paper.add(heading(style, "Elements and performance criteria", 2))
        for e, element in enumerate(unit.elements, 1):
            paper.add(Text(element.title, "counted", 1, indent=-1 if e == 1 else 0))
            paper.add(*(Text(text, "counted", 2) for text in element.criteria))
        lists(paper, unit, style, "knowledge", "skills")
    return paper, with_lists(standard, "knowledge", "skills")


@layout("docx", schemes=ANY, unseen=True)
def boxed_titles(standard: Standard, style: Style) -> Set:
    """Unit titles in text boxes."""
    paper = start(standard, style)
    for at, unit in enumerate(standard.units, 1):
        paper.add(Text(f"Unit {at}: {unit.title}", "box"))
        for e, element in enumerate(unit.elements, 1):
            paper.add(Text(f"Element {e}: {element.title}", "bold"))
            for c, text in enumerate(element.criteria, 1):
                paper.add(Text(style.criterion(at, e, c, c) + text))
    return paper, with_lists(standard)


@layout("pdf", schemes=("dotted", "dotted-stop", "letter"), elements=("ordinal", "worded"), unseen=True)
def two_column_pages(standard: Standard, style: Style) -> Set:
    """Text in two columns on the page."""
    paper, done = plain(standard, style)
    paper.columns = 2  # type: ignore[union-attr]
    return paper, done


@layout("pdf", "docx", schemes=("pc",))
def able_to(standard: Standard, style: Style) -> Set:
    """Italic headings and "must be able to", criteria PC1 on, knowledge KU1 on, skills GS1 on (India)."""
    paper = start(standard, style)
    for at, unit in enumerate(standard.units, 1):
        paper.add(Text(f"{unit.code or f'CON/N010{at}'}: {unit.title}", "heading", 1))
        paper.add(Text("Description", "heading", 3), Text("This unit is about the work named in its title."))
        paper.add(Text("Elements and Performance Criteria", "heading", 2))
        running = 0
        for element in unit.elements:
            paper.add(Text(element.title, "bold"))
            paper.add(Text("To be competent, the user/individual on the job must be able to:"))
            for text in element.criteria:
                running += 1
                paper.add(Text(f"PC{running}. {text}", indent=2))
        paper.add(Text("Knowledge and Understanding (KU)", "heading", 2))
        paper.add(Text("The individual on the job needs to know and understand:"))
        paper.add(*(Text(f"KU{i}. {text}", indent=2) for i, text in enumerate(unit.knowledge, 1)))
        paper.add(
            Text("Generic Skills (GS)", "heading", 2),
            Text("User/individual on the job needs to know how to:"),
        )
        paper.add(*(Text(f"GS{i}. {text}", indent=2) for i, text in enumerate(unit.skills, 1)))
    return paper, with_lists(standard, "knowledge", "skills")


@layout("pdf", "docx", schemes=DOTTED)
def outline_numbers(standard: Standard, style: Style) -> Set:
    """Units, elements and criteria numbered through: 1, 1.1, 1.1.1."""
    paper = start(standard, style)
    for at, unit in enumerate(standard.units, 1):
        paper.add(
            Text(f"{at}. {unit.title}" if style.code_first else f"Unit {at}. {unit.title}", "heading", 1)
        )
        for e, element in enumerate(unit.elements, 1):
            paper.add(Text(f"{at}.{e} {element.title}", "bold"))
            paper.add(*(Text(f"{at}.{e}.{c} {t}", indent=1) for c, t in enumerate(element.criteria, 1)))
    return paper, with_lists(standard)


@layout("pdf", "docx", schemes=("dotted",), unseen=True)
def duties_and_tasks(standard: Standard, style: Style) -> Set:
    """Duties with letters, tasks as "A.1", steps as "A.1.1"."""
    paper = start(standard, style)
    for at, unit in enumerate(standard.units):
        letter = chr(65 + at % 26)
        paper.add(Text(f"Duty {letter}: {unit.title}", "heading", 1))
        for e, element in enumerate(unit.elements, 1):
            paper.add(Text(f"Task {letter}.{e} {element.title}", "bold"))
            paper.add(*(Text(f"{letter}.{e}.{c} {t}", indent=1) for c, t in enumerate(element.criteria, 1)))
        lists(paper, unit, style, "knowledge")
    return paper, with_lists(standard, "knowledge")


@layout("pdf", "docx", schemes=("dotted", "dotted-stop", "bullet", "letter"), elements=("worded", "lo"))
def regional_model(standard: Standard, style: Style) -> Set:
    """The simplified form of the regional model: title, code, descriptor, elements, critical aspects."""
    paper = start(standard, style)
    for at, unit in enumerate(standard.units, 1):
        new_page(paper, style)
        paper.add(
            Text("Unit title", "bold"),
            Text(unit.title),
            Text("Unit code", "bold"),
            Text(unit.code or f"CS-B{at}"),
        )
        paper.add(Text("Descriptor", "bold"), Text(unit.descriptor or "What this unit covers in general."))
        for e, element in enumerate(unit.elements, 1):
            paper.add(Text(style.element(at, e) + element.title, "bold"), Text(style.criteria_word))
            for c, text in enumerate(element.criteria, 1):
                paper.add(Text(style.criterion(at, e, c, c) + text, indent=1))
        paper.add(Text("Critical aspects of competency", "bold"))
        paper.add(*(Text(text, "item") for text in unit.evidence))
        paper.add(Text("Underpinning knowledge", "bold"))
        paper.add(*(Text(text, "item") for text in unit.knowledge))
    return paper, with_lists(standard, "knowledge", "evidence")
