"""Scores the intake on real documents: `python -m benchmarks.extraction [--baseline] [FOLDER]`.

FOLDER holds NAME.gold.json files beside the documents; the default is the shared data beside the repository. This
file is also an adapter for the shared evaluation script (it has `extract`), which loads it by its path.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.scoring import FAILED, Reading, Score, Structure, measured  # noqa: E402  needs the path above
from standards.intake import ReadLine, ReadResult, Refused, read  # noqa: E402

SHARED = ROOT.parent / "shared"
FOLDER = SHARED / "data" / "extraction"
BASELINE = SHARED / "eval" / "extract_baselines.py"


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


def ours(path: Path) -> Reading:
    """The intake in this process, with its processor seconds; a refusal gives an empty structure."""
    start = time.process_time()
    try:
        result: ReadResult = read(path, path.name)
    except Refused as refused:
        return Reading({"units": []}, [f"refused: {refused.code}"])
    return _reading(result, time.process_time() - start)


def _reading(result: ReadResult, seconds: float) -> Reading:
    codes = [warning.code for warning in result.warnings]
    return Reading(structure(result.lines), codes, [remark.code for remark in result.remarks], seconds)


def in_child(path: Path) -> Reading:
    """The intake as the portal runs it, in a process of its own: the seconds hold the start, the memory is its peak."""
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "standards.intake", str(path), path.name],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
    ) as child:
        assert child.stdout
        answer = child.stdout.read()
        _, _, usage = os.wait4(child.pid, 0)
        child.returncode = 0
    refused = json.loads(answer).get("refused")
    seconds = time.perf_counter() - start
    if refused:
        made = Reading({"units": []}, [f"refused: {refused['code']}"], seconds=seconds)
    else:
        made = _reading(ReadResult.from_json(answer), seconds)
    made.megabytes = usage.ru_maxrss / 1024
    return made


def run(folder: Path, reader: Callable[[Path], Reading] = ours) -> list[Score]:
    """Scores every document of a folder."""
    scores = []
    for path in sorted(folder.glob("*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        scores.append(measured(gold, reader(folder / gold["file"]), gold["id"]))
    return scores


def baseline() -> Callable[[Path], Reading] | None:
    """The rough reference of the shared evaluation, if it is there."""
    if not BASELINE.exists():
        return None
    spec = importlib.util.spec_from_file_location("extract_baselines", BASELINE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    reference = module.make("pdfplumber")
    return lambda path: Reading(reference(str(path)))


def _table(scores: Sequence[Score], reference: Sequence[Score]) -> list[str]:
    beside = {one.name: one for one in reference}
    head = (
        f"{'document':28} {'crit.':>5} {'F1':>6} {'right el.':>9} {'units':>6} {'codes':>6} {'elem.':>6} {'knowl.':>6} "
        f"{'skills':>6} {'evid.':>6} {'warn.':>5} {'rem.':>4} {'seconds':>7} {'MB':>5}"
    )
    rows = [head + (f" {'baseline F1':>12} {'right el.':>9}" if beside else "")]
    for one in scores:
        lists = " ".join(
            f"{one.lists[key]:6.3f}" if key in one.lists else f"{'-':>6}"
            for key in ("unit_titles", "unit_codes", "element_titles", "knowledge", "skills", "evidence")
        )
        row = (
            f"{one.name:28} {one.criteria:5d} {one.f1:6.3f} {one.placed:9.3f} {lists} {len(one.warnings):5d} "
            f"{len(one.remarks):4d} {one.seconds:7.2f} {one.megabytes:5.0f}"
        )
        if one.name in beside:
            row += f" {beside[one.name].f1:12.3f} {beside[one.name].placed:9.3f}"
        codes = sorted({*one.warnings, *one.remarks})
        rows.append(row + (f"  {', '.join(codes)}" if codes else ""))
    return rows


def summary(scores: Sequence[Score]) -> str:
    """A few lines over all documents."""
    count = len(scores)
    criteria = sum(one.criteria for one in scores)
    placed = sum(one.placed * one.criteria for one in scores) / max(1, criteria)
    silent = [one.name for one in scores if one.silent]
    false = [one.name for one in scores if one.false_alarm]
    lists = ", ".join(
        f"{key.replace('_', ' ')} {sum(values) / len(values):.3f}"
        for key in ("unit_titles", "unit_codes", "element_titles", "knowledge", "skills", "evidence")
        if (values := [one.lists[key] for one in scores if key in one.lists])
    )
    return (
        f"{count} documents, {criteria} criteria: mean F1 {sum(one.f1 for one in scores) / count:.3f}, "
        f"lowest {min(one.f1 for one in scores):.3f}, in the right element {placed:.3f}\n"
        f"  F1 of lists: {lists}\n"
        f"  silent failures (F1 below {FAILED} without a warning): {len(silent)} {silent or ''}\n"
        f"  false alarms (F1 of {FAILED} and more with a warning): {len(false)} of {count} {false or ''}\n"
        f"  {sum(one.seconds for one in scores):.1f} s in all, {max(one.seconds for one in scores):.1f} s and "
        f"{max(one.megabytes for one in scores):.0f} MB at most"
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
    scores = run(options.folder, in_child)
    reference = baseline() if options.baseline else None
    other = run(options.folder, reference) if reference else []
    print("\n".join(_table(scores, other)))
    print(summary(scores))
    if other:
        print("baseline (never warns): " + summary(other))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
