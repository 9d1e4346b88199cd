"""Words for lines of the history."""

from __future__ import annotations

from django import template

from core.events import label_of

register = template.Library()


@register.filter
def event_label(event: str) -> str:
    """The event in words."""
    return label_of(event)


@register.filter
def field_label(field: str) -> str:
    """A field's name as people write it."""
    return field.replace("_", " ").capitalize()
