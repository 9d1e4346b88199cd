"""Rows that know no domain noun: the history, background jobs, stored files."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AuditLine(models.Model):
    """One act: who did what to which object, and what changed.

    The subject is stored by label and key, so a line never blocks a deletion and outlives its subject.
    """

    at = models.DateTimeField(_("at"), auto_now_add=True)
    event = models.CharField(_("event"), max_length=80)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_text = models.CharField(_("by"), max_length=255)
    subject_type = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=40)
    subject_text = models.CharField(_("about"), max_length=255)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)

    class Meta:
        verbose_name = _("history line")
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="audit_subject"),
            models.Index(fields=["at"], name="audit_at"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.event} {self.subject_text}"

    @property
    def changes(self) -> list[tuple[str, Any, Any]]:
        """(field, old, new) for every field that the act changed."""
        fields = dict.fromkeys([*self.before, *self.after])
        return [(name, self.before.get(name), self.after.get(name)) for name in fields]


class JobState(models.TextChoices):
    """Life of a background job (product.md: queued, running, ready, failed, cancelled)."""

    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class Job(models.Model):
    """One piece of background work. This row is the truth; the broker is only a doorbell.

    A worker owns a running job while `token` is its own and `lease_until` lies ahead; it renews the lease by
    heartbeats. Settling checks the token in the same transaction as the result, so nothing counts twice.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    queue = models.CharField(max_length=20, default="interactive")
    subject_id = models.CharField(max_length=40)
    key = models.CharField(max_length=150, blank=True)
    state = models.CharField(max_length=12, choices=JobState.choices, default=JobState.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    rung_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    doing = models.CharField(max_length=120, blank=True)
    failure = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("job")
        indexes = [models.Index(fields=["state", "lease_until"], name="job_state_lease")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known"),
            models.UniqueConstraint(
                fields=["name", "key"],
                condition=Q(state__in=["queued", "running"]) & ~Q(key=""),
                name="job_one_open_per_key",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"

    @property
    def is_open(self) -> bool:
        """Whether the work is still to be done."""
        return self.state in (JobState.QUEUED, JobState.RUNNING)


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
