"""Reference data that standards stand on: skill areas with their occupations, and the bodies that issue standards."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from core.audit import record
from core.text import clean
from standards.models import Occupation, SkillArea, StandardBody


@transaction.atomic
def add_skill_area(*, slug: str, title: str, occupations: Mapping[str, str], by: User | None) -> SkillArea:
    """Add what can be recognised, such as "Bricklaying and plastering".

    Args:
        slug: stands in addresses.
        occupations: ISCO-08 unit group code -> its title; a code that is known keeps the title it has.

    Raises:
        ValidationError: by field, such as a title that is taken.
    """
    area = SkillArea(slug=slug, title=clean(title))
    area.full_clean()
    area.save()
    rows = [
        Occupation.objects.get_or_create(isco=isco, defaults={"title": clean(name)})[0]
        for isco, name in occupations.items()
    ]
    area.occupations.set(rows)
    record("skill_area.added", on=area, by=by, after={"occupations": "; ".join(map(str, rows))})
    return area


@transaction.atomic
def add_body(*, country: str, name: str, short_name: str, by: User | None) -> StandardBody:
    """Add a body that issues standards in a country; a second time gives the one that is there."""
    body, made = StandardBody.objects.get_or_create(
        country=country, name=clean(name), defaults={"short_name": clean(short_name)}
    )
    if made:
        record("body.added", on=body, by=by, after={"country": country})
    return body
