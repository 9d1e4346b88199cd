"""Scores the intake on real documents: `python -m benchmarks.extraction [--baseline] [FOLDER]`.

FOLDER holds NAME.gold.json files beside the documents; the default is the shared data beside the repository. The
scores are those of the shared evaluation script: two texts match when their letters and digits are at least 90 %
alike, one to one, best first. This file is also an adapter for that script (it has `extract`).
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from standards.intake import ReadLine, ReadResult, Refused, read

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
FOLDER = SHARED / "data" / "extraction"
BASELINE = SHARED / "eval" / "extract_baselines.py"
ALIKE = 90.0
FAILED = 0.95  # criteria F1 below which a document failed and must carry a warning
TITLES_ALIKE = 85.0

Structure = dict[str, Any]


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
    error: str = ""

    @property
    def silent(self) -> bool:
        """Whether the document failed and nothing was said."""
        return self.f1 < FAILED and not self.warnings

    @property
    def false_alarm(self) -> bool:
        """Whether the document was read well and a person is sent looking all the same."""
        return self.f1 >= FAILED and bool(self.warnings)


def structure(lines: Sequence[ReadLine]) -> Structure:
    """Lines as the nested structure that the gold files have."""
    units: list[Structure] = []
    element: Structure | None = None
    for line in lines:
        text = line.text or line.text_original
        if line.kind == "unit" or not units:
            unit: Structure = {
                "code": "",
                "title": "",
                "elements": [],
                "knowledge": [],
                "skills": [],
                "evidence": [],
            }
            units.append(unit)
            element = None
        unit = units[-1]
        if line.kind == "unit":
            unit["code"], unit["title"] = line.number, text
        elif line.kind == "element":
            element = {"number": line.number, "title": text, "criteria": []}
            unit["elements"].append(element)
        elif line.kind == "criterion":
            if element is None:
                element = {"number": "", "title": "", "criteria": []}
                unit["elements"].append(element)
            element["criteria"].append({"number": line.number, "text": text})
        else:
            unit.setdefault({"skill": "skills"}.get(line.kind, line.kind), []).append(text)
    return {"units": units}


def extract(path: str) -> Structure:
    """The adapter of the shared evaluation script."""
    return structure(read(Path(path), Path(path).name).lines)


# ------------------------------------------------------------------------ scoring
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
    return result


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


def ours(path: Path) -> tuple[Structure, list[str]]:
    """Structure and warning codes of the intake; a refusal gives an empty structure."""
    try:
        result: ReadResult = read(path, path.name)
    except Refused as refused:
        return {"units": []}, [f"refused: {refused.code}"]
    return structure(result.lines), [warning.code for warning in result.warnings]


def run(folder: Path, reader: Callable[[Path], tuple[Structure, list[str]]] = ours) -> list[Score]:
    """Scores every document of a folder."""
    scores = []
    for path in sorted(folder.glob("*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        start = time.perf_counter()
        found, warnings = reader(folder / gold["file"])
        seconds = time.perf_counter() - start
        one = score(gold, found, gold["id"])
        one.seconds, one.warnings = seconds, warnings
        scores.append(one)
    return scores


def baseline() -> Callable[[Path], tuple[Structure, list[str]]] | None:
    """The rough reference of the shared evaluation, if it is there."""
    if not BASELINE.exists():
        return None
    spec = importlib.util.spec_from_file_location("extract_baselines", BASELINE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    reference = module.make("pdfplumber")
    return lambda path: (reference(str(path)), [])


def _table(scores: Sequence[Score], reference: Sequence[Score]) -> list[str]:
    beside = {one.name: one for one in reference}
    head = f"{'document':32} {'criteria':>8} {'F1':>6} {'right element':>13} {'other lists (lowest F1)':>26} {'seconds':>8}"
    rows = [head + (f" {'baseline F1':>12} {'placed':>7}" if beside else "")]
    for one in scores:
        key = min(one.lists, key=lambda k: one.lists[k], default="")
        other = f"{key} {one.lists[key]:.3f}" if key else "-"
        row = (
            f"{one.name:32} {one.criteria:8d} {one.f1:6.3f} {one.placed:13.3f} {other:>26} {one.seconds:8.2f}"
        )
        if one.name in beside:
            row += f" {beside[one.name].f1:12.3f} {beside[one.name].placed:7.3f}"
        rows.append(row + (f"  {', '.join(sorted(set(one.warnings)))}" if one.warnings else ""))
    return rows


def summary(scores: Sequence[Score]) -> str:
    """One line over all documents."""
    count = len(scores)
    criteria = sum(one.criteria for one in scores)
    placed = sum(one.placed * one.criteria for one in scores) / max(1, criteria)
    silent = [one.name for one in scores if one.f1 < 0.95 and not one.warnings]
    return (
        f"{count} documents, {criteria} criteria: mean F1 {sum(one.f1 for one in scores) / count:.3f}, "
        f"lowest {min(one.f1 for one in scores):.3f}, in the right element {placed:.3f}, "
        f"{sum(one.seconds for one in scores):.1f} s, below F1 0.95 without a warning: {len(silent)}"
    )


def main(arguments: list[str]) -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(description="Score the intake on real documents.")
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument(
        "--baseline", action="store_true", help="also run the rough reference of the evaluation"
    )
    options = parser.parse_args(arguments)
    if not any(options.folder.glob("*.gold.json")):
        print(
            f"No gold files in {options.folder}. The documents are not part of this repository: give their folder."
        )
        return 2
    scores = run(options.folder)
    reference = baseline() if options.baseline else None
    other = run(options.folder, reference) if reference else []
    print("\n".join(_table(scores, other)))
    print(summary(scores))
    if other:
        print("baseline: " + summary(other))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
