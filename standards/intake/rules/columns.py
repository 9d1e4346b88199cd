"""What the columns of a table hold: by the words of its heading row, checked against the content.

Grids in PDF files have more columns than a reader sees, and headings that stand over the wrong one; so where the
content speaks clearly (a column of numbers "1.1", "1.2", ...), the content wins.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from standards.intake.blocks import Row
from standards.intake.kinds import LineKind
from standards.intake.rules import patterns


class Role(StrEnum):
    """What a column holds."""

    UNIT = "unit"
    CODE = "code"
    ELEMENT = "element"
    ELEMENT_NUMBER = "element number"
    NUMBER = "number"
    CRITERION = "criterion"
    KNOWLEDGE = "knowledge"
    SKILL = "skill"
    ATTITUDE = "attitude"
    DESCRIPTION = "description"
    RANGE_LABEL = "range label"
    RANGE = "range"
    MARKS = "marks"
    CRITICAL = "critical"
    KIND = "kind"  # rows of any kind, which is named in this column
    OTHER = "other"
    UNKNOWN = "unknown"  # it has a heading that says nothing to us


_HEADINGS: Sequence[tuple[Role, re.Pattern[str]]] = [
    (role, re.compile(words, re.I))
    for role, words in (
        (
            Role.CRITERION,
            r"(?:assessment |performance )(?:criteri\w*|standards?|statements?|objectives?|indicators?).*|can i\b.*"
            r"|criteri(?:a|on)|objectives? (?:to be|being) assessed",
        ),
        (Role.ELEMENT_NUMBER, r"(?:elements?|lo|task) (?:no\.?|number|code|#)"),
        (
            Role.ELEMENT,
            r"(?:competency )?elements?(?: of competenc\w*| titles?)?|(?:lo\b|learning outcomes?).*|(?:key )?tasks?"
            r"|outcomes?|sub-?competenc\w+",
        ),
        (
            Role.CODE,
            r"(?:unit |competency )?codes?|(?:unit )?ref(?:erence|\.)?(?: no\.?| number)?|code no\.?|unit (?:no\.?|number)",
        ),
        (
            Role.UNIT,
            r"(?:units?|modules?)(?: of competenc\w*| titles?| names?)?|competenc(?:y|ies)(?: titles?| names?)?|duty|duties",
        ),
        (Role.NUMBER, r"(?:pc |criteri\w* )?(?:no\.?|number|code|ref\.?|#)"),
        (
            Role.KNOWLEDGE,
            r"(?:required |underpinning |essential )?knowledge(?: required| evidence| requirements?| and understanding)?",
        ),
        (
            Role.SKILL,
            r"(?:required |underpinning |foundation |practical |essential )?skills?(?: required| requirements?)?",
        ),
        (Role.ATTITUDE, r"(?:required )?(?:attitudes?|behaviou?rs?)"),
        (Role.DESCRIPTION, r"descriptions?"),
        (Role.RANGE_LABEL, r"variables?"),
        (Role.RANGE, r"range(?: of variables?| statements?)?"),
        (Role.MARKS, r"(?:max\w* )?marks?|weight\w*(?: \(?%\)?)?|scores?|points"),
        (Role.CRITICAL, r"critical.*"),
        (Role.KIND, r"type|kind|category|line type|kind of line"),
        (
            Role.OTHER,
            r"yes|no|evidence.*|(?:method\w* of )?assess(?:ed|ment|or)\b.*|remarks?|page.*|not yet.*|"
            r"competent.*|comments?|s/?n|methods?|"
            r"tools?.*|materials?.*|observation.*|notes?|ref.*page.*|date|signature|hours|duration|levels?",
        ),
    )
]
_LINE_KINDS: Sequence[tuple[LineKind, re.Pattern[str]]] = [
    (kind, re.compile(words, re.I))
    for kind, words in (
        (LineKind.UNIT, r"units?(?: of competency)?|competency"),
        (LineKind.ELEMENT, r"elements?(?: of competency)?|learning outcome|lo|task"),
        (LineKind.CRITERION, r"(?:performance |assessment )?criteri(?:a|on)|pc"),
        (LineKind.KNOWLEDGE, r"(?:required |underpinning )?knowledge"),
        (LineKind.SKILL, r"(?:required |foundation |underpinning )?skills?"),
        (LineKind.ATTITUDE, r"attitudes?|behaviou?rs?"),
        (LineKind.RANGE, r"range.*"),
        (LineKind.EVIDENCE, r"(?:performance )?evidence.*|critical aspects?.*"),
        (LineKind.ASSESSMENT, r"assessment.*|methods? of assessment"),
        (LineKind.DESCRIPTOR, r"(?:unit )?descriptor"),
        (LineKind.LEVEL, r"level"),
    )
]
_SIDE_WORDS = 5  # "Evidence Ref Page number"; a criterion that begins with "Tools" is longer
_ROW_OF_WORDS = 90  # characters; a longer cell is not a heading


@dataclass(frozen=True, slots=True)
class Columns:
    """Role by column index, and how many columns the table has."""

    roles: dict[int, Role]
    count: int
    by_content: bool = False

    def first(self, role: Role) -> int | None:
        """Index of the first column with the role."""
        return next((index for index, has in sorted(self.roles.items()) if has is role), None)

    @property
    def of_criteria(self) -> bool:
        """Whether the table holds criteria, even if the heading does not tell in which column."""
        return not self.roles or self.has(Role.CRITERION)

    def has(self, *roles: Role) -> bool:
        """Whether any column has one of the roles."""
        return any(role in self.roles.values() for role in roles)

    def span(self, role: Role) -> range:
        """The columns under one heading: up to the next heading."""
        start = self.first(role)
        if start is None:
            return range(0)
        later = [index for index in self.roles if index > start]
        return range(start, min(later, default=self.count))


def distinct(row: Row) -> list[tuple[int, str]]:
    """Index and text of the filled cells; a merged cell once."""
    seen: set[str] = set()
    found = []
    for index, cell in enumerate(row):
        if cell.text and (not cell.key or cell.key not in seen):
            found.append((index, cell.text))
        if cell.key:
            seen.add(cell.key)
    return found


def heading_columns(row: Row) -> Columns | None:
    """The roles that a heading row names, or None where the row is no heading row of lines."""
    cells = distinct(row)
    if not cells or any(len(text) > _ROW_OF_WORDS for _, text in cells):
        return None
    roles: dict[int, Role] = {}
    for index, text in cells:
        role = _heading(text) or Role.UNKNOWN
        if role in (Role.OTHER, Role.UNKNOWN) or role not in roles.values():
            roles[index] = role
    named = [role for role in roles.values() if role not in (Role.OTHER, Role.UNKNOWN)]
    if Role.CRITERION not in named and any("performance criteri" in text.lower() for _, text in cells):
        return Columns({}, len(row))  # one heading over several columns: the content must tell them apart
    if Role.KIND in named and len(named) > 1:
        return Columns(roles, len(row))
    telling = {Role.CRITERION, Role.KNOWLEDGE, Role.SKILL, Role.ATTITUDE, Role.RANGE}
    unknown = sum(role is Role.UNKNOWN for role in roles.values())
    if not telling & set(named) or unknown > len(roles) - unknown:
        return None
    alone = len(named) == 1 and named[0] is not Role.CRITERION
    if alone or (Role.CRITERION not in named and (len(roles) < len(cells) or Role.UNKNOWN in roles.values())):
        return None
    return Columns(_numbers_beside_text(roles), len(row))


def line_kind(text: str) -> LineKind | None:
    """The kind of line that a cell of the kind column names."""
    bare = patterns.clean(text).strip(" :*-")
    return next((kind for kind, pattern in _LINE_KINDS if pattern.fullmatch(bare)), None)


def may_head(row: Row) -> bool:
    """Whether a row could be a heading row with words we do not know: several short cells, none of them an item."""
    texts = [text for _, text in distinct(row)]
    return len(texts) > 1 and all(
        len(text) <= 60 and not text.endswith(".") and not patterns.starts_item(text) and not text.isdecimal()
        for text in texts
    )


def only_side_headings(row: Row) -> bool:
    """A second heading row that names only columns we do not read ("Page number")."""
    texts = [text for _, text in distinct(row)]
    return bool(texts) and all(
        _heading(text) is Role.OTHER and len(text.split()) <= _SIDE_WORDS for text in texts
    )


def _heading(text: str) -> Role | None:
    bare = patterns.clean(text).strip(" :*-\u2013")
    return next((role for role, pattern in _HEADINGS if pattern.fullmatch(bare)), None)


def _numbers_beside_text(roles: dict[int, Role]) -> dict[int, Role]:
    """A "No." column counts criteria only where it stands left of them and right of the elements."""
    number = next((index for index, role in roles.items() if role is Role.NUMBER), None)
    if number is None:
        return roles
    following = [roles[index] for index in sorted(roles) if index > number]
    if following[:1] == [Role.ELEMENT]:
        return roles | {number: Role.ELEMENT_NUMBER}
    if following[:1] != [Role.CRITERION]:
        return roles | {number: Role.OTHER}
    return roles


def content_columns(rows: Sequence[Row]) -> Columns | None:
    """The roles that the content shows, or None where it shows no criteria."""
    if not rows:
        return None
    count = len(rows[0])
    texts = [[row[index].text for row in rows if row[index].text] for index in range(count)]
    roles: dict[int, Role] = {}
    numbers = next((i for i in range(count) if _share(texts[i], patterns.NUMBER_ONLY) >= 0.6), None)
    if numbers is not None:
        right = [i for i in range(numbers + 1, count) if texts[i] and _mean(texts[i]) > 12]
        if not right:
            return None
        roles = {numbers: Role.NUMBER, right[0]: Role.CRITERION}
    else:
        numbered = [i for i in range(count) if _items_share(texts[i]) >= 0.6]
        if not numbered:
            return None
        deepest = max(_depth(texts[i]) for i in numbered)  # "1.1" may number elements and "1.1.1" criteria
        roles = {next(i for i in numbered if _depth(texts[i]) == deepest): Role.CRITERION}
    left = _element_column(rows, min(roles))
    if left is not None:
        roles[left] = Role.ELEMENT
    last = max(roles)
    beside = _first_beside(rows, last)
    if beside is not None:
        roles[beside] = Role.OTHER
    return Columns(roles, count, by_content=True)


def _items_share(texts: Sequence[str]) -> float:
    return _share(texts, patterns.NUMBERED) + _share(texts, patterns.PC_START)


def _first_beside(rows: Sequence[Row], criterion: int) -> int | None:
    """The first column right of the criteria that stands beside them, not in their gaps (a shifted grid)."""
    filled = {r for r, row in enumerate(rows) if row[criterion].text}
    for index in range(criterion + 1, len(rows[0])):
        here = {r for r, row in enumerate(rows) if row[index].text}
        if here and len(here & filled) > 0.2 * len(here):
            return index
        filled |= here
    return None


def _element_column(rows: Sequence[Row], before: int) -> int | None:
    """Where the elements start: the nearest filled column, and those left of it that complete it."""
    filled = [
        {r for r, row in enumerate(rows) if row[index].text and not _one_cell(row, index, before)}
        for index in range(before)
    ]
    found: int | None = None
    area: set[int] = set()
    for index in reversed(range(before)):
        if not filled[index]:
            continue
        if found is not None and len(area & filled[index]) > 0.2 * len(filled[index]):
            break
        found, area = index, area | filled[index]
    return found


def _one_cell(row: Row, one: int, other: int) -> bool:
    """Whether a merged cell covers both columns."""
    return bool(row[one].key) and row[one].key == row[other].key


def checklist_columns(rows: Sequence[Row]) -> Columns | None:
    """A list of bulleted criteria in one column, the others being boxes to tick."""
    for index in range(len(rows[0])):
        texts = [row[index].text for row in rows if row[index].text]
        if texts and sum(patterns.without_bullet(text) is not None for text in texts) >= 0.4 * len(texts):
            return Columns({index: Role.CRITERION}, len(rows[0]))
    return None


def lettered_columns(rows: Sequence[Row]) -> Columns | None:
    """An element beside its lettered or bulleted criteria, where the text before said that criteria follow."""
    count = len(rows[0])
    texts = [[row[index].text for row in rows if row[index].text] for index in range(count)]
    for index in range(1, count):
        if _mean(texts[index]) > 20 and sum(patterns.starts_item(t) for t in texts[index]) >= 0.7 * len(
            texts[index]
        ):
            left = _element_column(rows, index)
            if left is not None:
                return Columns({left: Role.ELEMENT, index: Role.CRITERION}, count, by_content=True)
    return None


def _share(texts: Sequence[str], pattern: re.Pattern[str]) -> float:
    return sum(bool(pattern.match(text)) for text in texts) / len(texts) if texts else 0.0


def _depth(texts: Sequence[str]) -> int:
    """How many parts most numbers at the start of the texts have."""
    found = (patterns.NUMBERED.match(text) for text in texts)
    counts = Counter(patterns.depth_of(match[1]) for match in found if match)
    return counts.most_common(1)[0][0] if counts else 0


def _mean(texts: Sequence[str]) -> float:
    return sum(map(len, texts)) / len(texts) if texts else 0.0


def agree(named: Columns, shown: Columns, body: Sequence[Row]) -> bool:
    """Whether the heading's criteria column is where the content shows criteria."""
    at = named.first(Role.CRITERION)
    below = [row[at].text for row in body if at is not None and row[at].text]
    if _items_share(below) >= 0.5 and not all(map(patterns.NUMBER_ONLY.match, below)):
        return True
    criterion = shown.first(Role.CRITERION)
    number = shown.first(Role.NUMBER)
    area = set(named.span(Role.CRITERION)) | set(named.span(Role.NUMBER))
    return criterion in area and (number is None or number in area)


def choose(named: Columns | None, inherited: Columns | None, body: Sequence[Row]) -> Columns | None:
    """The columns to read a table with: its own heading, the content, or the table before."""
    shown = content_columns(body)
    known = named or inherited
    if known and body and known.count != len(body[0]):
        known = None
    if known and not known.roles:
        return shown
    if known and (shown is None or not known.has(Role.CRITERION) or agree(known, shown, body)):
        return _with_elements(known, body)
    return _with_names(shown, known) if shown else None


def _with_names(shown: Columns, known: Columns | None) -> Columns:
    """What the content shows, and the names of the columns beside (knowledge, skills, marks)."""
    if not known:
        return shown
    beside = {
        i: r
        for i, r in known.roles.items()
        if r not in (Role.CRITERION, Role.ELEMENT, Role.NUMBER, Role.UNKNOWN)
    }
    after = {i: r for i, r in beside.items() if i > (shown.first(Role.CRITERION) or 0)}
    before = {i: r for i, r in beside.items() if i < min(shown.roles)}
    return Columns(before | after | shown.roles, shown.count, by_content=True)


def _with_elements(known: Columns, body: Sequence[Row]) -> Columns:
    """The elements' column where its heading says nothing to us: text that is rarer than the criteria beside it."""
    criterion = known.first(Role.CRITERION)
    if criterion is None or known.has(Role.ELEMENT, Role.KIND) or not body:
        return known
    number = known.first(Role.NUMBER)
    edge = criterion if number is None else min(number, criterion)
    open_to = [i for i in range(edge) if known.roles.get(i, Role.UNKNOWN) is Role.UNKNOWN]
    for index in reversed(open_to):
        texts = [row[index].text for row in body if row[index].text]
        if texts and 4 < _mean(texts) < 160 and _share(texts, patterns.NUMBER_ONLY) < 0.5:
            return Columns(known.roles | {index: Role.ELEMENT}, known.count, known.by_content)
    return known
