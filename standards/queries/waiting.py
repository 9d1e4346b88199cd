"""What waits for one person in the library."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import Home
from accounts.models import User
from accounts.permissions import MATRIX, Permission, Side
from accounts.states import Role
from core.countries import name_of
from core.summary import Waiting
from standards.models import Edition, Intake, Share
from standards.queries.intakes import unanswered_refusal
from standards.states import EditionState, IntakeState, ShareCapacity

_LIMIT = 50  # of each kind


def waiting_for(user: User) -> list[Waiting]:
    """Editions to accept, readings to confirm, drafts to finish, returned editions to correct."""
    if not user.is_active or not user.country or Side.HOME not in Home().sides_of(user):
        return []
    found = []
    if user.role == Role.COORDINATOR:
        found += _to_decide(user)
    if (Side.OWNER, user.role) in MATRIX[Permission.EDITION_EDIT]:
        found += [*_to_confirm(user), *_to_correct(user), *_drafts(user)]
    return found


def _to_decide(user: User) -> list[Waiting]:
    given = Share.objects.filter(edition=OuterRef("pk"), capacity=ShareCapacity.RECEIVING)
    mine = Q(organisation=user.organisation_id) | Q(team__memberships__user=user)
    editions = Edition.objects.visible_to(user).with_standard().filter(state=EditionState.SUBMITTED)
    editions = editions.filter(Q(standard__country=user.country) | Exists(given.filter(mine)))
    editions = editions.exclude(submitted_by=user).order_by("submitted_at")
    return [
        Waiting(
            title=_("Accept or return: %(edition)s") % {"edition": edition},
            url=reverse("standards:detail", args=[edition.ref]),
            detail=name_of(edition.country),
            since=edition.submitted_at,
        )
        for edition in editions[:_LIMIT]
    ]


def _to_confirm(user: User) -> list[Waiting]:
    intakes = Intake.objects.filter(
        Q(state=IntakeState.READ) | unanswered_refusal(),
        edition__standard__country=user.country,
        edition__state=EditionState.DRAFT,
    )
    intakes = intakes.select_related("edition__standard", "source__stored").order_by("created_at")
    return [
        Waiting(
            title=(
                _("Confirm the lines of %(file)s")
                if intake.state == IntakeState.READ
                else _("%(file)s could not be read")
            )
            % {"file": intake.source},
            url=reverse("standards:intake", args=[intake.ref]),
            detail=str(intake.edition),
            since=intake.created_at,
        )
        for intake in intakes[:_LIMIT]
    ]


def _drafts(user: User) -> list[Waiting]:
    """Drafts of the country: a task for those who may submit them, news for the others."""
    submits = (Side.OWNER, user.role) in MATRIX[Permission.EDITION_SUBMIT]
    drafts = Edition.objects.filter(standard__country=user.country, state=EditionState.DRAFT)
    return [
        Waiting(
            title=_("Complete and submit the draft: %(edition)s") % {"edition": edition},
            url=reverse("standards:detail", args=[edition.ref]),
            tone="attention" if submits else "info",
            since=edition.created_at,
        )
        for edition in drafts.with_standard().order_by("created_at")[:_LIMIT]
    ]


def _to_correct(user: User) -> list[Waiting]:
    returned = Edition.objects.filter(standard__country=user.country, state=EditionState.RETURNED)
    returned = returned.filter(next_editions=None)
    return [
        Waiting(
            title=_("Correct the returned edition: %(edition)s") % {"edition": edition},
            url=reverse("standards:detail", args=[edition.ref]),
            detail=edition.decision_reason[:200],
            since=edition.decided_at,
        )
        for edition in returned.with_standard().order_by("decided_at")[:_LIMIT]
    ]
