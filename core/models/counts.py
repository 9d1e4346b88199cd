"""What is only counted: what a person has used up, and what browsers refused to do on our pages."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Allowance(models.Model):
    """What one person has used of one thing since a moment, over all web processes (core.throttles)."""

    key = models.CharField(max_length=80, unique=True)
    since = models.DateTimeField()
    number = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)  # bytes

    class Meta:
        verbose_name = _("allowance")

    def __str__(self) -> str:
        return self.key


class BrowserReport(models.Model):
    """How often a day browsers refused something on our pages, by directive; no page, no address, no person."""

    day = models.DateField()
    directive = models.CharField(max_length=40)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("report of a browser")
        constraints = [
            models.UniqueConstraint(fields=["day", "directive"], name="browser_report_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.directive}"
