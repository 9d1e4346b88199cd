"""What waits for a person, for whoever takes over their work: told by the apps above, through this register."""

from __future__ import annotations

from collections.abc import Callable

from accounts.models import User
from core.summary import Waiting

_ASKED: list[Callable[[User], list[Waiting]]] = []


def register(ask: Callable[[User], list[Waiting]]) -> None:
    """Add whoever knows what waits (called from an AppConfig.ready)."""
    if ask not in _ASKED:
        _ASKED.append(ask)


def duties_of(person: User, *, reader: User) -> list[Waiting]:
    """What waits for the person, as far as the reader may know: only colleagues of the same country read it."""
    if not reader.country or reader.country != person.country:
        return []
    return [item for ask in _ASKED for item in ask(person)]
