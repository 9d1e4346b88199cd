"""The library of reports: what a person sees, found and put in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F, Max, OrderBy, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.models import TeamMembership, User
from accounts.permissions import Permission, Side, held_by
from accounts.states import Role, TeamFunction
from core import countries
from core.text import clean
from corridors.models import Corridor, Pilot
from reports import life
from reports.models import Report, ReportFile
from reports.states import FileFormat, ReportKind, ReportState

#: Orders of the library by their name in the address; equal rows stand newest first.
SORTS: dict[str, tuple[str | OrderBy, ...]] = {
    "": (),
    "oldest": ("created_at", "pk"),
    "number": ("number",),
    "area": (F("corridor__skill_area__title").asc(nulls_last=True), "sending_country"),
    "due": (F("due_on").asc(nulls_last=True),),
}
#: Reports that are never published, so that nobody's step comes after the ILO accepted them (snapshots.progress).
STAYS_WITH_THE_ILO = Q(kind=ReportKind.PROGRESS, corridor=None)
#: Most words of a search that are looked for.
_WORDS = 8


@dataclass(frozen=True)
class Choices:
    """What the filters offer: only what stands in reports that the person sees. Pairs of value and words."""

    countries: list[tuple[str, str]] = field(default_factory=list)
    pilots: list[tuple[str, str]] = field(default_factory=list)
    years: list[tuple[str, str]] = field(default_factory=list)
    languages: frozenset[str] = frozenset()


def reports(
    user: User,
    *,
    query: str = "",
    country: str = "",
    state: str = "",
    kind: str = "",
    language: str = "",
    pilot: str = "",
    year: str = "",
    mine: bool = False,
    sort: str = "",
) -> QuerySet[Report]:
    """Reports that the person sees, filtered, newest first or in an order of SORTS.

    `pilot` is the reference of a pilot, `year` that of the making. With `mine` only those that wait for the person.
    Rows come with `last_version` and the `job_state` of its PDF.
    """
    found = Report.objects.visible_to(user).with_scope()
    for word in clean(query).split()[:_WORDS]:
        found = found.filter(_named(word))
    if country:
        found = found.filter(Q(receiving_country=country) | Q(sending_country=country))
    same = {"state": state, "kind": kind, "language": language, "pilot__ref": pilot, "created_at__year": year}
    found = found.filter(**{name: value for name, value in same.items() if value})
    if mine:
        found = found.filter(waits_for(user))
    return with_job(found).order_by(*SORTS.get(sort, ()), "-created_at", "-pk")


def _named(word: str) -> Q:
    """Reports that say this word in their number or title: kind, skill area, countries, pilot, standards compared."""

    def codes(named: Iterable[tuple[str, object]]) -> list[str]:
        return [code for code, name in named if word.casefold() in str(name).casefold()]

    lands = codes(countries.COUNTRIES.items())
    return (
        Q(number__icontains=word)
        | Q(kind__in=codes(ReportKind.choices))
        | Q(corridor__skill_area__title__icontains=word)
        | Q(pilot__title__icontains=word)
        | Q(newer_edition__standard__title__icontains=word)
        | Q(receiving_country__in=lands)
        | Q(sending_country__in=lands)
    )


def waits_for(user: User) -> Q:
    """Reports whose next step is the person's, as the home page lists them."""
    nothing = Q(pk__in=[])
    if user.is_ilo:
        return Q(state=ReportState.ILO_REVIEW) & ~Q(created_by=user) & (Q(sent_by=None) | ~Q(sent_by=user))
    if not user.country:
        return nothing
    home, found = Q(receiving_country=user.country), nothing
    if held_by(user.roles, Side.RECEIVING, Permission.REPORT_MOVE):
        found |= home & Q(state__in=[ReportState.DRAFT, ReportState.RETURNED])
        found |= home & Q(state=ReportState.ACCEPTED) & ~STAYS_WITH_THE_ILO
    elif Role.EXPERT in user.roles:
        found |= home & Q(state=ReportState.INTERNAL_CHECK)
    if not user.roles.isdisjoint({Role.FOCAL_POINT, Role.COORDINATOR}):
        found |= Q(sending_country=user.country, state=ReportState.COUNTRY_REPLY)
    return found | withdrawal_waits_for(user)


def withdrawal_waits_for(user: User) -> Q:
    """Reports whose withdrawal somebody else asks for and the person can confirm or refuse (queries.Withdrawal)."""
    asked = Q(withdrawal_asked_by__isnull=False, state__in=life.WITHDRAWABLE) & ~Q(withdrawal_asked_by=user)
    home = Q(receiving_country=user.country)
    if not user.country:
        return Q(pk__in=[])
    if held_by(user.roles, Side.RECEIVING, Permission.REPORT_WITHDRAW):
        return home & asked
    if not held_by(user.roles, Side.HEADING, Permission.REPORT_WITHDRAW):
        return Q(pk__in=[])
    headed = TeamMembership.objects.filter(user=user, function=TeamFunction.HEAD, team__country=user.country)
    return home & asked & Q(corridor__in=headed.values("team__corridors"))


def with_job(rows: QuerySet[Report]) -> QuerySet[Report]:
    """Adds the number of the last version and the state of the job behind its PDF."""
    last = ReportFile.objects.filter(version__report=OuterRef("pk"), format=FileFormat.PDF)
    state = last.order_by("-version__number").values("job__state")[:1]
    return rows.annotate(last_version=Max("versions__number"), job_state=Subquery(state))


def choices_of(user: User) -> Choices:
    """What the filters of the library offer the person: one query."""
    names = ("receiving_country", "sending_country", "pilot__ref", "pilot__title", "language")
    rows = Report.objects.visible_to(user).order_by()
    seen = list(rows.values_list(*names, "created_at"))
    lands = {code for row in seen for code in row[:2] if code}
    years = {str(timezone.localtime(row[5]).year) for row in seen}
    return Choices(
        countries=sorted(((code, countries.name_of(code)) for code in lands), key=lambda pair: pair[1]),
        pilots=sorted({(row[2], row[3]) for row in seen}, key=lambda pair: pair[1]),
        years=[(year, year) for year in sorted(years, reverse=True)],
        languages=frozenset(row[4] for row in seen),
    )


def scopes_seen(user: User, rows: Iterable[Report]) -> tuple[dict[int, str], dict[int, str]]:
    """References of the corridors and of the pilots of these reports whose own pages the person may open, by key."""
    listed = list(rows)
    corridors = Corridor.objects.visible_to(user).filter(pk__in={one.corridor_id for one in listed})
    pilots = Pilot.objects.visible_to(user).filter(pk__in={one.pilot_id for one in listed})
    return dict(corridors.values_list("pk", "ref")), dict(pilots.values_list("pk", "ref"))
