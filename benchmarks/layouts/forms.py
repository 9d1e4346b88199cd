"""Layouts that are forms: guides for self-assessment, checklists, printed web pages of units."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.layouts.catalogue import ANY, Set, layout, start, with_lists
from benchmarks.layouts.parts import Break, Grid, Paper, Text, cell
from benchmarks.layouts.structure import Standard, Unit
from benchmarks.layouts.style import Style


@layout("pdf", "docx", schemes=("bullet",))
def can_i(standard: Standard, style: Style) -> Set:
    """A self-assessment guide: "Can I?", bulleted criteria with boxes to tick, headings as rows (Philippines)."""
    paper = Paper(head="OP-QSO-02-F07" if style.head else "", foot=standard.title, font=style.font)
    star = style.chance.choice(("", "*", " *"))
    for unit in standard.units:
        paper.add(Text("SELF-ASSESSMENT GUIDE", "bold"))
        rows = [
            (cell("Qualification:"), cell(standard.title.upper(), columns=2)),
            (cell("Unit of Competency:"), cell(unit.title, columns=2)),
            (
                cell(
                    "Instruction:",
                    "• Read each of the questions in the left-hand column.",
                    "• Tick the box.",
                    columns=3,
                ),
            ),
            (cell("Can I?", bold=True), cell("YES", bold=True), cell("NO", bold=True)),
        ]
        for element in unit.elements:
            title = element.title.upper() if style.headings == "capitals" else element.title
            rows.append((cell(title + star, bold=True), cell(), cell()))
            rows += [(cell(f"{style.bullet} {text}{star}"), cell(), cell()) for text in element.criteria]
        rows.append(
            (cell("I agree to undertake assessment in the knowledge that information gathered will only be used for "
                  "professional development purposes.", columns=3),)
        )  # fmt: skip
        rows.append((cell("Candidate's name & signature:"), cell("Date:", columns=2)))
        paper.add(Grid(tuple(rows), (80, 10, 10), head=0, breakable=False), Break())
    return paper, with_lists(replace(standard, title=standard.title))


@layout("pdf", "docx", schemes=("dotted", "none", "letter"), unseen=True)
def checklist(standard: Standard, style: Style) -> Set:
    """An assessor's checklist: number, criterion, yes, no, remarks; elements as rows across the table."""
    paper = start(standard, style)
    wide = style.chance.random() < 0.5
    for at, unit in enumerate(standard.units, 1):
        paper.add(Text("COMPETENCY CHECKLIST", "bold"), Text(f"Unit of competency: {unit.title}", "bold"))
        rows = [tuple(map(cell, ("No.", style.criteria_word, "Yes", "No", "Remarks")))]
        running = 0
        for e, element in enumerate(unit.elements, 1):
            title = f"{e}. {element.title}" if style.scheme != "none" else element.title.upper()
            rows.append(
                (cell(title, columns=5, bold=True),)
                if wide
                else (cell(str(e)), cell(element.title, bold=True), cell(), cell(), cell())
            )
            for c, text in enumerate(element.criteria, 1):
                running += 1
                number = style.criterion(at, e, c, running).strip() or str(running)
                rows.append((cell(number), cell(text), cell(), cell(), cell()))
        paper.add(Grid(tuple(rows), (8, 62, 7, 7, 16)))
    return paper, with_lists(standard)


@layout("pdf", "docx", schemes=("dotted",))
def web_print(standard: Standard, style: Style) -> Set:
    """A unit printed from a national register: code and title as running head, skills table, evidence after (Australia)."""
    parts = []
    unit = standard.units[0]
    code = "".join(c for c in unit.code if c.isalnum()) or "ABCDEF401"
    unit = replace(unit, code=code)
    paper = Paper(
        head=f"{code} {unit.title[:60]}" if style.head else "",
        foot=f"{standard.agency} Page",
        font=style.font,
    )
    parts += [
        Text(f"{code} {unit.title}", "title"),
        Text("Release: 1"),
        Break(),
        Text(f"{code} {unit.title}", "heading", 1),
    ]
    parts += [Text("Modification History", "heading", 2)]
    parts.append(
        Grid(
            (
                (cell("Release", bold=True), cell("Comments", bold=True)),
                (cell("Release 1"), cell("First version.")),
            ),
            (30, 70),
        )
    )
    parts += [
        Text("Application", "heading", 2),
        Text("This unit describes the skills and knowledge required to do the work."),
    ]
    parts += [Text("Unit Sector", "heading", 2), Text("General")]
    parts += [Text("Elements and Performance Criteria", "heading", 2), _register_table(unit, style)]
    parts += [
        Text("Foundation Skills", "heading", 2),
        Text("This section describes those skills that are essential."),
    ]
    skills = tuple(text if ": " in text else f"Reading: {text}" for text in unit.skills)
    unit = replace(unit, skills=skills)
    rows = [(cell("SKILL", bold=True), cell("DESCRIPTION", bold=True))]
    rows += [(cell(a), cell(b, items=True)) for a, _, b in (text.partition(": ") for text in skills)]
    parts += [
        Grid(tuple(rows), (30, 70), breakable=style.lists_after),
        Text("Unit Mapping Information", "heading", 2),
        Text("No equivalent unit."),
    ]
    parts += [
        Text("Links", "heading", 2),
        Text("Companion volumes stand on the site of the agency."),
        Break(),
    ]
    parts += [
        Text(f"Assessment Requirements for {code} {unit.title}", "title"),
        Text("Performance Evidence", "heading", 2),
    ]
    parts += [
        Text(
            "The candidate must demonstrate the ability to complete the tasks outlined in the elements, including to:"
        )
    ]
    parts += [Text(text, "item") for text in unit.evidence]
    parts += [
        Text("Knowledge Evidence", "heading", 2),
        Text("The candidate must demonstrate knowledge to complete the tasks, including knowledge of:"),
    ]
    parts += [Text(text, "item", indent=index % 2 * 2) for index, text in enumerate(unit.knowledge)]
    parts += [
        Text("Assessment Conditions", "heading", 2),
        Text("Skills must be demonstrated at a workplace."),
        Text("This includes access to:"),
    ]
    parts += [
        Text("tools of the trade", "item"),
        Text("Assessors of this unit must satisfy the requirements."),
        Text("Links", "heading", 2),
    ]
    paper.add(*parts)  # type: ignore[arg-type]
    return paper, replace(standard, units=(unit,), lists=frozenset({"knowledge", "skills", "evidence"}))


def _register_table(unit: Unit, style: Style) -> Grid:
    rows = [
        (cell("ELEMENT", bold=True), cell("PERFORMANCE CRITERIA", bold=True)),
        (
            cell("Elements describe the essential outcomes."),
            cell(
                "Performance criteria describe the performance needed to demonstrate achievement of the element."
            ),
        ),
    ]
    for e, element in enumerate(unit.elements, 1):
        rows.append(
            (
                cell(f"{e}. {element.title}"),
                cell(*(f"{e}.{c} {t}" for c, t in enumerate(element.criteria, 1))),
            )
        )
    return Grid(tuple(rows), (30, 70), breakable=style.lists_after)


@layout("pdf", "docx", schemes=ANY, unseen=True)
def fact_tables(standard: Standard, style: Style) -> Set:
    """A table of facts for each unit, then a table without headings."""
    paper = start(standard, style)
    for at, unit in enumerate(standard.units, 1):
        facts = (
            ("Unit title:", unit.title),
            ("Unit code:", unit.code or f"X{at}"),
            ("Level:", "1"),
            ("Credit hours:", "40"),
        )
        paper.add(Grid(tuple((cell(a, bold=True), cell(b)) for a, b in facts), (30, 70), head=0))
        paper.add(Text("Performance criteria", "bold"))
        rows = []
        for e, element in enumerate(unit.elements, 1):
            lines = [style.criterion(at, e, c, c) + t for c, t in enumerate(element.criteria, 1)]
            rows.append((cell(style.element(at, e) + element.title), cell(*lines)))
        paper.add(Grid(tuple(rows), (30, 70), head=0))
    return paper, with_lists(standard)
