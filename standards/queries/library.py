"""The library: all editions that a person sees, filtered, and the choices of the filters.

One query brings what the filters and the titles need of every edition that the person sees (hundreds, not millions); the
rest is plain Python, so that titles in all scripts are compared in the same normal form as the lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from accounts.models import User
from core.countries import COUNTRIES
from core.text import clean
from standards.models import Edition
from standards.searching import MAX_LENGTH, MAX_WORDS, normal, words_of
from standards.states import EditionState

_OVER = frozenset({EditionState.SUPERSEDED.value, EditionState.RETURNED.value})


@dataclass(frozen=True)
class Filters:
    """What the address asks for; unknown values are taken as absent."""

    q: str = ""
    country: str = ""
    area: str = ""
    state: str = ""
    occupation: str = ""
    level: str = ""
    body: str = ""
    older: bool = False  # older editions that a newer one has taken over from, too
    is_cut: bool = False  # the search was longer than it may be

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Filters:
        """From the query of the address."""
        q = clean(query.get("q", "")[: MAX_LENGTH * 10])
        country, state = query.get("country", ""), query.get("state", "")
        return cls(
            q=q[:MAX_LENGTH].strip(),
            country=country if country in COUNTRIES else "",
            area=clean(query.get("area", ""))[:50],
            state=state if state in EditionState.values else "",
            occupation=clean(query.get("occupation", ""))[:10],
            level=clean(query.get("level", ""))[:60],
            body=clean(query.get("body", ""))[:20],
            older=query.get("editions", "") == "all",
            is_cut=len(q) > MAX_LENGTH or len(normal(q[:MAX_LENGTH]).split()) > MAX_WORDS,
        )

    @property
    def any(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.q or self.narrows)

    @property
    def narrows(self) -> bool:
        """Whether something besides the words is asked for."""
        return bool(self.country or self.area or self.state or self.occupation or self.level or self.body)

    @property
    def narrows_more(self) -> bool:
        """Whether one of the filters is set that stand folded."""
        return bool(self.occupation or self.level or self.body or self.state or self.older)

    @property
    def words(self) -> list[str]:
        """The words of the search in normal form."""
        return words_of(self.q)


@dataclass(frozen=True)
class Shelved:
    """An edition as filters and titles need it."""

    pk: int
    ref: str
    standard: int
    country: str
    area: str
    area_title: str
    isco: str
    occupation: str
    body: str
    body_name: str
    state: str
    levels: tuple[str, ...]
    title: str
    details: str  # everything that is said about the edition, in normal form


@dataclass(frozen=True)
class Choices:
    """Values of the filters with their words: those that the person sees, in the order in which they are offered."""

    countries: list[tuple[str, str]]
    areas: list[tuple[str, str]]
    occupations: list[tuple[str, str]]
    bodies: list[tuple[str, str]]
    levels: list[str]
    states: list[tuple[str, str]]


_FIELDS = (
    "pk",
    "ref",
    "standard_id",
    "standard__country",
    "standard__skill_area__slug",
    "standard__skill_area__title",
    "standard__occupation__isco",
    "standard__occupation__title",
    "standard__body_id",
    "standard__body__name",
    "state",
    "vocabulary__levels",
    "standard__title",
    "standard__title_original",
    "standard__body__short_name",
    "label",
    "legal_basis",
)


def shelf(user: User) -> list[Shelved]:
    """All editions that the person sees, by country, skill area and title, the newest of a standard first."""
    rows = Edition.objects.visible_to(user).order_by(
        "standard__country", "standard__skill_area__title", "standard__title", "standard_id", "-id"
    )
    return [_shelved(*row) for row in rows.values_list(*_FIELDS)]


def _shelved(
    pk: int,
    ref: str,
    standard: int,
    country: str,
    area: str,
    area_title: str,
    isco: str,
    occupation: str,
    body: int,
    body_name: str,
    state: str,
    levels: str | None,
    title: str,
    *more: str,
) -> Shelved:
    said = (title, *more, body_name, area_title, isco, occupation, ref)
    return Shelved(
        pk=pk,
        ref=ref,
        standard=standard,
        country=country,
        area=area,
        area_title=area_title,
        isco=isco,
        occupation=occupation,
        body=str(body),
        body_name=body_name,
        state=state,
        levels=tuple((levels or "").split("\n")) if levels else (),
        title=title,
        details="\n".join(normal(part) for part in said if part),
    )


def choices_of(editions: Iterable[Shelved]) -> Choices:
    """What the filters offer: nothing that is not there to be found."""
    editions = list(editions)
    seen = {one.country for one in editions}
    states = {one.state for one in editions}
    return Choices(
        countries=[(code, str(name)) for code, name in COUNTRIES.items() if code in seen],
        areas=_by_words({one.area: one.area_title for one in editions}),
        occupations=sorted({one.isco: f"{one.isco} {one.occupation}" for one in editions}.items()),
        bodies=_by_words({one.body: one.body_name for one in editions}),
        levels=sorted({level for one in editions for level in one.levels}, key=normal),
        states=[(one.value, str(one.label)) for one in EditionState if one.value in states],
    )


def _by_words(choices: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(choices.items(), key=lambda one: normal(one[1]))


def chosen(editions: Iterable[Shelved], filters: Filters) -> list[Shelved]:
    """The editions that pass the filters; the words of the search are not looked at.

    An edition that was superseded or returned is left out where the person sees a newer one of the same standard,
    unless older ones or editions of one state are asked for.
    """
    editions = list(editions)
    newest: dict[int, int] = {}
    for one in editions:
        newest[one.standard] = max(one.pk, newest.get(one.standard, 0))
    every = filters.older or bool(filters.state)
    return [
        one
        for one in editions
        if _passes(one, filters) and (every or one.state not in _OVER or newest[one.standard] == one.pk)
    ]


def _passes(one: Shelved, filters: Filters) -> bool:
    pairs = (
        (filters.country, one.country),
        (filters.area, one.area),
        (filters.state, one.state),
        (filters.occupation, one.isco),
        (filters.body, one.body),
    )
    return all(not wanted or wanted == has for wanted, has in pairs) and (
        not filters.level or filters.level in one.levels
    )


def left_out(editions: Iterable[Shelved], filters: Filters) -> int:
    """How many older editions pass the filters but are not shown."""
    editions = list(editions)
    return len(chosen(editions, replace(filters, older=True))) - len(chosen(editions, filters))


def in_order(pks: Iterable[int]) -> list[Edition]:
    """The editions with these keys, with everything that a row shows; keys come from `shelf`."""
    pks = list(pks)
    found = {one.pk: one for one in Edition.objects.with_standard().filter(pk__in=pks)}
    return [found[pk] for pk in pks if pk in found]
