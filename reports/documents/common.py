"""What every printed document has, whatever its kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Country:
    """A country under its ILO name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Corridor:
    """Who recognises whose skills in which area; `priority` is "primary" or "secondary" as printed.

    A document on a whole country names no skill area, one on a whole pilot no sending country either: both are "".
    """

    receiving: Country
    sending: Country
    skill_area: str
    priority: str = ""
    occupations: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """For running heads: "Thailand – Cambodia, Bricklaying", as far as it is named."""
        countries = " – ".join(name for name in (self.receiving.name, self.sending.name) if name)
        return f"{countries}, {self.skill_area}" if self.skill_area else countries


@dataclass(frozen=True, slots=True)
class Team:
    """A working group by its offices; persons are never printed."""

    name: str
    country: str
    offices: tuple[str, ...] = ()
    task: str = ""


class Document(Protocol):
    """The fields that the pipeline itself reads. Dates are ISO text, "" where unknown.

    `content_language` is the document language (BCP 47). `marking` is the confidentiality line in the foot of every
    page. `generated_at` is ISO date and time with offset. `is_draft` marks what is not final yet.
    """

    @property
    def number(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def corridor(self) -> Corridor: ...
    @property
    def generated_at(self) -> str: ...
    @property
    def dated(self) -> str: ...
    @property
    def is_draft(self) -> bool: ...
    @property
    def content_language(self) -> str: ...
