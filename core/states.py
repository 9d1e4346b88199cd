"""States as data: one function moves every state in the portal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _

ModelT = TypeVar("ModelT", bound=models.Model)
Transitions = Mapping[str, frozenset[str]]


class IllegalMove(Exception):
    """The move is not possible from the present state. `.message` is a sentence for the person who tried."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(str(message))
        self.message = str(message)


def move(obj: ModelT, to: str, *, transitions: Transitions, field: str = "state", **changes: Any) -> ModelT:
    """Move `obj.<field>` to `to` together with `changes`, if the row is still in a state that allows it.

    The guard stands in the WHERE of one UPDATE, so that of two people who press at once exactly one wins.

    Raises:
        IllegalMove: no transition leads from the row's present state to `to`.
    """
    allowed = [state for state, targets in transitions.items() if to in targets]
    rows = type(obj)._default_manager.filter(pk=obj.pk, **{f"{field}__in": allowed})
    if not rows.update(**{field: to}, **changes):
        obj.refresh_from_db()
        raise IllegalMove(
            _(
                "This is now “%(state)s”, so it cannot become “%(to)s”. Look at the page again; somebody may have been faster."
            )
            % {"state": label_of(obj, field), "to": _label(type(obj), field, to)}
        )
    setattr(obj, field, to)
    for name, value in changes.items():
        setattr(obj, name, value)
    return obj


def label_of(obj: models.Model, field: str = "state") -> str:
    """The present state in words."""
    return _label(type(obj), field, getattr(obj, field))


def _label(model: type[models.Model], field: str, value: str) -> str:
    choices: Any = model._meta.get_field(field)
    return str(dict(choices.flatchoices).get(value, value))
