"""Versions of a report: each a frozen snapshot, with its files and comments."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Side
from core.models import Job, StoredFile
from reports.models.reports import Report
from reports.states import FileFormat, ReportState


class ReportVersionQuerySet(models.QuerySet["ReportVersion"]):
    """Vocabulary for versions of one report that the person sees."""

    def visible_to(self, user: User, report: Report) -> ReportVersionQuerySet:
        """All for the receiving side; what was sent out for the sending side and the ILO; else the last one.

        A version that never left the receiving side stays there, also when a later one was sent. Of a withdrawn
        report only the parties see versions; everybody else sees that it was withdrawn, and why.
        """
        rows = self.filter(report=report)
        sides = report.sides_of(user)
        if report.state == ReportState.WITHDRAWN and not sides:
            return rows.none()
        if Side.RECEIVING in sides:
            return rows
        released = rows.filter(released_at__isnull=False)
        if sides & {Side.SENDING, Side.REVIEWING}:
            return released
        return released.filter(number=rows.order_by("-number").values("number")[:1])


class ReportVersion(models.Model):
    """One frozen state of a report: the snapshot is what is printed, its hash what is checked.

    `released_at` is when it first left the receiving side: sent to the sending country or to the ILO.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    snapshot: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    snapshot_hash = models.CharField(max_length=64)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    released_at = models.DateTimeField(null=True)

    objects = ReportVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        ordering = ["report", "-number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="report_version_once")]

    def __str__(self) -> str:
        return f"{self.report.number} v{self.number}"


class ReportFile(models.Model):
    """A version in one format: a job until it is ready, then a stored file."""

    version = models.ForeignKey(ReportVersion, models.CASCADE, related_name="files")
    format = models.CharField(max_length=6, choices=FileFormat.choices)
    job = models.OneToOneField(Job, models.PROTECT, null=True, related_name="+")
    stored = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    pages = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("report file")
        constraints = [
            models.UniqueConstraint(fields=["version", "format"], name="report_file_once_per_format"),
            models.CheckConstraint(
                condition=Q(format__in=FileFormat.values), name="report_file_format_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.format}"


class ReportComment(models.Model):
    """A comment of a reader on a version, on the whole or on one part of it."""

    version = models.ForeignKey(ReportVersion, models.CASCADE, related_name="comments")
    part = models.CharField(_("part of the report"), max_length=120, blank=True)
    row = models.CharField(_("row"), max_length=80, blank=True)  # the anchor of a row inside the part
    text = models.TextField(_("comment"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    is_settled = models.BooleanField(_("settled"), default=False)
    is_inside = models.BooleanField(default=False)  # written while only the receiving side saw the report

    class Meta:
        verbose_name = _("comment")
        ordering = ["at"]

    def __str__(self) -> str:
        return self.text[:80]

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards the report; OWNER for the office that wrote it, as long as it has a side there."""
        sides = self.version.report.sides_of(user)
        return sides | {Side.OWNER} if sides and self.by.organisation_id == user.organisation_id else sides
