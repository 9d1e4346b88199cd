"""What differs between two lists of questions, and between two sets of answers."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

#: Names of what a question says, in the order in which differences are told.
FIELDS = ("section", "text", "hint", "kind", "unit", "choices", "gap_code")


@dataclass(frozen=True)
class Said:
    """A question's content."""

    key: Hashable
    values: Mapping[str, str]

    @property
    def text(self) -> str:
        """The question itself."""
        return self.values["text"]


@dataclass(frozen=True)
class Change:
    """A question that says something else: (field, before, after) for each field."""

    before: Said
    after: Said
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Difference:
    """What differs between two versions."""

    added: list[Said] = field(default_factory=list)
    removed: list[Said] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    reordered: bool = False

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.reordered)


def difference(before: Sequence[Said], after: Sequence[Said]) -> Difference:
    """Questions are the same by key; `reordered` when those in both stand in another order."""
    old = {one.key: one for one in before}
    new = {one.key: one for one in after}
    pairs = [(old[one.key], one) for one in after if one.key in old]
    changes = [Change(was, now, _fields(was, now)) for was, now in pairs]
    return Difference(
        added=[one for one in after if one.key not in old],
        removed=[one for one in before if one.key not in new],
        changed=[one for one in changes if one.fields],
        reordered=[one.key for one in before if one.key in new]
        != [one.key for one in after if one.key in old],
    )


def _fields(was: Said, now: Said) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (name, was.values[name], now.values[name]) for name in FIELDS if was.values[name] != now.values[name]
    )
