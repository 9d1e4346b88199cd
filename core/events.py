"""The words for events of the history; each app registers its own."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.functional import Promise

_LABELS: dict[str, Promise | str] = {}
_STATES: dict[str, Promise | str] = {}
_WORK: dict[str, Promise | str] = {}


def register(labels: Mapping[str, Promise | str]) -> None:
    """Add an app's events (called from its AppConfig.ready)."""
    _LABELS.update(labels)


def register_states(*states: type[TextChoices]) -> None:
    """Add the words for state codes that an app's history lines hold (called from its AppConfig.ready)."""
    for choices in states:
        _STATES.update({str(choice.value): choice.label for choice in choices})


def state_words(code: str) -> str:
    """A state's code in words; what is no known code (words already, say) is given back as it is."""
    return str(_STATES.get(code, code))


def register_work(labels: Mapping[str, Promise | str]) -> None:
    """Add the words for an app's background jobs, by handler name (called from its AppConfig.ready)."""
    _WORK.update(labels)


def work_words(name: str) -> str:
    """A background job's handler name in words; the name itself when nobody registered it."""
    return str(_WORK.get(name, name))


def work_named(words: str) -> list[str]:
    """Handler names whose words contain these words."""
    return [name for name, label in _WORK.items() if words.casefold() in str(label).casefold()]


def work_choices() -> list[tuple[str, str]]:
    """(handler name, words) of all background work, by its words."""
    return sorted(((name, str(label)) for name, label in _WORK.items()), key=lambda one: one[1])


def labels() -> dict[str, str]:
    """All registered events in words."""
    return {event: str(words) for event, words in _LABELS.items()}


def label_of(event: str) -> str:
    """The event in words; its code when nobody registered it."""
    return str(_LABELS.get(event, event))


def known() -> frozenset[str]:
    """Codes of all registered events."""
    return frozenset(_LABELS)
