"""Measures suggested counterparts: `python -m benchmarks.alignment [--data DIR] [--baselines] [--fit] [--quick]`.

Reads the alignment sets and the evaluation script that lie beside the checkout (../shared), runs our own pure function on
them, with vectors and by words alone, and prints: hits among the first, MRR, gaps, bands (stated against observed),
the same with everything that was tuned chosen without the set (the honest figures), the reference baselines, time and
memory. Nothing of the texts is kept in this repository.

The sets of other trades (metal, plumbing, vehicles, wood and food, carpentry) stand in for trades that were not seen:
each is measured with a setting and bands that were chosen on the others alone.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from benchmarking.suggesting.blend import Setting
from benchmarking.suggesting.ranking import Vectors, rank
from benchmarking.suggesting.rates import BANDS, hit_rate
from benchmarking.suggesting.texts import Item
from benchmarks.alignment_adapter import ROOT, answers, kept_vectors, ranked, thesaurus
from benchmarks.alignment_fit import LEAST, SIGNS, family, fit, rates_unseen, stated, table_of

SHARED = ROOT.parent / "shared"
STORED = ROOT / "benchmarks" / "alignment_reference.json"
FIGURES = ("hit1", "hit3", "hit5", "hit10", "mrr")
#: What is chosen anew for each set left out: around the setting in use, both ways.
GRID = [
    Setting(headings_in_vectors=headings, words=words, gain=gain)
    for headings, words, gain in itertools.product((0.5, 0.65), (0.27, 0.37), (0.3,))
]
Data = dict[str, Any]


def kind(name: str) -> str:
    """The family a set is reported under."""
    names = {"onet": "trades", "reg": "regulations", "silver": "national standards", "esco": "occupations"}
    return names[name.split("_")[0]]


def load_module(path: Path) -> ModuleType:
    """A Python file that belongs to no package."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


def figures(evaluation: ModuleType, data: Data, with_vectors: bool, setting: Setting | None = None) -> Data:
    """Ranking and gap figures of one set."""

    def suggest(left: list[Data], right: list[Data], k: int) -> list[Data]:
        return answers(ranked(left, right, k, with_vectors=with_vectors, setting=setting))

    found, natural, score = evaluation.evaluate(data, suggest)
    if 3 <= sum(natural) < len(natural):
        found["natural"] = (evaluation.auroc(natural, score), evaluation.average_precision(natural, score))
    if setting is None:
        _, gone, score = evaluation.evaluate(evaluation.remove_some(data), suggest)
        found["removed"] = (evaluation.auroc(gone, score), evaluation.average_precision(gone, score))
    return found


def print_table(title: str, rows: dict[str, Data]) -> None:
    """One line for each set and the mean of each family."""
    print(f"\n{title}\n{'':28s}   R@1   R@3   R@5  R@10   MRR   gaps AUROC/AP natural   removed")
    groups: dict[str, list[Data]] = {}
    for name, row in rows.items():
        groups.setdefault(kind(name), []).append(row)
        print(f"{name:28s} {_cells(row)}")
    for group, members in groups.items():
        mean = {figure: float(np.mean([row[figure] for row in members])) for figure in FIGURES}
        for part in ("natural", "removed"):
            pairs = [row[part] for row in members if part in row]
            if pairs:
                mean[part] = tuple(np.mean(pairs, axis=0))  # type: ignore[assignment]
        print(f"mean of {group:20s} {_cells(mean)}")


def _cells(row: Data) -> str:
    ranks = " ".join(f"{row[figure]:.3f}" for figure in FIGURES)
    gaps = "   ".join(
        f"{row[part][0]:.3f}/{row[part][1]:.3f}" if part in row else " " * 11
        for part in ("natural", "removed")
    )
    return f"{ranks}   {gaps}"


def print_bands(sets: Sequence[Data], *, with_vectors: bool) -> None:
    """Stated against observed hit rates, each set under weights that were fitted without its family."""
    tables = [table_of(data, with_vectors=with_vectors) for data in sets]
    unseen = rates_unseen(tables, SIGNS[with_vectors])
    print(
        f"\nBands {'with vectors' if with_vectors else 'by words alone'}: observed on sets left out (number)"
    )
    print(
        f"{'shown on the screen':28s} "
        + "   ".join(f"{band} {hit_rate(band, vectors=with_vectors)}" for band in BANDS)
    )
    off = 0
    for name, rates in unseen.items():
        others = stated(unseen, but=name)
        cells = []
        for band in BANDS:
            rate, count = rates[band]
            far = count >= LEAST and abs(rate - others[band]) > 0.1
            off += far
            cells.append(f"{100 * rate:3.0f}{'!' if far else ' '}({count:4d})")
        print(f"{name:28s} " + "   ".join(cells))
    for group in dict.fromkeys(map(kind, unseen)):
        members = {name: rates for name, rates in unseen.items() if kind(name) == group}
        means = stated(members).values()
        print(f"mean of {group:20s} " + "   ".join(f"{100 * mean:3.0f}       " for mean in means))
    print(f"mean of all: {stated(unseen)}; more than 10 points from what the other sets give: {off}")


def print_unseen(evaluation: ModuleType, sets: Sequence[Data], best: dict[str, float]) -> None:
    """Each set under the setting that was best on the sets of other families."""
    tried = [{data["id"]: figures(evaluation, data, True, one) for data in sets} for one in GRID]
    rows: dict[str, Data] = {}
    for data in sets:
        others = [one["id"] for one in sets if family(one["id"]) != family(data["id"])]
        chosen = max(
            tried, key=lambda rows, others=others: sum(rows[one]["hit5"] + rows[one]["mrr"] for one in others)
        )
        rows[data["id"]] = chosen[data["id"]]
    print_table("Left out: the setting was chosen on the other sets", rows)
    if best:
        print(
            "R@5 against the best single method: "
            + ", ".join(f"{n} {rows[n]['hit5'] - best[n]:+.3f}" for n in rows)
        )


def print_baselines(sets: Sequence[Data], folder: Path, *, compute: bool) -> dict[str, float]:
    """The reference baselines, stored or computed now; returns the best R@5 of a single method for each set."""
    if compute:
        sys.path.insert(0, str(folder))
        evaluation, reference = load_module(folder / "align_eval.py"), load_module(folder / "baselines.py")
        reference.encode = kept_texts  # the same vectors as the reference computes
        methods = (
            "fuzzy",
            "bm25",
            "tfidf_word",
            "tfidf_char",
            "tfidf",
            "minilm",
            "blend",
            "blend_csls",
            "blend_ctx",
        )
        found = {
            method: {data["id"]: evaluation.evaluate(data, reference.make(method))[0] for data in sets}
            for method in methods
        }
        plain = {
            method: {
                name: {figure: round(row[figure], 3) for figure in FIGURES} for name, row in rows.items()
            }
            for method, rows in found.items()
        }
        STORED.write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")
    stored = json.loads(STORED.read_text(encoding="utf-8")) if STORED.exists() else {}
    print(f"\nReference baselines ({'computed now' if compute else 'stored'}), R@1 / R@5 / MRR by family")
    for method, rows in stored.items():
        cells = []
        for group in dict.fromkeys(kind(name) for name in rows):
            some = [row for name, row in rows.items() if kind(name) == group]
            cells.append(
                group
                + " "
                + " / ".join(f"{np.mean([row[f] for row in some]):.3f}" for f in ("hit1", "hit5", "mrr"))
            )
        print(f"{method:12s} " + "   ".join(cells))
    singles = ("fuzzy", "bm25", "tfidf_word", "tfidf_char", "tfidf", "minilm")
    names = next(iter(stored.values()), {})
    return {name: max(stored[one][name]["hit5"] for one in singles) for name in names}


def kept_texts(texts: Sequence[str]) -> Any:
    """Vectors of plain texts, from those that are kept."""
    found = kept_vectors([[Item(text) for text in texts], []])
    assert found is not None, "the extra requirements-suggest.txt is not installed"
    return found[0].texts


def print_costs() -> None:
    """Time and memory with stored vectors, each size in a process of its own."""
    print("\nCost with stored vectors (words of the sets, shuffled)")
    for size in (50, 500, 5000):
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.alignment", "--cost", str(size)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        print(done.stdout.strip())


def cost(size: int) -> None:
    """Rank so many invented lines on each side."""
    random = np.random.default_rng(1)
    stems = ("lay", "mix", "cut", "join", "level", "check", "wire", "press")
    words = np.array([f"{stem}{letter}" for stem in stems for letter in "abcdefghijklmnopqrstuvwxyz"])
    weight = 1 / np.arange(1, len(words) + 1)
    sides = [
        [
            Item(" ".join(random.choice(words, 13, p=weight / weight.sum())), "", (f"Unit {n // 20}",))
            for n in range(size)
        ]
        for _ in range(2)
    ]
    rows = random.standard_normal((2, size, 384)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=2, keepdims=True)
    left, right = (Vectors(one, one) for one in rows)
    known = thesaurus()
    started, busy = time.perf_counter(), time.process_time()
    rank(*sides, thesaurus=known, vectors=(left, right), most=20)
    seconds, used = time.perf_counter() - started, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{size:5d} x {size:<5d} {seconds:6.2f} s (processor {used:6.2f} s)   {peak:5.0f} MB")


def print_fit(sets: Sequence[Data]) -> None:
    """The numbers of benchmarking/suggesting/bands.py and rates.py."""
    for with_vectors in (True, False):
        tables = [table_of(data, with_vectors=with_vectors) for data in sets]
        signs = SIGNS[with_vectors]
        print(with_vectors, fit(tables, signs), stated(rates_unseen(tables, signs)))


def main(arguments: Sequence[str]) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=SHARED / "data" / "alignment")
    parser.add_argument("--evaluation", type=Path, default=SHARED / "eval")
    parser.add_argument(
        "--baselines", action="store_true", help="compute the references anew (needs scikit-learn)"
    )
    parser.add_argument("--fit", action="store_true", help="print the weights of the bands and stop")
    parser.add_argument("--quick", action="store_true", help="without the sets left out and without costs")
    parser.add_argument("--cost", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.cost:
        cost(options.cost)
        return 0
    files = sorted(options.data.glob("*.json"))
    if not files:
        print(f"No sets in {options.data}. They are not part of this repository: give their folder.")
        return 2
    sets: list[Data] = [json.loads(path.read_text(encoding="utf-8")) for path in files]
    if options.fit:
        print_fit(sets)
        return 0
    evaluation = load_module(options.evaluation / "align_eval.py")
    best = print_baselines(sets, options.evaluation, compute=options.baselines)
    steps: list[Callable[[], None]] = []
    for with_vectors in (True, False):
        rows = {data["id"]: figures(evaluation, data, with_vectors) for data in sets}
        print_table("Ours with vectors" if with_vectors else "Ours by words alone", rows)
        print_bands(sets, with_vectors=with_vectors)
    if not options.quick:
        steps = [lambda: print_unseen(evaluation, sets, best), print_costs]
    for step in steps:
        step()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
