"""Reading the demonstration's files, and what the loader's parts hand on to each other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from accounts.models import Organisation, Team, User
from corridors.models import Activity, Corridor, Pilot
from missions.models import Mission
from standards.models import Edition, Line, SkillArea

FOLDER = Path(__file__).resolve().parent
Data = dict[str, Any]


def read(name: str) -> Data:
    """One file of the demonstration, such as "pilot.json"."""
    data: Data = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return data


def pilot_data() -> Data:
    """Pilot, organisations, people, teams, corridors, missions and plan."""
    return read("pilot.json")


def edition_names() -> list[str]:
    """Files of the editions, by name."""
    return [f"editions/{path.name}" for path in sorted((FOLDER / "editions").glob("*.json"))]


def benchmark_names() -> list[str]:
    """Files of the benchmarks, by name."""
    return [path.name for path in sorted(FOLDER.glob("benchmark_*.json"))]


def walk(lines: list[Data], depth: int = 0) -> Iterator[tuple[int, Data]]:
    """Every line of a tree with its depth, in reading order."""
    for line in lines:
        yield depth, line
        yield from walk(line.get("children", []), depth + 1)


def day(text: str) -> date:
    """A date of the files."""
    return date.fromisoformat(text)


@dataclass
class World:
    """What is loaded so far, by the keys of the files."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    areas: dict[str, SkillArea] = field(default_factory=dict)
    corridors: dict[str, Corridor] = field(default_factory=dict)
    editions: dict[str, Edition] = field(default_factory=dict)
    lines: dict[tuple[str, str], Line] = field(default_factory=dict)  # (edition, number)
    missions: dict[str, Mission] = field(default_factory=dict)
    sites: dict[str, str] = field(default_factory=dict)  # their names
    activities: dict[str, Activity] = field(default_factory=dict)
    pilot: Pilot | None = None

    @property
    def the_pilot(self) -> Pilot:
        """The pilot, once it is open."""
        assert self.pilot is not None  # noqa: S101  # the loader opens it before anything asks
        return self.pilot
