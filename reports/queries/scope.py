"""What of reports a person sees: one report, one version, one file."""

from __future__ import annotations

from django.http import Http404

from accounts.models import User
from reports.models import Report, ReportVersion


def visible_report(user: User, ref: str) -> Report:
    """The report with this reference.

    Raises:
        Http404: there is none that the person sees.
    """
    rows = (
        Report.objects.visible_to(user)
        .with_scope()
        .select_related(
            "created_by", "sent_by", "decided_by", "supersedes", "withdrawal_asked_by", "withdrawn_by"
        )
    )
    found = rows.filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def visible_version(user: User, ref: str, number: int) -> ReportVersion:
    """One version of a report, without its snapshot.

    Raises:
        Http404: there is none that the person sees.
    """
    report = visible_report(user, ref)
    versions = ReportVersion.objects.visible_to(user, report).defer("snapshot")
    version = versions.filter(number=number).first() if number < 2**31 else None
    if version is None:
        raise Http404
    version.report = report
    return version
