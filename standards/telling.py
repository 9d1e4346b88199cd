"""Who reads the history of editions, readings and reference data."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.states import OrganisationKind
from core import telling
from core.telling import NOTHING, about
from standards.events import RELEASED_EVENTS
from standards.models import (
    Edition,
    FrameworkLevel,
    Intake,
    LevelFramework,
    Occupation,
    SkillArea,
    StandardBody,
)


def register() -> None:
    """Speak for the kinds of this app."""
    telling.register(Edition, editions, route="standards:detail")
    telling.register(Intake, intakes)
    telling.register(Occupation, lambda _user: about(Occupation.objects.all()), keeps_running=True)
    telling.register(SkillArea, lambda _user: about(SkillArea.objects.all()), keeps_running=True)
    telling.register(StandardBody, bodies, keeps_running=True)
    telling.register(LevelFramework, frameworks, keeps_running=True)
    telling.register(FrameworkLevel, levels, keeps_running=True)


def editions(user: User) -> Q:
    """Everything about one's own country's; its life since the release of those that others let one see."""
    released = Q(event__in=RELEASED_EVENTS) & about(Edition.objects.visible_to(user))
    return (
        released | about(_own(user)) | about(Edition.objects.in_bin_of(user)) if _has_home(user) else released
    )


def intakes(user: User) -> Q:
    """Readings of one's own country's files."""
    return about(Intake.objects.filter(edition__in=_own(user))) if _has_home(user) else NOTHING


def _own(user: User) -> QuerySet[Edition]:
    return Edition.objects.visible_to(user).filter(standard__country=user.country)


def bodies(user: User) -> Q:
    """One's own country's; all for the administrator."""
    return (
        about(StandardBody.objects.filter(country=user.country))
        if user.country
        else _portal(user, StandardBody)
    )


def frameworks(user: User) -> Q:
    """One's own country's and the common ones; all for the administrator."""
    own = Q(country=user.country) | Q(country="")
    return about(LevelFramework.objects.filter(own)) if user.country else _portal(user, LevelFramework)


def levels(user: User) -> Q:
    """As their framework."""
    own = Q(framework__country=user.country) | Q(framework__country="")
    return about(FrameworkLevel.objects.filter(own)) if user.country else _portal(user, FrameworkLevel)


def _portal(user: User, model: type[StandardBody | LevelFramework | FrameworkLevel]) -> Q:
    return (
        about(model._default_manager.all()) if user.organisation.kind == OrganisationKind.PORTAL else NOTHING
    )


def _has_home(user: User) -> bool:
    return user.organisation.kind == OrganisationKind.GOVERNMENT and bool(user.country)
