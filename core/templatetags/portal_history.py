"""Words for lines of the history: the one place where stored codes become what people read."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.db import models
from django.urls import reverse
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.countries import COUNTRIES
from core.events import label_of, state_words, work_words
from core.models import AuditLine

register = template.Library()

#: Fields whose name in the record is not what people call them.
FIELDS: dict[str, Promise] = {
    "bytes": gettext_lazy("Size in bytes"),
    "due_on": gettext_lazy("Due"),
    "file_hash": gettext_lazy("SHA-256 of the file"),
    "generated": gettext_lazy("Text from the comparison"),
    "sha256": gettext_lazy("SHA-256"),
}


@register.filter
def event_label(event: str) -> str:
    """The event in words."""
    return label_of(event)


@register.filter
def work_label(name: str) -> str:
    """What a background job does, in words."""
    return work_words(name)


@register.filter
def field_label(field: str) -> str:
    """A field's name as people write it."""
    return str(FIELDS.get(field) or field.replace("_", " ").capitalize())


@register.filter
def actor(line: AuditLine) -> str:
    """Who acted, and as whose deputy."""
    if not line.behalf_text:
        return line.by_text
    return _("%(deputy)s, for %(person)s") % {"deputy": line.by_text, "person": line.behalf_text}


@register.simple_tag
def history_url(thing: models.Model) -> str:
    """Address of a thing's whole history."""
    ref = getattr(thing, "ref")  # noqa: B009  # only things with a page of their own are asked
    return reverse("history-of", kwargs={"kind": thing._meta.model_name, "ref": ref})


@register.filter
def told_changes(line: AuditLine) -> list[tuple[str, str, str]]:
    """(field, old, new) in words, without the fields that were empty before and are empty now."""
    told = [(field_label(name), _words(name, old), _words(name, new)) for name, old, new in line.changes]
    return [(field, old, new) for field, old, new in told if old or new]


def _words(field: str, value: Any) -> str:
    """One stored value as people read it: yes or no, a state's label, a day, a country's name."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    text = str(value)
    if field == "state":
        return state_words(text)
    if field == "country":
        return str(COUNTRIES.get(text, text))
    return _day(text) or text


def _day(text: str) -> str:
    """A day of the record (2019-06-03) written out; nothing when the text is not one."""
    try:
        return formats.date_format(date.fromisoformat(text), "j F Y") if len(text) == 10 else ""
    except ValueError:
        return ""
