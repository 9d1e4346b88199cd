"""PM-4: what the fields of a form would take is what the person sees, for every form of every route.

A field of rows refuses whatever its queryset does not hold; so every row that it holds is compared with the oracle.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django import forms
from django.db.models import Model, QuerySet

from accounts.models import Invitation, Organisation, Team, User
from tests.access import oracle
from tests.access.people import SIGNED_IN
from tests.access.scene import Scene

#: Named to those who give them something to read or to do; who stands behind them is not shown.
_NAMED_TO_ALL = (Organisation, Team, User, Invitation)
_SEEN: dict[tuple[int, str, type[Model]], frozenset[int]] = {}


@contextmanager
def made_forms() -> Iterator[list[forms.BaseForm]]:
    """Every form that is made inside."""
    made: list[forms.BaseForm] = []
    begin = forms.BaseForm.__init__

    def noted(self: forms.BaseForm, *args: Any, **kwargs: Any) -> None:
        begin(self, *args, **kwargs)
        made.append(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forms.BaseForm, "__init__", noted)
        yield made


def foreign_offers(
    scene: Scene, who: str, made: list[forms.BaseForm], named: frozenset[str] = frozenset()
) -> list[str]:
    """Rows and references in the choices of these forms that the persona may not see.

    Args:
        named: names of things that the page may speak of although they are not open, as a published report does.
    """
    if who not in SIGNED_IN:
        return []
    found = []
    for form in made:
        for name, field in form.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                rows = field.queryset
                found += [f"{type(form).__name__}.{name}: {row!r}" for row in _foreign_rows(scene, who, rows)]
            elif isinstance(field, forms.ChoiceField):
                refs = set(_foreign_refs(scene, who, field)) - {
                    getattr(scene[one], "ref", "") for one in named
                }
                found += [f"{type(form).__name__}.{name}: {ref}" for ref in sorted(refs)]
    return found


def _foreign_rows(scene: Scene, who: str, rows: QuerySet[Any] | None) -> list[Model]:
    if rows is None or rows.model not in oracle.known() or issubclass(rows.model, _NAMED_TO_ALL):
        return []
    person = scene.by(who)
    key = (id(scene), who, rows.model)
    if key not in _SEEN:
        every = rows.model._default_manager.all()
        _SEEN[key] = frozenset(row.pk for row in every if oracle.sees(person, row))
    return [row for row in rows.all() if row.pk not in _SEEN[key] and not oracle.sees(person, row)]


def _foreign_refs(scene: Scene, who: str, field: forms.ChoiceField) -> list[str]:
    values = {str(value) for value, _label in _flat(field.choices)}
    refs = {
        thing.ref: thing
        for thing in scene.things.values()
        if type(thing) in oracle.known() and not isinstance(thing, _NAMED_TO_ALL) and hasattr(thing, "ref")
    }
    return [ref for ref in values & set(refs) if not oracle.sees(scene.by(who), refs[ref])]


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    found = []
    for value, label in choices:
        found += label if isinstance(label, list | tuple) else [(value, label)]
    return found
