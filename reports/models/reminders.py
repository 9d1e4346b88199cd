"""Reminders of a day that nears or has passed: each is one row, so that nobody is reminded twice of the same."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from reports.models.reports import Report
from reports.states import ReminderStage


class Reminder(models.Model):
    """One person reminded of one report and one day, before it or after it; written first, then sent by mail."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="reminders")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    due_on = models.DateField()
    stage = models.CharField(max_length=8, choices=ReminderStage.choices)
    made_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)  # of older rows: before mails were rows of their own
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("reminder")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "person", "due_on", "stage"], name="reminder_once_per_day_and_stage"
            ),
            models.CheckConstraint(condition=Q(stage__in=ReminderStage.values), name="reminder_stage_known"),
        ]

    def __str__(self) -> str:
        return f"{self.report.number}, {self.due_on}"
