"""Whose day nears or has passed: reports that wait for an answer, and the people who are asked for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.states import OrganisationKind, Role
from reports import life
from reports.models import Report
from reports.states import ReminderStage, ReportState

#: People are reminded this long before the day, and once it has passed.
BEFORE = timedelta(days=3)


@dataclass(frozen=True)
class Asked:
    """A person to be reminded of a report."""

    person: User
    report: Report
    due_on: date
    stage: ReminderStage


def asked_on(today: date) -> list[Asked]:
    """Who has to be reminded of what on this day, whether or not it was done already."""
    rows = Report.objects.filter(state__in=life.DATED, due_on__lte=today + BEFORE)
    found = [
        Asked(person, report, report.due_on, stage_of(report, today))
        for report in rows.with_scope().order_by("due_on", "pk")
        if report.due_on is not None
        for person in _people(report, today)
    ]
    return _seen(found)


def stage_of(report: Report, today: date) -> ReminderStage:
    """Whether the day of a report nears or has passed."""
    passed = report.due_on is not None and report.due_on < today
    return ReminderStage.OVERDUE if passed else ReminderStage.SOON


def _people(report: Report, today: date) -> QuerySet[User]:
    """Who has to answer; once the day has passed, also who can take the report back or name another day."""
    office = Q(organisation__kind=OrganisationKind.GOVERNMENT)
    coordinators = office & Q(organisation__country=report.receiving_country, role=Role.COORDINATOR)
    asked = {
        ReportState.INTERNAL_CHECK: Q(
            role=Role.EXPERT,
            organisation__country=report.receiving_country,
            pk__in=User.objects.filter(teams__corridors__in=report.scope.corridors().values("pk")).values(
                "pk"
            ),
        ),
        ReportState.COUNTRY_REPLY: office
        & Q(organisation__country=report.sending_country, role__in=[Role.FOCAL_POINT, Role.COORDINATOR]),
        ReportState.ILO_REVIEW: Q(organisation__kind=OrganisationKind.ILO, role=Role.REVIEWER)
        & ~Q(pk__in=[key for key in (report.created_by_id, report.sent_by_id) if key]),
    }[ReportState(report.state)]
    if stage_of(report, today) == ReminderStage.OVERDUE:
        asked |= coordinators
    return User.objects.filter(asked, is_active=True).select_related("organisation").order_by("pk")


def _seen(asked: Iterable[Asked]) -> list[Asked]:
    """Only of reports that the person sees: one query a person."""
    asked = list(asked)
    people = {one.person.pk: one.person for one in asked}
    seen = {
        key: set(
            Report.objects.visible_to(person)
            .filter(pk__in=[one.report.pk for one in asked])
            .values_list("pk", flat=True)
        )
        for key, person in people.items()
    }
    return [one for one in asked if one.report.pk in seen[one.person.pk]]
