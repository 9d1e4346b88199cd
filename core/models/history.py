"""The history: lines that outlive what they tell of, and the chain that shows whether one was touched."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
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
    behalf_text = models.CharField(_("on behalf of"), max_length=255, blank=True)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)

    #: Place in the chain and the hash over the line and the one before it; none until the line is sealed.
    place = models.PositiveBigIntegerField(null=True, unique=True, editable=False)
    seal = models.CharField(max_length=64, blank=True, editable=False)

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


class AuditHead(models.Model):
    """The end of the chain: one row, locked by whoever seals lines.

    `horizon` is the place up to which lines were removed because their time was over; `horizon_seal` is the seal of the
    last of them, from which the chain goes on.
    """

    place = models.PositiveBigIntegerField(default=0)
    seal = models.CharField(max_length=64, blank=True)
    horizon = models.PositiveBigIntegerField(default=0)
    horizon_seal = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("end of the history")

    def __str__(self) -> str:
        return f"{self.place} {self.seal}"
