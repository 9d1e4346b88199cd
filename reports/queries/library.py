"""The library of reports, and what a report can be asked for."""

from __future__ import annotations

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from accounts.permissions import MATRIX, Permission, Side
from accounts.states import Role
from benchmarking.models import PaperReview
from core import countries
from core.text import clean
from corridors.models import Corridor
from reports.models import Report, ReportFile
from reports.states import FileFormat, ReportState


def reports(
    user: User, *, query: str = "", country: str = "", state: str = "", kind: str = ""
) -> QuerySet[Report]:
    """Reports that the person sees, filtered, newest first, with `last_version` and the `job_state` of its PDF."""
    found = Report.objects.visible_to(user).with_scope()
    if words := clean(query):
        named = [
            code for code, name in countries.COUNTRIES.items() if words.casefold() in str(name).casefold()
        ]
        found = found.filter(
            Q(number__icontains=words)
            | Q(corridor__skill_area__title__icontains=words)
            | Q(pilot__title__icontains=words)
            | Q(receiving_country__in=named)
            | Q(sending_country__in=named)
        )
    if country:
        found = found.filter(Q(receiving_country=country) | Q(sending_country=country))
    if state:
        found = found.filter(state=state)
    if kind:
        found = found.filter(kind=kind)
    return with_job(found).order_by("-created_at", "-pk")


def with_job(rows: QuerySet[Report]) -> QuerySet[Report]:
    """Adds the number of the last version and the state of the job behind its PDF."""
    last = ReportFile.objects.filter(version__report=OuterRef("pk"), format=FileFormat.PDF)
    state = last.order_by("-version__number").values("job__state")[:1]
    return rows.annotate(last_version=Max("versions__number"), job_state=Subquery(state))


def countries_of(user: User) -> list[tuple[str, str]]:
    """Countries of the reports that the person sees, in English alphabetical order of their names."""
    pairs = Report.objects.visible_to(user).values_list("receiving_country", "sending_country")
    codes = {code for pair in pairs.order_by().distinct() for code in pair if code}
    return sorted(((code, countries.name_of(code)) for code in codes), key=lambda pair: pair[1])


def corridors_to_report(user: User) -> list[Corridor]:
    """Corridors for which the person may request a report; `has_paper_review` says whether that can be printed too."""
    if (Side.RECEIVING, Role(user.role)) not in MATRIX[Permission.REPORT_REQUEST] or not user.country:
        return []
    reviews = PaperReview.objects.filter(corridor=OuterRef("pk"))
    found = Corridor.objects.visible_to(user).filter(receiving_country=user.country)
    found = found.annotate(has_paper_review=Exists(reviews))
    return list(
        found.select_related("skill_area", "pilot").order_by("skill_area__title", "sending_country", "pk")
    )


def draft_of(corridor: Corridor, kind: str) -> Report | None:
    """The draft that a request would go on with."""
    return corridor.reports.filter(kind=kind, state=ReportState.DRAFT).order_by("-pk").first()
