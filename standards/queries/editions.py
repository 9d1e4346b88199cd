"""One edition as a person sees it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission, Side, held_by
from core import countries
from core.models import AuditLine
from core.queries import history_of
from standards.events import RELEASED_EVENTS
from standards.models import Edition, Intake, Line, Share, SkillArea, SourceFile
from standards.states import EditionState, IntakeState, ShareCapacity


def visible_edition(user: User, ref: str) -> Edition:
    """The edition behind an address.

    Raises:
        Http404: there is none, or the person may not see it.
    """
    seen = Edition.objects.visible_to(user).with_standard()
    edition = seen.select_related("standard__owner", "level_framework").filter(ref=ref).first()
    if edition is None:
        raise Http404
    return edition


def lines_of(edition: Edition, *, checkers: bool = False) -> list[Line]:
    """All lines in reading order, in one query; `standards.tree.tree_of` makes the tree.

    Args:
        checkers: with the people who checked the translations.
    """
    lines = Line.objects.filter(edition=edition).order_by("position")
    return list(lines.select_related("translation_checked_by") if checkers else lines)


def editions_for(country: str, skill_area: SkillArea, user: User) -> QuerySet[Edition]:
    """Usable editions (accepted, and submitted as provisional) of a country in a skill area that the person sees."""
    found = Edition.objects.visible_to(user).usable().with_standard()
    found = found.filter(standard__country=country, standard__skill_area=skill_area)
    return found.order_by("standard__title", "-created_at")


@dataclass(frozen=True)
class Rights:
    """What the person's role allows on one edition; what its state allows is another question."""

    owns: bool
    edit: bool
    submit: bool
    decide: bool
    comment: bool


def rights_of(edition: Edition, user: User) -> Rights:
    """All rights with one look at the sides."""
    sides = edition.sides_of(user) if user.is_active else frozenset()

    def holds(permission: Permission) -> bool:
        return any(held_by(user.roles, side, permission) for side in sides)

    return Rights(
        owns=Side.OWNER in sides,
        edit=holds(Permission.EDITION_EDIT),
        submit=holds(Permission.EDITION_SUBMIT),
        decide=holds(Permission.EDITION_DECIDE),
        comment=holds(Permission.LINE_COMMENT),
    )


def shares_of(edition: Edition) -> list[Share]:
    """With whom the edition is shared, organisations and teams."""
    return list(edition.shares.select_related("organisation", "team", "by").order_by("id"))


def duty_on(edition: Edition, shares: list[Share]) -> str:
    """Who has the ball, in words; empty where nothing is to be done."""
    owner = countries.name_of(edition.country)
    if edition.state == EditionState.DRAFT:
        return _("%(country)s: complete and submit it") % {"country": owner}
    if edition.state == EditionState.RETURNED:
        return _("%(country)s: correct it in a new draft") % {"country": owner}
    if edition.state != EditionState.SUBMITTED:
        return ""
    deciding = [s.organisation for s in shares if s.capacity == ShareCapacity.RECEIVING and s.organisation]
    sides = sorted({countries.name_of(one.country) for one in deciding if one.country} - {owner})
    if not sides:
        return _("A coordinator of %(country)s: accept or return it") % {"country": owner}
    return _("The coordinator of %(countries)s: accept or return it") % {"countries": ", ".join(sides)}


def source_files_of(edition: Edition, *, owns: bool) -> list[SourceFile]:
    """Original files, newest first. Others see those that went into the edition, not what was tried and discarded."""
    files = edition.source_files.select_related("stored").annotate(is_read=holds_reading()).order_by("-id")
    return list(files if owns else files.filter(went_in()))


def holds_reading() -> Exists:
    """Condition on source files: lines were or are being taken from it, so it stays with the draft."""
    held = [IntakeState.READING, IntakeState.READ, IntakeState.CONFIRMED]
    return Exists(Intake.objects.filter(source=OuterRef("pk"), state__in=held))


def went_in() -> Q:
    """Condition on source files: confirmed into the edition, or copied along with an earlier edition."""
    readings = Intake.objects.filter(source=OuterRef("pk"))
    return Q(Exists(readings.filter(state=IntakeState.CONFIRMED))) | ~Q(Exists(readings))


def history_lines(edition: Edition, *, owns: bool, limit: int = 40) -> list[AuditLine]:
    """The newest lines of the history; others see the edition's life since its release."""
    lines = history_of(edition)
    if not owns:
        lines = lines.filter(event__in=RELEASED_EVENTS)
    return list(lines[:limit])
