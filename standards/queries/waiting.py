"""What waits for one person in the library."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import Home
from accounts.models import User
from accounts.permissions import Permission, Side, held_by
from accounts.states import Role
from core.countries import name_of
from core.summary import Waiting
from standards.models import Edition, Intake, LineComment, Share
from standards.queries.intakes import unanswered_refusal
from standards.states import EditionState, IntakeOrigin, IntakeState, ShareCapacity

_LIMIT = 50  # of each kind


def waiting_for(user: User) -> list[Waiting]:
    """Editions to accept, readings to confirm, drafts to finish, returned editions to correct, open questions."""
    if not user.is_active or not user.country or Side.HOME not in Home().sides_of(user):
        return []
    found = []
    if Role.COORDINATOR in user.roles:
        found += _to_decide(user)
    if held_by(user.roles, Side.OWNER, Permission.EDITION_EDIT):
        found += [*_to_confirm(user), *_to_correct(user), *_drafts(user)]
    return [*found, *_questions(user), *_answers(user)]


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
        edition__in=Edition.objects.visible_to(user).filter(standard__country=user.country),
        edition__state=EditionState.DRAFT,
    )
    intakes = intakes.select_related("edition__standard", "source__stored").order_by("created_at")
    intakes = intakes.defer("base", "not_kept")  # whole lists of lines that no row of the page shows
    return [
        Waiting(
            title=_said_of(intake),
            url=reverse("standards:intake", args=[intake.ref]),
            detail=str(intake.edition),
            since=intake.created_at,
        )
        for intake in intakes[:_LIMIT]
    ]


def _said_of(intake: Intake) -> str:
    if intake.state != IntakeState.READ:
        return _("%(file)s could not be read") % {"file": intake.title}
    if intake.origin == IntakeOrigin.TYPED:
        return _("Finish and confirm the typed lines")
    if intake.origin == IntakeOrigin.PASTED:
        return _("Confirm the pasted lines")
    return _("Confirm the lines of %(file)s") % {"file": intake.title}


def _drafts(user: User) -> list[Waiting]:
    """Drafts of the country: a task for those who may submit them, news for the others."""
    submits = held_by(user.roles, Side.OWNER, Permission.EDITION_SUBMIT)
    drafts = Edition.objects.visible_to(user).filter(standard__country=user.country, state=EditionState.DRAFT)
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
    returned = Edition.objects.visible_to(user).filter(
        standard__country=user.country, state=EditionState.RETURNED
    )
    returned = returned.exclude(pk__in=Edition.objects.out_of_bin().exclude(previous=None).values("previous"))
    return [
        Waiting(
            title=_("Correct the returned edition: %(edition)s") % {"edition": edition},
            url=reverse("standards:detail", args=[edition.ref]),
            detail=edition.decision_reason[:200],
            since=edition.decided_at,
        )
        for edition in returned.with_standard().order_by("decided_at")[:_LIMIT]
    ]


def _questions(user: User) -> list[Waiting]:
    """Open questions of other parties on the country's own editions, counted by edition."""
    asked = LineComment.objects.visible_to(user).open_threads()
    asked = asked.filter(edition__standard__country=user.country).exclude(country=user.country)
    return _told(
        asked,
        lambda count: ngettext(
            "%(count)d open question about your standard",
            "%(count)d open questions about your standard",
            count,
        ),
    )


def _answers(user: User) -> list[Waiting]:
    """The country's own open questions on others' editions that somebody else has answered."""
    asked = LineComment.objects.visible_to(user).open_threads()
    asked = asked.filter(country=user.country).exclude(edition__standard__country=user.country)
    by_others = LineComment.objects.filter(thread=OuterRef("pk"))
    by_others = by_others.exclude(by__organisation__country=user.country)
    return _told(
        asked.filter(Exists(by_others)),
        lambda count: ngettext(
            "%(count)d of your questions has an answer", "%(count)d of your questions have answers", count
        ),
    )


def _told(threads: QuerySet[LineComment], words: Callable[[int], str]) -> list[Waiting]:
    counted = threads.order_by().values("edition").annotate(count=Count("pk"), since=Min("at"))
    figures = {row["edition"]: row for row in counted.order_by("since")[:_LIMIT]}
    editions = Edition.objects.with_standard().in_bulk(figures)
    return [
        Waiting(
            title=words(row["count"]) % {"count": row["count"]},
            url=reverse("standards:comments", args=[editions[pk].ref]),
            detail=str(editions[pk]),
            tone="info",
            since=row["since"],
        )
        for pk, row in figures.items()
    ]
