"""What the check pages before a step say: who will read the report, and what would change by publishing it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Team, User
from core import countries
from reports import life
from reports.documents.changes import Changes, changes_between
from reports.documents.codec import SnapshotError
from reports.documents.kinds import document_from
from reports.models import Report, ReportVersion
from reports.states import ReportState


def readers_after(report: Report, step: life.Step) -> list[str]:
    """Who reads the report after this step beside those who read it now, in words."""
    sending = countries.name_of(report.sending_country) if report.sending_country else ""
    if step.to == ReportState.INTERNAL_CHECK:
        teams = (
            Team.objects.filter(corridors__in=report.scope.corridors().values("pk"))
            .distinct()
            .order_by("name")
        )
        return [_("%(team)s (working group)") % {"team": team} for team in teams]
    found = []
    if sending and report.state in (ReportState.DRAFT, ReportState.INTERNAL_CHECK):
        found.append(_("%(country)s: focal point, experts and coordinator") % {"country": sending})
    if step.to == ReportState.ILO_REVIEW:
        found.append(_("The reviewers of the ILO"))
    return found


@dataclass(frozen=True)
class Succession:
    """The report that another one takes the place of, and what differs between the two."""

    older: Report
    changes: Changes | None


def changed_by_publishing(report: Report) -> Succession | None:
    """What publishing this report would supersede, and what the new one says differently; None: nothing."""
    older = published_before(report)
    if older is None:
        return None
    version = report.versions.order_by("-number").first()
    return Succession(older, compared(last_of(older), version) if version else None)


def published_before(report: Report) -> Report | None:
    """The published report of the same kind on the same things in the same language."""
    rows = Report.objects.filter(
        kind=report.kind,
        pilot=report.pilot_id,
        receiving_country=report.receiving_country,
        sending_country=report.sending_country,
        corridor=report.corridor_id,
        older_edition=report.older_edition_id,
        newer_edition=report.newer_edition_id,
        language=report.language,
        state=ReportState.PUBLISHED,
    )
    return rows.exclude(pk=report.pk).order_by("-pk").first()


def successors(report: Report, user: User) -> list[Report]:
    """The reports that took the place of this one, as far as the person sees them."""
    if report.state not in (ReportState.SUPERSEDED, ReportState.WITHDRAWN):
        return []
    return list(Report.objects.visible_to(user).filter(supersedes=report).order_by("pk"))


def last_of(report: Report) -> ReportVersion | None:
    """The last version of a report."""
    return report.versions.select_related("report").order_by("-number").first()


def compared(older: ReportVersion | None, newer: ReportVersion) -> Changes | None:
    """What the newer version says differently; None where there is nothing to compare or a snapshot is too old."""
    if older is None:
        return None
    try:
        return changes_between(
            document_from(older.report.kind, older.snapshot), document_from(newer.report.kind, newer.snapshot)
        )
    except SnapshotError:
        return None
