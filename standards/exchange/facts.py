"""What the writers need to know about an edition, and what they hand back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from standards.intake import Base, Problem, ReadLine


@dataclass(frozen=True, slots=True)
class EditionFacts:
    """An edition in words. `levels` gives for a level's label (lower case) its names in frameworks, such as "AQRF:2".

    `changed_at` is when its lines or details were last changed. `previous` is the address part and the title of the
    edition before it, where the reader may know of it.
    """

    ref: str
    title: str
    label: str
    state: str
    country: str
    body: str
    changed_at: datetime
    title_original: str = ""
    owner: str = ""
    language: str = ""
    licence: str = ""
    legal_basis: str = ""
    issued_on: date | None = None
    note: str = ""
    skill_area: str = ""
    occupation: str = ""
    revision: int = 0
    content_hash: str = ""
    levels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    previous: tuple[str, str] | None = None

    def base(self, lines: tuple[ReadLine, ...] = ()) -> Base:
        """What a file of this edition says about its origin."""
        return Base(self.ref, self.revision, self.content_hash, lines)


@dataclass(frozen=True, slots=True)
class Exported:
    """A finished file. `not_carried` says what of the edition is not in it."""

    content: bytes
    suffix: str
    content_type: str
    not_carried: tuple[Problem, ...] = ()
