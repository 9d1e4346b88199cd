"""Kinds and life of a report (product.md section 3)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportKind(models.TextChoices):
    """Kinds of document; each is one document module and one template."""

    GAP_ANALYSIS = "gap_analysis", _("Gap analysis report")
    PAPER_REVIEW = "paper_review", _("Paper review check-list")

    @property
    def code(self) -> str:
        """Short form inside a report's number."""
        return {"gap_analysis": "GA", "paper_review": "PR"}[self.value]


class ReportState(models.TextChoices):
    """Life of a report: draft to published, each sending-out a numbered version."""

    DRAFT = "draft", _("Draft")
    INTERNAL_CHECK = "internal_check", _("Internal check")
    COUNTRY_REPLY = "country_reply", _("Country reply")
    ILO_REVIEW = "ilo_review", _("ILO review")
    RETURNED = "returned", _("Returned")
    ACCEPTED = "accepted", _("Accepted")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Superseded")


#: The coordinator may skip the internal check or the country's reply; the ILO review cannot be skipped.
REPORT_TRANSITIONS: dict[str, frozenset[str]] = {
    ReportState.DRAFT: frozenset(
        {ReportState.INTERNAL_CHECK, ReportState.COUNTRY_REPLY, ReportState.ILO_REVIEW}
    ),
    ReportState.INTERNAL_CHECK: frozenset(
        {ReportState.COUNTRY_REPLY, ReportState.ILO_REVIEW, ReportState.DRAFT}
    ),
    ReportState.COUNTRY_REPLY: frozenset({ReportState.ILO_REVIEW, ReportState.DRAFT}),
    ReportState.ILO_REVIEW: frozenset({ReportState.RETURNED, ReportState.ACCEPTED}),
    ReportState.RETURNED: frozenset({ReportState.DRAFT}),
    ReportState.ACCEPTED: frozenset({ReportState.PUBLISHED}),
    ReportState.PUBLISHED: frozenset({ReportState.SUPERSEDED}),
    ReportState.SUPERSEDED: frozenset(),
}


class FileFormat(models.TextChoices):
    """Formats a version can be had in."""

    PDF = "pdf", "PDF"
