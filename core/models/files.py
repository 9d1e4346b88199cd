"""Stored files, and files that arrive in pieces."""

from __future__ import annotations

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """A file kept byte for byte under private storage, found by its SHA-256.

    Reached only through the view of the object that owns it, which checks rights. Two uploads of the same
    bytes are two rows (nobody learns that another country has the file too) over one stored content.
    """

    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("stored file")

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Where the content lies inside private storage."""
        return f"{self.sha256[:2]}/{self.sha256}"

    def open(self) -> File[bytes]:
        """The content, opened for reading.

        Raises:
            FileNotFoundError: the content is missing from storage.
        """
        return storages["private"].open(self.path)


class PartialState(models.TextChoices):
    """Life of a file that arrives in pieces."""

    OPEN = "open", _("Arriving")
    DONE = "done", _("Arrived")
    GONE = "gone", _("Given up or run out")


class PartialUpload(models.Model):
    """A file that arrives in pieces over a weak line: the first `received` bytes are there, the rest is awaited.

    The bytes lie outside the file store until all are there (core.chunks). `subject` says in the words of the app that
    asked for it what the file is for; `mark` recognises the same file when a person chooses it again on another day:
    its SHA-256, or its name, size and time where a browser could not compute that.
    """

    ref = models.CharField(max_length=80, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    subject = models.CharField(max_length=120)
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)  # of the whole file, as announced
    mark = models.CharField(max_length=120, blank=True)
    note = models.JSONField(default=dict)  # what the asking app wants to know again at the end
    answer = models.JSONField(default=dict)  # what was said at the end, for a browser that did not hear it
    state = models.CharField(max_length=12, choices=PartialState.choices, default=PartialState.OPEN)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("file that is arriving")
        indexes = [
            models.Index(fields=["state", "expires_at"], name="partial_state_expires"),
            models.Index(fields=["by", "subject"], name="partial_by_subject"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PartialState.values), name="partial_state_known"),
            models.CheckConstraint(
                condition=Q(received__lte=models.F("size")), name="partial_not_more_than_announced"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_complete(self) -> bool:
        """Whether every byte is there."""
        return self.received == self.size
