"""Our own template, row by row with exact errors. It takes the rows of a spreadsheet or of a CSV file alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from standards.intake import limits, patterns, template
from standards.intake.grid import Grid, Value
from standards.intake.kinds import RANK, LineKind, Problem, ReadLine, Refused

_MAX_PROBLEMS = 50
_HEADING_ROWS = 5  # the headings of the template may stand below a title
YES = {"yes", "y", "x", "true", "1", "\u2713", "ใช่", "បាទ", "ចាស", "ແມ່ນ", "ແມ່ນແລ້ວ", "ဟုတ်", "ဟုတ်ကဲ့"}
NO = {"", "no", "n", "false", "0", "-", "ไม่", "ไม่ใช่", "ទេ", "ບໍ່", "ບໍ່ແມ່ນ", "မဟုတ်", "မဟုတ်ပါ"}
_MOST_MARKS = Decimal(100_000)


@dataclass(frozen=True, slots=True)
class Form:
    """Our sheet: its rows, its heading row, the column of each heading, headings that are there twice."""

    grid: Grid
    row: int
    columns: dict[str, int]
    twice: list[Problem]


def find_template(grids: Sequence[Grid]) -> Form | None:
    """Our sheet, if there is one with at least a "Kind" heading."""
    for grid in grids:
        if grid.title == template.SHEET:
            return _headings(grid)
    return None


def find_template_in_text(grid: Grid) -> Form | None:
    """The rows of a CSV file as our template, if its headings are ours; other tables may have a column "Kind" too."""
    found = _headings(grid)
    return found if found and set(template.REQUIRED) <= set(found.columns) else None


def read_template(form: Form) -> tuple[ReadLine, ...]:
    """The lines of our sheet. Raises Refused with every wrong row and column, or for wrong headings."""
    problems = form.twice or _missing(form)
    if problems:
        raise Refused("template_rows", problems=problems)
    lines: list[ReadLine] = []
    for row, cells in form.grid.rows.items():
        if row > form.row:
            line, wrong = _line(row, {name: cells.get(at, Value()) for name, at in form.columns.items()})
            problems += wrong
            lines += [line] if line else []
    if len(problems) > _MAX_PROBLEMS:
        more = len(problems) - _MAX_PROBLEMS
        problems = [*problems[:_MAX_PROBLEMS], Problem("problems_more", {"count": more})]
    if problems:
        raise Refused("template_rows", problems=problems)
    return tuple(_with_depth(lines))


def _headings(grid: Grid) -> Form | None:
    known = {name.lower(): name for name in template.COLUMNS}
    for row, cells in grid.rows.items():
        if row > _HEADING_ROWS:
            return None
        names = {at: patterns.clean(value.text).lower() for at, value in cells.items()}
        if template.KIND.lower() not in names.values():
            continue
        columns: dict[str, int] = {}
        twice = []
        for at, name in sorted(names.items()):
            base = re.sub(r" \((\d+)\)$", "", name)
            title = known.get(name) or (known[base] + name[len(base) :] if base in known else "")
            if title in columns:
                twice.append(Problem("template_twice", {"row": row, "column": title}))
            elif title:
                columns[title] = at
        return Form(grid, row, columns, twice)
    return None


def _missing(form: Form) -> list[Problem]:
    return [
        Problem("template_column", {"row": form.row, "column": name, "sheet": form.grid.title})
        for name in template.REQUIRED
        if name not in form.columns
    ]


def _line(row: int, values: dict[str, Value]) -> tuple[ReadLine | None, list[Problem]]:
    """The line of one row, or what is wrong with it; neither for an empty row."""
    problems = [
        Problem(value.problem, {"row": row, "column": name, "value": value.text[:40]})
        for name, value in values.items()
        if value.problem
    ]
    texts = {name: values[name].text.strip() if name in values else "" for name in template.COLUMNS}
    texts |= {name: _whole(values, name) for name in template.LONG_COLUMNS}
    if not problems and any(texts.values()):
        problems = _wrong(row, texts)
        if not problems:
            return _good(texts), []
    return None, problems


def _good(texts: dict[str, str]) -> ReadLine:
    return ReadLine(
        kind=texts[template.KIND].lower(),
        number=texts[template.NUMBER],
        text=texts[template.TEXT],
        text_original=texts[template.ORIGINAL],
        critical=texts[template.CRITICAL].lower() in YES,
        marks=_marks(texts[template.MARKS]) if texts[template.MARKS] else None,
        level=texts[template.LEVEL],
    )


def _wrong(row: int, texts: dict[str, str]) -> list[Problem]:
    problems = []

    def add(code: str, column: str, **more: str) -> None:
        problems.append(Problem(code, {"row": row, "column": column, "value": texts[column][:40], **more}))

    kind = texts[template.KIND].lower()
    if kind not in RANK:
        add("row_kind", template.KIND, allowed=", ".join(item.value for item in LineKind))
    needs_text = not texts[template.NUMBER] or kind not in ("unit", "element", "level")
    if needs_text and not texts[template.TEXT] and not texts[template.ORIGINAL]:
        add("row_text", template.TEXT)
    for name in template.LONG_COLUMNS:
        if len(texts[name]) > limits.LINE_CHARACTERS:
            add("row_long", name, limit=f"{limits.LINE_CHARACTERS:,}")
    if texts[template.CRITICAL].lower() not in YES | NO:
        add("row_critical", template.CRITICAL)
    if texts[template.MARKS] and _marks(texts[template.MARKS]) is None:
        add("row_marks", template.MARKS)
    return problems


def _whole(values: dict[str, Value], name: str) -> str:
    """A text with its continuation columns."""
    parts = [values[name].text] if name in values else []
    part = 2
    while f"{name} ({part})" in values:
        parts.append(values[f"{name} ({part})"].text)
        part += 1
    return unicodedata.normalize("NFC", "".join(parts)).strip()


def _marks(text: str) -> Decimal | None:
    """Marks, or None for what is no number. A comma may be the decimal sign."""
    try:
        marks = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    return marks if marks.is_finite() and 0 <= marks <= _MOST_MARKS else None


def _with_depth(lines: list[ReadLine]) -> Iterator[ReadLine]:
    open_ranks: list[int] = []
    for line in lines:
        rank = RANK[line.kind]
        while open_ranks and open_ranks[-1] >= rank:
            open_ranks.pop()
        yield replace(line, depth=len(open_ranks))
        open_ranks.append(rank)
