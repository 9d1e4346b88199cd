"""Reference data that standards stand on: skill areas and occupations, bodies, level frameworks.

The portal's administrators keep what is shared (ISCO-08, skill areas, the region's levels), each country its own bodies
and frameworks (product.md section 2).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import changed, record
from core.conflicts import Conflict
from core.refs import make_ref
from core.states import IllegalMove
from core.text import clean
from core.unique import save_checked
from standards.models import FrameworkLevel, LevelFramework, Occupation, SkillArea, StandardBody
from standards.models.reference import Kept

KeptT = TypeVar("KeptT", bound=Kept)


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
    save_checked(area)
    rows = [
        Occupation.objects.get_or_create(isco=isco, defaults={"title": clean(name)})[0]
        for isco, name in occupations.items()
    ]
    area.occupations.set(rows)
    record("skill_area.added", on=area, by=by, after={"occupations": "; ".join(map(str, rows))})
    return area


@transaction.atomic
def edit_skill_area(
    *, area: SkillArea, title: str, occupations: Collection[Occupation], revision: str, by: User
) -> SkillArea:
    """Give a skill area another title or other occupations; standards under it keep the occupation they have.

    Raises:
        Conflict: somebody saved in between.
        ValidationError: the title is taken.
        IllegalMove: an occupation that standards of this area use would go.
    """
    row = _unmoved(area, revision)
    before = _area_facts(row)
    kept = {occupation.pk for occupation in occupations}
    used = row.standards.exclude(occupation__in=kept).values_list("occupation__title", flat=True).distinct()
    if used:
        raise IllegalMove(
            _("Standards of this skill area use %(occupations)s; keep it ticked.")
            % {"occupations": ", ".join(sorted(used))}
        )
    row.title = clean(title)
    save_checked(row)
    row.occupations.set(occupations)
    record("skill_area.changed", on=row, by=by, **changed(before, _area_facts(row)))
    return row


def _area_facts(area: SkillArea) -> dict[str, Any]:
    occupations = "; ".join(map(str, area.occupations.order_by("isco")))
    return {"title": area.title, "occupations": occupations}


@transaction.atomic
def add_occupation(*, isco: str, title: str, by: User) -> Occupation:
    """Add an ISCO-08 unit group.

    Raises:
        ValidationError: the code is taken.
    """
    return _added(Occupation(isco=clean(isco), title=clean(title)), "occupation.added", by)


@transaction.atomic
def edit_occupation(*, occupation: Occupation, isco: str, title: str, revision: str, by: User) -> Occupation:
    """Correct the code or the title. Raises as `add_occupation`, and Conflict."""
    return _edited(occupation, "occupation.changed", revision, by, isco=isco, title=title)


@transaction.atomic
def add_body(*, country: str, name: str, short_name: str, by: User | None) -> StandardBody:
    """Add a body that issues standards in a country; a second time gives the one that is there."""
    body, made = StandardBody.objects.get_or_create(
        country=country, name=clean(name), defaults={"short_name": clean(short_name)}
    )
    if made:
        record("body.added", on=body, by=by, after={"country": country})
    return body


@transaction.atomic
def edit_body(*, body: StandardBody, name: str, short_name: str, revision: str, by: User) -> StandardBody:
    """Correct the name of a body; its standards and the reports already made keep what they print.

    Raises:
        Conflict: somebody saved in between.
        ValidationError: the country has a body of this name.
    """
    return _edited(body, "body.changed", revision, by, name=name, short_name=short_name)


@transaction.atomic
def add_framework(
    *, country: str, name: str, short_name: str, source: str, as_of: date | None, note: str, by: User | None
) -> LevelFramework:
    """Add a ladder of levels. An empty country means the region.

    Raises:
        ValidationError: the country has a framework of this short name.
    """
    framework = LevelFramework(
        ref=make_ref(country or "region", short_name),
        country=country,
        name=clean(name),
        short_name=clean(short_name),
        source=clean(source),
        as_of=as_of,
        note=clean(note),
    )
    return _added(framework, "framework.added", by)


@transaction.atomic
def edit_framework(*, framework: LevelFramework, revision: str, by: User, **fields: Any) -> LevelFramework:
    """Change name, short_name, source, as_of or note. Raises as `add_framework`, and Conflict."""
    return _edited(framework, "framework.changed", revision, by, **fields)


@transaction.atomic
def add_level(*, framework: LevelFramework, by: User | None, **fields: Any) -> FrameworkLevel:
    """Add a rung on top: label, title, descriptor, regional, regional_source, regional_as_of.

    Raises:
        ValidationError: `regional` is no level of the region, or this is the region's own framework.
    """
    LevelFramework.objects.select_for_update().get(pk=framework.pk)
    last = framework.levels.aggregate(last=Max("position"))["last"] or 0
    level = FrameworkLevel(framework=framework, position=last + 1, **_tidy(fields))
    return _added(level, "level.added", by)


@transaction.atomic
def edit_level(*, level: FrameworkLevel, revision: str, by: User, **fields: Any) -> FrameworkLevel:
    """Change a rung. Raises as `add_level`, and Conflict."""
    return _edited(level, "level.changed", revision, by, **fields)


@transaction.atomic
def remove_level(*, level: FrameworkLevel, by: User) -> None:
    """Take a rung away.

    Raises:
        IllegalMove: other levels are referenced to it.
    """
    framework, label = level.framework, str(level)
    try:
        level.delete()
    except ProtectedError as used:
        raise IllegalMove(
            _(
                "National levels are referenced to this level, or the level table of a corridor names it, so it stays."
            )
        ) from used
    record("level.removed", on=framework, by=by, before={"level": label})


def _added(row: KeptT, event: str, by: User | None) -> KeptT:
    save_checked(row)
    record(event, on=row, by=by, after=_facts(row))
    return row


def _edited(row: KeptT, event: str, revision: str, by: User, **fields: Any) -> KeptT:
    current = _unmoved(row, revision)
    before = _facts(current)
    for name, value in _tidy(fields).items():
        setattr(current, name, value)
    save_checked(current)
    after = _facts(current)
    if after != before:
        record(event, on=current, by=by, **changed(before, after))
    return current


def _unmoved(row: KeptT, revision: str) -> KeptT:
    """The row, held until the transaction ends, if it still is what the form showed.

    Raises:
        Conflict: it is not.
    """
    current = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if current.revision != revision:
        raise Conflict(current)
    return current


def _tidy(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: clean(value) if isinstance(value, str) else value for name, value in fields.items()}


def _facts(row: Kept) -> dict[str, Any]:
    """What the history keeps: the words of every field that the form shows."""
    names = [name.removesuffix("_id") for name in row.shown]
    return {name: str(getattr(row, name) or "") for name in names}
