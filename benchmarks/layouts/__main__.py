"""Sets the gold texts in every layout, reads them back and scores: `python -m benchmarks.layouts [--half unseen]`.

The rules are developed with the layouts of the "develop" half; the other half is only measured.
"""

from __future__ import annotations

import argparse
import tempfile
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from benchmarks import extraction
from benchmarks.extraction import ours
from benchmarks.layouts import CATALOGUE, Entry, make
from benchmarks.layouts.handicaps import HANDICAPS, handicapped
from benchmarks.layouts.structure import Standard, from_gold, made_up
from benchmarks.scoring import FAILED, Reading, Score, differences, measured

_UNITS = 3  # of a standard; more would only take time


def _piece(standards: Sequence[Standard], name: str, seed: int) -> Standard:
    """Some units of some standard, chosen by name and seed."""
    at = zlib.crc32(f"{name}-{seed}".encode())
    chosen = standards[at % len(standards)]
    first = at // 97 % max(1, len(chosen.units) - _UNITS + 1)
    return replace(chosen, units=chosen.units[first : first + _UNITS])


def cases(options: argparse.Namespace) -> Iterator[tuple[Entry, str, int]]:
    """Layout, format and seed of every document."""
    for entry in CATALOGUE.values():
        wanted = options.half == "all" or entry.unseen == (options.half == "unseen")
        if entry.name in options.only or (wanted and not options.only):
            for kind in entry.formats:
                if options.format in (kind, ""):
                    yield from ((entry, kind, options.first + n) for n in range(options.seeds))


def _measure(entry: Entry, kind: str, seed: int, standard: Standard, folder: Path, verbose: bool) -> Score:
    content, gold = make(entry, kind, standard, seed)
    path = folder / f"{entry.name}-{seed}.{kind}"
    path.write_bytes(content)
    try:
        reading = ours(path)
    except Exception as error:  # the table goes on; a crash is a failure without a warning
        reading = Reading({"units": []})
        print(f"  {path.name} crashed: {error!r}")
    result = measured(gold, reading, path.name)
    if verbose and (result.f1 < 0.99 or result.placed < 0.99):
        print("\n".join(differences(gold, reading.found)))
    return result


def _row(name: str, scores: Sequence[Score]) -> str:
    def mean(values: Sequence[float]) -> str:
        return f"{sum(values) / len(values):8.3f}" if values else f"{'-':>8}"

    lists = [
        mean([s.lists[key] for s in scores if key in s.lists])
        for key in ("unit_titles", "element_titles", "knowledge", "skills", "evidence")
    ]
    silent = sum(s.silent for s in scores)
    false = sum(s.false_alarm for s in scores)
    return (
        f"{name:26} {len(scores):4} {mean([s.f1 for s in scores])} {min(s.f1 for s in scores):8.3f} "
        f"{mean([s.placed for s in scores])} {' '.join(lists)} {silent:6} {false:6}"
    )


def main() -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(description="Set standards in many layouts and read them back.")
    parser.add_argument("only", nargs="*", help="names of layouts")
    parser.add_argument("--half", choices=("develop", "unseen", "all"), default="develop")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--format", default="")
    parser.add_argument("--folder", type=Path, default=extraction.FOLDER)
    parser.add_argument("--keep", type=Path, help="where the documents are kept")
    parser.add_argument("--handicap", choices=[*HANDICAPS, "each"], help="read with one ability less")
    parser.add_argument("-v", action="store_true", help="what was lost and what was added")
    options = parser.parse_args()
    names = [*HANDICAPS] if options.handicap == "each" else [options.handicap]
    for name in names:
        with handicapped(name) if name else nullcontext():
            groups = _all(options)
        every = [one for scores in groups.values() for one in scores]
        if name:
            failed = sum(one.f1 < FAILED for one in every)
            silent = [one.name for one in every if one.silent]
            print(
                f"{name:24} {len(every)} documents, {failed} failed, {len(silent)} of them in silence {silent}",
                flush=True,
            )
            continue
        print(
            f"{'layout':26} {'docs':>4} {'F1':>8} {'lowest':>8} {'placed':>8} {'units':>8} {'elements':>8} {'knowl.':>8} "
            f"{'skills':>8} {'evid.':>8} silent false"
        )
        for group, scores in groups.items():
            print(_row(group, scores))
        print(_row("all", every))
    return 0


def _all(options: argparse.Namespace) -> dict[str, list[Score]]:
    """The scores of all documents by layout and format."""
    standards = from_gold(options.folder) or [made_up(seed) for seed in range(8)]
    groups: dict[str, list[Score]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for entry, kind, seed in cases(options):
            standard = _piece(standards, entry.name, seed)
            one = _measure(entry, kind, seed, standard, folder, options.v)
            groups[f"{entry.name}.{kind}"].append(one)
            if not options.handicap and _worth_telling(one):
                low = ", ".join(f"{k} {v:.2f}" for k, v in one.lists.items() if v < 0.95)
                print(
                    f"  {one.name} F1 {one.f1:.3f} placed {one.placed:.3f} {low} {sorted(set(one.warnings))}",
                    flush=True,
                )
    return groups


def _worth_telling(one: Score) -> bool:
    low = min(one.lists.values(), default=1.0) < 0.95
    return one.f1 < 0.99 or one.placed < 0.99 or one.false_alarm or low


if __name__ == "__main__":
    raise SystemExit(main())
