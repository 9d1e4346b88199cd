"""The words of a country's office for its reports: what there is, and on what they can be tried."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from django.http import Http404

from accounts.models import User
from accounts.permissions import Side
from accounts.states import OrganisationKind, Role
from corridors.models import Corridor
from reports.documents.kinds import KINDS
from reports.models import Logo, Report, Scope, Wording
from reports.states import PRINTED, REACHES, Language, Reach, ReportKind

#: How many things a preview can be made of.
MOST_SCOPES = 60


@dataclass(frozen=True)
class Office:
    """The office of a country that speaks in its reports."""

    country: str

    def sides_of(self, user: User) -> frozenset[Side]:
        """OWNER for the people of the country."""
        return frozenset({Side.OWNER}) if user.country == self.country else frozenset()


@dataclass(frozen=True)
class KindWords:
    """A kind of report with what is written for it in each language."""

    kind: ReportKind
    languages: list[tuple[Language, Wording | None]]


def own_office(user: User) -> Office:
    """The office of the person's own country.

    Raises:
        Http404: the person stands for no country.
    """
    if (
        user.organisation.kind != OrganisationKind.GOVERNMENT
        or user.role == Role.ADMINISTRATOR
        or not user.country
    ):
        raise Http404
    return Office(user.country)


def kinds_with_words() -> list[ReportKind]:
    """Kinds of report into which an office can put words."""
    return [
        ReportKind(kind)
        for kind, made in KINDS.items()
        if any(field.name == "wording" for field in dataclasses.fields(made.document))
    ]


def wordings(user: User) -> list[KindWords]:
    """All kinds and languages with what the office has written: one query."""
    rows = {(row.kind, row.language): row for row in Wording.objects.visible_to(user)}
    return [
        KindWords(kind, [(language, rows.get((kind, language))) for language in PRINTED])
        for kind in kinds_with_words()
    ]


def visible_wording(user: User, kind: str, language: str) -> Wording:
    """The words for a kind in a language; a row that is not saved yet where there are none.

    Raises:
        Http404: the person stands for no country, or there is no such kind or language.
    """
    office = own_office(user)
    if kind not in kinds_with_words() or language not in PRINTED:
        raise Http404
    found = Wording.objects.visible_to(user).filter(kind=kind, language=language).first()
    return found or Wording(country=office.country, kind=kind, language=language)


def logos(office: Office) -> list[Logo]:
    """Logos of a country in their order: one query."""
    return list(
        Logo.objects.filter(country=office.country).select_related("stored", "added_by__organisation")
    )


@dataclass(frozen=True)
class OwnLogo:
    """A logo with the office that may change it."""

    logo: Logo
    office: Office

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards the office."""
        return self.office.sides_of(user)


def visible_logo(user: User, pk: int) -> OwnLogo:
    """A logo of the person's own country.

    Raises:
        Http404: there is none.
    """
    office = own_office(user)
    rows = Logo.objects.filter(country=office.country).select_related("stored")
    found = rows.filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise Http404
    return OwnLogo(found, office)


def scopes(user: User, kind: str, language: str) -> dict[str, Scope]:
    """What a preview can be made of, by a name for the form, in the order of the list."""
    corridors = Corridor.objects.visible_to(user).filter(receiving_country=user.country)
    rows = list(
        corridors.select_related("pilot", "skill_area").order_by("skill_area__title", "sending_country", "pk")
    )[:MOST_SCOPES]
    found: dict[str, Scope] = {}
    if kind == ReportKind.EDITIONS:
        reports = Report.objects.visible_to(user).filter(kind=kind, receiving_country=user.country)
        made = reports.with_scope().order_by("-pk")[:MOST_SCOPES]
        return {one.ref: dataclasses.replace(one.scope, language=language) for one in made}
    if Reach.CORRIDOR in REACHES[kind]:
        found |= {row.ref: Scope.of(row, language=language) for row in rows}
    for row in rows:
        if Reach.COUNTRY in REACHES[kind]:
            wider = Scope(row.pilot, row.receiving_country, row.sending_country, language=language)
            found.setdefault(f"{row.pilot.ref}:{row.sending_country}", wider)
    for row in rows:
        if Reach.PILOT in REACHES[kind]:
            found.setdefault(row.pilot.ref, Scope(row.pilot, row.receiving_country, language=language))
    return found
