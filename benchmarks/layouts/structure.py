"""What the layouts set: a standard as units, elements and criteria, from gold files or made up from a list of words."""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Element:
    """An element of competency with its criteria."""

    title: str
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit. `kind` is basic, common, core or empty."""

    code: str
    title: str
    elements: tuple[Element, ...]
    knowledge: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    descriptor: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard to be set in some layout."""

    title: str
    units: tuple[Unit, ...]
    agency: str = "Skills Agency"
    level: str = "Level 1"
    lists: frozenset[str] = field(default_factory=frozenset)  # which of knowledge, skills, evidence were set

    def gold(self) -> dict[str, Any]:
        """The structure in the form of the gold files."""
        return {
            "units": [
                {
                    "code": unit.code,
                    "title": unit.title,
                    "elements": [
                        {
                            "number": "",
                            "title": element.title,
                            "criteria": [{"number": "", "text": text} for text in element.criteria],
                        }
                        for element in unit.elements
                    ],
                    "knowledge": list(unit.knowledge) if "knowledge" in self.lists else [],
                    "skills": list(unit.skills) if "skills" in self.lists else [],
                    "evidence": list(unit.evidence) if "evidence" in self.lists else [],
                }
                for unit in self.units
            ],
            "score": ["criteria", "element_titles", "unit_titles", *sorted(self.lists)],
        }


_VERBS = "check clean cut fix join lay level lift mark measure mix move plan press read select set store test trim".split()  # noqa: SIM905
_THINGS = [
    "boards",
    "bricks",
    "cables",
    "corners",
    "doors",
    "drawings",
    "drains",
    "edges",
    "fittings",
    "frames",
    "joints",
    "ladders",
    "mortar",
    "panels",
    "pipes",
    "planks",
    "seams",
    "surfaces",
    "tiles",
    "tools",
    "walls",
    "wires",
]
_HOW = (
    "according to the drawing",
    "as the job requires",
    "before work begins",
    "in line with workplace rules",
    "so that no material is wasted",
    "using personal protective equipment",
    "within the tolerance that was agreed, e.g. 3 mm per 2 m",
    "and report faults to the person in charge without delay",
)
_KNOW = ("kinds of", "storage of", "faults in", "prices of", "rules for", "safe handling of")


def _unlike(chance: random.Random, make: Any, count: int, used: set[str]) -> tuple[str, ...]:
    found: list[str] = []
    while len(found) < count:
        text = make(chance)
        if text not in used:
            used.add(text)
            found.append(text)
    return tuple(found)


def _criterion(chance: random.Random) -> str:
    verb, one, two = chance.choice(_VERBS), *chance.sample(_THINGS, 2)
    return f"{verb.capitalize()} {one} and {two} {chance.choice(_HOW)}"


def _knowledge(chance: random.Random) -> str:
    return f"{chance.choice(_KNOW).capitalize()} {chance.choice(_THINGS)} and {chance.choice(_THINGS)}"


def _skill(chance: random.Random) -> str:
    return f"Handling {chance.choice(_THINGS)} beside {chance.choice(_THINGS)}"


def _title(chance: random.Random) -> str:
    return f"{chance.choice(_VERBS).capitalize()} {chance.choice(_THINGS)} for {chance.choice(_THINGS)}"


def made_up(seed: int, units: int = 2, elements: int = 3, criteria: int = 4) -> Standard:
    """A standard of about that size from a list of words, the same for the same seed."""
    chance = random.Random(seed)
    used: set[str] = set()
    made = []
    for number in range(1, units + 1):
        parts = tuple(
            Element(title, _unlike(chance, _criterion, max(1, criteria + chance.randint(-1, 2)), used))
            for title in _unlike(chance, _title, elements, used)
        )
        made.append(
            Unit(
                f"CON/BL/{number:03d}/L1",
                *_unlike(chance, _title, 1, used),
                parts,
                _unlike(chance, _knowledge, 4, used),
                _unlike(chance, _skill, 3, used),
                _unlike(chance, lambda c: f"Evidence of work on {_knowledge(c).lower()}", 2, used),
                descriptor="This unit covers the outcomes that a person needs in order to do this work.",
            )
        )
    return Standard("Building trades", tuple(made))


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" ;")


def _clean(criterion: dict[str, Any]) -> bool:
    """Some criteria of machine-read standards hold the number of another one."""
    return not re.search(r"\d\s?\.\s\d", criterion["text"])


def _unit(raw: dict[str, Any], pool: dict[str, list[str]], chance: random.Random) -> Unit | None:
    elements = tuple(
        Element(_tidy(e["title"]).rstrip("*: "), tuple(_tidy(c["text"]) for c in e["criteria"] if _clean(c)))
        for e in raw["elements"]
        if e["title"] and any(map(_clean, e["criteria"]))
    )
    if not elements or not raw["title"]:
        return None
    lists = {
        key: tuple(raw.get(key) or chance.sample(pool[key], min(len(pool[key]), chance.randint(3, 6))))
        for key in ("knowledge", "skills", "evidence")
    }
    return Unit(raw["code"], _tidy(raw["title"]), elements, descriptor="", **lists)


def from_gold(folder: Path) -> list[Standard]:
    """Standards of the gold files whose elements have titles; lists that one lacks are lent by the others."""
    golds = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.gold.json"))]
    pool: dict[str, list[str]] = {"knowledge": [], "skills": [], "evidence": []}
    for gold in golds:
        for unit in gold["units"]:
            for key, lines in pool.items():
                lines += [t for t in unit.get(key, []) if t not in lines and not t.rstrip().endswith(":")]
    found = []
    for gold in golds:
        chance = random.Random(gold["id"])
        units = [unit for raw in gold["units"] if (unit := _unit(raw, pool, chance))]
        if units:
            found.append(Standard(gold["title"], tuple(units), gold.get("agency", ""), gold.get("level", "")))
    return found
