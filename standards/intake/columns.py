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

from standards.intake import patterns
from standards.intake.blocks import Row


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
    OTHER = "other"


_HEADINGS: Sequence[tuple[Role, re.Pattern[str]]] = [
    (role, re.compile(words, re.I))
    for role, words in (
        (Role.CRITERION, r"(?:assessment |performance )criteri\w*.*|can i\b.*|criteri(?:a|on)"),
        (Role.ELEMENT_NUMBER, r"elements? (?:no\.?|number|code)"),
        (Role.ELEMENT, r"elements?(?: of competenc\w*| title)?|(?:lo\b|learning outcomes?).*|tasks?"),
        (Role.CODE, r"(?:unit |competency )?codes?|unit ref.*|code no\.?"),
        (Role.UNIT, r"units?(?: of competenc\w*| titles?)?|competenc(?:y|ies)(?: title)?|duty"),
        (Role.NUMBER, r"(?:pc |criteri\w* )?(?:no\.?|number|code|ref\.?|#)"),
        (Role.KNOWLEDGE, r"(?:required |underpinning |essential )?knowledge(?: required)?"),
        (Role.SKILL, r"(?:required |underpinning |foundation |practical )?skills?(?: required)?"),
        (Role.ATTITUDE, r"(?:required )?(?:attitudes?|behaviou?rs?)"),
        (Role.DESCRIPTION, r"descriptions?"),
        (Role.RANGE_LABEL, r"variables?"),
        (Role.RANGE, r"range(?: of variables?| statements?)?"),
        (Role.MARKS, r"marks?|weight\w*|score"),
        (Role.CRITICAL, r"critical"),
        (Role.OTHER, r"yes|no|evidence.*|assess.*|remarks?|page.*|not yet.*|competent.*|comments?|s/?n"),
    )
]
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
        role = _heading(text)
        if role and (role is Role.OTHER or role not in roles.values()):
            roles[index] = role
    named = [role for role in roles.values() if role is not Role.OTHER]
    if Role.CRITERION not in named and any("performance criteri" in text.lower() for _, text in cells):
        return Columns({}, len(row))  # one heading over several columns: the content must tell them apart
    telling = {Role.CRITERION, Role.KNOWLEDGE, Role.SKILL, Role.ATTITUDE, Role.RANGE}
    if not telling & set(named):
        return None
    alone = len(named) == 1 and named[0] is not Role.CRITERION
    if alone or (Role.CRITERION not in named and len(roles) < len(cells)):
        return None
    return Columns(_numbers_beside_text(roles), len(row))


def only_side_headings(row: Row) -> bool:
    """A second heading row that names only columns we do not read ("Page number")."""
    return all(_heading(text) is Role.OTHER for _, text in distinct(row))


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
        numbered = [i for i in range(count) if _share(texts[i], patterns.NUMBERED) >= 0.6]
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
    filled = [{r for r, row in enumerate(rows) if row[index].text} for index in range(before)]
    found: int | None = None
    area: set[int] = set()
    for index in reversed(range(before)):
        if not filled[index]:
            continue
        if found is not None and len(area & filled[index]) > 0.2 * len(filled[index]):
            break
        found, area = index, area | filled[index]
    return found


def checklist_columns(rows: Sequence[Row]) -> Columns | None:
    """A list of bulleted criteria in one column, the others being boxes to tick."""
    for index in range(len(rows[0])):
        texts = [row[index].text for row in rows if row[index].text]
        if texts and sum(patterns.without_bullet(text) is not None for text in texts) >= 0.4 * len(texts):
            return Columns({index: Role.CRITERION}, len(rows[0]))
    return None


def _share(texts: Sequence[str], pattern: re.Pattern[str]) -> float:
    return sum(bool(pattern.match(text)) for text in texts) / len(texts) if texts else 0.0


def _depth(texts: Sequence[str]) -> int:
    """How many parts most numbers at the start of the texts have."""
    found = (patterns.NUMBERED.match(text) for text in texts)
    counts = Counter(patterns.depth_of(match[1]) for match in found if match)
    return counts.most_common(1)[0][0] if counts else 0


def _mean(texts: Sequence[str]) -> float:
    return sum(map(len, texts)) / len(texts)


def agree(named: Columns, shown: Columns, body: Sequence[Row]) -> bool:
    """Whether the heading's criteria column is where the content shows criteria."""
    at = named.first(Role.CRITERION)
    below = [row[at].text for row in body if at is not None and row[at].text]
    if _share(below, patterns.NUMBERED) >= 0.5 and not all(map(patterns.NUMBER_ONLY.match, below)):
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
        return known
    return shown
