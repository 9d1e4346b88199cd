"""Reference data: everybody who is signed in reads it, its owners keep it."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Count, Model, Q, QuerySet
from django.http import Http404

from accounts.models import User
from core.countries import COUNTRIES
from core.queries import one
from standards.models import FrameworkLevel, LevelFramework, Occupation, SkillArea, StandardBody

RowT = TypeVar("RowT", bound=Model)


def skill_areas(q: str = "") -> QuerySet[SkillArea]:
    """All skill areas with their occupations, or those in which the words stand."""
    areas = SkillArea.objects.prefetch_related("occupations").order_by("title")
    for word in q.split():
        mentioned = SkillArea.objects.filter(
            Q(title__icontains=word)
            | Q(occupations__title__icontains=word)
            | Q(occupations__isco__icontains=word)
        )
        areas = areas.filter(pk__in=mentioned.values("pk"))
    return areas


def occupations(q: str = "") -> QuerySet[Occupation]:
    """All occupations by code, or those in which the words stand."""
    rows = Occupation.objects.prefetch_related("skill_areas").order_by("isco")
    for word in q.split():
        rows = rows.filter(Q(title__icontains=word) | Q(isco__istartswith=word))
    return rows


def bodies(q: str = "", country: str = "") -> QuerySet[StandardBody]:
    """Bodies by country and name."""
    rows = StandardBody.objects.order_by("country", "name")
    if country:
        rows = rows.filter(country=country)
    for word in q.split():
        rows = rows.filter(Q(name__icontains=word) | Q(short_name__icontains=word))
    return rows


def body_countries() -> list[tuple[str, str]]:
    """Countries that have a body, for the filter."""
    known = set(StandardBody.objects.values_list("country", flat=True).distinct())
    return [(code, str(name)) for code, name in COUNTRIES.items() if code in known]


def frameworks() -> QuerySet[LevelFramework]:
    """The region's framework first, then the countries'; with the number of levels and how many are referenced."""
    return LevelFramework.objects.annotate(
        rungs=Count("levels"), referenced=Count("levels", filter=Q(levels__regional__isnull=False))
    ).order_by("country", "name")


def levels_of(framework: LevelFramework) -> QuerySet[FrameworkLevel]:
    """The rungs from the lowest up."""
    return framework.levels.select_related("regional__framework").order_by("position")


def regional_levels() -> QuerySet[FrameworkLevel]:
    """Levels of the region, to which national ones are referenced."""
    rows = FrameworkLevel.objects.filter(framework__country="").select_related("framework")
    return rows.order_by("framework__name", "position")


def frameworks_of(country: str) -> QuerySet[LevelFramework]:
    """A country's own frameworks."""
    return LevelFramework.objects.filter(country=country).order_by("name")


# Loaders of the guards: an unsaved row says who may make one.
def new_area(_user: User) -> SkillArea:
    """A skill area that does not exist yet: the portal's."""
    return SkillArea()


def new_occupation(_user: User) -> Occupation:
    """An occupation that does not exist yet: the portal's."""
    return Occupation()


def new_body(user: User) -> StandardBody:
    """A body of the person's own country."""
    return StandardBody(country=user.country)


def new_framework(user: User) -> LevelFramework:
    """A framework of the person's own country, or the region's for administrators."""
    return LevelFramework(country=user.country)


def area(_user: User, pk: int) -> SkillArea:
    """Raises Http404 where there is none."""
    return _found(SkillArea.objects.filter(pk=pk))


def occupation(_user: User, pk: int) -> Occupation:
    """Raises Http404 where there is none."""
    return _found(Occupation.objects.filter(pk=pk))


def body(_user: User, pk: int) -> StandardBody:
    """Raises Http404 where there is none."""
    return _found(StandardBody.objects.filter(pk=pk))


def framework(_user: User, ref: str) -> LevelFramework:
    """Raises Http404 where there is none."""
    return one(LevelFramework.objects.all(), ref)


def level(_user: User, ref: str, position: int) -> FrameworkLevel:
    """Raises Http404 where there is none."""
    rows = FrameworkLevel.objects.select_related("framework")
    return _found(rows.filter(framework__ref=ref, position=position))


def _found(rows: QuerySet[RowT]) -> RowT:
    row = rows.first()
    if row is None:
        raise Http404
    return row
