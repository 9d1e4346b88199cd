"""The standard questionnaires as files, read for a country that has none yet (README.md gives the format)."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
#: Keys of the standard questions are made from this and their names, so that they are the same everywhere.
_NAMESPACE = uuid.UUID("6f1c2d0e-6a67-4c26-9d5c-0c3a3b6f2b11")


@dataclass(frozen=True)
class StandardQuestion:
    """One question of a file, in the words of `questionnaires.models.Question`."""

    key: uuid.UUID
    section: str
    text: str
    hint: str
    kind: str
    unit: str
    choices: str
    gap_code: str


@dataclass(frozen=True)
class StandardQuestionnaire:
    """One file."""

    purpose: str
    title: str
    questions: tuple[StandardQuestion, ...]


def key_of(purpose: str, name: str) -> uuid.UUID:
    """The key of the standard question of this name."""
    return uuid.uuid5(_NAMESPACE, f"{purpose}:{name}")


def standard_questionnaires() -> list[StandardQuestionnaire]:
    """All files of this folder, by name."""
    return [_read(path) for path in sorted(FOLDER.glob("*.json"))]


def _read(path: Path) -> StandardQuestionnaire:
    data = json.loads(path.read_text(encoding="utf-8"))
    questions = tuple(
        StandardQuestion(
            key=key_of(data["purpose"], item["id"]),
            section=section["heading"],
            text=item["text"],
            hint=item.get("hint", ""),
            kind=item["kind"],
            unit=item.get("unit", ""),
            choices="\n".join(item.get("choices", [])),
            gap_code=item.get("gap_code", ""),
        )
        for section in data["sections"]
        for item in section["questions"]
    )
    return StandardQuestionnaire(data["purpose"], data["title"], questions)
