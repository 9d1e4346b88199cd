"""What a person may ask a report on: corridors, sending countries, whole pilots."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from accounts.permissions import Permission, Side, held_by
from benchmarking.models import PaperReview
from core import countries
from corridors.models import Corridor, Pilot
from corridors.queries import visible_pilot
from reports.models import Report, Scope
from reports.states import ReportState


@dataclass(frozen=True)
class AskPilot:
    """A pilot with the sending countries of the person's corridors in it: (code, name) by name."""

    pilot: Pilot
    countries: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Ask:
    """What the person may ask for; false where that is nothing. Each corridor has `has_paper_review`."""

    corridors: tuple[Corridor, ...] = ()
    pilots: tuple[AskPilot, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.corridors)


def askable(user: User) -> Ask:
    """Corridors and pilots on which the person may request reports: one query, none for whoever never may."""
    if not held_by(user.roles, Side.RECEIVING, Permission.REPORT_REQUEST) or not user.country:
        return Ask()
    reviews = PaperReview.objects.filter(corridor=OuterRef("pk"))
    rows = Corridor.objects.visible_to(user).filter(receiving_country=user.country)
    rows = rows.annotate(has_paper_review=Exists(reviews)).select_related("skill_area", "pilot")
    corridors = tuple(rows.order_by("skill_area__title", "sending_country", "pk"))
    return Ask(corridors, _pilots(corridors))


def _pilots(corridors: Iterable[Corridor]) -> tuple[AskPilot, ...]:
    known: dict[Pilot, set[str]] = {}
    for corridor in corridors:
        known.setdefault(corridor.pilot, set()).add(corridor.sending_country)
    return tuple(AskPilot(pilot, named(codes)) for pilot, codes in known.items())


def named(codes: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """(code, name) in the order of the names."""
    return tuple(sorted(((code, countries.name_of(code)) for code in codes), key=lambda pair: pair[1]))


def pilot_scope(user: User, ref: str) -> Scope:
    """All corridors of the pilot in which the person's country receives; those of the lead country for the others.

    Raises:
        Http404: there is no such pilot that the person sees.
    """
    pilot = visible_pilot(user, ref)
    own = bool(user.country) and pilot.corridors.filter(receiving_country=user.country).exists()
    return Scope(pilot, user.country if own else pilot.lead_country)


def sending_countries(scope: Scope) -> tuple[tuple[str, str], ...]:
    """(code, name) of the sending countries of a whole pilot's corridors: one query."""
    whole = replace(scope, sending_country="", corridor=None)
    return named(set(whole.corridors().order_by().values_list("sending_country", flat=True)))


def draft_of(scope: Scope, kind: str) -> Report | None:
    """The draft that a request would go on with: one of the kind on the same things in the same language."""
    same = Q(
        kind=kind,
        pilot=scope.pilot,
        receiving_country=scope.receiving_country,
        sending_country=scope.sending_country,
        corridor=scope.corridor,
        older_edition=scope.older,
        newer_edition=scope.newer,
        language=scope.language,
    )
    return Report.objects.filter(same, state=ReportState.DRAFT).order_by("-pk").first()
