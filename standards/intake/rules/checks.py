"""Looks for what the reading may have lost. A silent loss is the worst thing that an intake can do."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence

from standards.intake.blocks import Source, Span, spans_of
from standards.intake.kinds import LineKind, ReadLine, ReadWarning, sentence, warning
from standards.intake.rules import patterns

_SHOWN = 25  # warnings of one kind; more would only bury the rest
_LONG = 700  # characters of one line
_STATEMENTS = {LineKind.CRITERION, LineKind.KNOWLEDGE, LineKind.SKILL, LineKind.ATTITUDE}
_USED_SHARE = 0.3  # below this share of words read, a person must look
_FORM_WORDS = 250  # a form of one page has more words around its lines than in them
_FULL_PAGE = 120  # words


def look(
    lines: Sequence[ReadLine], source: Source, unread: Sequence[Span], listed: Sequence[tuple[str, str]]
) -> tuple[ReadWarning, ...]:
    """All warnings, the gravest first."""
    found = _nothing(lines)
    if not any(w.code == "nothing_found" for w in found):
        found += [*_coverage(lines, source), *_units(lines), *_listed(lines, listed), *_numbers(lines)]
    found += [*_unread(unread), *_long(lines), *_old_font(source)]
    return not_too_many(
        [*found, *(ReadWarning(code, sentence(code, params), params=params) for code, params in source.notes)]
    )


def _nothing(lines: Sequence[ReadLine]) -> list[ReadWarning]:
    kinds = {line.kind for line in lines}
    if not kinds & _STATEMENTS:
        return [warning("nothing_found")]
    if LineKind.CRITERION not in kinds and not {LineKind.KNOWLEDGE, LineKind.SKILL} <= kinds:
        return [warning("no_criteria")]
    return []


def _coverage(lines: Sequence[ReadLine], source: Source) -> list[ReadWarning]:
    """How many words became lines, over the file and page by page between the first and the last line."""
    words: Counter[int | None] = Counter()
    first: dict[int | None, str] = {}
    for span in spans_of(source.blocks):
        count = len(span.text.split())
        words[span.page] += count
        if count > 5:
            first.setdefault(span.page, span.text[:60])
    used = sum(len((line.text or line.text_original).split()) for line in lines)
    total = sum(words.values())
    found = []
    if total > 60 and used < (_USED_SHARE if total > _FORM_WORDS else _USED_SHARE / 2) * total:
        found.append(warning("much_unread", percent=round(100 * used / total)))
    pages = {line.page for line in lines if line.page}
    for page in range(min(pages, default=1) + 1, max(pages, default=0)):
        if page not in pages and words[page] >= _FULL_PAGE:
            found.append(warning("page_unread", page=page, text=first.get(page, "")))
    return found


def _units(lines: Sequence[ReadLine]) -> list[ReadWarning]:
    found = []
    for index, line in enumerate(lines):
        if line.kind != LineKind.UNIT:
            continue
        below = lines[index + 1].depth > line.depth if index + 1 < len(lines) else False
        statements = 0
        for later in lines[index + 1 :]:
            if later.depth <= line.depth:
                break
            statements += later.kind in _STATEMENTS
        if not below or not statements:
            name = line.text or line.text_original or line.number
            found.append(warning("unit_without_criteria", line=index, page=line.page, unit=name[:80]))
    return found


def missing_units(lines: Sequence[ReadLine], listed: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Code and title of the units in a summary that are not among the lines."""
    units = [line for line in lines if line.kind == LineKind.UNIT]
    codes = {patterns.squash(line.number) for line in units}
    titles = [patterns.squash(line.text) for line in units]
    missing = []
    for code, title in listed:
        begins = patterns.squash(title)[:25]
        if patterns.squash(code) not in codes and not any(
            begins and name.startswith(begins) for name in titles
        ):
            missing.append((code, title))
    return missing


def _listed(lines: Sequence[ReadLine], listed: Sequence[tuple[str, str]]) -> list[ReadWarning]:
    return [
        warning("unit_listed_only", unit=(title or code)[:80]) for code, title in missing_units(lines, listed)
    ]


def _numbers(lines: Sequence[ReadLine]) -> list[ReadWarning]:
    """Gaps, repeats and strays in the printed numbers of criteria and elements."""
    found: list[ReadWarning] = []
    last: dict[str, int] = defaultdict(int)
    scheme = ""
    for index, line in enumerate(lines):
        if line.kind in (LineKind.UNIT, LineKind.LEVEL):
            last.clear()
        if line.kind not in (LineKind.CRITERION, LineKind.ELEMENT):
            continue
        if line.kind == LineKind.ELEMENT:  # "PC1", "a" and the like may begin anew in each element
            last = {
                key: number
                for key, number in last.items()
                if key.startswith("element") or key[-1].isdecimal()
            }
            last = defaultdict(int, last)
        head, number = split_number(line.number)
        if number is None:
            continue
        key = f"{line.kind}|{head}"
        found += _number_step(index, line, head, last[key], number)
        scheme = head if line.kind == LineKind.CRITERION else scheme
        last[key] = max(number, last[key])
    return found


def _number_step(index: int, line: ReadLine, head: str, before: int, number: int) -> list[ReadWarning]:
    joiner = "." if head and not head.isalpha() else ""
    if number == before:
        return [warning("number_twice", line=index, page=line.page, after=line.number)]
    if before and number > before + 1:
        return [
            warning(
                "number_gap", line=index, page=line.page, before=f"{head}{joiner}{before}", after=line.number
            )
        ]
    if not before and number > 1 and head and not head.isalpha():
        return [warning("number_start", line=index, page=line.page, after=line.number)]
    return []


def split_number(number: str) -> tuple[str, int | None]:
    """ "1.10" is ("1", 10), "PC7" is ("PC", 7), "3" is ("", 3), "b" is ("letter", 2)."""
    if len(number) == 1 and "a" <= number <= "z" and number not in "ivx":
        return "letter", ord(number) - 96
    if number.isdecimal():
        return "", int(number)
    head, _, tail = number.rpartition(".")
    if tail.isdecimal():
        return head, int(tail)
    letters = number.rstrip("0123456789")
    tail = number[len(letters) :]
    return (letters, int(tail)) if letters.isalpha() and tail else (number, None)


def _unread(unread: Sequence[Span]) -> list[ReadWarning]:
    worth = [span for span in unread if len(span.text) > 12]
    return [warning("table_unread", page=span.page, text=span.text[:60]) for span in worth]


def _long(lines: Sequence[ReadLine]) -> list[ReadWarning]:
    return [
        warning("long_line", line=index, page=line.page)
        for index, line in enumerate(lines)
        if len(line.text or line.text_original) > _LONG
    ]


def _old_font(source: Source) -> list[ReadWarning]:
    """Private-use and replacement characters: fonts from before Unicode, or a wrong character map."""
    bad = total = 0
    for span in spans_of(source.blocks):
        body = patterns.without_bullet(span.text) or span.text
        letters = [c for c in body if not c.isspace()]
        total += len(letters)
        bad += sum(
            c == "\ufffd" or unicodedata.category(c) == "Co" for c in letters if c not in patterns.BULLETS
        )
    return [warning("old_font")] if bad > 20 and bad > 0.02 * total else []


def not_too_many(found: Sequence[ReadWarning]) -> tuple[ReadWarning, ...]:
    """The first warnings of each kind, and how many more there are."""
    counts = Counter(w.code for w in found)
    shown: Counter[str] = Counter()
    kept = []
    for item in found:
        shown[item.code] += 1
        if shown[item.code] <= _SHOWN:
            kept.append(item)
    kept += [
        warning("not_shown", count=count - _SHOWN, kind=code)
        for code, count in counts.items()
        if count > _SHOWN
    ]
    return tuple(kept)
