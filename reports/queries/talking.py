"""Comments on reports: who reads which, what is still open."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import User
from accounts.permissions import Permission, Side, held_by
from reports.models import Report, ReportComment, ReportVersion
from reports.queries.scope import visible_report

#: The largest key that a database takes.
_LARGEST = 2**63 - 1


def comments_on(version: ReportVersion, user: User) -> list[ReportComment]:
    """Comments that the person sees, open ones first, each group oldest first.

    What the receiving side said among itself, before the version was sent out or after it was taken back, stays there;
    whoever stands outside the corridor reads no comment.
    """
    sides = version.report.sides_of(user)
    found = version.comments.select_related("by__organisation", "answered_by__organisation")
    found = found.order_by("is_settled", "at", "pk")
    if Side.RECEIVING in sides:
        return _known(found, version)
    if version.released_at is None or not sides & {Side.SENDING, Side.REVIEWING}:
        return []
    return _known(found.filter(at__gte=version.released_at, is_inside=False), version)


def open_before(version: ReportVersion, user: User) -> list[ReportComment]:
    """Open comments on earlier versions that the person sees: a new version does not settle them by itself."""
    rows = ReportVersion.objects.visible_to(user, version.report).filter(number__lt=version.number)
    found: list[ReportComment] = []
    for earlier in rows.filter(comments__is_settled=False).distinct().defer("snapshot").order_by("-number"):
        earlier.report = version.report
        found += [one for one in comments_on(earlier, user) if not one.is_settled]
    return found


def visible_comment(user: User, pk: int) -> ReportComment:
    """One comment that the person sees.

    Raises:
        Http404: there is none that the person sees.
    """
    rows = ReportComment.objects.select_related("by__organisation", "version__report")
    found = rows.defer("version__snapshot").filter(pk=pk).first() if pk <= _LARGEST else None
    if found is None:
        raise Http404
    report = visible_report(user, found.version.report.ref)
    version = (
        ReportVersion.objects.visible_to(user, report).filter(pk=found.version_id).defer("snapshot").first()
    )
    if version is None:
        raise Http404
    version.report = report
    for one in comments_on(version, user):
        if one.pk == pk:
            return one
    raise Http404


def settleable(comments: Iterable[ReportComment], report: Report, user: User) -> set[int]:
    """Keys of the comments that the person may settle: the sides of the report are asked once."""
    sides = report.sides_of(user)
    if any(held_by(user.roles, side, Permission.REPORT_SETTLE) for side in sides):
        return {one.pk for one in comments}
    if not sides or not held_by(user.roles, Side.OWNER, Permission.REPORT_SETTLE):
        return set()
    return {one.pk for one in comments if one.by.organisation_id == user.organisation_id}


def _known(rows: QuerySet[ReportComment], version: ReportVersion) -> list[ReportComment]:
    found = list(rows)
    for one in found:
        one.version = version  # its rights are asked of the report
    return found
