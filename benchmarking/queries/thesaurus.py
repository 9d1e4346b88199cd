"""Page reads of the trade thesaurus."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.models import User
from benchmarking.models import Synonyms


def listed_synonyms(words: str) -> QuerySet[Synonyms]:
    """The entries in which every one of the words stands, in alphabetical order."""
    rows = Synonyms.objects.select_related("by")
    for word in words.split():
        rows = rows.filter(Q(words__icontains=word) | Q(note__icontains=word))
    return rows


def synonyms_entry(_user: User, pk: int) -> Synonyms:
    """One entry; the thesaurus is common to all who are signed in."""
    found = Synonyms.objects.filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise Http404
    return found
