"""Which lines of the history a person may read. Each app says it for its own things, when it starts.

The rules are those of the pages of the things themselves: what somebody did not see happen on the page of an edition
is not told by the history either. A thing that nobody spoke for is told to nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import BigIntegerField, Case, Exists, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Cast

from core.models import AuditLine

if TYPE_CHECKING:
    from accounts.models import User

#: For one person, the lines of one kind of thing that they may read: a condition on lines, made with `about`.
Teller = Callable[["User"], Q]
NOTHING = Q(pk__in=[])


@dataclass(frozen=True)
class Kind:
    """A kind of thing that has a history.

    Attributes:
        tells: who reads which of its lines.
        route: name of its page, by `ref`; "" where it has none of its own.
        keeps_running: about accounts, offices and shared lists; the administrator reads all that its lines say.
    """

    model: type[models.Model]
    tells: Teller
    route: str = ""
    keeps_running: bool = False

    @property
    def label(self) -> str:
        """As it stands in the lines."""
        return self.model._meta.label_lower

    @property
    def slug(self) -> str:
        """As it stands in addresses."""
        return self.model._meta.model_name or ""

    @property
    def words(self) -> str:
        """What people call it."""
        return str(self.model._meta.verbose_name).capitalize()


_KINDS: dict[str, Kind] = {}


def register(
    model: type[models.Model], tells: Teller, *, route: str = "", keeps_running: bool = False
) -> None:
    """Say who may read the history of things of this model (called from an AppConfig.ready)."""
    kind = Kind(model, tells, route, keeps_running)
    _KINDS[kind.label] = kind


def kinds() -> list[Kind]:
    """All kinds that somebody spoke for, by name."""
    return sorted(_KINDS.values(), key=lambda kind: kind.words)


def kind_of(label: str) -> Kind | None:
    """The kind with this label, as it stands in a line."""
    return _KINDS.get(label)


def kind_called(slug: str) -> Kind | None:
    """The kind with this name in an address."""
    return next((kind for kind in _KINDS.values() if kind.slug == slug), None)


def about(rows: QuerySet[Any]) -> Q:
    """Lines about one of these rows, for a `Teller`; `OuterRef("at")` in the rows is the moment of the line."""
    return Q(Exists(rows.order_by().filter(pk=OuterRef("key"))))


def lines() -> QuerySet[AuditLine]:
    """All lines, with the `key` of the row that each is about, as a number."""
    numbered = Q(subject_type__in=list(_KINDS)) & ~Q(subject_id="None")
    key = Case(
        When(numbered, then=Cast("subject_id", BigIntegerField())),
        default=None,
        output_field=BigIntegerField(),
    )
    return AuditLine.objects.alias(key=key)


def told_to(user: User, among: Iterable[Kind] | None = None) -> QuerySet[AuditLine]:
    """The lines that a person may read, about things that are there."""
    return lines().filter(_told(user, _KINDS.values() if among is None else among))


def told_to_office(user: User) -> QuerySet[AuditLine]:
    """The lines that who speaks for a country may read: also those about things of theirs that are there no more.

    Whose a thing was is told by the first line about it: drafts, rows and entries were begun by their owner's people.
    """
    told = _told(user, _KINDS.values())
    if not user.country:
        return lines().filter(told)
    gone = NOTHING
    for kind in _KINDS.values():
        gone |= Q(subject_type=kind.label) & ~about(kind.model._base_manager.all())
    first = AuditLine.objects.filter(subject_type=OuterRef("subject_type"), subject_id=OuterRef("subject_id"))
    begun = first.order_by("pk").values("by__organisation__country")[:1]
    office = first.order_by("pk").values("by__organisation__kind")[:1]
    found = lines().alias(begun=Subquery(begun), office=Subquery(office))
    return found.filter(told | (gone & Q(begun=user.country, office="government")))


def _told(user: User, among: Iterable[Kind]) -> Q:
    told = NOTHING
    for kind in among:
        told |= Q(subject_type=kind.label) & kind.tells(user)
    return told


def addresses_of(shown: Iterable[AuditLine]) -> dict[tuple[str, str], str]:
    """The `ref` of each thing that is there and has a page, by (label, key): one query for each kind among the lines."""
    wanted: dict[str, set[str]] = {}
    for line in shown:
        wanted.setdefault(line.subject_type, set()).add(line.subject_id)
    found = {}
    for label, keys in wanted.items():
        kind = _KINDS.get(label)
        if kind is None or not kind.route:
            continue
        rows = kind.model._base_manager.filter(pk__in=[int(key) for key in keys if key.isdigit()])
        for pk, ref in rows.values_list("pk", "ref"):
            found[label, str(pk)] = str(ref)
    return found


def unspoken_for() -> set[str]:
    """Labels of things that stand in lines and that no app spoke for."""
    known = {model._meta.label_lower for model in apps.get_models()} - set(_KINDS)
    return set(
        AuditLine.objects.filter(subject_type__in=known).values_list("subject_type", flat=True).distinct()
    )
