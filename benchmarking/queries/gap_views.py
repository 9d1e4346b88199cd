"""A person's saved views of the register."""

from __future__ import annotations

from django.http import Http404

from accounts.models import User
from benchmarking.models import SavedView


def views_of(user: User) -> list[SavedView]:
    """The person's own views by name; nobody else sees them."""
    return list(SavedView.objects.filter(person=user))


def own_view(user: User, pk: int) -> SavedView:
    """One of them.

    Raises:
        Http404: the person has no such view.
    """
    found = SavedView.objects.filter(person=user, pk=pk).first()
    if found is None:
        raise Http404
    return found
