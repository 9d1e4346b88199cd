"""Tells what the reader may have lost from what the source itself has wrong.

Every line of the source has a place. What became a line of the standard, what was understood as a heading, label or
running head, and what belongs to parts that are not kept is accounted for; the rest is unread. A gap in the numbers
with nothing unread around it is the source's own: it is said beside the line (a remark), but raises no alarm.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from standards.intake.blocks import Source, Span, spans_of
from standards.intake.kinds import LineKind, ReadLine, ReadWarning, warning
from standards.intake.rules import checks, patterns
from standards.intake.rules.rules import Reader

_NUMBERS = {"number_gap": "source_gap", "number_start": "source_start", "number_twice": "source_twice"}
_MANY = 0.05  # of the criteria; so many faults in the numbers are no longer the source's
_GLUED = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.?\s+[A-Z]")
_AT_START = re.compile(r"\s*\d{1,2}\s?\.\s?\d{1,2}\s")
_INNER_BULLET = re.compile(r"\S\s[\u2022\u25cf\u25aa\u25a0\u25e6\u2023]\s")
_FEW_WORDS = 4
_LONG = 400  # characters of a criterion
Judged = tuple[tuple[ReadWarning, ...], tuple[ReadWarning, ...]]


def judge(reader: Reader, lines: Sequence[ReadLine], source: Source) -> Judged:
    """Warnings, for which a person must look, and remarks about the source."""
    found = list(checks.look(lines, source, reader.unread, []))
    unread = _unread(reader, source)
    found += [*_unread_warnings(reader, unread, lines), *_listed(reader, lines, source)]
    if not any(one.code in ("nothing_found", "no_criteria") for one in found):
        found = [one for one in found if one.code != "unit_without_criteria"]
        found += _no_criteria(lines)
    found += [*_proportions(lines), *_elements(reader, lines), *_texts(lines), *_elsewhere(lines)]
    many = _lost_share(lines) > _MANY
    loud: list[ReadWarning] = []
    quiet: list[ReadWarning] = []
    for one in found:
        if one.code in _NUMBERS and not many and _is_the_sources(one, reader, lines, unread):
            quiet.append(warning(_NUMBERS[one.code], page=one.page, line=one.line, **one.params))
        else:
            loud.append(one)
    return checks.not_too_many(loud), checks.not_too_many([*quiet, *_absent(reader, lines, source)])


# ------------------------------------------------------------------------- unread
def _unread(reader: Reader, source: Source) -> list[Span]:
    """Lines between the first and the last line of the standard that nothing accounts for."""
    used = {span.at for draft in reader.outline.kept for span in draft.spans}
    first, last = min(used, default=0), max(used, default=0)
    done = used | reader.known | reader.asides
    found = []
    seen: set[int] = set()
    for span in spans_of(source.blocks):
        inside = first < span.at < last and span.at not in done and span.at not in seen
        seen.add(span.at)
        if inside and not patterns.PAGE_NUMBER.fullmatch(span.text) and any(c.isalpha() for c in span.text):
            found.append(span)
    return found


def _unread_warnings(
    reader: Reader, unread: Sequence[Span], lines: Sequence[ReadLine]
) -> Iterator[ReadWarning]:
    words = sum(len(_text(line).split()) for line in lines)
    stray = 0
    for span in unread:
        count = len(span.text.split())
        if span.at in reader.in_columns and count >= _FEW_WORDS:
            yield _about("table_unread", span, reader)
        elif patterns.NUMBERED.match(span.text) and count >= _FEW_WORDS:
            yield _about("text_unread", span, reader)
        elif span.at in reader.astray:
            stray += count
    if stray > max(15, 0.08 * words):
        first = next(span for span in unread if span.at in reader.astray)
        yield _about("text_unread", first, reader)


def _about(code: str, span: Span, reader: Reader) -> ReadWarning:
    return warning(code, page=span.page, line=_line_before(reader, span.at), text=span.text[:60])


def _line_before(reader: Reader, at: int) -> int | None:
    before = [i for i, draft in enumerate(reader.outline.kept) if draft.spans and draft.spans[0].at < at]
    return before[-1] if before else None


# ------------------------------------------------------------------------ numbers
def _is_the_sources(
    one: ReadWarning, reader: Reader, lines: Sequence[ReadLine], unread: Sequence[Span]
) -> bool:
    at = one.line or 0
    kept = reader.outline.kept
    above = next((i for i in range(at - 1, -1, -1) if kept[i].spans), None)
    if above is None or not kept[at].spans:
        return False
    left, right = kept[above].spans[-1].at, kept[at].spans[0].at
    if any(left < span.at < right and len(span.text.split()) > 1 for span in unread):
        return False
    return not any(_holds_other_number(lines[index]) for index in (at - 1, at))


def _holds_other_number(line: ReadLine) -> bool:
    """Whether a line has the number of another one in its text ("... 4.3 Deliver ...")."""
    own = re.match(r"(\d{1,2})\.(\d{1,2})$", line.number)
    heads = {own[1]} if own else set()
    return any(
        match[1] in heads and match[2] != (own[2] if own else "") for match in _GLUED.finditer(_text(line))
    )


def _lost_share(lines: Sequence[ReadLine]) -> float:
    """How many criteria the gaps in the numbers stand for, of all there should be."""
    count = missing = 0
    last: dict[str, int] = {}
    for line in lines:
        if line.kind in (LineKind.UNIT, LineKind.ELEMENT):
            last = {}
        if line.kind != LineKind.CRITERION:
            continue
        count += 1
        head, number = checks.split_number(line.number)
        if number is None:
            continue
        missing += (
            min(20, max(0, number - last.get(head, 0) - 1)) if head in last or head[-1:].isdecimal() else 0
        )
        last[head] = max(number, last.get(head, 0))
    return missing / (count + missing) if count else 0.0


def _elsewhere(lines: Sequence[ReadLine]) -> Iterator[ReadWarning]:
    """Criteria "3.1" below the element 2, where the other criteria fit their elements."""
    wrong = []
    fitting = 0
    element = ""
    for index, line in enumerate(lines):
        if line.kind in (LineKind.UNIT, LineKind.ELEMENT):
            element = line.number if line.kind == LineKind.ELEMENT else ""
        elif line.kind == LineKind.CRITERION and element.isdecimal() and re.match(r"\d+\.\d+$", line.number):
            if int(line.number.split(".")[0]) == int(element):
                fitting += 1
            else:
                wrong.append((index, element))
    if fitting >= 3 * len(wrong):
        for index, element in wrong:
            after = lines[index].number
            yield warning(
                "number_elsewhere", line=index, page=lines[index].page, after=after, element=element
            )


# --------------------------------------------------------------------- proportions
def _proportions(lines: Sequence[ReadLine]) -> Iterator[ReadWarning]:
    """Units that have far fewer criteria than the others, or no elements where the others have some."""
    units: list[tuple[int, int, int]] = []  # index, criteria, elements
    for index, line in enumerate(lines):
        if line.kind == LineKind.UNIT:
            units.append((index, 0, 0))
        elif units and line.kind in (LineKind.CRITERION, LineKind.ELEMENT):
            at, criteria, elements = units[-1]
            is_criterion = line.kind == LineKind.CRITERION
            units[-1] = (at, criteria + is_criterion, elements + (not is_criterion))
    usual = median([criteria for _, criteria, _ in units] or [0])
    with_elements = sum(elements > 0 for _, _, elements in units)
    for index, criteria, elements in units:
        name = (_text(lines[index]) or lines[index].number)[:80]
        if len(units) >= 3 and usual >= 5 and 0 < criteria <= 0.15 * usual:
            yield warning("unit_thin", line=index, page=lines[index].page, unit=name, count=criteria)
        if criteria > 12 and not elements and with_elements * 2 >= len(units) > 1:
            yield warning("unit_flat", line=index, page=lines[index].page, unit=name)


def _elements(reader: Reader, lines: Sequence[ReadLine]) -> Iterator[ReadWarning]:
    """Elements that got no criteria, if their title does not come back with some."""
    kept = {patterns.squash(_text(line)) for line in lines if line.kind == LineKind.ELEMENT}
    for draft in reader.outline.dropped:
        title = patterns.squash(draft.text)
        if title and not any(title in other or other in title for other in kept):
            line = _line_before(reader, draft.spans[0].at) if draft.spans else None
            yield warning("element_without_criteria", line=line, element=draft.text[:80])


def _is_glued(line: ReadLine) -> bool:
    """Whether a criterion holds the number or the bullet of another one."""
    text = _text(line)
    head = line.number.split(".")[0]
    if not line.number and _AT_START.match(text):
        return True
    inner = [match[1] for match in _GLUED.finditer(f" {text}")]
    if head in inner or (not line.number and len(inner) > 1):
        return True
    return not line.number[-1:].isdecimal() and bool(_INNER_BULLET.search(text))


def _no_criteria(lines: Sequence[ReadLine]) -> Iterator[ReadWarning]:
    """Units without any criteria, where the other lines are not counted as knowledge, skills and behaviours are."""
    kinds = {line.kind for line in lines}
    counted = any(re.match(r"[A-Z]{1,2}\d", line.number) for line in lines if line.kind == LineKind.SKILL)
    if LineKind.UNIT in kinds and LineKind.CRITERION not in kinds and not counted:
        yield warning("no_criteria")
    if LineKind.CRITERION not in kinds:
        return
    unit: int | None = None
    for index, line in enumerate([*lines, None]):
        if line is None or line.kind == LineKind.UNIT:
            if unit is not None:
                name = (_text(lines[unit]) or lines[unit].number)[:80]
                yield warning("unit_without_criteria", line=unit, page=lines[unit].page, unit=name)
            unit = index
        elif line.kind == LineKind.CRITERION:
            unit = None


def _texts(lines: Sequence[ReadLine]) -> Iterator[ReadWarning]:
    """Criteria that hold another one, stand twice, or are pieces of one."""
    criteria = [(i, line) for i, line in enumerate(lines) if line.kind == LineKind.CRITERION]
    pieces = [i for i, line in criteria if len(_text(line).split()) < 2]
    if len(pieces) >= 2 and len(pieces) >= 0.08 * len(criteria):
        yield from (warning("short_line", line=i, page=lines[i].page) for i in pieces)
    for i, line in criteria:
        if _is_glued(line):
            yield warning("glued_line", line=i, page=line.page)
        elif len(_text(line)) > _LONG:
            yield warning("long_line", line=i, page=line.page)
    first = [(i, line) for i, line in criteria if lines[i - 1].kind != LineKind.CRITERION and not line.number]
    same = Counter(_text(line) for _, line in first if len(_text(line).split()) <= _FEW_WORDS)
    for i, line in criteria:
        label = patterns.CRITERIA_PART.fullmatch(_text(line).strip(" :-*"))
        if label or ((i, line) in first and same[_text(line)] >= 3):
            yield warning("label_line", line=i, page=line.page)
    for (_, before), (i, line) in pairwise(criteria):
        if len(_text(line)) > 12 and _text(line) == _text(before):
            yield warning("line_twice", line=i, page=line.page)
    small = [i for i, line in criteria if _text(line)[:1].islower()]
    if 3 <= len(small) <= 0.4 * len(criteria) and len(small) >= 0.05 * len(criteria):
        yield from (warning("piece_line", line=i, page=lines[i].page) for i in small)


# ----------------------------------------------------------------- units in a list
def _listed(reader: Reader, lines: Sequence[ReadLine], source: Source) -> Iterator[ReadWarning]:
    """Units that a summary names and whose code stands elsewhere in the file, but that were not found."""
    codes = _codes_in(source)
    for code, title in checks.missing_units(lines, reader.listed):
        if codes[patterns.squash(code)] > 1:
            yield warning("unit_listed_only", unit=(title or code)[:80])


def _absent(reader: Reader, lines: Sequence[ReadLine], source: Source) -> Iterator[ReadWarning]:
    """Units that a summary names and that the file does not hold."""
    codes = _codes_in(source)
    for code, title in checks.missing_units(lines, reader.listed):
        if codes[patterns.squash(code)] <= 1:
            yield warning("unit_absent", unit=(title or code)[:80])


def _codes_in(source: Source) -> Counter[str]:
    found: Counter[str] = Counter()
    for span in spans_of(source.blocks):
        found.update(patterns.squash(word.strip("().,:;")) for word in span.text.split())
    return found


def _text(line: ReadLine) -> str:
    return line.text or line.text_original
