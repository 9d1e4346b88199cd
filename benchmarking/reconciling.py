"""What two judgements of one line differ in. Pure: values in, kinds of difference out; no ORM, no clock."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Differs(models.TextChoices):
    """In what the two views on a line differ, the weightiest first."""

    RATING = "rating", _("Rating")
    SUBSTANTIAL = "substantial", _("Substantial or gap code")
    COUNTERPARTS = "counterparts", _("Counterparts")
    WORDS = "words", _("Words of the difference")


@dataclass(frozen=True)
class Said:
    """What one view says about a line, as far as the sides have to agree on it. An empty rating: nothing yet."""

    rating: str = ""
    substantial: bool = False
    gap_code: str = ""
    counterparts: frozenset[int] = frozenset()
    difference: str = ""


def differences(one: Said, other: Said) -> tuple[Differs, ...]:
    """In what two views differ; empty where they say the same. Case and spaces of words make no difference.

    Reasons and recommendations are each side's own and are not compared.
    """
    found = {
        Differs.RATING: one.rating != other.rating,
        Differs.SUBSTANTIAL: (one.substantial, one.gap_code) != (other.substantial, other.gap_code),
        Differs.COUNTERPARTS: one.counterparts != other.counterparts,
        Differs.WORDS: _plain(one.difference) != _plain(other.difference),
    }
    return tuple(kind for kind, differs in found.items() if differs)


def same(one: Said, other: Said) -> bool:
    """Whether both views have a rating and say the same, so that it can be taken over without a talk."""
    return bool(one.rating) and not differences(one, other)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def mark_of(revisions: Collection[int]) -> str:
    """The revisions of the receiving, sending and agreed judgement that somebody had before them; 0 where none."""
    return ".".join(str(revision) for revision in revisions)
