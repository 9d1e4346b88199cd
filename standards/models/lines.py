"""The lines of an edition, and what readers say about single ones."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Side
from core import countries
from standards.models.editions import Edition
from standards.searching import search_text
from standards.states import RELEASED, LineKind, TranslationStatus, UnitType


def line_hash(kind: str, number: str, text: str, text_original: str, critical: bool) -> str:
    """SHA-256 of what a line says; equal hashes mean nothing changed for a re-benchmark."""
    parts = "\x1f".join([kind, number, text, text_original, "1" if critical else "0"])
    return hashlib.sha256(parts.encode()).hexdigest()


class LineQuerySet(models.QuerySet["Line"]):
    """Lines bring the text they are found by with them, whichever way they are written."""

    def bulk_create(self, objs: Iterable[Line], *args: Any, **kwargs: Any) -> list[Line]:
        """As always, with the text for the search."""
        lines = list(objs)
        for line in lines:
            line.search = line.searched()
        return super().bulk_create(lines, *args, **kwargs)


class Line(models.Model):
    """One node of an edition, in reading order. `key` is stable over editions, `content_hash` says whether it changed."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="lines")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="children")
    position = models.PositiveIntegerField()
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=LineKind.choices)
    unit_type = models.CharField(_("group"), max_length=12, choices=UnitType.choices, blank=True)
    number = models.CharField(_("number"), max_length=40, blank=True)
    text = models.TextField(_("text in English"))
    text_original = models.TextField(_("text in the original language"), blank=True)
    critical = models.BooleanField(_("critical"), default=False)
    marks = models.CharField(_("marks"), max_length=20, blank=True)
    translation = models.CharField(
        _("translation"), max_length=12, choices=TranslationStatus.choices, blank=True
    )
    translation_checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    page = models.PositiveIntegerField(null=True)
    box = models.JSONField(null=True)  # [x0, top, x1, bottom] in points on that page of the source file
    content_hash = models.CharField(max_length=64)
    search = models.TextField(default="", editable=False)  # standards.searching.search_text of this line

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line")
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="line_position_once"),
            models.CheckConstraint(condition=Q(kind__in=LineKind.values), name="line_kind_known"),
            models.CheckConstraint(condition=Q(unit_type__in=UnitType.values), name="line_unit_type_known"),
            models.CheckConstraint(
                condition=Q(translation__in=TranslationStatus.values), name="line_translation_known"
            ),
        ]

    def __str__(self) -> str:
        return Truncator(f"{self.number} {self.text}".strip()).chars(120)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """As always, with the text for the search."""
        self.search = self.searched()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search"}
        super().save(*args, **kwargs)

    def searched(self) -> str:
        """The text that the line is found by."""
        return search_text(self.number, self.text, self.text_original)


class Vocabulary(models.Model):
    """All words of an edition's lines, to find the one that was meant; and its levels, to filter by.

    Derived from the lines and written with them. It belongs to one edition, so that nobody is offered a word of a
    text that they may not see.
    """

    edition = models.OneToOneField(
        Edition, models.CASCADE, primary_key=True, related_name="vocabulary", editable=False
    )
    words = models.TextField(default="")  # in normal form, with a space between
    levels = models.TextField(default="")  # names of the lines of kind "level", one a row

    def __str__(self) -> str:
        return f"{self.edition_id}"


class LineCommentQuerySet(models.QuerySet["LineComment"]):
    """Vocabulary for comments."""

    def visible_to(self, user: User) -> LineCommentQuerySet:
        """What exists for this person, of editions that they see.

        A thread belongs to the country (or the ILO) that began it and to the owner of the edition: another sending
        country never learns what its neighbour asked. The ILO reads all threads on released editions except the
        owner's own notes.
        """
        if not user.country and not user.is_ilo:
            return self.none()  # observers and administrators: no thread is theirs
        there = self.filter(edition__in=Edition.objects.visible_to(user))
        own_edition = Q(edition__standard__country=user.country) if user.country else Q(pk__in=[])
        own_thread = Q(country=user.country)
        if user.is_ilo:
            own_thread |= Q(edition__state__in=RELEASED) & ~Q(country=models.F("edition__standard__country"))
        return there.filter(own_edition | own_thread)

    def threads(self) -> LineCommentQuerySet:
        """The first words of each thread, without the answers."""
        return self.filter(thread=None)

    def open_threads(self) -> LineCommentQuerySet:
        """Threads that nobody has settled."""
        return self.threads().filter(settled_at=None)


class LineComment(models.Model):
    """A question or remark about one line of an edition, or an answer in its thread.

    It hangs on the line's key, because the lines of a draft are written anew when they change.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="comments")
    line_key = models.UUIDField()
    line_text = models.CharField(max_length=255)  # what the line said, for the day it is gone
    thread = models.ForeignKey("self", models.CASCADE, null=True, related_name="answers")
    country = models.CharField(
        max_length=2, choices=countries.CHOICES, blank=True
    )  # whose thread; "" is the ILO's
    text = models.TextField(_("comment"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    objects = LineCommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment on a line")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["edition", "line_key"], name="comment_line")]

    def __str__(self) -> str:
        return self.text[:80]

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards the edition."""
        return self.edition.sides_of(user)
