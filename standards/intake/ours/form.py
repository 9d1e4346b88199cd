"""Our own template, row by row with exact errors. It takes the rows of a spreadsheet or of a CSV file alike."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from standards.intake import limits
from standards.intake.fronts.grid import Grid, Value
from standards.intake.kinds import RANK, LineKind, Problem, ReadLine, Refused
from standards.intake.order import depths_of
from standards.intake.ours import template
from standards.intake.rules import patterns

_MAX_PROBLEMS = 50
_HEADING_ROWS = 5  # the headings of the template may stand below a title
YES = {"yes", "y", "x", "true", "1", "\u2713", "ใช่", "បាទ", "ចាស", "ແມ່ນ", "ແມ່ນແລ້ວ", "ဟုတ်", "ဟုတ်ကဲ့"}
NO = {"", "no", "n", "false", "0", "-", "ไม่", "ไม่ใช่", "ទេ", "ບໍ່", "ບໍ່ແມ່ນ", "မဟုတ်", "မဟုတ်ပါ"}
_MOST_MARKS = Decimal(100_000)
_READ = (template.KEY, *template.COLUMNS, template.DEPTH, template.LEVEL)
_GUARD = "\t"  # what our CSV puts before a text that a spreadsheet program would take for a formula


@dataclass(frozen=True, slots=True)
class Form:
    """Our sheet: its rows, its heading row, the column of each heading, headings that are there twice."""

    grid: Grid
    row: int
    columns: dict[str, int]
    twice: list[Problem]
    guarded: bool = False  # a text table, whose texts carry a guard against being formulas


@dataclass(slots=True)
class Filled:
    """The lines of our sheet. `rows` are their row numbers, `not_kept` what has no place."""

    lines: list[ReadLine] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    not_kept: list[Problem] = field(default_factory=list)


def find_template(grids: Sequence[Grid]) -> Form | None:
    """Our sheet, if there is one with at least a "Kind" heading."""
    for grid in grids:
        if grid.title == template.SHEET:
            return headings(grid)
    return None


def find_template_in_text(grid: Grid) -> Form | None:
    """The rows of a CSV file as our template, if its headings are ours; other tables may have a column "Kind" too."""
    found = headings(grid)
    return replace(found, guarded=True) if found and set(template.REQUIRED) <= set(found.columns) else None


def read_template(form: Form) -> Filled:
    """The lines of our sheet. Raises Refused with every wrong row and column, or for wrong headings."""
    problems = form.twice or _missing(form)
    if problems:
        raise Refused("template_rows", problems=problems)
    found = Filled()
    depths: list[str] = []
    levels = 0
    for row, cells in form.grid.rows.items():
        if row <= form.row:
            continue
        values = {name: _unguarded(cells.get(at, Value()), form) for name, at in form.columns.items()}
        line, wrong = _line(row, values)
        problems += wrong
        if line:
            found.lines.append(line)
            found.rows.append(row)
            depths.append(values[template.DEPTH].text.strip() if template.DEPTH in values else "")
            levels += bool(line.level)
    wrong_depths, found.lines = _with_depth(found, depths)
    problems += wrong_depths
    if len(problems) > _MAX_PROBLEMS:
        more = len(problems) - _MAX_PROBLEMS
        problems = [*problems[:_MAX_PROBLEMS], Problem("problems_more", {"count": more})]
    if problems:
        raise Refused("template_rows", problems=problems)
    if levels:
        found.not_kept.append(Problem("level_column", {"count": levels}))
    return found


def _unguarded(value: Value, form: Form) -> Value:
    if form.guarded and value.text.startswith(_GUARD):
        return replace(value, text=value.text.removeprefix(_GUARD))
    return value


def headings(grid: Grid, last: int = _HEADING_ROWS) -> Form | None:
    """Our headings in one of the rows up to `last`, if there are any."""
    known = {name.lower(): name for name in _READ}
    for row, cells in grid.rows.items():
        if row > last:
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
    texts = {name: values[name].text.strip() if name in values else "" for name in _READ}
    texts |= {name: _whole(values, name) for name in template.LONG_COLUMNS}
    written = {name: text for name, text in texts.items() if name not in (template.KEY, template.DEPTH)}
    if not problems and any(written.values()):
        problems = [*_full(row, values), *_wrong(row, texts)]
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
        key=texts[template.KEY],
        unit_type=texts[template.GROUP].lower(),
        translation=texts[template.TRANSLATION].lower(),
    )


def _full(row: int, values: dict[str, Value]) -> list[Problem]:
    """Cells that hold as much as a cell can: whatever came after was cut off by the spreadsheet program."""
    return [
        Problem("row_full", {"row": row, "column": name, "limit": f"{limits.CELL_CHARACTERS:,}"})
        for name, value in values.items()
        if template.is_full(value.text)
    ]


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
    for name, allowed in ((template.GROUP, template.GROUPS), (template.TRANSLATION, template.TRANSLATIONS)):
        if texts[name] and texts[name].lower() not in allowed:
            add("row_choice", name, allowed=", ".join(allowed))
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


def _with_depth(found: Filled, depths: Sequence[str]) -> tuple[list[Problem], list[ReadLine]]:
    """Depths as the file says, else by the kinds; a depth that is no step of a tree is named."""
    if not any(depths):
        by_kind = depths_of((line.kind, line.number) for line in found.lines)
        return [], [replace(line, depth=depth) for line, depth in zip(found.lines, by_kind, strict=True)]
    problems: list[Problem] = []
    lines: list[ReadLine] = []
    last = -1
    for line, row, text in zip(found.lines, found.rows, depths, strict=True):
        last = (
            min(int(text), last + 1) if text.isdecimal() and len(text) < 4 else last + 1 if last < 0 else last
        )
        if str(last) != text:
            problems.append(
                Problem(
                    "row_depth", {"row": row, "column": template.DEPTH, "value": text[:40], "limit": last}
                )
            )
        lines.append(replace(line, depth=last))
    return problems, lines


def without_copies(found: Filled, base: Mapping[str, ReadLine]) -> list[ReadLine]:
    """Lines whose key no other line has. Of copied rows the one that stayed as it was (else the first) is the line."""
    groups: dict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(found.lines):
        if line.key:
            groups[line.key].append(index)
    copies: list[int] = []
    for key, indexes in groups.items():
        kept = next(
            (i for i in indexes if key in base and _says(found.lines[i]) == _says(base[key])), indexes[0]
        )
        copies += [index for index in indexes if index != kept]
    if copies:
        named = ", ".join(str(found.rows[index]) for index in sorted(copies)[:20])
        found.not_kept.append(Problem("keys_twice", {"rows": named + (" …" if len(copies) > 20 else "")}))
    gone = set(copies)
    return [replace(line, key="") if index in gone else line for index, line in enumerate(found.lines)]


def _says(line: ReadLine) -> tuple[str, ...]:
    return (line.kind, line.number, line.text, line.text_original)
