"""Two people edited the same thing: the second one gets a page with both texts, never "last wins"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db import models
from django.db.models import F
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _

ModelT = TypeVar("ModelT", bound=models.Model)


class Conflict(Exception):
    """The row moved on since the person opened it. `.current` is the row as it is now."""

    def __init__(self, current: models.Model) -> None:
        super().__init__(f"{current._meta.label_lower} {current.pk} has moved on")
        self.current = current


def save_revision(obj: ModelT, *, revision: int, **changes: Any) -> ModelT:
    """Write `changes` and count `revision` up, if nobody saved since the person opened the form.

    The guard stands in the WHERE of one UPDATE. Fields of many-to-many relations are the caller's, afterwards and
    in the same transaction.

    Args:
        revision: the revision that the person started from (the hidden field of the form).

    Raises:
        Conflict: somebody saved in between; nothing was written.
    """
    rows = type(obj)._default_manager.filter(pk=obj.pk, revision=revision)
    if not rows.update(revision=F("revision") + 1, **changes):
        raise Conflict(type(obj)._default_manager.get(pk=obj.pk))
    obj.refresh_from_db()
    return obj


@dataclass(frozen=True)
class Difference:
    """One field in words: what the person typed, and what somebody else saved meanwhile."""

    label: str
    mine: str
    theirs: str


def conflict_page(
    request: HttpRequest,
    *,
    form: BaseForm,
    current: models.Model,
    fields: Sequence[str] | Mapping[str, object],
    title: str | Promise,
    cancel_url: str = "",
) -> HttpResponse:
    """Answer 409: mine and theirs side by side, and the form with what was typed and the new revision.

    Sending the form again saves what then stands in it, unless somebody was faster once more.

    Args:
        form: the bound form, valid; it has a hidden field "revision" that is set to `current.revision`.
        current: the row as it is now, freshly read (`Conflict.current`), never the form's own instance.
        fields: names of form fields to compare. Where the row has no attribute of that name, a mapping gives the
            other person's value: {"gaps": [gap, ...]}; a sequence reads it from `current`.
        title: heading of the form, such as _("Edit activity").
        cancel_url: where to look at the other person's version; the page itself when empty.
    """
    values = fields if isinstance(fields, Mapping) else {name: _value(current, name) for name in fields}
    everything = [_difference(form, current, name, values[name]) for name in values]
    _set_revision(form, getattr(current, "revision"))  # noqa: B009  # not every model has one
    context = {
        "form": form,
        "title": title,
        "differences": [one for one in everything if one.mine != one.theirs],
        "same": not any(one.mine != one.theirs for one in everything),
        "cancel_url": cancel_url or request.get_full_path(),
        "cancel_label": _("Leave mine out"),
        "primary_label": _("Save what stands here"),
    }
    return render(request, "components/conflict.html", context, status=409)


def _set_revision(form: BaseForm, revision: int) -> None:
    data: Any = copy(form.data)  # a QueryDict's copy can be changed
    data[form.add_prefix("revision")] = str(revision)
    form.data = data


def _difference(form: BaseForm, current: models.Model, name: str, theirs: object) -> Difference:
    choices = _choices(form, name)
    mine = form.cleaned_data.get(name) if hasattr(form, "cleaned_data") else form[name].value()
    return Difference(str(form[name].label), _words(mine, choices), _words(theirs, choices))


def _value(current: models.Model, name: str) -> object:
    value = getattr(current, name)
    return list(value.all()) if isinstance(value, models.Manager) else value


def _choices(form: BaseForm, name: str) -> dict[str, str]:
    choices = getattr(form.fields[name], "choices", ())
    if hasattr(choices, "queryset"):  # rows say who they are themselves
        return {}
    flat: list[tuple[object, object]] = []
    for key, label in choices:
        flat.extend(label if isinstance(label, list | tuple) else [(key, label)])
    return {str(key): str(label) for key, label in flat}


def _words(value: object, choices: Mapping[str, str]) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return formats.date_format(value, "j F Y")
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(sorted(_words(one, choices) for one in value))
    return choices.get(str(value), str(value)).strip()
