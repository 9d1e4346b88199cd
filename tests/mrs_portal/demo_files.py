"""Reads the data of the demonstration for its tests."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from standards.states import RATEABLE_KINDS, LineKind

DEMO = Path(__file__).resolve().parents[2] / "mrs_portal" / "demo"

Data = dict[str, Any]
PILOT: Data = json.loads((DEMO / "pilot.json").read_text(encoding="utf-8"))
EDITIONS: dict[str, Data] = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((DEMO / "editions").glob("*.json"))
}
BENCHMARKS: dict[str, Data] = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(DEMO.glob("benchmark_*.json"))
}
TALK: Data = json.loads((DEMO / "talk.json").read_text(encoding="utf-8"))
every_edition = pytest.mark.parametrize("key", EDITIONS)
every_benchmark = pytest.mark.parametrize("key", BENCHMARKS)


def walk(lines: list[Data]) -> Iterator[Data]:
    """All lines of a tree in reading order."""
    for line in lines:
        yield line
        yield from walk(line.get("children", []))


def lines_of(key: str) -> list[Data]:
    """All lines of an edition."""
    return list(walk(EDITIONS[key]["lines"]))


def rateable_of(key: str) -> list[Data]:
    """The lines on which a judgement is due."""
    return [line for line in lines_of(key) if line["kind"] in RATEABLE_KINDS and not line.get("children")]


def sections_of(key: str) -> list[Data]:
    """Units, or the headings of a standard without units."""
    lines = lines_of(key)
    units = [line for line in lines if line["kind"] == LineKind.UNIT]
    return units or [line for line in lines if line["kind"] in RATEABLE_KINDS and line.get("children")]


def keys(part: str) -> set[str]:
    """Keys of a list of the pilot file, each used once."""
    found = [item["key"] for item in PILOT[part]]
    assert len(found) == len(set(found)), part
    return set(found)


def plan_rows() -> list[Data]:
    """Rows and sub-rows of the action plan in order."""
    return [row for top in PILOT["action_plan"] for row in (top, *top.get("rows", []))]
