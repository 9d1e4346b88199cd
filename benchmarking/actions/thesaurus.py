"""Verbs on the trade thesaurus: words that mean the same for the search of counterparts."""

from __future__ import annotations

from copy import copy

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from benchmarking.models import Synonyms
from core.audit import changed, record
from core.conflicts import save_revision
from core.text import clean
from core.unique import save_checked

LONGEST_WORD = 60
_SEPARATORS = str.maketrans({";": ",", "\n": ",", "،": ",", "၊": ","})


@transaction.atomic
def add_synonyms(*, words: str, note: str, by: User) -> Synonyms:
    """Add an entry. Suggestions follow when they are computed again.

    Raises:
        ValidationError: by field; fewer than two words, a word that is no word, or the entry is there.
    """
    entry = Synonyms(words=_tidy(words), note=clean(note), by=by)
    save_checked(entry)
    record("thesaurus.added", on=entry, by=by, after=_facts(entry))
    return entry


@transaction.atomic
def change_synonyms(*, entry: Synonyms, words: str, note: str, revision: int, by: User) -> Synonyms:
    """Change an entry.

    Raises:
        Conflict: somebody saved in between.
        ValidationError: as for adding.
    """
    before = _facts(entry)
    wanted = copy(entry)
    wanted.words, wanted.note = _tidy(words), clean(note)
    wanted.full_clean()
    saved = save_revision(entry, revision=revision, words=wanted.words, note=wanted.note, by=by)
    record("thesaurus.changed", on=saved, by=by, **changed(before, _facts(saved)))
    return saved


@transaction.atomic
def delete_synonyms(*, entry: Synonyms, by: User) -> None:
    """Take an entry away; the history keeps what it said."""
    record("thesaurus.deleted", on=entry, by=by, before=_facts(entry))
    entry.delete()


def _facts(entry: Synonyms) -> dict[str, str]:
    return {"words": entry.words, "note": entry.note}


def _tidy(words: str) -> str:
    """The words with ", " between them, each once.

    Raises:
        ValidationError: see `add_synonyms`.
    """
    parts = [" ".join(part.split()) for part in clean(words).translate(_SEPARATORS).split(",")]
    known: dict[str, str] = {}
    for part in filter(None, parts):
        known.setdefault(part.casefold(), part)
    kept = list(known.values())
    if len(kept) < 2:
        raise ValidationError(
            {"words": _("Enter at least two words with a comma between them, for example “press, iron”.")}
        )
    for part in kept:
        if len(part) > LONGEST_WORD or not any(letter.isalpha() for letter in part):
            raise ValidationError(
                {"words": _("“%(part)s” is not a word or a short phrase.") % {"part": part[:80]}}
            )
    return ", ".join(kept)
