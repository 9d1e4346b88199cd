"""The text fields of every form behind every route, found by sending each form once and looking who reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms

from tests.access.browser import Browser, body, undone
from tests.access.posts import data_for
from tests.access.rules import Rule
from tests.access.scene import Scene
from tests.access.test_matrix import ROUTES, address, arguments, rules_of
from tests.inputs.outcome import forms_asked

#: Fields in which people write; a choice, a number or a hidden mark is no text.
_TEXTS = forms.CharField
_NO_TEXTS = (
    forms.EmailField,
    forms.UUIDField,
    forms.JSONField,
    forms.RegexField,
    forms.GenericIPAddressField,
)


@dataclass(frozen=True)
class Place:
    """A form behind an address: who sends it where, what a sound one holds, and its text fields by name."""

    who: str
    url: str
    sound: dict[str, Any]
    texts: dict[str, forms.Field]
    fields: dict[str, forms.Field]

    def filled(self, value: str) -> dict[str, Any]:
        """The sound form with the value in every text field."""
        return self.sound | dict.fromkeys(self.texts, value)


def first_line(route: str) -> Rule | None:
    """The first line of the table by which somebody sends a form there."""
    return next((rule for rule in rules_of(route) if rule.method == "POST" and rule.yes), None)


def posting_routes() -> list[str]:
    """Routes that take a form."""
    return [route for route in ROUTES if first_line(route)]


_KNOWN: dict[tuple[int, str], Place] = {}


def place_of(route: str, scene: Scene, visitor: Browser) -> Place:
    """The form behind a route; asked for once."""
    key = (id(scene), route)
    if key not in _KNOWN:
        _KNOWN[key] = _find(route, scene, visitor)
    return _KNOWN[key]


def _find(route: str, scene: Scene, visitor: Browser) -> Place:
    """Send the sound form once, take it back, and say which fields read it."""
    rule = first_line(route)
    assert rule is not None
    who, url = sorted(rule.yes)[0], address(scene, rule)
    sound = dict(data_for(scene, rule.route, rule.at, arguments(scene, rule)))
    with undone(), forms_asked() as asked:
        body(visitor.ask(who, "POST", url, sound))  # a file is closed when it is read
    fields = {
        form.add_prefix(name): field
        for form in asked
        if "Filter" not in type(form).__name__
        for name, field in form.fields.items()
    }
    return Place(who, url, sound, {name: field for name, field in fields.items() if _is_text(field)}, fields)


def _is_text(field: forms.Field) -> bool:
    hidden = isinstance(field.widget, forms.HiddenInput)
    secret = isinstance(field.widget, forms.PasswordInput)
    return isinstance(field, _TEXTS) and not isinstance(field, _NO_TEXTS) and not hidden and not secret
