"""Who reads the history of pilots, corridors, the action plan and milestones."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from core import telling
from core.models import AuditLine
from core.telling import about
from corridors.models import Activity, Corridor, CorridorStep, Milestone, Pilot


def register() -> None:
    """Speak for the kinds of this app."""
    telling.register(Pilot, lambda user: about(Pilot.objects.visible_to(user)), route="pilot")
    telling.register(Corridor, lambda user: about(Corridor.objects.visible_to(user)), route="corridor")
    telling.register(CorridorStep, steps)
    telling.register(Activity, activities, route="corridors:activity")
    telling.register(Milestone, lambda user: about(Milestone.objects.visible_to(user)))


def steps(user: User) -> Q:
    """As their corridor."""
    return about(CorridorStep.objects.filter(corridor__in=Corridor.objects.visible_to(user)))


def activities(user: User) -> Q:
    """Rows that the person sees.

    A sending country reads a row back to the moment when it became common or its own: what it said while it was
    another country's stays there.
    """
    seen = Activity.objects.visible_to(user)
    if user.is_ilo:
        return about(seen)
    later = AuditLine.objects.filter(
        subject_type=OuterRef("subject_type"),
        subject_id=OuterRef("subject_id"),
        pk__gte=OuterRef("pk"),
        before__has_key="country",
    )
    leads = about(seen.filter(pilot__lead_country=user.country))
    return leads | (about(seen) & Q(~Exists(later)))
