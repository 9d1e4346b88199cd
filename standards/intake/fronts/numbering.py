"""The numbers that Word prints in front of list paragraphs. They stand nowhere in the text: they are counted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%([1-9])")
_DEPTHS = 9
_MOST = 100_000  # a counter beyond that is no number of a standard
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
)
_ROMAN_SMALL = (*_ROMAN, (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_DIGITS = {
    "thaiNumbers": "๐๑๒๓๔๕๖๗๘๙",
    "khmerNumbers": "០១២៣៤៥៦៧៨៩",
    "hindiNumbers": "०१२३४५६७८९",
}
_THAI_LETTERS = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"


@dataclass(slots=True)
class Level:
    """One depth of a list: how it counts and what it prints. `text` is like "%1.%2."."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str = ""


@dataclass(slots=True)
class _List:
    levels: dict[int, Level] = field(default_factory=dict)
    link: str = ""  # the style that really defines it


@dataclass(slots=True)
class _Use:
    abstract: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)


class Numbering:
    """Counts the list paragraphs of one document in reading order."""

    def __init__(self, root: Any | None) -> None:
        self.lists: dict[str, _List] = {}
        self.uses: dict[str, _Use] = {}
        self.style_uses: dict[str, str] = {}  # list id by the style that defines a list
        self.counters: dict[str, list[int | None]] = {}
        self.begun: set[tuple[str, int]] = set()
        for element in root if root is not None else ():
            if element.tag == f"{W}abstractNum":
                self.lists[element.get(f"{W}abstractNumId", "")] = _list(element)
            elif element.tag == f"{W}num":
                self.uses[element.get(f"{W}numId", "")] = _use(element)

    def depth_of_style(self, use: str, style: str) -> int:
        """The depth that a paragraph style stands for in a list; 0 where the list does not say."""
        found = self._levels(use)
        return next((depth for depth, level in found.items() if level.style == style), 0)

    def label(self, use: str, depth: int) -> str:
        """Counts one paragraph and gives what is printed in front of it: "1.2", "a)", "\u2022" or nothing."""
        levels = self._levels(use)
        if not levels or not 0 <= depth < _DEPTHS:
            return ""
        level = levels.get(depth, Level())
        counts = self._count(use, depth, level, levels)
        if level.form == "bullet":
            return "\u2022"
        if level.form == "none":
            return ""

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            inner = levels.get(at, Level())
            value = counts[at]
            form = "decimal" if level.legal else inner.form
            return _shown(inner.start if value is None else value, form)

        return _PLACE.sub(shown, level.text).strip()[:60]

    def _levels(self, use: str) -> dict[int, Level]:
        known = self.uses.get(use)
        if known is None:
            return {}
        found = self.lists.get(known.abstract, _List())
        for _ in range(3):  # a list may point to the style that defines it
            linked = self.uses.get(self.style_uses.get(found.link, ""))
            if not found.link or linked is None:
                break
            found = self.lists.get(linked.abstract, _List())
        return {**found.levels, **known.levels}

    def _count(self, use: str, depth: int, level: Level, levels: dict[int, Level]) -> list[int | None]:
        known = self.uses[use]
        counts = self.counters.setdefault(known.abstract, [None] * _DEPTHS)
        start = level.start
        if depth in known.starts and (use, depth) not in self.begun:
            counts[depth], start = None, known.starts[depth]
        self.begun.add((use, depth))
        before = counts[depth]
        counts[depth] = start if before is None else min(before + 1, _MOST)
        for deeper in range(depth + 1, _DEPTHS):
            restart = levels.get(deeper, Level()).restart
            if restart is None or (restart and depth < restart):
                counts[deeper] = None
        return counts


def _list(element: Any) -> _List:
    made = _List({_int(level.get(f"{W}ilvl"), 0): _level(level) for level in element.findall(f"{W}lvl")})
    link = element.find(f"{W}numStyleLink")
    made.link = link.get(f"{W}val", "") if link is not None else ""
    return made


def _use(element: Any) -> _Use:
    abstract = element.find(f"{W}abstractNumId")
    made = _Use(abstract.get(f"{W}val", "") if abstract is not None else "")
    for override in element.findall(f"{W}lvlOverride"):
        depth = _int(override.get(f"{W}ilvl"), 0)
        start, level = override.find(f"{W}startOverride"), override.find(f"{W}lvl")
        if level is not None:
            made.levels[depth] = _level(level)
        if start is not None:
            made.starts[depth] = _int(start.get(f"{W}val"), 1)
    return made


def _level(element: Any) -> Level:
    values = {
        child.tag.rpartition("}")[2]: child.get(f"{W}val") for child in element if isinstance(child.tag, str)
    }
    return Level(
        start=_int(values.get("start"), 1),
        form=values.get("numFmt") or "decimal",
        text=values.get("lvlText") or "",
        restart=_int(values.get("lvlRestart"), 0) if "lvlRestart" in values else None,
        legal="isLgl" in values and values["isLgl"] not in ("0", "false"),
        style=values.get("pStyle") or "",
    )


def _int(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 7 else otherwise


def _shown(value: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letters = chr(97 + (value - 1) % 26) * min(1 + (value - 1) // 26, 5) if value > 0 else ""
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman"):
        return _roman(value).upper() if form == "upperRoman" else _roman(value)
    if form == "thaiLetters" and value > 0:
        return _THAI_LETTERS[(value - 1) % len(_THAI_LETTERS)]
    if form == "decimalZero":
        return f"{value:02d}"
    if form in _DIGITS:
        return "".join(_DIGITS[form][int(digit)] for digit in str(value))
    return str(value)


def _roman(value: int) -> str:
    if value > 4_000:
        return str(value)
    letters = ""
    for worth, sign in _ROMAN_SMALL:
        count, value = divmod(value, worth)
        letters += sign * count
    return letters
