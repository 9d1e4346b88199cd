"""Scores what was read against a gold structure.

The scores are those of the shared evaluation script: two texts match when their letters and digits are at least 90 %
alike, one to one, best first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

ALIKE = 90.0
FAILED = 0.95  # criteria F1 below which a document failed and must carry a warning
TITLES_ALIKE = 85.0

Structure = dict[str, Any]


@dataclass(slots=True)
class Reading:
    """What a reader gave back: structure, codes of warnings and of remarks, seconds and peak memory (0 = unknown)."""

    found: Structure
    warnings: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    seconds: float = 0.0
    megabytes: float = 0.0


@dataclass(slots=True)
class Score:
    """The figures of one document; `lists` has F1 of elements, units, knowledge and so on."""

    name: str
    criteria: int = 0
    precision: float = 0.0
    recall: float = 0.0
    f1: float = 0.0
    placed: float = 0.0
    seconds: float = 0.0
    lists: dict[str, float] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    megabytes: float = 0.0

    @property
    def silent(self) -> bool:
        """Whether the document failed and nothing was said."""
        return self.f1 < FAILED and not self.warnings

    @property
    def false_alarm(self) -> bool:
        """Whether the document was read well and a person is sent looking all the same."""
        return self.f1 >= FAILED and bool(self.warnings)


def norm(text: str) -> str:
    """Lower case, letters and digits only, single spaces."""
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def alike(left: str, right: str, least: float = 0.0) -> float:
    """Likeness in percent: twice the longest common subsequence over both lengths; 0 where below `least`."""
    if left == right:
        return 100.0
    total = len(left) + len(right)
    if not left or not right or 200 * min(len(left), len(right)) < least * total:
        return 0.0
    places: dict[str, int] = {}
    for at, letter in enumerate(left):
        places[letter] = places.get(letter, 0) | 1 << at
    full = (1 << len(left)) - 1
    row = full
    for letter in right:  # bit-parallel: each bit is a step of the longest common subsequence
        hit = row & places.get(letter, 0)
        row = ((row + hit) | (row - hit)) & full
    return 200.0 * (len(left) - row.bit_count()) / total


def match(gold: Sequence[str], found: Sequence[str], least: float = ALIKE) -> dict[int, int]:
    """Pairs of alike texts (index in gold -> index in found), one to one, best first."""
    golds, founds = [norm(text) for text in gold], [norm(text) for text in found]
    pairs = [(alike(g, f, least), i, j) for i, g in enumerate(golds) for j, f in enumerate(founds)]
    result: dict[int, int] = {}
    used: set[int] = set()
    for value, i, j in sorted(pairs, key=lambda pair: -pair[0]):
        if value < least:
            break
        if i not in result and j not in used:
            result[i] = j
            used.add(j)
    return result


def f1(matched: int, gold: int, found: int) -> tuple[float, float, float]:
    """Precision, recall and their harmonic mean."""
    precision = matched / found if found else float(not gold)
    recall = matched / gold if gold else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _flat(standard: Structure) -> tuple[list[str], list[int], list[tuple[str, str]]]:
    texts: list[str] = []
    owner: list[int] = []
    elements: list[tuple[str, str]] = []
    for unit in standard["units"]:
        for element in unit.get("elements") or []:
            elements.append((element.get("title") or "", str(element.get("number") or "")))
            for criterion in element.get("criteria") or []:
                texts.append(criterion.get("text") or "")
                owner.append(len(elements) - 1)
    return texts, owner, elements


def _same_element(gold: tuple[str, str], found: tuple[str, str]) -> bool:
    if gold[0]:
        return alike(norm(gold[0]), norm(found[0])) >= TITLES_ALIKE
    return not gold[1] or re.sub(r"\D", "", gold[1]) == re.sub(r"\D", "", found[1])


def score(gold: Structure, found: Structure, name: str) -> Score:
    """The figures of one document."""
    texts, owner, elements = _flat(gold)
    found_texts, found_owner, found_elements = _flat(found)
    pairs = match(texts, found_texts)
    right = sum(_same_element(elements[owner[i]], found_elements[found_owner[j]]) for i, j in pairs.items())
    result = Score(name, len(texts), placed=right / max(1, len(texts)))
    result.precision, result.recall, result.f1 = f1(len(pairs), len(texts), len(found_texts))
    lists: dict[str, tuple[list[str], list[str]]] = {
        "element_titles": ([t for t, _ in elements], [t for t, _ in found_elements]),
        "unit_titles": ([u["title"] for u in gold["units"]], [u["title"] for u in found["units"]]),
        **{
            key: (
                [x for u in gold["units"] for x in u.get(key, [])],
                [x for u in found["units"] for x in u.get(key, [])],
            )
            for key in ("knowledge", "skills", "evidence")
        },
    }
    for key, (wanted, got) in lists.items():
        wanted, got = [x for x in wanted if x], [x for x in got if x]
        if wanted and key in gold["score"]:
            result.lists[key] = f1(len(match(wanted, got)), len(wanted), len(got))[2]
    codes, found_codes = _codes(gold), _codes(found)
    if codes and "unit_codes" in gold["score"]:
        result.lists["unit_codes"] = f1(len(codes & found_codes), len(codes), len(found_codes))[2]
    return result


def _codes(standard: Structure) -> set[str]:
    return {re.sub(r"\W", "", unit.get("code") or "").lower() for unit in standard["units"]} - {""}


def differences(gold: Structure, found: Structure) -> list[str]:
    """What was lost and what was added, for people who look into errors."""
    texts, owner, elements = _flat(gold)
    found_texts, found_owner, found_elements = _flat(found)
    pairs = match(texts, found_texts)
    taken = set(pairs.values())
    return [
        *(f"     lost  {text[:120]}" for i, text in enumerate(texts) if i not in pairs),
        *(f"     added {text[:120]}" for j, text in enumerate(found_texts) if j not in taken),
        *(
            f"     moved {texts[i][:60]} | {elements[owner[i]][0][:40]} | {found_elements[found_owner[j]][0][:40]}"
            for i, j in pairs.items()
            if not _same_element(elements[owner[i]], found_elements[found_owner[j]])
        ),
    ]


def measured(gold: Structure, reading: Reading, name: str) -> Score:
    """The score of a reading."""
    one = score(gold, reading.found, name)
    one.warnings, one.remarks = reading.warnings, reading.remarks
    one.seconds, one.megabytes = reading.seconds, reading.megabytes
    return one
