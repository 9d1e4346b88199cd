"""Reports made from the chain: numbered versions with frozen snapshots, and their files."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Side
from accounts.states import Role
from core.models import Job, StoredFile
from core.refs import MAX_LENGTH
from corridors.models import Corridor
from reports.states import FileFormat, ReportKind, ReportState

#: From which states on each party beside the receiving side sees a report.
_FOR_SENDING = (
    ReportState.COUNTRY_REPLY,
    ReportState.ILO_REVIEW,
    ReportState.RETURNED,
    ReportState.ACCEPTED,
    ReportState.PUBLISHED,
    ReportState.SUPERSEDED,
)
_FOR_ILO = tuple(state for state in _FOR_SENDING if state != ReportState.COUNTRY_REPLY)
_FOR_ALL = (ReportState.PUBLISHED, ReportState.SUPERSEDED)


class ReportQuerySet(models.QuerySet["Report"]):
    """Vocabulary for reports."""

    def visible_to(self, user: User) -> ReportQuerySet:
        """The receiving side from the draft on, the sending side from its reply on, the ILO from its review on.

        Published reports are for everybody who may sign in, except the portal administrator.
        """
        if user.role == Role.ADMINISTRATOR:
            return self.none()
        published = Q(state__in=_FOR_ALL)
        if user.is_ilo:
            return self.filter(Q(state__in=_FOR_ILO) | published)
        if not user.country:
            return self.filter(published)
        corridors = Corridor.objects.visible_to(user)
        receiving = Q(corridor__in=corridors, corridor__receiving_country=user.country)
        sending = Q(corridor__in=corridors, corridor__sending_country=user.country, state__in=_FOR_SENDING)
        return self.filter(receiving | sending | published)


class Report(models.Model):
    """A numbered document made from one corridor's chain."""

    ref = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    corridor = models.ForeignKey(Corridor, models.PROTECT, related_name="reports")
    kind = models.CharField(_("kind"), max_length=20, choices=ReportKind.choices)
    number = models.CharField(_("number"), max_length=40, unique=True)
    state = models.CharField(max_length=16, choices=ReportState.choices, default=ReportState.DRAFT)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(_("reason"), blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="report_state_known"),
            models.CheckConstraint(condition=Q(kind__in=ReportKind.values), name="report_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_kind_display()}"

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards the corridor."""
        return self.corridor.sides_of(user)


class ReportVersionQuerySet(models.QuerySet["ReportVersion"]):
    """Vocabulary for versions of one report that the person sees."""

    def visible_to(self, user: User, report: Report) -> ReportVersionQuerySet:
        """All for the receiving side; what was sent out for the sending side and the ILO; else the last one.

        A version that never left the receiving side stays there, also when a later one was sent.
        """
        rows = self.filter(report=report)
        sides = report.sides_of(user)
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
    text = models.TextField(_("comment"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("comment")
        ordering = ["at"]

    def __str__(self) -> str:
        return self.text[:80]
