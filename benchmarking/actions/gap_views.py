"""Verbs on a person's saved views of the register. They change nothing that anybody else sees."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from benchmarking.models import SavedView
from core.text import clean

#: The most views that one person keeps.
MOST = 30
_LONGEST = 500


@transaction.atomic
def save_view(*, name: str, query: str, by: User) -> SavedView:
    """Keep a filter under a name. The same name again keeps the new filter under it.

    Args:
        query: the query of the register's address, as `GapFilter.address` gives it.

    Raises:
        ValidationError: no name, nothing is filtered, too much is, or the person has too many views.
    """
    words = _name(name)
    if not query:
        raise ValidationError({"name": _("Nothing is filtered or sorted, so there is nothing to keep.")})
    if len(query) > _LONGEST:
        raise ValidationError({"name": _("This filter is too long to be kept. Shorten the search words.")})
    mine = SavedView.objects.select_for_update().filter(person=by)
    if not mine.filter(name=words).exists() and mine.count() >= MOST:
        raise ValidationError(
            {"name": _("You have %(most)s saved views. Delete one first.") % {"most": MOST}}
        )
    saved, _new = SavedView.objects.update_or_create(person=by, name=words, defaults={"query": query})
    return saved


@transaction.atomic
def rename_view(*, view: SavedView, name: str) -> SavedView:
    """Give a view another name.

    Raises:
        ValidationError: no name, or another view has it.
    """
    words = _name(name)
    if SavedView.objects.filter(person=view.person_id, name=words).exclude(pk=view.pk).exists():
        raise ValidationError({"name": _("Another of your views has this name. Choose another name.")})
    view.name = words
    view.save(update_fields=["name"])
    return view


def delete_view(*, view: SavedView) -> None:
    """Take a view away; the gaps stay as they are."""
    view.delete()


def _name(name: str) -> str:
    words = clean(name)
    if not words:
        raise ValidationError({"name": _("Give the view a name.")})
    return words
