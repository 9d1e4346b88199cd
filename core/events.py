"""The words for events of the history; each app registers its own."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise

_LABELS: dict[str, Promise | str] = {}


def register(labels: Mapping[str, Promise | str]) -> None:
    """Add an app's events (called from its AppConfig.ready)."""
    _LABELS.update(labels)


def label_of(event: str) -> str:
    """The event in words; its code when nobody registered it."""
    return str(_LABELS.get(event, event))


def known() -> frozenset[str]:
    """Codes of all registered events."""
    return frozenset(_LABELS)
