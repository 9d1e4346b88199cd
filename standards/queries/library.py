"""The library: all editions that a person sees, searched and filtered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.models import User
from core.countries import COUNTRIES
from core.text import clean
from standards.models import Edition, Line, SkillArea
from standards.states import EditionState

_WORDS = 6  # of a search; more would only make it slow
_LENGTH = 100  # characters of a search


@dataclass(frozen=True)
class Filters:
    """What the address asks for; unknown values are taken as absent."""

    q: str = ""
    country: str = ""
    area: str = ""
    state: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Filters:
        """From the query of the address."""
        country, state = query.get("country", ""), query.get("state", "")
        return cls(
            q=clean(query.get("q", ""))[:_LENGTH],
            country=country if country in COUNTRIES else "",
            area=clean(query.get("area", ""))[:50],
            state=state if state in EditionState.values else "",
        )

    @property
    def any(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.q or self.country or self.area or self.state)


def library(user: User, filters: Filters) -> QuerySet[Edition]:
    """Editions that the person sees, by country, skill area, title and age; the newest edition of a standard first."""
    editions = Edition.objects.visible_to(user).with_standard()
    if filters.country:
        editions = editions.filter(standard__country=filters.country)
    if filters.area:
        editions = editions.filter(standard__skill_area__slug=filters.area)
    if filters.state:
        editions = editions.filter(state=filters.state)
    words = filters.q.split()[:_WORDS]
    for word in words:
        editions = editions.filter(_mentions(word))
    if words:
        editions = editions.annotate(in_lines=Exists(_lines_with(*words)))
    return editions.order_by(
        "standard__country", "standard__skill_area__title", "standard__title", "standard_id", "-id"
    )


def _lines_with(*words: str) -> QuerySet[Line]:
    """Lines of the outer edition in which every word stands."""
    lines = Line.objects.filter(edition=OuterRef("pk"))
    for word in words:
        lines = lines.filter(
            Q(text__icontains=word) | Q(text_original__icontains=word) | Q(number__icontains=word)
        )
    return lines


def _mentions(word: str) -> Q:
    """The word stands in the titles, the body, the codes, or in a line."""
    found = Q(Exists(_lines_with(word)))
    for field in (
        "label",
        "legal_basis",
        "ref",
        "standard__title",
        "standard__title_original",
        "standard__body__name",
        "standard__body__short_name",
        "standard__occupation__isco",
        "standard__occupation__title",
        "standard__skill_area__title",
    ):
        found |= Q(**{f"{field}__icontains": word})
    return found


def areas_with_editions(user: User) -> QuerySet[SkillArea]:
    """Skill areas in which the person sees at least one edition: a filter offers nothing else."""
    seen = Edition.objects.visible_to(user).filter(standard__skill_area=OuterRef("pk"))
    return SkillArea.objects.filter(Exists(seen)).order_by(F("title"))


def countries_with_editions(user: User) -> list[str]:
    """Codes of the countries whose editions the person sees, in English alphabetical order."""
    seen = set(Edition.objects.visible_to(user).values_list("standard__country", flat=True).distinct())
    return [code for code in COUNTRIES if code in seen]
