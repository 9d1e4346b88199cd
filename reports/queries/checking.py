"""Which report a number and a check number belong to, as far as the person sees it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import QuerySet

from accounts.models import User
from reports.models import Report, ReportFile, ReportVersion
from reports.queries.files import open_to
from reports.states import ReportState


class Answer(StrEnum):
    """What the portal says of a check number. UNKNOWN is also the answer to what the person may not see."""

    CURRENT = "current"
    ON_ITS_WAY = "on_its_way"
    OLDER = "older"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    OTHER_NUMBER = "other_number"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Check:
    """The answer. `is_file` says that the digits are those of a file, not of its content; `format` names it then.

    `newest` is the last version that the person sees, `successor` the report that took the place of this one.
    `known` is the report of that number where the digits do not belong to it.
    """

    answer: Answer
    version: ReportVersion | None = None
    newest: ReportVersion | None = None
    successor: Report | None = None
    known: Report | None = None
    is_file: bool = False
    format: str = ""
    may_read: bool = False


def check(user: User, *, number: str, digits: str) -> Check:
    """What the portal knows of the version with these digits, whole or their beginning, and this number ("" for any).

    What the person may not see gives the same answer as what does not exist.
    """
    for version, format in (*_contents(user, digits), *_files(user, digits)):
        if number in ("", version.report.number):
            return _known(user, version, format)
        return Check(Answer.OTHER_NUMBER, version=version, format=format, is_file=bool(format))
    known = Report.objects.visible_to(user).with_scope().filter(number=number).first() if number else None
    return Check(Answer.UNKNOWN, known=known)


def _contents(user: User, digits: str) -> list[tuple[ReportVersion, str]]:
    """Versions that the person sees whose content has these digits."""
    rows = ReportVersion.objects.filter(snapshot_hash__startswith=digits)
    return [(one, "") for one in _seen(user, rows.values_list("report_id", "pk"))]


def _files(user: User, digits: str) -> list[tuple[ReportVersion, str]]:
    """Versions with a file that has these digits and is open to the person."""
    rows = ReportFile.objects.filter(stored__sha256__startswith=digits).order_by("pk")
    formats = dict(rows.values_list("version_id", "format"))
    seen = _seen(user, rows.values_list("version__report_id", "version_id"))
    return [(one, formats[one.pk]) for one in seen if open_to(user, one.report)]


def _seen(user: User, pairs: Iterable[tuple[int, int]]) -> list[ReportVersion]:
    """Those of the (report, version) pairs that the person sees, newest first.

    Of a withdrawn report everybody may know that what they hold was published once.
    """
    wanted = {version: report for report, version in pairs}
    found = []
    for report in Report.objects.visible_to(user).with_scope().filter(pk__in=set(wanted.values())):
        for one in _versions(user, report).filter(pk__in=wanted):
            one.report = report
            found.append(one)
    return sorted(found, key=lambda one: (one.created_at, one.pk), reverse=True)


def _versions(user: User, report: Report) -> QuerySet[ReportVersion]:
    """Versions that the person sees; for whoever knows only of the withdrawing the one that was published."""
    if open_to(user, report):
        return ReportVersion.objects.visible_to(user, report).defer("snapshot")
    last = report.versions.order_by("-number").values("pk")[:1]
    return ReportVersion.objects.filter(pk__in=last, released_at__isnull=False).defer("snapshot")


def _known(user: User, version: ReportVersion, format: str) -> Check:
    report = version.report
    newest = _versions(user, report).order_by("-number").first()
    successor = Report.objects.visible_to(user).filter(supersedes=report).order_by("-pk").first()
    return Check(
        _standing(version, newest),
        version=version,
        newest=newest,
        successor=successor,
        is_file=bool(format),
        format=format,
        may_read=open_to(user, report),
    )


def _standing(version: ReportVersion, newest: ReportVersion | None) -> Answer:
    """How current a version is: the state of its report stands above its place among the versions."""
    state = version.report.state
    if state == ReportState.WITHDRAWN:
        return Answer.WITHDRAWN
    if newest is not None and newest.pk != version.pk:
        return Answer.OLDER
    if state == ReportState.SUPERSEDED:
        return Answer.SUPERSEDED
    return Answer.CURRENT if state == ReportState.PUBLISHED else Answer.ON_ITS_WAY
