"""Rows of the running of the portal as a whole."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class RetentionRun(models.Model):
    """One day on which the portal let go of what it had kept long enough: how much by which rule, and what failed."""

    at = models.DateTimeField()
    seconds = models.FloatField(default=0)
    counts: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    failed: models.JSONField[list[str], list[str]] = models.JSONField(default=list)

    class Meta:
        verbose_name = _("retention run")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return str(_("Retention"))

    @property
    def total(self) -> int:
        """How many things went or changed."""
        return sum(self.counts.values())
