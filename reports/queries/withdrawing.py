"""The withdrawal of a report: who may take part in it, and who sees only that it happened."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import TeamMembership, User
from accounts.permissions import Side
from accounts.states import Role, TeamFunction
from reports.models import Report
from reports.queries.scope import visible_report
from reports.states import ReportKind, ReportState


@dataclass(frozen=True)
class Withdrawal:
    """A report as towards its withdrawal: there the heads of the receiving side's teams count beside coordinators."""

    report: Report

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards the report, and HEADING for the head of a team that serves what the report speaks of."""
        sides = self.report.sides_of(user)
        return sides | {Side.HEADING} if self._heads(user) else sides

    def _heads(self, user: User) -> bool:
        if Role.EXPERT not in user.roles or user.country != self.report.receiving_country:
            return False
        return TeamMembership.objects.filter(
            user=user,
            function=TeamFunction.HEAD,
            team__country=self.report.receiving_country,
            team__corridors__in=self.report.scope.corridors().values("pk"),
        ).exists()


def withdrawal_of(user: User, ref: str) -> Withdrawal:
    """The report as towards its withdrawal.

    Raises:
        Http404: there is no such report that the person sees.
    """
    return Withdrawal(visible_report(user, ref))


def is_notice_for(user: User, report: Report) -> bool:
    """Whether the person sees of the report only that it was withdrawn, and why: whoever has no side in it."""
    return report.state == ReportState.WITHDRAWN and not report.sides_of(user)


def volumes_with(report: Report, user: User) -> list[Report]:
    """Volumes before everybody's eyes that hold this report, as far as the person sees them: they stay when it goes.

    Reads the snapshots of the published volumes of the pilot: a few, on a page that is seldom opened.
    """
    if report.kind != ReportKind.GAP_ANALYSIS:
        return []
    rows = Report.objects.visible_to(user).filter(
        kind=ReportKind.VOLUME,
        pilot=report.pilot_id,
        receiving_country=report.receiving_country,
        sending_country__in=("", report.sending_country),
        state__in=(ReportState.PUBLISHED, ReportState.SUPERSEDED),
    )
    return [volume for volume in rows.order_by("pk") if _holds(volume, report)]


def _holds(volume: Report, report: Report) -> bool:
    """Whether the version that everybody reads has the report in it."""
    snapshot = volume.versions.order_by("-number").values_list("snapshot", flat=True).first() or {}
    return any(one.get("number") == report.number for one in snapshot.get("merged", ()))
