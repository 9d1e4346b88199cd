"""Kinds and life of a report (product.md section 3)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportKind(models.TextChoices):
    """Kinds of document; each is one document module and one template."""

    GAP_ANALYSIS = "gap_analysis", _("Gap analysis report")
    PAPER_REVIEW = "paper_review", _("Paper review check-list")
    VOLUME = "volume", _("Merged volume")
    PROGRESS = "progress", _("Progress report")
    EDITIONS = "editions", _("Comparison of two editions")

    @property
    def code(self) -> str:
        """Short form inside a report's number."""
        codes = {
            "gap_analysis": "GA",
            "paper_review": "PR",
            "volume": "VO",
            "progress": "PG",
            "editions": "ED",
        }
        return codes[self.value]


class Reach(models.TextChoices):
    """How much of a pilot a report speaks of."""

    CORRIDOR = "corridor", _("one corridor")
    COUNTRY = "country", _("all corridors with one sending country")
    PILOT = "pilot", _("the whole pilot")


#: What each kind can speak of.
REACHES: dict[str, frozenset[str]] = {
    ReportKind.GAP_ANALYSIS: frozenset({Reach.CORRIDOR}),
    ReportKind.PAPER_REVIEW: frozenset({Reach.CORRIDOR}),
    ReportKind.VOLUME: frozenset({Reach.COUNTRY, Reach.PILOT}),
    ReportKind.PROGRESS: frozenset({Reach.CORRIDOR, Reach.PILOT}),
    ReportKind.EDITIONS: frozenset({Reach.CORRIDOR}),
}


class Language(models.TextChoices):
    """Languages that a report can be in; PRINTED says which of them can be chosen already."""

    EN = "en", _("English")
    TH = "th", _("Thai")
    KM = "km", _("Khmer")
    LO = "lo", _("Lao")
    MY = "my", _("Burmese")


#: Languages that can be chosen: those for which the portal's own words on paper are translated (locale/).
PRINTED: tuple[Language, ...] = (Language.EN, Language.TH)


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
    WITHDRAWN = "withdrawn", _("Withdrawn")


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
    ReportState.PUBLISHED: frozenset({ReportState.SUPERSEDED, ReportState.WITHDRAWN}),
    ReportState.SUPERSEDED: frozenset({ReportState.WITHDRAWN}),
    ReportState.WITHDRAWN: frozenset(),
}


class FileFormat(models.TextChoices):
    """Formats a version can be had in."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "DOCX"
    XLSX = "xlsx", "XLSX"


class ReminderStage(models.TextChoices):
    """When somebody is reminded of a day by which they are asked to be through."""

    SOON = "soon", _("the day nears")
    OVERDUE = "overdue", _("the day has passed")
